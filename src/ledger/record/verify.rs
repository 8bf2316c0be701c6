//! Whether the record is as it was written: what `precedent check` asks of the ledger.

use super::stored_event::{COLUMNS, StoredEvent};
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::error::{LedgerError, Unreadable};
use std::collections::BTreeSet;

/// What is wrong with the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// One line each, in English; empty if all is well.
    pub findings: Vec<String>,
    /// Streams of tickets and cases with an unreadable event; what is derived from them is incomplete.
    pub damaged: BTreeSet<String>,
}

impl Ledger {
    /// Checks the SQLite file, the checksum of every event and whether its body can be parsed.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`] if the file cannot be read at all; damage is a finding.
    pub fn verify(&self) -> Result<Verified, LedgerError> {
        self.read(|c| {
            let (mut findings, mut damaged) = (Vec::new(), BTreeSet::new());
            let mut query = c.prepare("PRAGMA integrity_check(20)")?;
            for line in query.query_map([], |r| r.get::<_, String>(0))? {
                let line = line?;
                if line != "ok" {
                    findings.push(format!("ledger: {line}"));
                }
            }
            let mut query = c.prepare(&format!("SELECT {COLUMNS}, proof FROM events ORDER BY seq"))?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let stored: String = row.get(9).unwrap_or_default();
                match StoredEvent::from_row(row) {
                    Ok(event) => {
                        let of = format!("{} {}", event.area.word(), event.stream);
                        if let Some(found) = event.unreadable() {
                            findings.push(format!("ledger: {found} ({of})"));
                            damaged.insert(event.stream);
                        } else if event.checksum() != stored {
                            findings.push(format!("ledger: event {} ({of}) is not as it was written", event.seq));
                        }
                    }
                    Err(LedgerError::Damaged { seq, reason }) => {
                        damaged.extend(row.get::<_, String>(2));
                        let (area, stream) = (row.get::<_, String>(1), row.get::<_, String>(2));
                        let of = format!("{} {}", area.unwrap_or_default(), stream.unwrap_or_default());
                        findings.push(format!("ledger: {} ({of})", Unreadable { seq, reason }));
                    }
                    Err(error) => findings.push(format!("ledger: {error}")),
                }
            }
            Ok(Verified { findings, damaged })
        })
    }
}
