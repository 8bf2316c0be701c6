//! Reading tickets: one whole, many by filter.

use super::access::sees_ticket;
use super::{Desk, DeskError};
use crate::ledger::{BoardFilter, BoardRow};
use crate::people::Actor;
use crate::sla::{self, Clock};
use crate::ticket::{Number, Recorded, Ticket};
use chrono::{DateTime, Utc};

/// A ticket as it stands, with its clocks at a moment.
#[derive(Debug, Clone)]
pub struct TicketView {
    pub ticket: Ticket,
    pub clocks: Vec<Clock>,
    pub archived: bool,
}

impl Desk {
    pub fn ticket(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<TicketView, DeskError> {
        let ticket = self.ticket_for(actor, number)?;
        Ok(TicketView {
            clocks: sla::clocks(&ticket, &self.settings.policy, &self.settings.calendar, now),
            archived: self.ledger.case(number)?.is_some(),
            ticket,
        })
    }

    /// The timeline; of it a customer reads what is meant for customers.
    pub fn timeline(&self, actor: &Actor, number: Number) -> Result<Vec<Recorded>, DeskError> {
        self.ticket_for(actor, number)?;
        let mut events = self.ledger.ticket_events(number)?;
        if !actor.is_staff() {
            events.retain(|e| e.event.customer_sees());
        }
        Ok(events)
    }

    /// Rows of the board that the actor may see, the newest first.
    pub fn tickets(&self, actor: &Actor, mut filter: BoardFilter) -> Result<Vec<BoardRow>, DeskError> {
        if !actor.is_staff() {
            filter.owned_by = Some((actor.name().to_string(), actor.company().map(str::to_string)));
        }
        Ok(self.ledger.board(&filter)?)
    }

    /// Whether the actor could see a ticket: what a door asks before it names one in an answer.
    pub fn sees(&self, actor: &Actor, number: Number) -> Result<bool, DeskError> {
        Ok(self.ledger.ticket(number)?.is_some_and(|ticket| sees_ticket(actor, &ticket)))
    }
}
