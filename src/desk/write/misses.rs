//! What ran out and is not on the record.

use crate::desk::settings::Settings;
use crate::sla;
use crate::ticket::{Ticket, TicketEvent};
use crate::words::Vocabulary;
use chrono::{DateTime, Duration, Utc};

/// What is recorded later than this after it fell due is marked late: the desk was not running then.
pub const LATE_AFTER: Duration = Duration::minutes(2);

/// What ran out by now and is not on the record.
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
