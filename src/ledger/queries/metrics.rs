//! What the measures are computed from: timelines of tickets worked on here, deflections, and ties.

use crate::ledger::connection::columns::{number, read_time, write_time};
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::error::LedgerError;
use crate::ledger::record::stored_event::{Area, COLUMNS, StoredEvent};
use crate::ledger::record::streams::query_page;
use crate::ledger::record::tickets::readable;
use crate::ticket::{Number, Recorded};
use chrono::{DateTime, Utc};
use rusqlite::params;
use std::collections::HashMap;

/// Name of the event that a case answered a consultation, which so ended without a ticket.
pub const DEFLECTED: &str = "deflected";
/// Name of the event that it did not after all.
pub const TAKEN_BACK: &str = "deflection_taken_back";

/// Ties: by a link, or by having joined another ticket.
const TIES: &str =
    "SELECT from_number, to_number FROM links UNION ALL SELECT number, attached_to FROM board WHERE attached_to IS NOT NULL";

/// A ticket that is tied to another, as far as families and repeats need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TiedRow {
    /// The ticket's number.
    pub number: Number,
    /// Whose it is.
    pub customer: String,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// Sequence number of its first event.
    pub first_seq: u64,
}

impl Ledger {
    /// Every ticket registered or worked on here, by number: (number, sequence number of its last event, whether it is closed).
    /// Imported tickets nobody here has worked on are left out.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn worked_on(&self) -> Result<Vec<(Number, u64, bool)>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT number, last_seq, status = 'closed' FROM board WHERE version > 1 OR NOT EXISTS (SELECT 1 FROM events
                       WHERE area = 'ticket' AND stream = board.number AND version = 1 AND name = 'imported') ORDER BY number";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get(1)?, r.get(2)?)))?;
            rows.map(|row| row.map_err(LedgerError::from).and_then(|(text, seq, closed)| Ok((number(&text)?, seq, closed))))
                .collect()
        })
    }

    /// The readable events of each of these tickets, in the order given.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn timelines(&self, numbers: &[Number]) -> Result<Vec<(Number, Vec<Recorded>)>, LedgerError> {
        self.read(|c| numbers.iter().map(|number| Ok((*number, readable(c, *number)?))).collect())
    }

    /// Every consultation that a case answered, and whether that was taken back. A later deflection of the same consultation
    /// replaces the earlier one.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn deflections(&self) -> Result<Vec<(StoredEvent, bool)>, LedgerError> {
        self.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM events WHERE area = ?1 ORDER BY seq");
            let (mut found, mut place): (Vec<(StoredEvent, bool)>, HashMap<String, usize>) = (Vec::new(), HashMap::new());
            for event in query_page(c, &sql, [Area::Consultation.word()])?.events {
                let before = place.get(&event.stream).copied();
                match (event.name.as_str(), before) {
                    (DEFLECTED, Some(at)) if !found[at].1 => found[at].0 = event,
                    (DEFLECTED, _) => {
                        place.insert(event.stream.clone(), found.len());
                        found.push((event, false));
                    }
                    (TAKEN_BACK, Some(at)) => found[at].1 = true,
                    _ => {}
                }
            }
            Ok(found)
        })
    }

    /// Every tie between two tickets: links, and tickets that joined another.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn ties(&self) -> Result<Vec<(Number, Number)>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached(TIES)?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
            rows.map(|row| row.map_err(LedgerError::from).and_then(|(from, to)| Ok((number(&from)?, number(&to)?)))).collect()
        })
    }

    /// Every ticket that is part of a tie.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn tied(&self) -> Result<Vec<TiedRow>, LedgerError> {
        self.read(|c| {
            let sql = format!(
                "WITH ties (one, other) AS ({TIES}) SELECT number, customer, submitted_at, first_seq FROM board
                 WHERE number IN (SELECT one FROM ties UNION SELECT other FROM ties)"
            );
            let mut query = c.prepare_cached(&sql)?;
            let mut rows = query.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let damaged = || LedgerError::damaged_table("board: a time cannot be read");
                found.push(TiedRow {
                    number: number(&row.get::<_, String>(0)?)?,
                    customer: row.get(1)?,
                    submitted_at: read_time(&row.get::<_, String>(2)?).ok_or_else(damaged)?,
                    first_seq: row.get(3)?,
                });
            }
            Ok(found)
        })
    }

    /// (consultations, those that were of use) recorded from `from` to `to`, both included: of tickets registered and of
    /// deflections. Of use: ended in a deflection, a ticket joined or a case linked.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn consulted_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<(usize, usize), LedgerError> {
        self.read(|c| {
            // A deflection that was taken back or replaced is not counted.
            let sql = "SELECT count(*), coalesce(sum(area = 'consultation' OR EXISTS (SELECT 1 FROM events tied WHERE tied.area = 'ticket'
                           AND tied.stream = begun.stream AND tied.name IN ('attached', 'linked', 'answered_by_case'))), 0)
                       FROM events begun WHERE recorded_at >= ?1 AND recorded_at <= ?2
                       AND ((area = 'ticket' AND name = 'registered') OR (area = 'consultation' AND name = 'deflected' AND NOT EXISTS
                           (SELECT 1 FROM events later WHERE later.area = 'consultation' AND later.stream = begun.stream
                            AND later.version > begun.version)))";
            let span = params![write_time(from), write_time(to)];
            Ok(c.prepare_cached(sql)?.query_row(span, |r| Ok((r.get::<_, i64>(0)? as usize, r.get::<_, i64>(1)? as usize)))?)
        })
    }
}
