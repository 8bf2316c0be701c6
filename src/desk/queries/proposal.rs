//! What similar cases suggest for a ticket: class, component, who could take it, each with evidence. It decides nothing.

use crate::desk::core::desk::Desk;
use crate::desk::core::on_duty::on_duty;
use crate::desk::error::DeskError;
use crate::desk::queries::similar;
use crate::index::Band;
use crate::people::{Actor, Person, Role};
use crate::reason::{Forbidden, StaffMatter};
use crate::ticket::{Class, Kind, Number, Priority, Ticket, TriageProposed};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Similar cases considered.
const LIKE_MAX: usize = 20;

/// A value that similar cases suggest, with the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion<T> {
    /// What is suggested.
    pub value: T,
    /// The similar cases that say so.
    pub like: Vec<Number>,
    /// How many similar cases were asked.
    pub of: usize,
    /// Who solved those, by name.
    pub solved_by: Vec<String>,
}

/// Somebody who may take the ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssigneeCandidate {
    /// The person's name.
    pub name: String,
    /// Open tickets they are responsible for.
    pub load: usize,
    /// Similar cases they solved.
    pub solved: Vec<Number>,
    /// Whether they are on duty now; `None` if the desk has no duty schedule.
    pub on_duty: Option<bool>,
    /// Others who would fit, are away, and have named this person their deputy.
    pub deputy_for: Vec<String>,
    /// Whether an assignment rule of the policy names them for such tickets.
    pub by_rule: bool,
    /// Whether they are an administrator; others are proposed first.
    pub administers: bool,
}

/// What similar cases suggest for a ticket. It decides nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Class to give; `None` if the ticket has one or nothing is suggested.
    pub class: Option<Suggestion<Class>>,
    /// Component to give; likewise.
    pub component: Option<Suggestion<String>>,
    /// Who could take the ticket, best first.
    pub candidates: Vec<AssigneeCandidate>,
    /// The class the candidates are fit for: the one given, else the one suggested, else by the urgency as reported.
    pub fit_for: Class,
}

/// A similar case, with its ticket.
struct Precedent {
    number: Number,
    ticket: Ticket,
}

