//! Whether a ticket has changed, from the board alone, so that an unchanged page need not be rendered.

use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::notices;
use crate::people::Actor;
use crate::ticket::{Number, owned_by};

/// What tells whether a ticket's page has to be rendered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// How many events the ticket has.
    pub version: u64,
    /// Sequence number of its latest event.
    pub last_seq: u64,
    /// Sequence number of the newest notice about it that the reader has not seen; 0: none.
    pub unseen: u64,
}

/// Whether a ticket has changed, without reading its events; `None` if the board does not know it.
pub fn freshness(desk: &Desk, actor: &Actor, number: Number) -> Result<Option<Freshness>, DeskError> {
    let Some(row) = desk.ledger.board_row(number)? else { return Ok(None) };
    if !actor.is_staff() && !owned_by(actor, &row.customer, &row.contact, &row.registered_by) {
        return Err(DeskError::no_ticket(number));
    }
    let unseen = notices::unseen_of(desk, actor, number)?.map_or(0, |(_, newest)| newest);
    Ok(Some(Freshness { version: row.version, last_seq: row.last_seq, unseen }))
}
