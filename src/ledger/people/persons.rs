//! The people of a desk.

use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::people::Person;
use rusqlite::{Connection, OptionalExtension, params};

impl Ledger {
    /// A person by name, deactivated ones too.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn person(&self, name: &str) -> Result<Option<Person>, LedgerError> {
        self.read(|c| person(c, name))
    }

    /// Everybody, deactivated ones too, in the order they were last changed.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn people(&self) -> Result<Vec<Person>, LedgerError> {
        self.read(people)
    }

    /// Whether the desk has exactly one person.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn has_one_person(&self) -> Result<bool, LedgerError> {
        let sql = "SELECT count(*) = 1 FROM (SELECT 1 FROM people LIMIT 2)";
        self.read(|c| Ok(c.prepare_cached(sql)?.query_row([], |r| r.get(0))?))
    }

    /// People who have named `deputy` to act for them, whether or not they are away now.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn with_deputy(&self, deputy: &str) -> Result<Vec<Person>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT body, seq FROM people WHERE json_extract(body, '$.away.deputy') = ?1 ORDER BY seq";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([deputy], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)))?;
            rows.map(|row| row.map_err(LedgerError::from).and_then(|(body, seq)| read(&body, seq))).collect()
        })
    }
}

impl WriteTx<'_> {
    /// A person by name, deactivated ones too.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn person(&self, name: &str) -> Result<Option<Person>, LedgerError> {
        person(self.sql(), name)
    }

    /// Everybody, deactivated ones too, in the order they were last changed.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn people(&self) -> Result<Vec<Person>, LedgerError> {
        people(self.sql())
    }
}

fn person(c: &Connection, name: &str) -> Result<Option<Person>, LedgerError> {
    let found: Option<(String, u64)> = c
        .prepare_cached("SELECT body, seq FROM people WHERE name = ?1")?
        .query_row([name], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    found.map(|(body, seq)| read(&body, seq)).transpose()
}

fn people(c: &Connection) -> Result<Vec<Person>, LedgerError> {
    let mut query = c.prepare_cached("SELECT body, seq FROM people ORDER BY seq")?;
    let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)))?;
    rows.map(|row| row.map_err(LedgerError::from).and_then(|(body, seq)| read(&body, seq))).collect()
}

fn read(body: &str, seq: u64) -> Result<Person, LedgerError> {
    serde_json::from_str(body).map_err(|e| LedgerError::damaged(seq, e))
}

pub(in crate::ledger) fn put(c: &Connection, person: &Person, body: &str, seq: u64) -> Result<(), LedgerError> {
    c.execute("INSERT OR REPLACE INTO people (name, body, seq) VALUES (?1, ?2, ?3)", params![person.name, body, seq])?;
    Ok(())
}
