//! Appends to one ticket in a transaction of its own.

use super::append::WriteContext;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::ticket::{Number, Ticket, TicketEvent};
use chrono::{DateTime, Utc};

/// Appends the events that `events` returns for a ticket.
pub fn append(
    desk: &Desk,
    number: Number,
    actor: Actor,
    now: DateTime<Utc>,
    events: impl FnOnce(&Ticket) -> Result<Vec<TicketEvent>, DeskError> + Send + 'static,
) -> Result<Ticket, DeskError> {
    let settings = desk.settings.clone();
    desk.ledger.write(move |tx| {
        let ticket = tx.ticket(number)?.ok_or_else(|| DeskError::no_ticket(number))?;
        let events = events(&ticket)?;
        WriteContext { tx, settings: &settings, now }.transact(ticket, &actor, events)
    })
}

/// As [`append`]; returns the ticket before and after.
pub fn append_seen(
    desk: &Desk,
    number: Number,
    actor: Actor,
    now: DateTime<Utc>,
    events: impl FnOnce(&Ticket) -> Vec<TicketEvent> + Send + 'static,
) -> Result<(Ticket, Ticket), DeskError> {
    let settings = desk.settings.clone();
    desk.ledger.write(move |tx| {
        let before = tx.ticket(number)?.ok_or_else(|| DeskError::no_ticket(number))?;
        let events = events(&before);
        let after = WriteContext { tx, settings: &settings, now }.transact(before.clone(), &actor, events)?;
        Ok((before, after))
    })
}
