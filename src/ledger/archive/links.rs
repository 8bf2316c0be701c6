//! Links between tickets and cases, each with the event that made it.

use crate::case::LinkKind;
use crate::ledger::connection::columns::number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::Number;
use crate::words::Vocabulary;
use rusqlite::{Connection, Row, params};

/// A link between two tickets or cases, with the event that first made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkRow {
    /// The ticket or case that names the other.
    pub from: Number,
    /// The ticket or case named.
    pub to: Number,
    /// What the link says.
    pub kind: LinkKind,
    /// Sequence number of the event that made the link.
    pub seq: u64,
}

impl Ledger {
    /// Links made by events after `seq`, in order.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
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
    /// Adds the links of a ticket that has no case: what it duplicates, and the first member of its family.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn tie(&self, number: Number, duplicate_of: Option<Number>, family: Number, seq: u64) -> Result<(), LedgerError> {
        if let Some(other) = duplicate_of {
            self.add_link(number, other, LinkKind::Duplicate, seq)?;
        }
        match family == number {
            true => Ok(()),
            false => self.add_link(number, family, LinkKind::Related, seq),
        }
    }

    /// Deletes the link of this kind between two tickets.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
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
    let kind = LinkKind::parse(&kind).map_err(|e| LedgerError::damaged(seq, e))?;
    Ok(LinkRow { from: number(&row.get::<_, String>(0)?)?, to: number(&row.get::<_, String>(1)?)?, kind, seq })
}

/// A link that exists keeps its first `seq`.
fn put_link(c: &Connection, link: &LinkRow) -> Result<(), LedgerError> {
    c.prepare_cached("INSERT OR IGNORE INTO links (from_number, to_number, kind, seq) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![link.from.to_string(), link.to.to_string(), link.kind.word(), link.seq])?;
    Ok(())
}
