//! An event as a row: its area and stream, its body as JSON, and the checksum over them.

use crate::case::CaseEvent;
use crate::digest;
use crate::ledger::connection::columns::{read_time, write_time};
use crate::ledger::error::{LedgerError, Unreadable};
use crate::sla::PolicySet;
use crate::ticket::{Recorded, TicketEvent};
use chrono::{DateTime, Utc};
use rusqlite::Row;
use serde::de::DeserializeOwned;

/// The category of a stream: what kind of thing its events are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Tickets; the stream is the ticket's number.
    Ticket,
    /// Cases; the stream is the number of their ticket.
    Case,
    /// Consultations that ended in a deflection; the stream is their id.
    Consultation,
    /// People; the stream is the person's name.
    People,
    /// Policies; one stream, `desk`.
    Policy,
    /// Searches that found nothing; the stream is the day, `2024-05-01`.
    Search,
}

impl Area {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Area::Ticket => "ticket",
            Area::Case => "case",
            Area::Consultation => "consultation",
            Area::People => "people",
            Area::Policy => "policy",
            Area::Search => "search",
        }
    }
    fn parse(word: &str) -> Option<Area> {
        [Area::Ticket, Area::Case, Area::Consultation, Area::People, Area::Policy, Area::Search]
            .into_iter()
            .find(|a| a.word() == word)
    }
}

/// One row of the record; its body is still JSON text.
#[derive(Debug, Clone)]
pub struct StoredEvent {
    /// Sequence number: the place in the record, from 1. Order is this, never a time.
    pub seq: u64,
    /// Category of the stream.
    pub area: Area,
    /// Which ticket, case, consultation, person, policy or day.
    pub stream: String,
    /// Place within the stream, from 1.
    pub version: u64,
    /// Type of the event, in the past tense: `registered`.
    pub name: String,
    /// Name of whoever did it; `operator` or `system` for the desk itself.
    pub actor: String,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When it was written; later than `occurred_at` for what fell due while the desk was not running.
    pub recorded_at: DateTime<Utc>,
    /// The event as JSON.
    pub body: String,
}

/// Consecutive rows of the record: the readable events in order, and what cannot be read.
#[derive(Debug, Clone, Default)]
pub struct EventPage {
    /// The readable events, ascending.
    pub events: Vec<StoredEvent>,
    /// The rows that cannot be read.
    pub unreadable: Vec<Unreadable>,
    /// Sequence number of the last row, readable or not; `None` if there were no rows.
    pub last: Option<u64>,
}

pub(in crate::ledger) const COLUMNS: &str = "seq, area, stream, version, name, actor, occurred_at, recorded_at, body";

impl StoredEvent {
    pub(in crate::ledger) fn from_row(row: &Row) -> Result<StoredEvent, LedgerError> {
        let seq = seq_of(row)?;
        let damaged = |reason: &str| LedgerError::damaged(seq, reason);
        // A column of the wrong type is damage of this row, not an error of the file.
        let text = |column: usize| row.get::<_, String>(column).map_err(|e| damaged(&e.to_string()));
        let time = |column: usize| read_time(&text(column)?).ok_or_else(|| damaged("its time cannot be read"));
        Ok(StoredEvent {
            seq,
            area: Area::parse(&text(1)?).ok_or_else(|| damaged("unknown area"))?,
            stream: text(2)?,
            version: row.get(3).map_err(|e| damaged(&e.to_string()))?,
            name: text(4)?,
            actor: text(5)?,
            occurred_at: time(6)?,
            recorded_at: time(7)?,
            body: text(8)?,
        })
    }

    /// Why the body cannot be parsed as an event of its area; `None` if it can.
    pub fn unreadable(&self) -> Option<Unreadable> {
        let error = match self.area {
            Area::Ticket => self.ticket_event().err(),
            Area::Case => self.case_event().err(),
            Area::Policy => self.policy_event().err(),
            Area::Consultation | Area::People | Area::Search => None,
        };
        error.and_then(LedgerError::damage)
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T, LedgerError> {
        serde_json::from_str(&self.body).map_err(|e| LedgerError::damaged(self.seq, e))
    }

    /// The body as an event of a ticket.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] if it is not one.
    pub fn ticket_event(&self) -> Result<Recorded, LedgerError> {
        Ok(Recorded {
            seq: self.seq,
            version: self.version,
            actor: self.actor.clone(),
            occurred_at: self.occurred_at,
            recorded_at: self.recorded_at,
            event: self.read::<TicketEvent>()?,
        })
    }

    /// The body as a policy.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] if it is not one.
    pub fn policy_event(&self) -> Result<PolicySet, LedgerError> {
        self.read()
    }

    /// The body as an event of a case.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] if it is not one.
    pub fn case_event(&self) -> Result<CaseEvent, LedgerError> {
        self.read()
    }

    /// The checksum, to be compared with the stored one (column `proof`).
    pub(in crate::ledger) fn checksum(&self) -> String {
        checksum(self.area, &self.stream, self.version, &self.name, &self.actor, &write_time(self.occurred_at), &self.body)
    }
}

pub(in crate::ledger) fn checksum(
    area: Area,
    stream: &str,
    version: u64,
    name: &str,
    actor: &str,
    occurred_at: &str,
    body: &str,
) -> String {
    let text = [area.word(), stream, &version.to_string(), name, actor, occurred_at, body].join("\u{1f}");
    digest::hex(text.as_bytes())[..16].to_string()
}

/// Sequence number of a row; 0 if it is negative, which only a foreign program can have written.
pub(in crate::ledger) fn seq_of(row: &Row) -> Result<u64, LedgerError> {
    Ok(u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0))
}
