//! What the scheduler does once: records what fell due, escalates, consults late. Twice changes nothing more.

use super::{Desk, DeskError};
use crate::people::{Actor, Role};
use crate::sla;
use crate::ticket::{Number, Ticket, TicketEvent};
use crate::words::Vocabulary;
use chrono::{DateTime, Duration, Utc};

/// Tickets looked at in one step.
const PAGE: usize = 200;
/// A miss recorded later than this after its due time is marked late: the desk was not running then.
const LATE_AFTER: Duration = Duration::minutes(2);

/// What one tick came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ticked {
    pub breached: usize,
    pub escalated: usize,
    pub consulted: usize,
}

/// Whether it has gone to the support manager since it was last (re)opened, by itself or by hand.
pub(super) fn is_escalated(ticket: &Ticket) -> bool {
    ticket.marks.escalations > 0
}

impl Desk {
    /// Work grows with what is due, not with what is open.
    pub fn tick(&self, now: DateTime<Utc>) -> Result<Ticked, DeskError> {
        let mut ticked = Ticked { consulted: self.consult_late(now)?, ..Ticked::default() };
        let mut seen: std::collections::HashSet<Number> = std::collections::HashSet::new();
        loop {
            let due: Vec<Number> = self.ledger.due(now, PAGE)?.into_iter().filter(|n| seen.insert(*n)).collect();
            if due.is_empty() {
                return Ok(ticked);
            }
            for number in due {
                let settings = self.settings.clone();
                let before = self.ledger.ticket(number)?.map_or((0, 0), |t| (t.marks.breaches.len(), t.marks.escalations));
                let after = self.append(number, Actor::System, now, move |ticket| Ok(fallen_due(ticket, &settings, now)))?;
                ticked.breached += after.marks.breaches.len().saturating_sub(before.0);
                ticked.escalated += after.marks.escalations.saturating_sub(before.1) as usize;
            }
        }
    }
}

/// The misses not yet on the record, each marked late if the desk was not there, and the escalation they bring.
fn fallen_due(ticket: &Ticket, settings: &super::Settings, now: DateTime<Utc>) -> Vec<TicketEvent> {
    let (policy, calendar) = (&settings.policy, &settings.calendar);
    let mut events: Vec<TicketEvent> = sla::newly_breached(ticket, policy, calendar, now)
        .into_iter()
        .map(|c| TicketEvent::Breached { clock: c.name.word().into(), due_at: c.due_at, late: now - c.due_at > LATE_AFTER })
        .collect();
    let time_is_up = sla::escalation_due(ticket, policy, calendar, now).filter(|due| *due <= now && !is_escalated(ticket));
    if let Some(due) = time_is_up {
        let due = due.with_timezone(&calendar.zone).format("%Y-%m-%d %H:%M");
        let to = Role::SupportManager.word().to_string();
        events.push(TicketEvent::Escalated { to, reason: format!("not resolved by {due}"), automatic: true });
    }
    events
}
