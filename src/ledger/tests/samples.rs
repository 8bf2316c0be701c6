//! A ledger in a temporary folder, and what is written into it.

use crate::ledger::{Ledger, LedgerError};
use crate::ticket::{Channel, Consulted, Contact, Number, Particulars, Recorded, Report, Severity, Ticket, TicketEvent};
use chrono::{DateTime, Utc};
use tempfile::TempDir;

pub const MINUTE: i64 = 60;

pub fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_715_000_000 + MINUTE * minute, 0).unwrap()
}

pub fn ticket_number(counter: u32) -> Number {
    format!("TS20240506{counter:03}").parse().unwrap()
}

pub fn ledger() -> (TempDir, Ledger) {
    let home = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&home.path().join("desk.db")).unwrap();
    (home, ledger)
}

/// Past the ledger, as a disk or another program would change it.
pub fn by_hand(home: &TempDir, sql: &str) {
    let file = rusqlite::Connection::open(home.path().join("desk.db")).unwrap();
    file.execute_batch(&format!("DROP TRIGGER events_stay; {sql}")).unwrap();
}

pub fn registered(title: &str) -> TicketEvent {
    let report = Report {
        particulars: Particulars::Fault { steps: None, error: None },
        channel: Channel::Api,
        customer: "harbour".into(),
        contact: Contact { name: "wang".into(), ..Contact::default() },
        title: title.into(),
        description: "d".into(),
        urgency: Severity::Moderate,
        occurred_at: None,
        product: None,
        component: None,
        version: None,
    };
    let consulted = Consulted { id: "c".into(), at: at(0), found: Some(vec![]) };
    TicketEvent::Registered { report, submitted_at: at(0), consulted }
}

pub fn append(ledger: &Ledger, number: Number, version: u64, events: Vec<TicketEvent>) -> Result<Vec<Recorded>, LedgerError> {
    ledger.write(move |tx| tx.append_ticket(number, version, "wang", at(1), events))
}

pub fn folded(ledger: &Ledger, number: Number) -> Ticket {
    ledger.ticket(number).unwrap().unwrap()
}
