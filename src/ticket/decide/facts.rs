//! What a decision needs to know beside the ticket itself; the desk collects it in the same transaction.

use crate::people::Person;
use crate::ticket::command::verb::Verb;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::Class;
use std::collections::BTreeMap;

/// The facts about everything a verb names. What is missing does not exist, or the actor may not see it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The person responsible now.
    pub responsible: Option<Person>,
    /// The person to be made responsible.
    pub assignee: Option<Person>,
    /// Number of the case that the verb names, if it exists.
    pub case: Option<Number>,
    /// The other tickets that the verb names, by number.
    pub others: BTreeMap<Number, Other>,
    /// Whether other tickets have joined this one.
    pub has_joined: bool,
    /// The next free number: of the requirement that the ticket becomes, or of the part that is split off.
    pub next_number: Option<Number>,
}

/// The facts about another ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Whether it is not closed.
    pub is_open: bool,
    /// Its customer.
    pub customer: String,
    /// The ticket it has joined.
    pub attached_to: Option<Number>,
    /// Whether other tickets have joined it.
    pub has_joined: bool,
}

/// Which facts a verb needs, so that nothing else is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Numbers of other tickets.
    pub others: Vec<Number>,
    /// Number of a case.
    pub case: Option<Number>,
    /// Name of the person to be made responsible.
    pub assignee: Option<String>,
    /// Name of the person responsible now.
    pub responsible: Option<String>,
    /// Whether to look for tickets that have joined this one.
    pub has_joined: bool,
    /// What a new number is needed for.
    pub next_number: Option<NextNumber>,
}

/// What a new number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextNumber {
    /// A ticket that becomes a requirement (`RD…`).
    Requirement,
    /// A part that is split off (`TS…`).
    Part,
}

impl Needs {
    /// The facts that deciding this verb needs.
    pub fn of(ticket: &Ticket, verb: &Verb) -> Needs {
        match verb {
            Verb::Triage { class, proposed, .. } => {
                let class = class.as_ref().or(proposed.as_ref().and_then(|proposed| proposed.class.as_ref()));
                class.map_or_else(Needs::default, |class| Needs::of_assessment(ticket, class))
            }
            Verb::Assign { to, .. } => Needs { assignee: to.as_ref().map(|person| person.name.clone()), ..Needs::default() },
            Verb::Link { case } => Needs { case: Some(*case), ..Needs::default() },
            Verb::Attach { ticket } => Needs { others: vec![*ticket], ..Needs::default() },
            Verb::Merge { into } => Needs { others: vec![*into], has_joined: true, ..Needs::default() },
            Verb::Declare { tickets } => Needs { others: tickets.clone(), ..Needs::default() },
            Verb::Split { .. } => Needs { next_number: Some(NextNumber::Part), ..Needs::default() },
            _ => Needs::default(),
        }
    }

    /// The facts that assessing the ticket as this class needs.
    pub fn of_assessment(ticket: &Ticket, class: &Class) -> Needs {
        let becomes = matches!(class, Class::Requirement { .. }) && ticket.requirement_number.is_none();
        Needs {
            responsible: ticket.responsible.clone(),
            next_number: becomes.then_some(NextNumber::Requirement),
            ..Needs::default()
        }
    }
}
