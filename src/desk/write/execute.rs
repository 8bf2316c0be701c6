//! Appends to one ticket in a transaction of its own.

use super::append::Writing;
use crate::desk::core::open::Desk;
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::ticket::{Number, Ticket, TicketEvent};
use chrono::{DateTime, Utc};

impl Desk {
    /// Appends what the desk itself has to say about a ticket.
    pub(in crate::desk) fn append(
        &self,
        number: Number,
        actor: Actor,
        now: DateTime<Utc>,
        events: impl FnOnce(&Ticket) -> Result<Vec<TicketEvent>, DeskError> + Send + 'static,
    ) -> Result<Ticket, DeskError> {
        let settings = self.settings.clone();
        self.ledger.write(move |batch| {
            let ticket = batch.ticket(number)?.ok_or_else(|| DeskError::no_ticket(number))?;
            let events = events(&ticket)?;
            Writing { batch, settings: &settings, now }.transact(ticket, &actor, events)
        })
    }

    /// The same, and how the ticket stood before.
    pub(in crate::desk) fn append_seen(
        &self,
        number: Number,
        actor: Actor,
        now: DateTime<Utc>,
        events: impl FnOnce(&Ticket) -> Vec<TicketEvent> + Send + 'static,
    ) -> Result<(Ticket, Ticket), DeskError> {
        let settings = self.settings.clone();
        self.ledger.write(move |batch| {
            let before = batch.ticket(number)?.ok_or_else(|| DeskError::no_ticket(number))?;
            let events = events(&before);
            let after = Writing { batch, settings: &settings, now }.transact(before.clone(), &actor, events)?;
            Ok((before, after))
        })
    }
}
