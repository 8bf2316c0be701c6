//! What a decision asks of the record beside the ticket itself. Whoever decides collects it in the same transaction.

use crate::people::Person;
use crate::ticket::command::verb::Verb;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::Class;
use std::collections::BTreeMap;

/// What is known of everything a verb names. What is not in here is not there, or not the actor's to see.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Whoever is responsible, as they stand on record.
    pub responsible: Option<Person>,
    /// Whoever is to be responsible, as they stand on record.
    pub assignee: Option<Person>,
    /// The case a verb names, if there is one.
    pub case: Option<Number>,
    /// The other tickets a verb names.
    pub others: BTreeMap<Number, Other>,
    /// Others have joined the ticket.
    pub has_joined: bool,
    /// The number of the requirement that the ticket becomes, and of the ticket that a part becomes.
    pub next_number: Option<Number>,
}

/// What matters of another ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    pub is_open: bool,
    pub customer: String,
    /// What it has itself joined.
    pub attached_to: Option<Number>,
    /// Others have joined it.
    pub has_joined: bool,
}

/// Which facts a verb needs, so that nothing else is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    pub others: Vec<Number>,
    pub case: Option<Number>,
    pub assignee: Option<String>,
    pub responsible: Option<String>,
    pub has_joined: bool,
    pub next_number: Option<NextNumber>,
}

/// What a new number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextNumber {
    Requirement,
    Part,
}

impl Needs {
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

    /// What an assessment as this class needs.
    pub fn of_assessment(ticket: &Ticket, class: &Class) -> Needs {
        let becomes = matches!(class, Class::Requirement { .. }) && ticket.requirement_number.is_none();
        Needs {
            responsible: ticket.responsible.clone(),
            next_number: becomes.then_some(NextNumber::Requirement),
            ..Needs::default()
        }
    }
}
