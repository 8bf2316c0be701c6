//! Deciding on requests to teams and people, and on the planned delivery of a requirement. Pure.

use super::guard::{field, requirement_only, still_open, wrong};
use crate::people::{Actor, Person, Role};
use crate::reason::{FieldReason, Forbidden, Subject, WrongState};
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::TeamOrPerson;
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};

type Decided = Result<Vec<TicketEvent>, Rejection>;

impl Team {
    /// The role of its members.
    pub fn role(self) -> Role {
        match self {
            Team::Development => Role::Developer,
            Team::Test => Role::Tester,
            Team::Product => Role::ProductManager,
        }
    }
}

impl TeamOrPerson {
    /// Whether the actor is the person, their deputy, or in the team.
    pub fn includes(&self, actor: &Actor) -> bool {
        match self {
            TeamOrPerson::Team(team) => actor.has(team.role()),
            TeamOrPerson::Person(name) => actor.answers_for(name),
        }
    }
}

impl Ticket {
    /// Whether something was requested of the actor on this ticket; then they are a participant.
    pub fn was_asked(&self, actor: &Actor) -> bool {
        self.asks.iter().any(|ask| ask.of.includes(actor))
    }
}

/// Adds a request to an open ticket.
pub(in crate::ticket) fn ask(ticket: &Ticket, of: TeamOrPerson, what: String, due_at: Option<DateTime<Utc>>) -> Decided {
    still_open(ticket)?;
    Ok(vec![TicketEvent::Asked { ask: ticket.asks.len() as u32 + 1, of, what, due_at }])
}

/// Whoever was asked, or whoever handles the ticket, marks the request as delivered.
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

/// A delivery is planned once the customer has agreed to a feasible evaluation; changing the plan needs a reason.
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
