//! One line of a timeline.

use super::data::EventData;
use super::of_event;
use crate::ticket::Recorded;
use crate::view::redacted::{Reading, Redacted};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// One event: when, by whom, and what its reader may know of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EventView {
    /// Its place in the desk's record.
    pub seq: u64,
    /// Its place among the events of the ticket, from 1.
    pub version: u64,
    /// Who did it: a name, or `system`.
    pub actor: Redacted,
    /// When it happened; of imported history long before it was recorded.
    pub occurred_at: DateTime<Utc>,
    /// When it was written down; later than `occurred_at` for what happened elsewhere.
    pub recorded_at: DateTime<Utc>,
    /// `event` names what happened, `data` says what its reader may know of it.
    #[serde(flatten)]
    pub what: EventData,
}

impl EventView {
    /// For a reader of the ticket.
    pub fn of(recorded: &Recorded, reading: &Reading) -> EventView {
        let Recorded { seq, version, actor, occurred_at, recorded_at, event } = recorded;
        EventView {
            seq: *seq,
            version: *version,
            actor: reading.name(actor),
            occurred_at: *occurred_at,
            recorded_at: *recorded_at,
            what: of_event::data(event, reading),
        }
    }
}
