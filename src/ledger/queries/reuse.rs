//! How cases are used: what they answered, whom they helped, what they are tied to.

use crate::case::CaseEvent;
use crate::ledger::connection::columns::number as read_number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::error::LedgerError;
use crate::ledger::record::stored_event::Area;
use crate::ticket::Number;
use std::collections::BTreeMap;

impl Ledger {
    /// How many tickets a case has answered.
    pub fn reused(&self, number: Number) -> Result<u32, LedgerError> {
        self.read(|c| {
            let sql = "SELECT count(*) FROM links WHERE to_number = ?1 AND kind = 'solved_by'";
            Ok(c.prepare_cached(sql)?.query_row([number.to_string()], |r| r.get(0))?)
        })
    }

    /// The last word of everybody who said whether a case helped, by name.
    pub fn ratings(&self, number: Number) -> Result<BTreeMap<String, bool>, LedgerError> {
        let mut said = BTreeMap::new();
        for event in self.stream(Area::Case, &number.to_string())?.into_iter().filter(|e| e.name == "rated") {
            if let CaseEvent::Rated { helpful, .. } = event.case_event()? {
                said.insert(event.actor, helpful);
            }
        }
        Ok(said)
    }

    /// What a ticket is tied to by one tie, whichever way it points.
    pub fn tied_to(&self, number: Number) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT to_number FROM links WHERE from_number = ?1 UNION SELECT from_number FROM links WHERE to_number = ?1";
            let mut query = c.prepare_cached(sql)?;
            query.query_map([number.to_string()], |r| r.get::<_, String>(0))?.map(|n| read_number(&n?)).collect()
        })
    }

    /// How many tickets each case has answered, for those that answered any.
    pub fn all_reused(&self) -> Result<std::collections::HashMap<Number, u32>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare("SELECT to_number, count(*) FROM links WHERE kind = 'solved_by' GROUP BY to_number")?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)))?;
            rows.map(|row| row.map_err(LedgerError::from).and_then(|(text, count)| Ok((read_number(&text)?, count)))).collect()
        })
    }
}