/// What similar cases suggest for a ticket. Staff only.
pub fn proposal(desk: &Desk, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Proposal, DeskError> {
    if !actor.is_staff() {
        desk.ticket_for(actor, number)?;
        return Err(Forbidden::Staff { matter: StaffMatter::Proposals }.into());
    }
    let ticket = desk.ticket_for(actor, number)?;
    let like = precedents(desk, actor, number)?;
    let (class, component) = match ticket.class {
        Some(_) => (None, None),
        None => (suggested_class(&like), suggested_component(&like)),
    };
    let reported = match ticket.kind() {
        Kind::Fault => Class::Fault { severity: ticket.urgency },
        Kind::Requirement => {
            Class::Requirement { requirement_type: crate::ticket::RequirementType::Enhancement, priority: Priority::P2 }
        }
    };
    let fit_for = ticket.class.clone().or(class.as_ref().map(|c| c.value.clone())).unwrap_or(reported);
    let candidates = candidates(desk, &ticket, &fit_for, &like, now)?;
    Ok(Proposal { class, component, candidates, fit_for })
}

/// What is suggested to an assessor, to be recorded with the triage; `None` if nothing is, or the ticket has a class.
pub fn triage_proposed(desk: &Desk, actor: &Actor, number: Number) -> Result<Option<TriageProposed>, DeskError> {
    if desk.ticket_for(actor, number)?.class.is_some() || !actor.is_staff() {
        return Ok(None);
    }
    // Without the archive nothing is suggested, and triage goes on.
    let Ok(like) = precedents(desk, actor, number) else { return Ok(None) };
    let (class, component) = (suggested_class(&like), suggested_component(&like));
    if class.is_none() && component.is_none() {
        return Ok(None);
    }
    let mut said: Vec<Number> = class.iter().flat_map(|c| c.like.iter().copied()).collect();
    said.extend(component.iter().flat_map(|c| c.like.iter().copied()));
    said.sort_unstable();
    said.dedup();
    let (class, component) = (class.map(|c| c.value), component.map(|c| c.value));
    Ok(Some(TriageProposed { class, component, like: said, accepted: false }))
}

fn precedents(desk: &Desk, actor: &Actor, number: Number) -> Result<Vec<Precedent>, DeskError> {
    let similar = similar::similar_to(desk, actor, number, LIKE_MAX)?;
    let mut like = Vec::new();
    for found in similar.matches.iter().filter(|m| m.band != Band::Weak) {
        if let Some(ticket) = desk.ledger.ticket(found.number)? {
            like.push(Precedent { number: found.number, ticket });
        }
    }
    Ok(like)
}

fn candidates(
    desk: &Desk,
    ticket: &Ticket,
    class: &Class,
    like: &[Precedent],
    now: DateTime<Utc>,
) -> Result<Vec<AssigneeCandidate>, DeskError> {
    let fits = desk.settings.policies.policy().rules.fitting(class);
    let loads = desk.ledger.loads()?;
    let policy = desk.settings.policies.policy();
    let rule = policy.rules.assignment(ticket);
    let people = desk.ledger.people()?;
    let fits = |person: &Person| !person.inactive && person.has_any(&fits);
    let taken = |person: &Person| ticket.responsible.as_ref() == Some(&person.name);
    let mut candidates: Vec<AssigneeCandidate> = Vec::new();
    for person in people.iter().filter(|p| fits(p) && !p.is_away(now) && !taken(p)) {
        let for_whom = people.iter().filter(|p| fits(p) && p.deputy(now) == Some(person.name.as_str()));
        candidates.push(AssigneeCandidate {
            name: person.name.clone(),
            load: loads.get(&person.name).copied().unwrap_or(0),
            solved: like.iter().filter(|p| solved_by(&p.ticket) == Some(&person.name)).map(|p| p.number).collect(),
            on_duty: on_duty(policy, &people, person, now),
            deputy_for: for_whom.map(|p| p.name.clone()).collect(),
            by_rule: rule.is_some_and(|rule| rule.names(person)),
            administers: person.has_any(&[Role::Administrator]),
        });
    }
    // Order: on duty; named by the policy; has solved a similar case or is deputy of somebody who would fit; fewest open
    // tickets; most similar cases solved; not an administrator; by name.
    candidates.sort_by(|a, b| {
        let key = |c: &AssigneeCandidate| {
            (
                c.on_duty == Some(false),
                !c.by_rule,
                c.solved.is_empty() && c.deputy_for.is_empty(),
                c.load,
                std::cmp::Reverse(c.solved.len()),
                c.administers,
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
    });
    Ok(candidates)
}

fn solved_by(ticket: &Ticket) -> Option<&String> {
    ticket.responsible.as_ref().filter(|_| !ticket.is_open())
}

fn suggested<T: Clone>(like: &[Precedent], of: impl Fn(&Ticket) -> Option<(String, T)>) -> Option<Suggestion<T>> {
    let mut votes: BTreeMap<String, (T, Vec<&Precedent>)> = BTreeMap::new();
    let mut first: Vec<String> = Vec::new();
    for precedent in like {
        if let Some((word, value)) = of(&precedent.ticket) {
            if !votes.contains_key(&word) {
                first.push(word.clone());
            }
            votes.entry(word).or_insert_with(|| (value, Vec::new())).1.push(precedent);
        }
    }
    // The value with the most votes; on a tie that of the most similar case.
    let most = votes.values().map(|(_, said)| said.len()).max()?;
    let word = first.iter().find(|word| votes[*word].1.len() == most)?;
    let (value, said) = votes.remove(word)?;
    let mut solvers: Vec<String> = said.iter().filter_map(|p| solved_by(&p.ticket).cloned()).collect();
    solvers.sort();
    solvers.dedup();
    Some(Suggestion { value, like: said.iter().map(|p| p.number).collect(), of: like.len(), solved_by: solvers })
}

fn suggested_class(like: &[Precedent]) -> Option<Suggestion<Class>> {
    suggested(like, |ticket| {
        let class = ticket.class.clone()?;
        let word = match &class {
            Class::Fault { severity } => format!("fault {severity}"),
            Class::Requirement { requirement_type, .. } => format!("requirement {requirement_type}"),
        };
        Some((word, class))
    })
}

fn suggested_component(like: &[Precedent]) -> Option<Suggestion<String>> {
    suggested(like, |ticket| ticket.component.clone().map(|c| (c.to_lowercase(), c)))
}
