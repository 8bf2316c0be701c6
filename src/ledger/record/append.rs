//! Appending events, inside the writer's transaction, together with the tables derived from them.

use super::policies::STREAM;
use super::stored_event::{self, Area};
use super::streams::last_version;
use crate::case::{CaseEvent, LinkKind};
use crate::ledger::connection::columns::{json, write_time};
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ledger::people::persons;
use crate::people::Person;
use crate::sla::PolicySet;
use crate::ticket::{Number, Recorded, TicketEvent};
use chrono::{DateTime, Utc};
use rusqlite::params;

/// Who writes, and when: `now` as the door read it.
#[derive(Debug, Clone, Copy)]
struct Stamp<'a> {
    actor: &'a str,
    occurred_at: DateTime<Utc>,
    now: DateTime<Utc>,
}

impl WriteTx<'_> {
    /// Appends `events` to a ticket that is at `version` (0: the ticket is new); returns them with their sequence numbers.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write; [`LedgerError::Conflict`] if
    /// the stream has an event of this version already.
    pub fn append_ticket(
        &self,
        number: Number,
        version: u64,
        actor: &str,
        now: DateTime<Utc>,
        events: Vec<TicketEvent>,
    ) -> Result<Vec<Recorded>, LedgerError> {
        let stream = number.to_string();
        let mut recorded = Vec::with_capacity(events.len());
        for (i, event) in events.into_iter().enumerate() {
            let occurred_at = match &event {
                TicketEvent::Imported { history, .. } => history.opened_at,
                TicketEvent::Registered { submitted_at, .. } => *submitted_at,
                // Recorded when the desk notices it; it happened when it fell due.
                TicketEvent::Breached { due_at, .. } => *due_at,
                TicketEvent::Warned { at, .. } => *at,
                _ => now,
            };
            let version = version + 1 + i as u64;
            let stamp = Stamp { actor, occurred_at, now };
            let seq = self.append(Area::Ticket, &stream, version, event.name(), stamp, &json(&event)?)?;
            if let TicketEvent::Linked { case } | TicketEvent::AnsweredByCase { case } = &event {
                self.add_link(number, *case, LinkKind::SolvedBy, seq)?;
            }
            recorded.push(Recorded { seq, version, actor: actor.to_string(), occurred_at, recorded_at: now, event });
        }
        Ok(recorded)
    }

    /// Appends an event to a case, updates its current revision and its links; returns the sequence number.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write; [`LedgerError::Conflict`] if
    /// the stream has an event of this version already.
    pub fn append_case(&self, number: Number, actor: &str, now: DateTime<Utc>, event: &CaseEvent) -> Result<u64, LedgerError> {
        let stream = number.to_string();
        let version = last_version(self.sql(), Area::Case, &stream)? + 1;
        let seq = self.append(Area::Case, &stream, version, event.name(), Stamp { actor, occurred_at: now, now }, &json(event)?)?;
        if let CaseEvent::Revised { case, .. } = event {
            self.put_case(case, seq)?;
            for link in &case.links {
                self.add_link(number, link.case, link.kind, seq)?;
            }
            // A declared family is a tie to its first member.
            if case.family != number {
                self.add_link(number, case.family, LinkKind::Related, seq)?;
            }
        }
        Ok(seq)
    }

    /// Appends to the stream of the consultation `id`; returns the sequence number.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write; [`LedgerError::Conflict`] if
    /// the stream has an event of this version already.
    pub fn append_consultation(
        &self,
        id: &str,
        name: &str,
        actor: &str,
        now: DateTime<Utc>,
        body: &serde_json::Value,
    ) -> Result<u64, LedgerError> {
        let version = last_version(self.sql(), Area::Consultation, id)? + 1;
        self.append(Area::Consultation, id, version, name, Stamp { actor, occurred_at: now, now }, &body.to_string())
    }

    /// Records a search that found nothing, in the stream of its `day` (`2024-05-01`); returns the sequence number.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write; [`LedgerError::Conflict`] if
    /// the stream has an event of this version already.
    pub fn append_search(&self, day: &str, actor: &str, now: DateTime<Utc>, body: &serde_json::Value) -> Result<u64, LedgerError> {
        let version = last_version(self.sql(), Area::Search, day)? + 1;
        self.append(Area::Search, day, version, "found_nothing", Stamp { actor, occurred_at: now, now }, &body.to_string())
    }

    /// Records a person as they now are.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write; [`LedgerError::Conflict`] if
    /// the stream has an event of this version already.
    pub fn put_person(&self, person: &Person, actor: &str, now: DateTime<Utc>) -> Result<(), LedgerError> {
        let version = last_version(self.sql(), Area::People, &person.name)? + 1;
        let body = json(person)?;
        let seq = self.append(Area::People, &person.name, version, "person", Stamp { actor, occurred_at: now, now }, &body)?;
        persons::put(self.sql(), person, &body, seq)
    }

    /// Records that a policy comes into force; returns its version, from 1.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write; [`LedgerError::Conflict`] if
    /// the stream has an event of this version already.
    pub fn append_policy(&self, set: &PolicySet, actor: &str, now: DateTime<Utc>) -> Result<u64, LedgerError> {
        let version = last_version(self.sql(), Area::Policy, STREAM)? + 1;
        let stamp = Stamp { actor, occurred_at: now, now };
        self.append(Area::Policy, STREAM, version, "policy_set", stamp, &json(set)?)?;
        Ok(version)
    }

    fn append(&self, area: Area, stream: &str, version: u64, name: &str, stamp: Stamp, body: &str) -> Result<u64, LedgerError> {
        let occurred_at = write_time(stamp.occurred_at);
        let checksum = stored_event::checksum(area, stream, version, name, stamp.actor, &occurred_at, body);
        let mut insert = self.sql().prepare_cached(
            "INSERT INTO events (area, stream, version, name, actor, occurred_at, recorded_at, body, proof)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let row = params![area.word(), stream, version, name, stamp.actor, occurred_at, write_time(stamp.now), body, checksum];
        match insert.execute(row) {
            Ok(_) => Ok(self.sql().last_insert_rowid() as u64),
            Err(rusqlite::Error::SqliteFailure(e, _)) if e.code == rusqlite::ErrorCode::ConstraintViolation => {
                Err(LedgerError::Conflict)
            }
            Err(e) => Err(e.into()),
        }
    }
}
