//! Escalation by hand: up the line of command, or to those who know more. Pure.

use super::guard::{field, still_open, wrong};
use crate::people::{Actor, Role};
use crate::reason::{FieldReason, Forbidden, WrongState};
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::escalation::line;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::vocabulary::EscalationKind;
use crate::words::Vocabulary;

/// Who knows more of a matter, rather than answers for more: a functional escalation goes to them.
const FUNCTIONAL: &[Role] = &[Role::SeniorEngineer, Role::Developer, Role::Tester, Role::ProductManager];

/// Nobody named: the next one up, the director from the manager, else the manager. To the director the manager alone
/// passes it; what the director has is not taken back down the line.
pub(in crate::ticket) fn escalate(
    ticket: &Ticket,
    actor: &Actor,
    to: Option<Role>,
    reason: String,
) -> Result<Vec<TicketEvent>, Rejection> {
    still_open(ticket)?;
    let with = ticket.marks.escalated_to().unwrap_or(Role::Customer);
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
