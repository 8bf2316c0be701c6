//! Reading and writing the board.

use super::columns::{self, COLUMNS, rows};
use super::filter::BoardFilter;
use super::row::{BoardRow, Owner};
use crate::ledger::connection::columns::{number, write_time};
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

impl Ledger {
    /// The rows that `filter` wants.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn board(&self, filter: &BoardFilter) -> Result<Vec<BoardRow>, LedgerError> {
        let (wheres, order, values) = filter.sql();
        let sql = format!("SELECT {COLUMNS} FROM board WHERE {wheres} ORDER BY {order} LIMIT ? OFFSET ?");
        self.read(|c| rows(c, &sql, values))
    }

    /// One ticket's row; `None` if there is no such ticket.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn board_row(&self, number: Number) -> Result<Option<BoardRow>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM board WHERE number = ?");
        self.read(|c| Ok(rows(c, &sql, vec![number.to_string().into()])?.pop()))
    }

    /// Whose a ticket is; `None` if there is no such ticket.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn owner(&self, number: Number) -> Result<Option<Owner>, LedgerError> {
        let sql = "SELECT customer, contact, registered_by FROM board WHERE number = ?1";
        self.read(|c| {
            let row = |r: &Row| Ok(Owner { customer: r.get(0)?, contact: r.get(1)?, registered_by: r.get(2)? });
            Ok(c.prepare_cached(sql)?.query_row([number.to_string()], row).optional()?)
        })
    }

    /// Tickets the scheduler has something to do with by `now`, the longest overdue first.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn due(&self, now: DateTime<Utc>, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT number FROM board WHERE look_at <= ?1 ORDER BY look_at LIMIT ?2";
            let mut query = c.prepare_cached(sql)?;
            query.query_map(params![write_time(now), limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Open tickets that have joined another: (the ticket joined, their own number, their customer).
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn joined(&self) -> Result<Vec<(Number, Number, String)>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT attached_to, number, customer FROM board
                       WHERE attached_to IS NOT NULL AND status <> 'closed' ORDER BY number";
            let mut query = c.prepare_cached(sql)?;
            let mut rows = query.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push((number(&row.get::<_, String>(0)?)?, number(&row.get::<_, String>(1)?)?, row.get(2)?));
            }
            Ok(found)
        })
    }

    /// Open tickets by the name of the person responsible.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn loads(&self) -> Result<HashMap<String, usize>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT assignee, count(*) FROM board WHERE status <> 'closed' AND assignee IS NOT NULL GROUP BY assignee";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, usize>(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// By person, how many things they owe beside the tickets they answer for: requests made of them, deliveries planned.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn owed_by_person(&self) -> Result<HashMap<String, usize>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT json_extract(value, '$.of.person') AS person, count(*) FROM board, json_each(board.owed)
                       WHERE board.owed <> '[]' AND person IS NOT NULL GROUP BY person";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, usize>(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether there are open tickets whose rows were derived before a column existed.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn board_is_behind(&self) -> Result<bool, LedgerError> {
        self.read(|c| Ok(c.query_row("SELECT EXISTS (SELECT 1 FROM board WHERE turn = '?')", [], |r| r.get(0))?))
    }

    /// Up to `limit` tickets that still wait for their consultation.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn unconsulted(&self, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number FROM board WHERE unconsulted = 1 ORDER BY number LIMIT ?1")?;
            query.query_map([limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Up to `limit` open tickets with a number above `after` (a number as text, or empty), ascending.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn open_numbers_after(&self, after: &str, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT number FROM board WHERE status <> 'closed' AND number > ?1 ORDER BY number LIMIT ?2";
            let mut query = c.prepare_cached(sql)?;
            query.query_map(params![after, limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Up to `limit` tickets, open or not, with a number above `after` (a number as text, or empty), ascending.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn ticket_numbers_after(&self, after: &str, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT stream FROM events WHERE area = 'ticket' AND version = 1 AND stream > ?1 AND stream GLOB 'TS[0-9]*'
                       ORDER BY stream LIMIT ?2";
            let mut query = c.prepare_cached(sql)?;
            let streams =
                query.query_map(params![after, limit as i64], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            // A stream that is no number is skipped; `check` lists its events.
            Ok(streams.iter().filter_map(|stream| stream.parse().ok()).collect())
        })
    }

    /// Open tickets that have joined this one, oldest first.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn attached_to(&self, number: Number) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| attached_to(c, number))
    }

    /// Tickets that have joined another, closed ones too: (their number, the ticket joined).
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn attached(&self) -> Result<Vec<(Number, Number)>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number, attached_to FROM board WHERE attached_to IS NOT NULL")?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
            rows.map(|row| row.map_err(LedgerError::from).and_then(|(from, to)| Ok((number(&from)?, number(&to)?)))).collect()
        })
    }
}

impl WriteTx<'_> {
    /// Writes a ticket's row, replacing the one before.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn put_board(&self, row: &BoardRow) -> Result<(), LedgerError> {
        columns::put(self.sql(), row)
    }

    /// Deletes every row, before a rebuild from the events.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn clear_board(&self) -> Result<(), LedgerError> {
        Ok(self.sql().execute_batch("DELETE FROM board")?)
    }

    /// Open tickets that have joined this one, oldest first.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn attached_to(&self, number: Number) -> Result<Vec<Number>, LedgerError> {
        attached_to(self.sql(), number)
    }
}

fn attached_to(c: &Connection, parent: Number) -> Result<Vec<Number>, LedgerError> {
    let mut query =
        c.prepare_cached("SELECT number FROM board WHERE attached_to = ?1 AND status <> 'closed' ORDER BY first_seq")?;
    query.query_map([parent.to_string()], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
}
