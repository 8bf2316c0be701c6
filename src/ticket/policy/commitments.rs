//! Commitments: what has been requested or promised on a ticket beside its next step.

use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::TeamOrPerson;
use crate::ticket::words::vocabulary::Status;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An open request to a team or person, or the planned delivery of a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Who has to deliver.
    pub of: TeamOrPerson,
    /// What.
    pub what: String,
    /// By when.
    pub due_at: Option<DateTime<Utc>>,
    /// For a request: its place on the ticket from 1, and who made it. `None`: the planned delivery.
    pub ask: Option<(u32, String)>,
}

/// The open commitments of a ticket: requests in their order, then the planned delivery. None once it is resolved.
pub fn commitments(ticket: &Ticket) -> Vec<Commitment> {
    if matches!(ticket.status(), Status::Resolved | Status::Closed) {
        return Vec::new();
    }
    let asked = (1..).zip(&ticket.asks).filter(|(_, ask)| ask.delivered.is_none());
    let asked = asked.map(|(nth, ask)| Commitment {
        of: ask.of.clone(),
        what: ask.what.clone(),
        due_at: ask.due_at,
        ask: Some((nth, ask.by.clone())),
    });
    let delivery = ticket.delivery.iter().map(|delivery| Commitment {
        of: TeamOrPerson::Person(delivery.who.clone()),
        what: delivery.what.clone(),
        due_at: Some(delivery.due_at),
        ask: None,
    });
    asked.chain(delivery).collect()
}
