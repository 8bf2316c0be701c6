//! How far a ticket has come, asked of the board alone: what has not moved need not be read again.

use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::notices;
use crate::people::Actor;
use crate::ticket::{Number, owned_by};

/// A ticket's place on the record, and that of the newest notice about it which the reader has not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    pub version: u64,
    pub last_seq: u64,
    pub unseen: u64,
}

/// Without reading the ticket's events; whose it is is asked first. None: the board does not know it, ask the record.
pub fn freshness(desk: &Desk, actor: &Actor, number: Number) -> Result<Option<Freshness>, DeskError> {
    let Some(row) = desk.ledger.board_row(number)? else { return Ok(None) };
    if !actor.is_staff() && !owned_by(actor, &row.customer, &row.contact, &row.registered_by) {
        return Err(DeskError::no_ticket(number));
    }
    let unseen = notices::unseen_of(desk, actor, number)?.map_or(0, |(_, newest)| newest);
    Ok(Some(Freshness { version: row.version, last_seq: row.last_seq, unseen }))
}
