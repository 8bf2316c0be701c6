//! The digests of sign-in links and sessions.

use crate::ledger::connection::columns::{read_time, write_time};
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

impl WriteTx<'_> {
    /// Stores a link by its digest and deletes earlier ones of the same person. `person` `None`: for the desk's first person.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn put_sign_in_link(&self, digest: &str, person: Option<&str>, expires_at: DateTime<Utc>) -> Result<(), LedgerError> {
        self.sql().execute("DELETE FROM sign_in_links WHERE person IS ?1", [person])?;
        let sql = "INSERT OR REPLACE INTO sign_in_links (digest, person, expires_at) VALUES (?1, ?2, ?3)";
        self.sql().execute(sql, params![digest, person, write_time(expires_at)])?;
        Ok(())
    }

    /// Deletes a link and returns for whom it was. Outer `None`: no such link, or it has expired; inner `None`: the desk's
    /// first person.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn take_sign_in_link(&self, digest: &str, now: DateTime<Utc>) -> Result<Option<Option<String>>, LedgerError> {
        let found: Option<(Option<String>, String)> = self
            .sql()
            .query_row("DELETE FROM sign_in_links WHERE digest = ?1 RETURNING person, expires_at", [digest], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?;
        Ok(found.filter(|(_, expires)| read_time(expires).is_some_and(|e| e > now)).map(|(person, _)| person))
    }

    /// Stores a session by its digest.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn put_session(&self, digest: &str, person: &str, expires_at: DateTime<Utc>) -> Result<(), LedgerError> {
        let sql = "INSERT INTO sessions (digest, person, expires_at) VALUES (?1, ?2, ?3)";
        self.sql().execute(sql, params![digest, person, write_time(expires_at)])?;
        Ok(())
    }

    /// Sets when somebody last signed in.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn note_sign_in(&self, person: &str, now: DateTime<Utc>) -> Result<(), LedgerError> {
        let sql = "INSERT OR REPLACE INTO signed_in (person, at) VALUES (?1, ?2)";
        self.sql().execute(sql, params![person, write_time(now)])?;
        Ok(())
    }

    /// Deletes every session and sign-in link of a person.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn end_sessions_of(&self, person: &str) -> Result<(), LedgerError> {
        self.sql().execute("DELETE FROM sessions WHERE person = ?1", [person])?;
        self.sql().execute("DELETE FROM sign_in_links WHERE person = ?1", [person])?;
        Ok(())
    }

    /// Deletes one session.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn end_session(&self, digest: &str) -> Result<(), LedgerError> {
        self.sql().execute("DELETE FROM sessions WHERE digest = ?1", [digest])?;
        Ok(())
    }
}

/// A link or session: (person, when it ends).
type Until = (Option<String>, String);

impl Ledger {
    /// By name, when each person last signed in.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn last_sign_ins(&self) -> Result<Vec<(String, DateTime<Utc>)>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT person, at FROM signed_in")?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            Ok(rows.into_iter().filter_map(|(person, at)| Some((person, read_time(&at)?))).collect())
        })
    }

    /// As [`WriteTx::take_sign_in_link`], without deleting the link.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn sign_in_link(&self, digest: &str, now: DateTime<Utc>) -> Result<Option<Option<String>>, LedgerError> {
        self.until(digest, now, "SELECT person, expires_at FROM sign_in_links WHERE digest = ?1")
    }

    /// Name of the person whose session this is; `None` if it is unknown or has expired.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn session(&self, digest: &str, now: DateTime<Utc>) -> Result<Option<String>, LedgerError> {
        Ok(self.until(digest, now, "SELECT person, expires_at FROM sessions WHERE digest = ?1")?.flatten())
    }

    fn until(&self, digest: &str, now: DateTime<Utc>, sql: &str) -> Result<Option<Option<String>>, LedgerError> {
        self.read(|c| {
            let found: Option<Until> = c.prepare_cached(sql)?.query_row([digest], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
            Ok(found.filter(|(_, ends)| read_time(ends).is_some_and(|e| e > now)).map(|(person, _)| person))
        })
    }
}
