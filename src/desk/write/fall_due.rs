//! Recording what fell due: misses, warnings, escalations, progress summaries, reminders, closings.

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

/// What one tick recorded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TickReport {
    /// Clocks that ran out.
    pub breached: usize,
    /// Escalations.
    pub escalated: usize,
    /// Tickets consulted late.
    pub consulted: usize,
    /// Warnings that a clock is nearly up.
    pub warned: usize,
    /// Tickets closed for silence.
    pub closed: usize,
    /// Tickets read.
    pub looked_at: usize,
}

/// Records everything that fell due by `now`. A ticket that cannot be read does not delay the others.
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
                // `check` lists it; the clocks of all others go on.
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
            ticked.breached += after.milestones.misses.len().saturating_sub(before.milestones.misses.len());
            ticked.warned += after.milestones.warnings.len().saturating_sub(before.milestones.warnings.len());
            ticked.escalated += after.milestones.escalations.saturating_sub(before.milestones.escalations) as usize;
            ticked.closed += usize::from(before.is_open() && !after.is_open());
        }
    }
}

/// Events for what fell due by `now` and is not recorded, in order of due time; late ones are marked. A warning whose clock has
/// run out already is dropped.
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
        let items = ticket.milestones.ungathered.iter().filter(|item| item.at <= at).cloned().collect();
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
