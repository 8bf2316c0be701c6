//! Clocks that ran out and are not recorded.

use crate::desk::settings::Settings;
use crate::sla;
use crate::ticket::{Ticket, TicketEvent};
use crate::words::Vocabulary;
use chrono::{DateTime, Duration, Utc};

/// An event recorded later than this after its due time is marked late: the desk was not running.
pub const LATE_AFTER: Duration = Duration::minutes(2);

/// Events for clocks that ran out by `now` and are not recorded.
pub fn misses(ticket: &Ticket, settings: &Settings, now: DateTime<Utc>) -> Vec<TicketEvent> {
    let missed = sla::newly_breached(ticket, &settings.policies, now);
    let event = |c: sla::Clock| TicketEvent::Breached {
        clock: c.name.word().into(),
        due_at: c.due_at,
        late: now - c.due_at > LATE_AFTER,
        nth: Some(c.nth),
    };
    missed.into_iter().map(event).collect()
}
