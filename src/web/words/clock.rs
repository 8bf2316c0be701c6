//! A clock of a ticket as its page shows it.

use super::codes::word;
use crate::page::message;
use crate::reason::Said;
use crate::sla::{Clock, ClockName, ClockState};
use crate::ticket::Ticket;
use crate::view::{Reading, Redacted, WordOf};
use crate::web::http::Reader;
use crate::words::due_spoken;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One clock, worded.
#[derive(Debug, Serialize)]
pub struct ClockLine {
    state: WordOf<ClockState>,
    name_word: String,
    state_word: String,
    /// What is left of it while it runs.
    left: Option<String>,
    /// How the due time was worked out.
    explanation: Redacted,
    /// What would meet it.
    hint: Option<&'static str>,
}

impl ClockLine {
    /// As its reader sees it at a moment.
    pub fn of(clock: &Clock, ticket: &Ticket, reading: &Reading, reader: &Reader, now: DateTime<Utc>) -> ClockLine {
        let locale = reader.locale;
        // An update to the customer is what meets it, and nothing else.
        let by_update = matches!(clock.name, ClockName::FirstResponse | ClockName::Progress) && clock.met_at.is_none();
        let hint = by_update && ticket.is_open() && reader.actor.is_staff();
        ClockLine {
            state: clock.state.into(),
            name_word: word(locale, clock.name),
            state_word: word(locale, clock.state),
            left: (clock.state == ClockState::Running).then(|| due_spoken(locale, clock.due_at - now)),
            explanation: reading.text(&clock.explanation.said(locale)),
            hint: hint.then(|| message(locale, "clock.by_update")),
        }
    }
}
