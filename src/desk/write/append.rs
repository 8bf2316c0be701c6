//! Appending to a ticket, folding it and deriving its board row.

use super::project::{project, project_as};
use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::ledger::{LedgerError, Unreadable, WriteTx};
use crate::people::Actor;
use crate::ticket::{Number, Recorded, Ticket, TicketEvent};
use chrono::{DateTime, Utc};

/// A transaction with what every write in it needs.
#[derive(Clone, Copy)]
pub struct WriteContext<'t> {
    pub tx: &'t WriteTx<'t>,
    pub settings: &'t Settings,
    pub now: DateTime<Utc>,
}

impl WriteContext<'_> {
    /// Appends to a ticket; gives it as it then stands.
    pub fn append(&self, mut ticket: Ticket, actor: &Actor, events: Vec<TicketEvent>) -> Result<Ticket, DeskError> {
        for recorded in self.recorded(ticket.number, ticket.version, actor, events)? {
            ticket.apply(&recorded);
        }
        project(self.tx, &ticket, self.settings, self.now)?;
        Ok(ticket)
    }

    /// As [`WriteContext::append`]. `archived`: whether it has a case at the end of the transaction.
    pub fn append_as(&self, mut ticket: Ticket, actor: &Actor, event: TicketEvent, archived: bool) -> Result<Ticket, DeskError> {
        for recorded in self.recorded(ticket.number, ticket.version, actor, vec![event])? {
            ticket.apply(&recorded);
        }
        project_as(self.tx, &ticket, archived, self.settings, self.now)?;
        Ok(ticket)
    }

    /// Creates a ticket. `archived`: as in [`WriteContext::append_as`].
    pub fn begin(&self, number: Number, actor: &Actor, events: Vec<TicketEvent>, archived: bool) -> Result<Ticket, DeskError> {
        let recorded = self.recorded(number, 0, actor, events)?;
        let ticket = Ticket::fold(number, &recorded).ok_or_else(|| DeskError::Other("what begins a ticket did not fold".into()))?;
        project_as(self.tx, &ticket, archived, self.settings, self.now)?;
        Ok(ticket)
    }

    fn recorded(&self, number: Number, version: u64, actor: &Actor, events: Vec<TicketEvent>) -> Result<Vec<Recorded>, DeskError> {
        for event in &events {
            if let TicketEvent::Triaged { requirement_number: Some(own), .. } = event {
                self.tx.put_alias(&own.to_string(), number)?;
            }
        }
        Ok(self.tx.append_ticket(number, version, actor.name(), self.now, events)?)
    }

    /// A ticket to write to; `None`, with a warning, if it cannot be read, so that the others go on.
    pub fn readable(&self, number: Number) -> Result<Option<Ticket>, DeskError> {
        match self.tx.ticket(number) {
            Err(LedgerError::Damaged { seq, reason }) => {
                tracing::warn!("{number}: {}; it is left as it is", Unreadable { seq, reason });
                Ok(None)
            }
            read => Ok(read?),
        }
    }
}
