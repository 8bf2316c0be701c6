//! Who judges what a ticket is and who handles it: the first assessment and the handing over. Pure.

use super::guard::{still_open, wrong};
use crate::people::{Person, Role};
use crate::ticket::event::TicketEvent;
use crate::ticket::policy::rules::Rules;
use crate::ticket::rejection::Refusal;
use crate::ticket::state::fold::Ticket;
use crate::ticket::state::phase::Phase;
use crate::ticket::words::payloads::{Class, TriageProposed};
use crate::ticket::words::vocabulary::*;
use crate::words::Vocabulary;

/// The class as named, else as like cases propose it.
pub(in crate::ticket) fn triage(
    ticket: &Ticket,
    class: Option<Class>,
    urgency: Option<Severity>,
    component: Option<String>,
    reason: Option<String>,
    proposed: Option<TriageProposed>,
) -> Result<Vec<TicketEvent>, Refusal> {
    still_open(ticket)?;
    if matches!(ticket.phase, Phase::Resolved { .. }) {
        return Err(wrong("the ticket is resolved; its class stands"));
    }
    if ticket.class.is_some() && reason.is_none() {
        return Err(Refusal::BadField { field: "reason", message: "a changed class needs its reason".into() });
    }
    let as_proposed = class.is_none();
    let offered = proposed.as_ref().and_then(|p| p.class.clone());
    let class = class.or(offered).ok_or_else(|| wrong("like cases propose no class; name it"))?;
    let component = match &proposed {
        Some(proposed) if as_proposed => component.or(proposed.component.clone()),
        _ => component,
    };
    // Urgency follows the fault's class unless the assessor keeps them apart.
    let urgency = urgency.unwrap_or(match &class {
        Class::Fault { severity } => *severity,
        Class::Requirement { .. } => ticket.urgency,
    });
    let proposed = proposed.map(|mut proposed| {
        let same_component = component.is_none() || proposed.component.is_none() || component == proposed.component;
        proposed.accepted = same_component && proposed.class.as_ref().is_none_or(|offered| same_class(offered, &class));
        proposed
    });
    let (requirement_number, hand_over, incident) = (None, false, None);
    Ok(vec![TicketEvent::Triaged { class, urgency, requirement_number, component, reason, proposed, hand_over, incident }])
}

/// A priority is not the archive's to know: it is proposed by the assessor and settled by the product manager.
fn same_class(a: &Class, b: &Class) -> bool {
    match (a, b) {
        (Class::Requirement { requirement_type: a, .. }, Class::Requirement { requirement_type: b, .. }) => a == b,
        (a, b) => a == b,
    }
}

pub(in crate::ticket) fn assign(
    ticket: &Ticket,
    to: Option<Person>,
    reason: Option<String>,
    rules: &Rules,
) -> Result<Vec<TicketEvent>, Refusal> {
    if !matches!(ticket.status(), Status::Pending | Status::InProgress | Status::Testing) {
        return Err(wrong(format!("a ticket that is {} has nothing left to hand over", ticket.status())));
    }
    let fits: Vec<Role> = match &ticket.class {
        None => return Err(wrong("the ticket has not been triaged yet; its class decides who handles it")),
        Some(class) => rules.fitting(class),
    };
    let to = to.ok_or(Refusal::BadField { field: "to", message: "is required".into() })?;
    if !to.has_any(&fits) {
        let fits = fits.iter().map(|r| r.word()).collect::<Vec<_>>().join(" or ");
        return Err(Refusal::BadField { field: "to", message: format!("{} cannot take this class; it needs a {fits}", to.name) });
    }
    match &ticket.responsible {
        Some(now) if *now == to.name => Err(wrong(format!("{now} is already responsible"))),
        Some(_) if reason.is_none() => Err(Refusal::BadField { field: "reason", message: "handing over needs its reason".into() }),
        _ => Ok(vec![TicketEvent::Assigned { to: to.name, reason, groups: to.groups }]),
    }
}
