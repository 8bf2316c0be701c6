//! Tickets as the fold of their events: whole, to decide about them, or as far as they can be read.

use super::stored_event::{Area, StoredEvent};
use super::streams::{last_version, stream_of};
use crate::ledger::connection::columns::number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::{LedgerError, Unreadable};
use crate::ticket::{Number, Recorded, Ticket};
use rusqlite::{Connection, params};

impl Ledger {
    /// A ticket, folded from its readable events; `None` if there is none. For display and followers: to decide, use
    /// [`WriteTx::ticket`], which fails on an unreadable event.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn ticket(&self, number: Number) -> Result<Option<Ticket>, LedgerError> {
        self.read(|c| readable_ticket(c, number))
    }

    /// The readable events of a ticket, in order.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn ticket_events(&self, number: Number) -> Result<Vec<Recorded>, LedgerError> {
        self.read(|c| readable(c, number))
    }

    /// Tickets that ever held a file; with `digest`, those that held this one.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn tickets_with_files(&self, digest: Option<&str>) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT DISTINCT stream FROM events WHERE name = 'file_added' AND (?1 IS NULL OR instr(body, ?1) > 0)";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([digest], |r| r.get::<_, String>(0))?;
            rows.map(|n| number(&n?)).collect()
        })
    }

    /// Tickets that the next `limit` events after `seq` are about (themselves or their case), and the sequence number of the
    /// last of these events.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn touched_after(&self, seq: u64, limit: usize) -> Result<(Vec<Number>, u64), LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT seq, area, stream FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
            let mut rows = query.query(params![seq, limit as i64])?;
            let (mut found, mut last) = (std::collections::BTreeSet::new(), seq);
            while let Some(row) = rows.next()? {
                last = row.get(0)?;
                // A stream that is no number is skipped; `check` lists the row.
                let text = |column: usize| row.get::<_, String>(column).unwrap_or_default();
                if matches!(text(1).as_str(), "ticket" | "case") {
                    found.extend(text(2).parse::<Number>());
                }
            }
            Ok((found.into_iter().collect(), last))
        })
    }
}

impl WriteTx<'_> {
    /// A ticket to decide about; `None` if there is none. An unreadable event is an error: it might forbid the step.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn ticket(&self, number: Number) -> Result<Option<Ticket>, LedgerError> {
        ticket(self.sql(), number)
    }

    /// As [`Ledger::ticket`], within the transaction. Not to decide by.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn readable_ticket(&self, number: Number) -> Result<Option<Ticket>, LedgerError> {
        readable_ticket(self.sql(), number)
    }

    /// Whether a ticket of this number exists.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn has_ticket(&self, number: Number) -> Result<bool, LedgerError> {
        Ok(last_version(self.sql(), Area::Ticket, &number.to_string())? > 0)
    }
}

/// All events of a ticket, or the damage of the first that cannot be read.
fn recorded(c: &Connection, number: Number) -> Result<Vec<Recorded>, LedgerError> {
    let found = stream_of(c, Area::Ticket, &number.to_string())?;
    if let Some(Unreadable { seq, reason }) = found.unreadable.into_iter().next() {
        return Err(LedgerError::Damaged { seq, reason });
    }
    found.events.iter().map(StoredEvent::ticket_event).collect()
}

pub(in crate::ledger) fn readable(c: &Connection, number: Number) -> Result<Vec<Recorded>, LedgerError> {
    let found = stream_of(c, Area::Ticket, &number.to_string())?;
    Ok(found.events.iter().filter_map(|event| event.ticket_event().ok()).collect())
}

fn ticket(c: &Connection, number: Number) -> Result<Option<Ticket>, LedgerError> {
    Ok(Ticket::fold(number, &recorded(c, number)?))
}

fn readable_ticket(c: &Connection, number: Number) -> Result<Option<Ticket>, LedgerError> {
    Ok(Ticket::fold(number, &readable(c, number)?))
}
