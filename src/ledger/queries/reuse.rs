//! How cases are used: tickets answered, ratings, links.

use crate::case::CaseEvent;
use crate::ledger::connection::columns::number as read_number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::error::LedgerError;
use crate::ledger::record::stored_event::Area;
use crate::ticket::Number;
use std::collections::BTreeMap;

impl Ledger {
    /// How many tickets a case has answered.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn reused(&self, number: Number) -> Result<u32, LedgerError> {
        self.read(|c| {
            let sql = "SELECT count(*) FROM links WHERE to_number = ?1 AND kind = 'solved_by'";
            Ok(c.prepare_cached(sql)?.query_row([number.to_string()], |r| r.get(0))?)
        })
    }

    /// By person, whether they said last that the case helped.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn ratings(&self, number: Number) -> Result<BTreeMap<String, bool>, LedgerError> {
        let mut said = BTreeMap::new();
        for event in self.stream(Area::Case, &number.to_string())?.into_iter().filter(|e| e.name == "rated") {
            if let CaseEvent::Rated { helpful, .. } = event.case_event()? {
                said.insert(event.actor, helpful);
            }
        }
        Ok(said)
    }

    /// Numbers with a direct link to or from this one.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn tied_to(&self, number: Number) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT to_number FROM links WHERE from_number = ?1 UNION SELECT from_number FROM links WHERE to_number = ?1";
            let mut query = c.prepare_cached(sql)?;
            query.query_map([number.to_string()], |r| r.get::<_, String>(0))?.map(|n| read_number(&n?)).collect()
        })
    }

    /// By case, how many tickets it has answered; only cases that answered any.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn all_reused(&self) -> Result<std::collections::HashMap<Number, u32>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare("SELECT to_number, count(*) FROM links WHERE kind = 'solved_by' GROUP BY to_number")?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)))?;
            rows.map(|row| row.map_err(LedgerError::from).and_then(|(text, count)| Ok((read_number(&text)?, count)))).collect()
        })
    }
}
