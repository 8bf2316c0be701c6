//! What more than one verb asks of a ticket before anything comes of it.

use crate::ticket::rejection::Refusal;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::vocabulary::Kind;

pub fn wrong(message: impl Into<String>) -> Refusal {
    Refusal::WrongState(message.into())
}

pub fn still_open(ticket: &Ticket) -> Result<(), Refusal> {
    if ticket.is_open() { Ok(()) } else { Err(wrong("the ticket is closed; reopen it first")) }
}

pub fn requirement_only(ticket: &Ticket, what: &str) -> Result<(), Refusal> {
    match (&ticket.class, ticket.kind()) {
        (None, _) => Err(wrong("the ticket has not been triaged yet")),
        (_, Kind::Requirement) => Ok(()),
        (_, Kind::Fault) => Err(wrong(format!("{what} belongs to a requirement; this is a fault"))),
    }
}
