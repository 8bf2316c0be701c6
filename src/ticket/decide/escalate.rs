//! Deciding on escalation by hand: hierarchical, up the line of command, or functional, to specialists (ITIL). Pure.

use super::guard::{field, still_open, wrong};
use crate::people::{Actor, Role};
use crate::reason::{FieldReason, Forbidden, WrongState};
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::escalation::line;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::vocabulary::EscalationKind;
use crate::words::Vocabulary;

/// Roles of specialists: escalation to them is functional.
const FUNCTIONAL: &[Role] = &[Role::SeniorEngineer, Role::Developer, Role::Tester, Role::ProductManager];

/// Without `to`, escalates to the next in the line: the director if the actor is the manager, else the manager. Only the manager
/// escalates to the director; nothing escalates back down the line.
pub(in crate::ticket) fn escalate(
    ticket: &Ticket,
    actor: &Actor,
    to: Option<Role>,
    reason: String,
) -> Result<Vec<TicketEvent>, Rejection> {
    still_open(ticket)?;
    let with = ticket.milestones.escalated_to().unwrap_or(Role::Customer);
    let next = if actor.has(Role::SupportManager) || with == Role::RdDirector { Role::RdDirector } else { Role::SupportManager };
    let asked = to.is_some();
    let to = to.unwrap_or(next);
    let kind = match to {
        _ if line(to) > 0 => EscalationKind::Hierarchical,
        _ if FUNCTIONAL.contains(&to) => EscalationKind::Functional,
        _ => {
            return Err(field("to", FieldReason::NotEscalatedTo { role: to.into() }));
        }
    };
    if asked && to == Role::RdDirector && !actor.has(Role::SupportManager) {
        return Err(Forbidden::ManagerReachesDirector.into());
    }
    if asked && line(to) > 0 && line(to) < line(with) {
        return Err(wrong(WrongState::WithHigher { role: with.into() }));
    }
    let to = to.word().into();
    Ok(vec![TicketEvent::Escalated { to, reason, automatic: false, level: 0, kind, due_at: None, late: false }])
}
