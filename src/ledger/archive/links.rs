//! Dated ties between tickets and cases.

use crate::case::LinkKind;
use crate::ledger::connection::columns::number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::Number;
use crate::words::Vocabulary;
use rusqlite::{Connection, Row, params};

/// A dated tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkRow {
    pub from: Number,
    pub to: Number,
    pub kind: LinkKind,
    pub seq: u64,
}

impl Ledger {
    /// Ties recorded after a place, in order.
    pub fn links_after(&self, seq: u64) -> Result<Vec<LinkRow>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT from_number, to_number, kind, seq FROM links WHERE seq > ?1 ORDER BY seq")?;
            let mut rows = query.query([seq])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(link(row)?);
            }
            Ok(found)
        })
    }
}

impl WriteTx<'_> {
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

    /// The tie of a kind to another ticket is none, as it turns out.
    pub fn untie(&self, from: Number, to: Number, kind: LinkKind) -> Result<(), LedgerError> {
        let sql = "DELETE FROM links WHERE from_number = ?1 AND to_number = ?2 AND kind = ?3";
        self.sql().prepare_cached(sql)?.execute(params![from.to_string(), to.to_string(), kind.word()])?;
        Ok(())
    }

    pub(in crate::ledger) fn add_link(&self, from: Number, to: Number, kind: LinkKind, seq: u64) -> Result<(), LedgerError> {
        let link = LinkRow { from, to, kind, seq };
        put_link(self.sql(), &link)
    }
}

fn link(row: &Row) -> Result<LinkRow, LedgerError> {
    let seq = row.get(3)?;
    let kind: String = row.get(2)?;
    let kind = LinkKind::parse(&kind).map_err(|e| LedgerError::Damaged { seq, reason: e.to_string() })?;
    Ok(LinkRow { from: number(&row.get::<_, String>(0)?)?, to: number(&row.get::<_, String>(1)?)?, kind, seq })
}

/// The earliest date of a tie stands.
fn put_link(c: &Connection, link: &LinkRow) -> Result<(), LedgerError> {
    c.prepare_cached("INSERT OR IGNORE INTO links (from_number, to_number, kind, seq) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![link.from.to_string(), link.to.to_string(), link.kind.word(), link.seq])?;
    Ok(())
}
