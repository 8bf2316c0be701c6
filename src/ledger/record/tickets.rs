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
    /// A ticket as far as its events can be read: one that cannot is stepped over, so that a list or a follower is not stopped
    /// by it. Whoever decides about a ticket reads it by [`WriteTx::ticket`], which does not guess.
    pub fn ticket(&self, number: Number) -> Result<Option<Ticket>, LedgerError> {
        self.read(|c| readable_ticket(c, number))
    }

    /// The events of a ticket that can be read.
    pub fn ticket_events(&self, number: Number) -> Result<Vec<Recorded>, LedgerError> {
        self.read(|c| readable(c, number))
    }

    /// Tickets that ever held a file; with a digest, those that held this one.
    pub fn tickets_with_files(&self, digest: Option<&str>) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT DISTINCT stream FROM events WHERE name = 'file_added' AND (?1 IS NULL OR instr(body, ?1) > 0)";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([digest], |r| r.get::<_, String>(0))?;
            rows.map(|n| number(&n?)).collect()
        })
    }

    /// Tickets touched (themselves or their case) by up to `limit` events after a place, and the last place looked at.
    pub fn touched_after(&self, seq: u64, limit: usize) -> Result<(Vec<Number>, u64), LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT seq, area, stream FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
            let mut rows = query.query(params![seq, limit as i64])?;
            let (mut found, mut last) = (std::collections::BTreeSet::new(), seq);
            while let Some(row) = rows.next()? {
                last = row.get(0)?;
                // A row that names no ticket touches none; `check` names the row.
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
    /// To decide about it. One with an event that cannot be read is damage: what was in it might forbid the step.
    pub fn ticket(&self, number: Number) -> Result<Option<Ticket>, LedgerError> {
        ticket(self.sql(), number)
    }

    /// A ticket as far as it can be read: for what is derived from it, never to decide by.
    pub fn readable_ticket(&self, number: Number) -> Result<Option<Ticket>, LedgerError> {
        readable_ticket(self.sql(), number)
    }

    /// Whether a ticket's stream has begun.
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
