//! What is still owed on a ticket beside its next step: things asked of teams and people, and a delivery that is planned.

use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::Asked;
use crate::ticket::words::vocabulary::Status;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One such thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    pub of: Asked,
    pub what: String,
    pub due_at: Option<DateTime<Utc>>,
    /// Its place among what was asked, from 1, and who asked. None: the planned delivery.
    pub ask: Option<(u32, String)>,
}

/// What is owed now, in the order in which it was asked; nothing more once the ticket is resolved.
pub fn owed(ticket: &Ticket) -> Vec<Owed> {
    if matches!(ticket.status(), Status::Resolved | Status::Closed) {
        return Vec::new();
    }
    let asked = (1..).zip(&ticket.asks).filter(|(_, ask)| ask.delivered.is_none());
    let asked = asked.map(|(nth, ask)| Owed {
        of: ask.of.clone(),
        what: ask.what.clone(),
        due_at: ask.due_at,
        ask: Some((nth, ask.by.clone())),
    });
    let delivery = ticket.delivery.iter().map(|delivery| Owed {
        of: Asked::Person(delivery.who.clone()),
        what: delivery.what.clone(),
        due_at: Some(delivery.due_at),
        ask: None,
    });
    asked.chain(delivery).collect()
}
