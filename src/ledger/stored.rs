//! An event as a row: its area and stream, its body as JSON, and the proof that the row is as it was written.

use super::LedgerError;
use crate::case::CaseEvent;
use crate::digest;
use crate::sla::PolicySet;
use crate::ticket::{Recorded, TicketEvent};
use chrono::{DateTime, SecondsFormat, Utc};
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
pub struct Entry {
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

pub const COLUMNS: &str = "seq, area, stream, version, name, actor, occurred_at, recorded_at, body";

impl Entry {
    pub(super) fn from_row(row: &Row) -> Result<Entry, LedgerError> {
        let seq: u64 = row.get(0)?;
        let damaged = |reason: &str| LedgerError::Damaged { seq, reason: reason.to_string() };
        let area: String = row.get(1)?;
        Ok(Entry {
            seq,
            area: Area::parse(&area).ok_or_else(|| damaged("unknown area"))?,
            stream: row.get(2)?,
            version: row.get(3)?,
            name: row.get(4)?,
            actor: row.get(5)?,
            occurred_at: read_time(&row.get::<_, String>(6)?).ok_or_else(|| damaged("its time cannot be read"))?,
            recorded_at: read_time(&row.get::<_, String>(7)?).ok_or_else(|| damaged("its time cannot be read"))?,
            body: row.get(8)?,
        })
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
    pub(super) fn proof(&self) -> String {
        proof(self.area, &self.stream, self.version, &self.name, &self.actor, &write_time(self.occurred_at), &self.body)
    }
}

pub(super) fn proof(area: Area, stream: &str, version: u64, name: &str, actor: &str, occurred_at: &str, body: &str) -> String {
    let text = [area.word(), stream, &version.to_string(), name, actor, occurred_at, body].join("\u{1f}");
    digest::hex(text.as_bytes())[..16].to_string()
}

/// Times are stored to the millisecond, so that they sort as text.
pub fn write_time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub fn read_time(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|t| t.with_timezone(&Utc))
}
