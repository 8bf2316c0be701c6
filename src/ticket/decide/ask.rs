//! What is asked of teams and people on a ticket, and when a requirement is to be delivered. Pure.

use super::guard::{field, requirement_only, still_open, wrong};
use crate::people::{Actor, Person, Role};
use crate::reason::{FieldReason, Forbidden, Subject, WrongState};
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::Asked;
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};

type Decided = Result<Vec<TicketEvent>, Rejection>;

impl Team {
    /// The role of those who are in it.
    pub fn role(self) -> Role {
        match self {
            Team::Development => Role::Developer,
            Team::Test => Role::Tester,
            Team::Product => Role::ProductManager,
        }
    }
}

impl Asked {
    /// Whether something asked of them is asked of the actor, or of whom the actor stands in for.
    pub fn includes(&self, actor: &Actor) -> bool {
        match self {
            Asked::Team(team) => actor.has(team.role()),
            Asked::Person(name) => actor.answers_for(name),
        }
    }
}

impl Ticket {
    /// Whether something has been asked of the actor here: then they are on the ticket.
    pub fn was_asked(&self, actor: &Actor) -> bool {
        self.asks.iter().any(|ask| ask.of.includes(actor))
    }
}

pub(in crate::ticket) fn ask(ticket: &Ticket, of: Asked, what: String, due_at: Option<DateTime<Utc>>) -> Decided {
    still_open(ticket)?;
    Ok(vec![TicketEvent::Asked { ask: ticket.asks.len() as u32 + 1, of, what, due_at }])
}

/// Told by whoever was asked, or by whoever handles the ticket.
pub(in crate::ticket) fn deliver(ticket: &Ticket, actor: &Actor, ask: u32, text: Option<String>) -> Decided {
    still_open(ticket)?;
    let asked = ticket.asks.get((ask as usize).wrapping_sub(1));
    let Some(asked) = asked else {
        return Err(field("ask", FieldReason::NothingAsked { ask }));
    };
    if asked.delivered.is_some() {
        return Err(wrong(WrongState::AlreadyDelivered));
    }
    let handles = ticket.responsible.as_deref().is_some_and(|name| actor.answers_for(name)) || actor.has(Role::SeniorEngineer);
    if !handles && !asked.of.includes(actor) {
        return Err(Forbidden::AskedOfAnother.into());
    }
    Ok(vec![TicketEvent::Delivered { ask, text }])
}

/// A delivery is planned once the customer agreed; a changed plan says why.
pub(in crate::ticket) fn schedule(
    ticket: &Ticket,
    who: Person,
    due_at: DateTime<Utc>,
    what: String,
    reason: Option<String>,
) -> Decided {
    still_open(ticket)?;
    requirement_only(ticket, Subject::Delivery)?;
    match &ticket.evaluation {
        Some(e) if e.verdict == Verdict::Feasible && e.agreed == Some(true) => {}
        _ => return Err(wrong(WrongState::NotAgreed)),
    }
    if !who.is_staff() {
        return Err(field("who", FieldReason::NotStaff));
    }
    if ticket.delivery.is_some() && reason.is_none() {
        return Err(field("reason", FieldReason::PlanChangeNeedsReason));
    }
    Ok(vec![TicketEvent::DeliveryPlanned { who: who.name, due_at, what, reason }])
}
