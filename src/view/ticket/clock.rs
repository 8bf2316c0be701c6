//! A promise about a ticket, and how it stands.

use crate::reason::Said;
use crate::sla::{Clock, ClockName, ClockState};
use crate::view::redacted::{Reading, Redacted};
use crate::view::word::WordOf;
use crate::words::Locale;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// One clock of a ticket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClockView {
    /// Which promise it counts.
    pub name: WordOf<ClockName>,
    /// When it began to run.
    pub started_at: DateTime<Utc>,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Running, held, kept or missed.
    pub state: WordOf<ClockState>,
    /// When it was met, late or in time.
    pub met_at: Option<DateTime<Utc>>,
    /// When its time is nearly up, where the policy warns.
    pub warn_at: Option<DateTime<Utc>>,
    /// How the due time was worked out, in English.
    pub explanation: Redacted,
}

impl ClockView {
    /// For a reader of its ticket.
    pub fn of(clock: &Clock, reading: &Reading) -> ClockView {
        ClockView {
            name: clock.name.into(),
            started_at: clock.started_at,
            due_at: clock.due_at,
            state: clock.state.into(),
            met_at: clock.met_at,
            warn_at: clock.warn_at,
            explanation: reading.text(&clock.explanation.said(Locale::En)),
        }
    }
}
