//! Day counters of ticket numbers, and aliases.

use crate::ledger::connection::columns::number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::{Number, Series};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

impl Ledger {
    /// The ticket that has this other name: its RD number, or its id in another system.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn resolve_alias(&self, alias: &str) -> Result<Option<Number>, LedgerError> {
        self.read(|c| resolve_alias(c, alias))
    }

    /// The last number given of each series on each day: (prefix, day as `2024-05-01`, counter).
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn high_marks(&self) -> Result<Vec<(String, String, u32)>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare("SELECT series, day, last FROM numbers ORDER BY series, day")?;
            Ok(query.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect::<Result<_, _>>()?)
        })
    }
}

impl WriteTx<'_> {
    /// The next number of a series on a day. It is used up if the transaction commits.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn next_number(&self, series: Series, day: NaiveDate) -> Result<Number, LedgerError> {
        let counter = self.sql().query_row(
            "INSERT INTO numbers (series, day, last) VALUES (?1, ?2, 1)
             ON CONFLICT (series, day) DO UPDATE SET last = last + 1 RETURNING last",
            params![series.prefix(), day.to_string()],
            |row| row.get(0),
        )?;
        Ok(Number { series, day, counter })
    }

    /// Whether the counter of its day has reached this number, even if the ticket is no longer there.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn number_was_given(&self, number: Number) -> Result<bool, LedgerError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM numbers WHERE series = ?1 AND day = ?2 AND last >= ?3)";
        let values = params![number.series.prefix(), number.day.to_string(), number.counter];
        Ok(self.sql().prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
    }

    /// Raises the counter of a day, so that a number given elsewhere is not given again.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn reserve_number(&self, number: Number) -> Result<(), LedgerError> {
        self.sql().execute(
            "INSERT INTO numbers (series, day, last) VALUES (?1, ?2, ?3)
             ON CONFLICT (series, day) DO UPDATE SET last = max(last, excluded.last)",
            params![number.series.prefix(), number.day.to_string(), number.counter],
        )?;
        Ok(())
    }

    /// Gives a ticket another name; a name that is taken stays with the first ticket.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn put_alias(&self, alias: &str, number: Number) -> Result<(), LedgerError> {
        self.sql()
            .prepare_cached("INSERT OR IGNORE INTO aliases (alias, number) VALUES (?1, ?2)")?
            .execute(params![alias, number.to_string()])?;
        Ok(())
    }

    /// The ticket that has this other name: its RD number, or its id in another system.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn resolve_alias(&self, alias: &str) -> Result<Option<Number>, LedgerError> {
        resolve_alias(self.sql(), alias)
    }
}

fn resolve_alias(c: &Connection, alias: &str) -> Result<Option<Number>, LedgerError> {
    let found: Option<String> =
        c.prepare_cached("SELECT number FROM aliases WHERE alias = ?1")?.query_row([alias], |r| r.get(0)).optional()?;
    found.map(|text| number(&text)).transpose()
}
