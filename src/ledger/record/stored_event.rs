//! An event as a row: its area and stream, its body as JSON, and the proof that the row is as it was written.

use crate::case::CaseEvent;
use crate::digest;
use crate::ledger::connection::columns::{read_time, write_time};
use crate::ledger::error::{LedgerError, Unreadable};
use crate::sla::PolicySet;
use crate::ticket::{Recorded, TicketEvent};
use chrono::{DateTime, Utc};
use rusqlite::Row;
use serde::de::DeserializeOwned;

/// What a stream is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    Ticket,
    Case,
    Consultation,
    People,
    Policy,
    /// Searches that found nothing: what the archive lacks.
    Search,
}

impl Area {
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

/// One row of the record, its body not yet read.
#[derive(Debug, Clone)]
pub struct StoredEvent {
    pub seq: u64,
    pub area: Area,
    pub stream: String,
    pub version: u64,
    pub name: String,
    pub actor: String,
    pub occurred_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    pub body: String,
}

/// Part of the record: what can be read of it, in order, and what cannot.
#[derive(Debug, Clone, Default)]
pub struct EventPage {
    pub events: Vec<StoredEvent>,
    pub unreadable: Vec<Unreadable>,
    /// The place of the last row looked at, readable or not; None: there was none.
    pub last: Option<u64>,
}

pub(in crate::ledger) const COLUMNS: &str = "seq, area, stream, version, name, actor, occurred_at, recorded_at, body";

impl StoredEvent {
    pub(in crate::ledger) fn from_row(row: &Row) -> Result<StoredEvent, LedgerError> {
        let seq = seq_of(row)?;
        let damaged = |reason: &str| LedgerError::Damaged { seq, reason: reason.to_string() };
        // A column that holds something else than it must is damage of this row, and no trouble with the file.
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

    /// Whether its body reads as what its area holds.
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
        serde_json::from_str(&self.body).map_err(|e| LedgerError::Damaged { seq: self.seq, reason: e.to_string() })
    }

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

    pub fn policy_event(&self) -> Result<PolicySet, LedgerError> {
        self.read()
    }

    pub fn case_event(&self) -> Result<CaseEvent, LedgerError> {
        self.read()
    }

    /// What `check` compares with the stored proof.
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

/// The place of a row, whatever else is wrong with it; one before the first cannot be of our writing.
pub(in crate::ledger) fn seq_of(row: &Row) -> Result<u64, LedgerError> {
    Ok(u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0))
}
