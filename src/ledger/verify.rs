//! Is the record as it was written? What `check` asks of the ledger itself.

use super::stored::{COLUMNS, Entry};
use super::{Ledger, LedgerError};

impl Ledger {
    /// Findings, a line each; none when the file is sound, every row carries its proof and reads as an event.
    pub fn verify(&self) -> Result<Vec<String>, LedgerError> {
        self.read(|c| {
            let mut findings = Vec::new();
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
                let stored: String = row.get(9)?;
                match Entry::from_row(row) {
                    Ok(entry) if entry.proof() != stored => {
                        findings.push(format!(
                            "ledger: event {} ({} {}) is not as it was written",
                            entry.seq,
                            entry.area.word(),
                            entry.stream
                        ));
                    }
                    Ok(entry) => findings.extend(unreadable(&entry)),
                    Err(error) => findings.push(format!("ledger: {error}")),
                }
            }
            Ok(findings)
        })
    }
}

fn unreadable(entry: &Entry) -> Option<String> {
    let read = match entry.area {
        super::Area::Ticket => entry.ticket_event().err(),
        super::Area::Case => entry.case_event().err(),
        super::Area::Policy => entry.policy_event().err(),
        super::Area::Consultation | super::Area::People | super::Area::Search => None,
    };
    read.map(|error| format!("ledger: {error}"))
}
