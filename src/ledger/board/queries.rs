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
    pub fn board(&self, filter: &BoardFilter) -> Result<Vec<BoardRow>, LedgerError> {
        let (wheres, order, values) = filter.sql();
        let sql = format!("SELECT {COLUMNS} FROM board WHERE {wheres} ORDER BY {order} LIMIT ? OFFSET ?");
        self.read(|c| rows(c, &sql, values))
    }

    pub fn board_row(&self, number: Number) -> Result<Option<BoardRow>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM board WHERE number = ?");
        self.read(|c| Ok(rows(c, &sql, vec![number.to_string().into()])?.pop()))
    }

    /// Whose a ticket is; None: there is no such ticket.
    pub fn owner(&self, number: Number) -> Result<Option<Owner>, LedgerError> {
        let sql = "SELECT customer, contact, registered_by FROM board WHERE number = ?1";
        self.read(|c| {
            let row = |r: &Row| Ok(Owner { customer: r.get(0)?, contact: r.get(1)?, registered_by: r.get(2)? });
            Ok(c.prepare_cached(sql)?.query_row([number.to_string()], row).optional()?)
        })
    }

    /// Tickets with which the scheduler has something to do by `now`, the longest waiting first.
    pub fn due(&self, now: DateTime<Utc>, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT number FROM board WHERE look_at <= ?1 ORDER BY look_at LIMIT ?2";
            let mut query = c.prepare_cached(sql)?;
            query.query_map(params![write_time(now), limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Open tickets that have joined another: that one, their own number, whose they are.
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

    /// How many open tickets each person answers for.
    pub fn loads(&self) -> Result<HashMap<String, usize>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT assignee, count(*) FROM board WHERE status <> 'closed' AND assignee IS NOT NULL GROUP BY assignee";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, usize>(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What each person is owed of, beside the tickets they answer for: things asked of them and deliveries planned.
    pub fn owed_by_person(&self) -> Result<HashMap<String, usize>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT json_extract(value, '$.of.person') AS person, count(*) FROM board, json_each(board.owed)
                       WHERE board.owed <> '[]' AND person IS NOT NULL GROUP BY person";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, usize>(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether there are open tickets whose rows are from before a column was there.
    pub fn board_is_behind(&self) -> Result<bool, LedgerError> {
        self.read(|c| Ok(c.query_row("SELECT EXISTS (SELECT 1 FROM board WHERE turn = '?')", [], |r| r.get(0))?))
    }

    /// Open tickets that still wait for their consultation.
    pub fn unconsulted(&self, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number FROM board WHERE unconsulted = 1 ORDER BY number LIMIT ?1")?;
            query.query_map([limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Open tickets after a number, in order, a page at a time.
    pub fn open_numbers_after(&self, after: &str, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT number FROM board WHERE status <> 'closed' AND number > ?1 ORDER BY number LIMIT ?2";
            let mut query = c.prepare_cached(sql)?;
            query.query_map(params![after, limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Every ticket's number after `after`, a page at a time.
    pub fn ticket_numbers_after(&self, after: &str, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT stream FROM events WHERE area = 'ticket' AND version = 1 AND stream > ?1 AND stream GLOB 'TS[0-9]*'
                       ORDER BY stream LIMIT ?2";
            let mut query = c.prepare_cached(sql)?;
            let streams =
                query.query_map(params![after, limit as i64], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            // What is no number is no ticket; `check` names its events.
            Ok(streams.iter().filter_map(|stream| stream.parse().ok()).collect())
        })
    }

    /// Open tickets that have joined one, in the order they came.
    pub fn attached_to(&self, number: Number) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| attached_to(c, number))
    }

    /// Tickets that joined another, with the one they joined.
    pub fn attached(&self) -> Result<Vec<(Number, Number)>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number, attached_to FROM board WHERE attached_to IS NOT NULL")?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
            rows.map(|row| row.map_err(LedgerError::from).and_then(|(from, to)| Ok((number(&from)?, number(&to)?)))).collect()
        })
    }
}

impl WriteTx<'_> {
    pub fn put_board(&self, row: &BoardRow) -> Result<(), LedgerError> {
        columns::put(self.sql(), row)
    }

    /// Before a rebuild from the events.
    pub fn clear_board(&self) -> Result<(), LedgerError> {
        Ok(self.sql().execute_batch("DELETE FROM board")?)
    }

    /// Open tickets that joined this one.
    pub fn attached_to(&self, number: Number) -> Result<Vec<Number>, LedgerError> {
        attached_to(self.sql(), number)
    }
}

fn attached_to(c: &Connection, parent: Number) -> Result<Vec<Number>, LedgerError> {
    let mut query =
        c.prepare_cached("SELECT number FROM board WHERE attached_to = ?1 AND status <> 'closed' ORDER BY first_seq")?;
    query.query_map([parent.to_string()], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
}
