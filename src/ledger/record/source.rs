//! What another system told of a ticket: the digest of its last word, and the case as it told it.

use crate::case::CaseEvent;
use crate::ledger::archive::cases::{CaseRow, case};
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::Number;
use rusqlite::{Connection, OptionalExtension};

/// The case of a ticket that its source tells once more.
#[derive(Debug, Clone)]
pub struct CaseWithSource {
    pub case: Option<CaseRow>,
    pub source_case: Option<CaseRow>,
}

impl Ledger {
    /// The digest of what the source told last of a ticket.
    pub fn source_digest(&self, number: Number) -> Result<Option<String>, LedgerError> {
        self.read(|c| source_digest(c, number))
    }

    /// A ticket's case, and the case as its source told it last.
    pub fn case_with_source(&self, number: Number) -> Result<CaseWithSource, LedgerError> {
        self.read(|c| case_with_source(c, number))
    }

    /// Whether a ticket came from another system.
    pub fn was_imported(&self, number: Number) -> Result<bool, LedgerError> {
        self.read(|c| {
            let sql =
                "SELECT EXISTS (SELECT 1 FROM events WHERE area = 'ticket' AND stream = ?1 AND version = 1 AND name = 'imported')";
            Ok(c.prepare_cached(sql)?.query_row([number.to_string()], |r| r.get(0))?)
        })
    }
}

impl WriteTx<'_> {
    /// The digest of what the source told last of a ticket.
    pub fn source_digest(&self, number: Number) -> Result<Option<String>, LedgerError> {
        source_digest(self.sql(), number)
    }

    /// A ticket's case, and the case as its source told it last.
    pub fn case_with_source(&self, number: Number) -> Result<CaseWithSource, LedgerError> {
        case_with_source(self.sql(), number)
    }
}

/// What the source told last of a ticket, as the digest that was kept of it; read without the events, of which there are many.
fn source_digest(c: &Connection, number: Number) -> Result<Option<String>, LedgerError> {
    let sql = "SELECT digest FROM (SELECT version, CASE WHEN json_valid(body)
                   THEN coalesce(json_extract(body, '$.history.digest'), json_extract(body, '$.source')) END AS digest FROM events
               WHERE area = 'ticket' AND stream = ?1 AND name IN ('imported', 'source_changed', 'noted'))
               WHERE digest IS NOT NULL ORDER BY version DESC LIMIT 1";
    Ok(c.prepare_cached(sql)?.query_row([number.to_string()], |r| r.get(0)).optional()?)
}

/// A case as its source told it last, with the place of that revision: the one right behind an event that was the source's word.
fn source_case(c: &Connection, number: Number) -> Result<Option<CaseRow>, LedgerError> {
    let sql = "SELECT seq, body FROM events told WHERE area = 'case' AND stream = ?1 AND name = 'revised'
               AND EXISTS (SELECT 1 FROM events before WHERE before.seq = told.seq - 1 AND before.area = 'ticket'
                           AND before.stream = ?1 AND before.name IN ('imported', 'source_changed'))
               ORDER BY seq DESC LIMIT 1";
    let found: Option<(u64, String)> =
        c.prepare_cached(sql)?.query_row([number.to_string()], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let Some((seq, body)) = found else { return Ok(None) };
    match serde_json::from_str(&body) {
        Ok(CaseEvent::Revised { case, .. }) => Ok(Some(CaseRow { case: *case, seq })),
        Ok(_) => Ok(None),
        Err(e) => Err(LedgerError::Damaged { seq, reason: e.to_string() }),
    }
}

fn case_with_source(c: &Connection, number: Number) -> Result<CaseWithSource, LedgerError> {
    Ok(CaseWithSource { case: case(c, number)?, source_case: source_case(c, number)? })
}
