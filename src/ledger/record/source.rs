//! What another system last sent of an imported ticket: its digest, and the case made from it.

use crate::case::CaseEvent;
use crate::ledger::archive::cases::{CaseRow, case};
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::Number;
use rusqlite::{Connection, OptionalExtension};

/// An imported ticket's case as it is now, and as the other system last had it.
#[derive(Debug, Clone)]
pub struct CaseWithSource {
    /// The current revision.
    pub case: Option<CaseRow>,
    /// The revision made by the latest import; `None` if the source had no case.
    pub source_case: Option<CaseRow>,
}

impl Ledger {
    /// Digest of what the source last sent of a ticket; `None` if it was not imported, or before digests were kept.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn source_digest(&self, number: Number) -> Result<Option<String>, LedgerError> {
        self.read(|c| source_digest(c, number))
    }

    /// A ticket's case as it is now, and as its source last had it.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn case_with_source(&self, number: Number) -> Result<CaseWithSource, LedgerError> {
        self.read(|c| case_with_source(c, number))
    }

    /// Whether the ticket was imported from another system.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn was_imported(&self, number: Number) -> Result<bool, LedgerError> {
        self.read(|c| {
            let sql =
                "SELECT EXISTS (SELECT 1 FROM events WHERE area = 'ticket' AND stream = ?1 AND version = 1 AND name = 'imported')";
            Ok(c.prepare_cached(sql)?.query_row([number.to_string()], |r| r.get(0))?)
        })
    }
}

impl WriteTx<'_> {
    /// As [`Ledger::source_digest`], within the transaction.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn source_digest(&self, number: Number) -> Result<Option<String>, LedgerError> {
        source_digest(self.sql(), number)
    }

    /// As [`Ledger::case_with_source`], within the transaction.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn case_with_source(&self, number: Number) -> Result<CaseWithSource, LedgerError> {
        case_with_source(self.sql(), number)
    }
}

/// Digest of what the source last sent, read from the JSON in SQL rather than by folding all events.
fn source_digest(c: &Connection, number: Number) -> Result<Option<String>, LedgerError> {
    let sql = "SELECT digest FROM (SELECT version, CASE WHEN json_valid(body)
                   THEN coalesce(json_extract(body, '$.history.digest'), json_extract(body, '$.source')) END AS digest FROM events
               WHERE area = 'ticket' AND stream = ?1 AND name IN ('imported', 'source_changed', 'noted'))
               WHERE digest IS NOT NULL ORDER BY version DESC LIMIT 1";
    Ok(c.prepare_cached(sql)?.query_row([number.to_string()], |r| r.get(0)).optional()?)
}

/// The case revision made by the latest import: the one recorded directly after an `imported` or `source_changed` event.
fn source_case(c: &Connection, number: Number) -> Result<Option<CaseRow>, LedgerError> {
    let sql = "SELECT seq, body FROM events revised WHERE area = 'case' AND stream = ?1 AND name = 'revised'
               AND EXISTS (SELECT 1 FROM events before WHERE before.seq = revised.seq - 1 AND before.area = 'ticket'
                           AND before.stream = ?1 AND before.name IN ('imported', 'source_changed'))
               ORDER BY seq DESC LIMIT 1";
    let found: Option<(u64, String)> =
        c.prepare_cached(sql)?.query_row([number.to_string()], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let Some((seq, body)) = found else { return Ok(None) };
    match serde_json::from_str(&body) {
        Ok(CaseEvent::Revised { case, .. }) => Ok(Some(CaseRow { case: *case, seq })),
        Ok(_) => Ok(None),
        Err(e) => Err(LedgerError::damaged(seq, e)),
    }
}

fn case_with_source(c: &Connection, number: Number) -> Result<CaseWithSource, LedgerError> {
    Ok(CaseWithSource { case: case(c, number)?, source_case: source_case(c, number)? })
}
