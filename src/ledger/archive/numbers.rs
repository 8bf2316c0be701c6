//! Numbers given, and the other names of a ticket.

use crate::ledger::connection::columns::number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::{Number, Series};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

impl Ledger {
    pub fn resolve_alias(&self, alias: &str) -> Result<Option<Number>, LedgerError> {
        self.read(|c| resolve_alias(c, alias))
    }

    /// The high marks of the day counters: series prefix, day, last.
    pub fn high_marks(&self) -> Result<Vec<(String, String, u32)>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare("SELECT series, day, last FROM numbers ORDER BY series, day")?;
            Ok(query.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect::<Result<_, _>>()?)
        })
    }
}

impl WriteTx<'_> {
    /// The next number of a series on a day, used up by this transaction.
    pub fn next_number(&self, series: Series, day: NaiveDate) -> Result<Number, LedgerError> {
        let counter = self.sql().query_row(
            "INSERT INTO numbers (series, day, last) VALUES (?1, ?2, 1)
             ON CONFLICT (series, day) DO UPDATE SET last = last + 1 RETURNING last",
            params![series.prefix(), day.to_string()],
            |row| row.get(0),
        )?;
        Ok(Number { series, day, counter })
    }

    /// Whether its day's counter has passed a number: it was given, even if to a ticket that is no longer there.
    pub fn number_was_given(&self, number: Number) -> Result<bool, LedgerError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM numbers WHERE series = ?1 AND day = ?2 AND last >= ?3)";
        let values = params![number.series.prefix(), number.day.to_string(), number.counter];
        Ok(self.sql().prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
    }

    /// Makes sure that a number given elsewhere is never given again.
    pub fn reserve_number(&self, number: Number) -> Result<(), LedgerError> {
        self.sql().execute(
            "INSERT INTO numbers (series, day, last) VALUES (?1, ?2, ?3)
             ON CONFLICT (series, day) DO UPDATE SET last = max(last, excluded.last)",
            params![number.series.prefix(), number.day.to_string(), number.counter],
        )?;
        Ok(())
    }

    pub fn put_alias(&self, alias: &str, number: Number) -> Result<(), LedgerError> {
        self.sql()
            .prepare_cached("INSERT OR IGNORE INTO aliases (alias, number) VALUES (?1, ?2)")?
            .execute(params![alias, number.to_string()])?;
        Ok(())
    }

    pub fn resolve_alias(&self, alias: &str) -> Result<Option<Number>, LedgerError> {
        resolve_alias(self.sql(), alias)
    }
}

fn resolve_alias(c: &Connection, alias: &str) -> Result<Option<Number>, LedgerError> {
    let found: Option<String> =
        c.prepare_cached("SELECT number FROM aliases WHERE alias = ?1")?.query_row([alias], |r| r.get(0)).optional()?;
    found.map(|text| number(&text)).transpose()
}
