//! What fell due by now goes on record, with what that brings: misses, warnings, escalations, gatherings, reminders, closings.

use super::execute;
use crate::desk::core::desk::Desk;
use crate::desk::error::{DeskError, is_of_one_ticket};
use crate::desk::settings::Settings;
use crate::desk::write::misses::{LATE_AFTER, misses};
use crate::ledger::{LedgerError, Unreadable};
use crate::people::Actor;
use crate::sla;
use crate::ticket::{Number, Ticket, TicketEvent, closed_for_silence, silent_until};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};

/// What one tick came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TickReport {
    pub breached: usize,
    pub escalated: usize,
    pub consulted: usize,
    pub warned: usize,
    pub closed: usize,
    /// Tickets that had to be looked at.
    pub looked_at: usize,
}

/// Records what fell due by now, and what that brings. A ticket that cannot be looked at does not keep the others waiting.
pub fn fall_due(desk: &Desk, now: DateTime<Utc>) -> Result<TickReport, DeskError> {
    let mut ticked = TickReport::default();
    let (mut failed, mut stuck) = (None::<DeskError>, 0);
    let mut seen: std::collections::HashSet<Number> = std::collections::HashSet::new();
    loop {
        let due: Vec<Number> = desk.ledger.due(now, PAGE + stuck)?.into_iter().filter(|n| seen.insert(*n)).collect();
        if due.is_empty() {
            return failed.map_or(Ok(ticked), Err);
        }
        for number in due {
            ticked.looked_at += 1;
            let settings = desk.settings.clone();
            let looked = execute::append_seen(desk, number, Actor::System, now, move |ticket| fallen_due(ticket, &settings, now));
            let (before, after) = match looked {
                Ok(stood) => stood,
                // Nobody knows what it says, and `check` names it; the clocks of all others go on.
                Err(DeskError::Ledger(LedgerError::Damaged { seq, reason })) => {
                    tracing::debug!("{number}: {}; its clocks stand still", Unreadable { seq, reason });
                    stuck += 1;
                    continue;
                }
                Err(error) if is_of_one_ticket(&error) => {
                    failed.get_or_insert(DeskError::Other(format!("{number}: {error}")));
                    stuck += 1;
                    continue;
                }
                Err(error) => return Err(error),
            };
            ticked.breached += after.marks.misses.len().saturating_sub(before.marks.misses.len());
            ticked.warned += after.marks.warnings.len().saturating_sub(before.marks.warnings.len());
            ticked.escalated += after.marks.escalations.saturating_sub(before.marks.escalations) as usize;
            ticked.closed += usize::from(before.is_open() && !after.is_open());
        }
    }
}

/// What fell due by now and is not on the record, in the order it fell due, marked late if the desk was not there. A warning
/// that its miss has overtaken is not given any more.
fn fallen_due(ticket: &Ticket, settings: &Settings, now: DateTime<Utc>) -> Vec<TicketEvent> {
    let policies = &settings.policies;
    let late = |due: DateTime<Utc>| now - due > LATE_AFTER;
    let mut due: Vec<(DateTime<Utc>, TicketEvent)> = Vec::new();
    for event in misses(ticket, settings, now) {
        if let TicketEvent::Breached { due_at, .. } = &event {
            due.push((*due_at, event));
        }
    }
    for c in sla::newly_warned(ticket, policies, now) {
        let Some(at) = c.warn_at else { continue };
        due.push((at, TicketEvent::Warned { clock: c.name.word().into(), at, due_at: c.due_at, late: late(at) }));
    }
    for e in sla::escalations(ticket, policies.policy(), now).into_iter().filter(|e| e.due_at <= now) {
        let event = TicketEvent::Escalated {
            to: e.to.word().into(),
            reason: e.reason(policies.policy()).stored(),
            automatic: true,
            level: e.level,
            kind: e.kind,
            due_at: Some(e.due_at),
            late: late(e.due_at),
        };
        due.push((e.due_at, event));
    }
    if let Some(at) = sla::gathering(ticket, policies.policy(), now).filter(|at| *at <= now) {
        let items = ticket.marks.ungathered.iter().filter(|item| item.at <= at).cloned().collect();
        due.push((at, TicketEvent::Gathered { due_at: at, items }));
    }
    // Stable: a miss stands before the escalation it brings.
    due.sort_by_key(|(at, _)| *at);
    let mut events: Vec<TicketEvent> = due.into_iter().map(|(_, event)| event).collect();
    let policy = policies.policy();
    let silent = silent_until(ticket, &policy.rules).is_some_and(|until| policy.close_on_silence && until <= now);
    let reminder = sla::reminder(ticket, policy, now).filter(|(_, due)| *due <= now && !silent);
    events.extend(reminder.map(|(nth, due_at)| TicketEvent::Reminded { nth, due_at }));
    events.extend(silent.then(|| closed_for_silence(ticket)));
    events
}

/// Tickets looked at in one step.
const PAGE: usize = 200;
