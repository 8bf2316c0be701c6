//! What more than one verb asks of a ticket before anything comes of it.

use crate::reason::{FieldReason, Subject, WrongState};
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::vocabulary::Kind;

pub fn wrong(why: WrongState) -> Rejection {
    Rejection::WrongState(why)
}

pub fn field(field: &'static str, why: FieldReason) -> Rejection {
    Rejection::Field { field, why }
}

pub fn still_open(ticket: &Ticket) -> Result<(), Rejection> {
    if ticket.is_open() { Ok(()) } else { Err(wrong(WrongState::Closed)) }
}

pub fn requirement_only(ticket: &Ticket, what: Subject) -> Result<(), Rejection> {
    match (&ticket.class, ticket.kind()) {
        (None, _) => Err(wrong(WrongState::NotTriaged)),
        (_, Kind::Requirement) => Ok(()),
        (_, Kind::Fault) => Err(wrong(WrongState::OfRequirements { what })),
    }
}
