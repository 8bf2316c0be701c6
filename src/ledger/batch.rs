//! What a verb may do inside the writer's transaction.

use super::board::{self, BoardRow};
use super::read;
use super::stored::{self, Area, write_time};
use super::{CaseRow, LedgerError, LinkRow};
use crate::case::{Case, CaseEvent, LinkKind};
use crate::people::Person;
use crate::ticket::{Number, Recorded, Series, Ticket, TicketEvent};
use crate::words::Vocabulary;
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, params};

/// The transaction of one verb. Reads see everything before it, and what it wrote itself.
pub struct Batch<'a> {
    connection: &'a Connection,
}

/// Who writes, and when: `now` as the door read it.
#[derive(Debug, Clone, Copy)]
struct Stamp<'a> {
    actor: &'a str,
    occurred_at: DateTime<Utc>,
    now: DateTime<Utc>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(connection: &'a Connection) -> Batch<'a> {
        Batch { connection }
    }

    pub(super) fn sql(&self) -> &Connection {
        self.connection
    }

    /// To decide about it. One with an event that cannot be read is damage: what was in it might forbid the step.
    pub fn ticket(&self, number: Number) -> Result<Option<Ticket>, LedgerError> {
        read::ticket(self.connection, number)
    }

    /// A ticket as far as it can be read: for what is derived from it, never to decide by.
    pub fn readable_ticket(&self, number: Number) -> Result<Option<Ticket>, LedgerError> {
        read::readable_ticket(self.connection, number)
    }

    pub fn case(&self, number: Number) -> Result<Option<CaseRow>, LedgerError> {
        read::case(self.connection, number)
    }

    /// The digest of what the source told last of a ticket.
    pub fn source_digest(&self, number: Number) -> Result<Option<String>, LedgerError> {
        read::source_digest(self.connection, number)
    }

    /// A ticket's case, and the case as its source told it last.
    pub fn told_by_source(&self, number: Number) -> Result<read::ToldBySource, LedgerError> {
        read::told_by_source(self.connection, number)
    }

    /// The tie of a kind to another ticket is none, as it turns out.
    pub fn untie(&self, from: Number, to: Number, kind: LinkKind) -> Result<(), LedgerError> {
        let sql = "DELETE FROM links WHERE from_number = ?1 AND to_number = ?2 AND kind = ?3";
        self.connection.prepare_cached(sql)?.execute(params![from.to_string(), to.to_string(), kind.word()])?;
        Ok(())
    }

    pub fn resolve_alias(&self, alias: &str) -> Result<Option<Number>, LedgerError> {
        read::resolve_alias(self.connection, alias)
    }

    pub fn person(&self, name: &str) -> Result<Option<Person>, LedgerError> {
        super::people::person(self.connection, name)
    }

    pub fn people(&self) -> Result<Vec<Person>, LedgerError> {
        super::people::people(self.connection)
    }

    /// Open tickets that joined this one.
    pub fn attached_to(&self, number: Number) -> Result<Vec<Number>, LedgerError> {
        board::attached_to(self.connection, number)
    }

    /// Appends events to a ticket after `version` (0: it begins here); gives them back with their places.
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
                // Recorded whenever the desk looks, but it happened when it fell due.
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

    /// Whether a ticket's stream has begun.
    pub fn has_ticket(&self, number: Number) -> Result<bool, LedgerError> {
        Ok(self.last_version(Area::Ticket, &number.to_string())? > 0)
    }

    /// Ties of a ticket without a case: what it repeats, and the first of its family.
    pub fn tie(&self, number: Number, duplicate_of: Option<Number>, family: Number, seq: u64) -> Result<(), LedgerError> {
        if let Some(other) = duplicate_of {
            self.add_link(number, other, LinkKind::Duplicate, seq)?;
        }
        match family == number {
            true => Ok(()),
            false => self.add_link(number, family, LinkKind::Related, seq),
        }
    }

    /// Appends to a case's stream and keeps its present text at hand.
    pub fn append_case(&self, number: Number, actor: &str, now: DateTime<Utc>, event: &CaseEvent) -> Result<u64, LedgerError> {
        let stream = number.to_string();
        let version = self.last_version(Area::Case, &stream)? + 1;
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

    /// A stream as it stands, in its order.
    pub fn stream(&self, area: Area, stream: &str) -> Result<Vec<super::Entry>, LedgerError> {
        Ok(read::stream_of(self.connection, area, stream)?.entries)
    }

    /// A consultation that ended in something: kept whole, in a stream of its own.
    pub fn append_consultation(
        &self,
        id: &str,
        name: &str,
        actor: &str,
        now: DateTime<Utc>,
        body: &serde_json::Value,
    ) -> Result<u64, LedgerError> {
        let version = self.last_version(Area::Consultation, id)? + 1;
        self.append(Area::Consultation, id, version, name, Stamp { actor, occurred_at: now, now }, &body.to_string())
    }

    /// A search that found nothing, in the stream of its day.
    pub fn append_search(&self, day: &str, actor: &str, now: DateTime<Utc>, body: &serde_json::Value) -> Result<u64, LedgerError> {
        let version = self.last_version(Area::Search, day)? + 1;
        self.append(Area::Search, day, version, "found_nothing", Stamp { actor, occurred_at: now, now }, &body.to_string())
    }

    pub fn put_person(&self, person: &Person, actor: &str, now: DateTime<Utc>) -> Result<(), LedgerError> {
        let version = self.last_version(Area::People, &person.name)? + 1;
        let body = json(person)?;
        let seq = self.append(Area::People, &person.name, version, "person", Stamp { actor, occurred_at: now, now }, &body)?;
        super::people::put(self.connection, person, &body, seq)
    }

    /// A policy comes into force; gives back its version.
    pub fn append_policy(&self, set: &crate::sla::PolicySet, actor: &str, now: DateTime<Utc>) -> Result<u64, LedgerError> {
        let version = self.last_version(Area::Policy, super::policies::STREAM)? + 1;
        let stamp = Stamp { actor, occurred_at: now, now };
        self.append(Area::Policy, super::policies::STREAM, version, "policy_set", stamp, &json(set)?)?;
        Ok(version)
    }

    /// The next number of a series on a day, used up by this transaction.
    pub fn next_number(&self, series: Series, day: NaiveDate) -> Result<Number, LedgerError> {
        let counter = self.connection.query_row(
            "INSERT INTO numbers (series, day, last) VALUES (?1, ?2, 1)
             ON CONFLICT (series, day) DO UPDATE SET last = last + 1 RETURNING last",
            params![series.prefix(), day.to_string()],
            |row| row.get(0),
        )?;
        Ok(Number { series, day, counter })
    }

    /// Whether its day's counter has passed a number: it was given, even if to a ticket that is no longer there.
    pub fn number_was_given(&self, number: Number) -> Result<bool, LedgerError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM numbers WHERE series = ?1 AND day = ?2 AND last >= ?3)";
        let values = params![number.series.prefix(), number.day.to_string(), number.counter];
        Ok(self.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
    }

    /// Makes sure that a number given elsewhere is never given again.
    pub fn number_is_taken(&self, number: Number) -> Result<(), LedgerError> {
        self.connection.execute(
            "INSERT INTO numbers (series, day, last) VALUES (?1, ?2, ?3)
             ON CONFLICT (series, day) DO UPDATE SET last = max(last, excluded.last)",
            params![number.series.prefix(), number.day.to_string(), number.counter],
        )?;
        Ok(())
    }

    pub fn put_alias(&self, alias: &str, number: Number) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO aliases (alias, number) VALUES (?1, ?2)")?
            .execute(params![alias, number.to_string()])?;
        Ok(())
    }

    pub fn put_board(&self, row: &BoardRow) -> Result<(), LedgerError> {
        board::put(self.connection, row)
    }

    /// Before a rebuild from the events.
    pub fn clear_board(&self) -> Result<(), LedgerError> {
        Ok(self.connection.execute_batch("DELETE FROM board")?)
    }

    pub fn put_file(&self, file: &super::FileRow) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO files (number, path, digest, seq) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![file.number.to_string(), file.path, file.digest, file.seq])?;
        Ok(())
    }

    /// Place of the revision that a case's file is known to hold; 0 where no file is known.
    pub fn file_seq(&self, number: Number) -> Result<u64, LedgerError> {
        let sql = "SELECT seq FROM files WHERE number = ?1";
        Ok(self.connection.query_row(sql, [number.to_string()], |r| r.get(0)).optional()?.unwrap_or(0))
    }

    pub fn put_cursor(&self, name: &str, seq: u64) -> Result<(), LedgerError> {
        self.connection.execute("INSERT OR REPLACE INTO cursors (name, seq) VALUES (?1, ?2)", params![name, seq])?;
        Ok(())
    }

    /// What an earlier call with this key did: the request's digest and the subject it made.
    pub fn idempotent(&self, actor: &str, key: &str) -> Result<Option<(String, String)>, LedgerError> {
        let found = self
            .connection
            .query_row("SELECT request, subject FROM idempotency WHERE actor = ?1 AND key = ?2", params![actor, key], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?;
        Ok(found)
    }

    pub fn put_idempotent(
        &self,
        actor: &str,
        key: &str,
        request: &str,
        subject: &str,
        now: DateTime<Utc>,
    ) -> Result<(), LedgerError> {
        self.connection.execute(
            "INSERT INTO idempotency (actor, key, request, subject, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![actor, key, request, subject, write_time(now)],
        )?;
        Ok(())
    }

    fn put_case(&self, case: &Case, seq: u64) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO cases (number, revision, seq, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![case.number.to_string(), case.revision, seq, json(case)?])?;
        Ok(())
    }

    fn add_link(&self, from: Number, to: Number, kind: LinkKind, seq: u64) -> Result<(), LedgerError> {
        let link = LinkRow { from, to, kind, seq };
        read::put_link(self.connection, &link)
    }

    fn last_version(&self, area: Area, stream: &str) -> Result<u64, LedgerError> {
        let found = self
            .connection
            .prepare_cached("SELECT coalesce(max(version), 0) FROM events WHERE area = ?1 AND stream = ?2")?
            .query_row(params![area.word(), stream], |r| r.get(0))?;
        Ok(found)
    }

    fn append(&self, area: Area, stream: &str, version: u64, name: &str, stamp: Stamp, body: &str) -> Result<u64, LedgerError> {
        let occurred_at = write_time(stamp.occurred_at);
        let proof = stored::proof(area, stream, version, name, stamp.actor, &occurred_at, body);
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO events (area, stream, version, name, actor, occurred_at, recorded_at, body, proof)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let row = params![area.word(), stream, version, name, stamp.actor, occurred_at, write_time(stamp.now), body, proof];
        match insert.execute(row) {
            Ok(_) => Ok(self.connection.last_insert_rowid() as u64),
            Err(rusqlite::Error::SqliteFailure(e, _)) if e.code == rusqlite::ErrorCode::ConstraintViolation => {
                Err(LedgerError::Conflict)
            }
            Err(e) => Err(e.into()),
        }
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|e| LedgerError::Damaged { seq: 0, reason: e.to_string() })
}
