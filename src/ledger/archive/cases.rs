//! The current revision of each case.

use crate::case::Case;
use crate::ledger::connection::columns::{json, number};
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::Number;
use rusqlite::{Connection, OptionalExtension, params};

/// The current revision of a case.
#[derive(Debug, Clone)]
pub struct CaseRow {
    /// The case as last revised.
    pub case: Case,
    /// Sequence number of that revision.
    pub seq: u64,
}

impl Ledger {
    /// The current revision of a ticket's case; `None` if it has none.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn case(&self, number: Number) -> Result<Option<CaseRow>, LedgerError> {
        self.read(|c| case(c, number))
    }

    /// Up to `limit` case numbers above `after` (a number as text, or empty), ascending.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn case_numbers_after(&self, after: &str, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number FROM cases WHERE number > ?1 ORDER BY number LIMIT ?2")?;
            let rows = query.query_map(params![after, limit as i64], |r| r.get::<_, String>(0))?;
            rows.map(|n| number(&n?)).collect()
        })
    }

    /// Up to `limit` cases with a number above `after` (a number as text, or empty), ascending. Unreadable ones are left out;
    /// `check` lists them.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn cases_after(&self, after: &str, limit: usize) -> Result<Vec<CaseRow>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number, seq, body FROM cases WHERE number > ?1 ORDER BY number LIMIT ?2")?;
            let mut last = after.to_string();
            loop {
                let mut rows = query.query(params![last, limit as i64])?;
                let (mut found, mut looked_at) = (Vec::new(), 0);
                while let Some(row) = rows.next()? {
                    looked_at += 1;
                    last = row.get(0)?;
                    match case_row(row.get(1)?, &row.get::<_, String>(2)?) {
                        Err(error @ LedgerError::Damaged { .. }) => {
                            tracing::warn!("the case {last} at hand cannot be read ({error}); it is left out");
                        }
                        read => found.push(read?),
                    }
                }
                if !found.is_empty() || looked_at == 0 {
                    return Ok(found);
                }
            }
        })
    }
}

impl WriteTx<'_> {
    /// The current revision of a ticket's case; `None` if it has none.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn case(&self, number: Number) -> Result<Option<CaseRow>, LedgerError> {
        case(self.sql(), number)
    }

    pub(in crate::ledger) fn put_case(&self, case: &Case, seq: u64) -> Result<(), LedgerError> {
        self.sql()
            .prepare_cached("INSERT OR REPLACE INTO cases (number, revision, seq, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![case.number.to_string(), case.revision, seq, json(case)?])?;
        Ok(())
    }
}

pub(in crate::ledger) fn case(c: &Connection, number: Number) -> Result<Option<CaseRow>, LedgerError> {
    let found: Option<(u64, String)> = c
        .prepare_cached("SELECT seq, body FROM cases WHERE number = ?1")?
        .query_row([number.to_string()], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    found.map(|(seq, body)| case_row(seq, &body)).transpose()
}

pub(in crate::ledger) fn case_row(seq: u64, body: &str) -> Result<CaseRow, LedgerError> {
    let case = serde_json::from_str(body).map_err(|e| LedgerError::damaged(seq, e))?;
    Ok(CaseRow { case, seq })
}
