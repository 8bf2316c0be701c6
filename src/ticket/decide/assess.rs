//! Deciding on triage (what the ticket is) and assignment (who is responsible). Pure.

use super::facts::Facts;
use super::guard::{field, still_open, wrong};
use crate::people::{Person, Role};
use crate::reason::{FieldReason, OneOf, WrongState};
use crate::ticket::event::TicketEvent;
use crate::ticket::policy::rules::Rules;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::state::phase::Phase;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Class, TriageProposed};
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};

/// The assessor's input, with what similar cases propose.
pub(in crate::ticket) struct Judgement {
    pub class: Option<Class>,
    pub urgency: Option<Severity>,
    pub component: Option<String>,
    pub reason: Option<String>,
    pub proposed: Option<TriageProposed>,
}

/// Triage as named by the assessor, else as similar cases propose.
pub(in crate::ticket) fn triage(
    ticket: &Ticket,
    judgement: Judgement,
    facts: &Facts,
    rules: &Rules,
) -> Result<Vec<TicketEvent>, Rejection> {
    let Judgement { class, urgency, component, reason, proposed } = judgement;
    still_open(ticket)?;
    if matches!(ticket.phase, Phase::Resolved { .. }) {
        return Err(wrong(WrongState::ClassStands));
    }
    if ticket.class.is_some() && reason.is_none() {
        return Err(field("reason", FieldReason::ClassChangeNeedsReason));
    }
    let as_proposed = class.is_none();
    let offered = proposed.as_ref().and_then(|p| p.class.clone());
    let class = class.or(offered).ok_or_else(|| wrong(WrongState::NoClassProposed))?;
    let component = match &proposed {
        Some(proposed) if as_proposed => component.or(proposed.component.clone()),
        _ => component,
    };
    // Urgency follows the severity of a fault unless the assessor gives both.
    let urgency = urgency.unwrap_or(match &class {
        Class::Fault { severity } => *severity,
        Class::Requirement { .. } => ticket.urgency,
    });
    let proposed = proposed.map(|mut proposed| {
        let same_component = component.is_none() || proposed.component.is_none() || component == proposed.component;
        proposed.accepted = same_component && proposed.class.as_ref().is_none_or(|offered| same_class(offered, &class));
        proposed
    });
    let assessment = Assessment { class, urgency, component, reason, proposed, incident: None };
    Ok(vec![assessment.event(ticket, facts, rules)])
}

/// An accepted assessment. Requirement number and handing over follow from the facts.
pub(in crate::ticket) struct Assessment {
    pub class: Class,
    pub urgency: Severity,
    pub component: Option<String>,
    pub reason: Option<String>,
    pub proposed: Option<TriageProposed>,
    pub incident: Option<Number>,
}

impl Assessment {
    pub(in crate::ticket) fn event(self, ticket: &Ticket, facts: &Facts, rules: &Rules) -> TicketEvent {
        let Assessment { class, urgency, component, reason, proposed, incident } = self;
        let fitting = rules.fitting(&class);
        let hand_over = facts.responsible.as_ref().is_some_and(|person| !person.has_any(&fitting));
        let requirement_number = match class {
            Class::Fault { .. } => None,
            Class::Requirement { .. } => ticket.requirement_number.or(facts.next_number),
        };
        TicketEvent::Triaged { class, urgency, requirement_number, component, reason, proposed, hand_over, incident }
    }
}

/// Whether a proposed class was accepted. Priority is ignored: similar cases do not propose it; the product manager settles it.
fn same_class(a: &Class, b: &Class) -> bool {
    match (a, b) {
        (Class::Requirement { requirement_type: a, .. }, Class::Requirement { requirement_type: b, .. }) => a == b,
        (a, b) => a == b,
    }
}

/// Makes a person responsible whose roles fit the class; handing over, and assigning to somebody absent without deputy, need a
/// reason.
pub(in crate::ticket) fn assign(
    ticket: &Ticket,
    to: Option<Person>,
    reason: Option<String>,
    facts: &Facts,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<TicketEvent>, Rejection> {
    if !matches!(ticket.status(), Status::Pending | Status::InProgress | Status::Testing) {
        return Err(wrong(WrongState::NothingToHandOver { status: ticket.status().into() }));
    }
    let fits: Vec<Role> = match &ticket.class {
        None => return Err(wrong(WrongState::ClassDecidesWho)),
        Some(class) => rules.fitting(class),
    };
    let to = to.ok_or(field("to", FieldReason::Required))?;
    if !to.has_any(&fits) {
        return Err(field("to", FieldReason::CannotTake { name: to.name, fits: OneOf::of(&fits) }));
    }
    match &ticket.responsible {
        Some(now) if *now == to.name => Err(wrong(WrongState::AlreadyResponsible { name: now.clone() })),
        Some(_) if reason.is_none() => Err(field("reason", FieldReason::HandoverNeedsReason)),
        _ if reason.is_none() && facts.assignee.as_ref().is_some_and(|p| p.is_away(now) && p.deputy(now).is_none()) => {
            Err(field("to", FieldReason::AwayAlone { name: to.name }))
        }
        _ => Ok(vec![TicketEvent::Assigned { to: to.name, reason, groups: to.groups }]),
    }
}
