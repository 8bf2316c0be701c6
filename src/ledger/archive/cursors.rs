//! Cursors of followers, and idempotency keys.

use crate::ledger::connection::columns::write_time;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

impl Ledger {
    /// Sequence number up to which a follower has come; 0 if it has not begun.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn cursor(&self, name: &str) -> Result<u64, LedgerError> {
        self.read(|c| {
            let sql = "SELECT seq FROM cursors WHERE name = ?1";
            Ok(c.prepare_cached(sql)?.query_row([name], |r| r.get(0)).optional()?.unwrap_or(0))
        })
    }
}

impl WriteTx<'_> {
    /// Sets how far a follower has come.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn put_cursor(&self, name: &str, seq: u64) -> Result<(), LedgerError> {
        self.sql().execute("INSERT OR REPLACE INTO cursors (name, seq) VALUES (?1, ?2)", params![name, seq])?;
        Ok(())
    }

    /// What an earlier request with this key did: (digest of the request, the id it made or changed).
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn idempotent(&self, actor: &str, key: &str) -> Result<Option<(String, String)>, LedgerError> {
        let found = self
            .sql()
            .query_row("SELECT request, subject FROM idempotency WHERE actor = ?1 AND key = ?2", params![actor, key], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?;
        Ok(found)
    }

    /// Stores what a request with this key did, under the actor who sent it.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn put_idempotent(
        &self,
        actor: &str,
        key: &str,
        request: &str,
        subject: &str,
        now: DateTime<Utc>,
    ) -> Result<(), LedgerError> {
        self.sql().execute(
            "INSERT INTO idempotency (actor, key, request, subject, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![actor, key, request, subject, write_time(now)],
        )?;
        Ok(())
    }
}
