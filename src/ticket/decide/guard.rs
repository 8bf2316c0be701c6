//! Conditions that several verbs share.

use crate::reason::{FieldReason, Subject, WrongState};
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::vocabulary::Kind;

/// A rejection because of the state.
pub fn wrong(why: WrongState) -> Rejection {
    Rejection::WrongState(why)
}

/// A rejection because of a field.
pub fn field(field: &'static str, why: FieldReason) -> Rejection {
    Rejection::Field { field, why }
}

/// Passes if the ticket is open.
///
/// # Errors
///
/// [`WrongState::Closed`] if it is closed.
pub fn still_open(ticket: &Ticket) -> Result<(), Rejection> {
    if ticket.is_open() { Ok(()) } else { Err(wrong(WrongState::Closed)) }
}

/// Passes if the ticket is a requirement.
///
/// # Errors
///
/// [`WrongState::NotTriaged`] or [`WrongState::OfRequirements`] if it is not.
pub fn requirement_only(ticket: &Ticket, what: Subject) -> Result<(), Rejection> {
    match (&ticket.class, ticket.kind()) {
        (None, _) => Err(wrong(WrongState::NotTriaged)),
        (_, Kind::Requirement) => Ok(()),
        (_, Kind::Fault) => Err(wrong(WrongState::OfRequirements { what })),
    }
}
