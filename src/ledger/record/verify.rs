//! Is the record as it was written? What `check` asks of the ledger itself.

use super::stored_event::{COLUMNS, StoredEvent};
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::error::{LedgerError, Unreadable};
use std::collections::BTreeSet;

/// What is wrong with the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// A line each; none where all is well.
    pub findings: Vec<String>,
    /// Tickets and cases with an event that cannot be read: what is derived from them says less than it should.
    pub damaged: BTreeSet<String>,
}

impl Ledger {
    /// Whether the file is sound, every row carries its proof and reads as an event.
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
