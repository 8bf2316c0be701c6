//! Reading streams, and all events after a sequence number.

use super::stored_event::{Area, COLUMNS, EventPage, StoredEvent, seq_of};
use crate::ledger::connection::columns::write_time;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::{LedgerError, Unreadable};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

impl Ledger {
    /// Sequence number of the newest event; 0 for an empty record.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn last_seq(&self) -> Result<u64, LedgerError> {
        self.read(|c| Ok(c.prepare_cached("SELECT coalesce(max(seq), 0) FROM events")?.query_row([], |r| r.get(0))?))
    }

    /// Up to `limit` events after `seq`, ascending. Unreadable rows are listed beside them, so that a follower can go on.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn events_after(&self, seq: u64, limit: usize) -> Result<EventPage, LedgerError> {
        self.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2");
            query_page(c, &sql, params![seq, limit as i64])
        })
    }

    /// The readable events of a stream, in order.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn stream(&self, area: Area, stream: &str) -> Result<Vec<StoredEvent>, LedgerError> {
        self.read(|c| Ok(stream_of(c, area, stream)?.events))
    }

    /// The latest `limit` events of an area recorded from `from` (included) to `to` (excluded), ascending.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn events_between(
        &self,
        area: Area,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, LedgerError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM events WHERE area = ?1 AND recorded_at >= ?2 AND recorded_at < ?3 ORDER BY seq DESC LIMIT ?4"
        );
        let mut found =
            self.read(|c| query_page(c, &sql, params![area.word(), write_time(from), write_time(to), limit as i64]))?.events;
        found.reverse();
        Ok(found)
    }
}

impl WriteTx<'_> {
    /// The readable events of a stream, in order.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn stream(&self, area: Area, stream: &str) -> Result<Vec<StoredEvent>, LedgerError> {
        Ok(stream_of(self.sql(), area, stream)?.events)
    }
}

pub(in crate::ledger) fn query_page(c: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<EventPage, LedgerError> {
    let mut query = c.prepare_cached(sql)?;
    let mut rows = query.query(values)?;
    let mut found = EventPage::default();
    while let Some(row) = rows.next()? {
        found.last = Some(seq_of(row)?);
        match StoredEvent::from_row(row) {
            Ok(event) => found.events.push(event),
            Err(LedgerError::Damaged { seq, reason }) => found.unreadable.push(Unreadable { seq, reason }),
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(found)
}

pub(in crate::ledger) fn stream_of(c: &Connection, area: Area, stream: &str) -> Result<EventPage, LedgerError> {
    let sql = format!("SELECT {COLUMNS} FROM events WHERE area = ?1 AND stream = ?2 ORDER BY version");
    query_page(c, &sql, params![area.word(), stream])
}

/// How many events a stream has.
pub(in crate::ledger) fn last_version(c: &Connection, area: Area, stream: &str) -> Result<u64, LedgerError> {
    let found = c
        .prepare_cached("SELECT coalesce(max(version), 0) FROM events WHERE area = ?1 AND stream = ?2")?
        .query_row(params![area.word(), stream], |r| r.get(0))?;
    Ok(found)
}
