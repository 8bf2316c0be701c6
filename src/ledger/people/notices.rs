//! Who is notified of which event, and whether they have seen it. Derived from the record by a follower.

use crate::ledger::connection::columns::number as read_number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::{NotificationReason, Number};
use crate::words::Vocabulary;
use rusqlite::{Connection, params};

/// Notices kept for each person; the timelines have the older ones.
const KEPT: u32 = 500;

/// That one person is notified of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Name of the person notified.
    pub person: String,
    /// Sequence number of the event.
    pub seq: u64,
    /// The ticket the event belongs to.
    pub number: Number,
    /// Why they are notified.
    pub reason: NotificationReason,
    /// Whether they have seen it.
    pub seen: bool,
}

impl Ledger {
    /// Up to `limit` notices of a person with a sequence number below `before`, newest first. `unseen`: only those not seen.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn notices(&self, person: &str, before: u64, unseen: bool, limit: usize) -> Result<Vec<NoticeRow>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT seq, number, concern, seen FROM notices WHERE person = ?1 AND seq < ?2 AND (NOT ?3 OR NOT seen)
                       ORDER BY seq DESC LIMIT ?4";
            let mut query = c.prepare_cached(sql)?;
            let before = i64::try_from(before).unwrap_or(i64::MAX);
            let mut rows = query.query(params![person, before, unseen, limit as i64])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (seq, reason): (u64, String) = (row.get(0)?, row.get(2)?);
                let reason = NotificationReason::parse(&reason).map_err(|e| LedgerError::damaged(seq, e))?;
                let number = read_number(&row.get::<_, String>(1)?)?;
                found.push(NoticeRow { person: person.to_string(), seq, number, reason, seen: row.get(3)? });
            }
            Ok(found)
        })
    }

    /// How many notices a person has not seen.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn notices_unseen(&self, person: &str) -> Result<usize, LedgerError> {
        self.read(|c| unseen(c, person))
    }
}

fn unseen(c: &Connection, person: &str) -> Result<usize, LedgerError> {
    let sql = "SELECT count(*) FROM notices WHERE person = ?1 AND NOT seen";
    Ok(c.prepare_cached(sql)?.query_row([person], |r| r.get::<_, i64>(0))? as usize)
}

impl WriteTx<'_> {
    /// Adds a notice unless the person has one of this event; only the newest 500 of a person are kept.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn put_notice(&self, row: &NoticeRow) -> Result<(), LedgerError> {
        let sql = "INSERT OR IGNORE INTO notices (person, seq, number, concern, seen) VALUES (?1, ?2, ?3, ?4, ?5)";
        let number = row.number.to_string();
        self.sql().prepare_cached(sql)?.execute(params![row.person, row.seq as i64, number, row.reason.word(), row.seen])?;
        let oldest = "DELETE FROM notices WHERE person = ?1 AND seq <=
                      (SELECT seq FROM notices WHERE person = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)";
        self.sql().prepare_cached(oldest)?.execute(params![row.person, KEPT])?;
        Ok(())
    }

    /// Marks notices up to and including `up_to` as seen; of one ticket, or of all.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn see_notices(&self, person: &str, up_to: u64, number: Option<Number>) -> Result<(), LedgerError> {
        let sql = "UPDATE notices SET seen = 1 WHERE person = ?1 AND NOT seen AND seq <= ?2 AND (?3 IS NULL OR number = ?3)";
        let up_to = i64::try_from(up_to).unwrap_or(i64::MAX);
        self.sql().prepare_cached(sql)?.execute(params![person, up_to, number.map(|n| n.to_string())])?;
        Ok(())
    }
}
