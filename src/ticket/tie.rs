//! What ties tickets to each other and people to tickets: join, declare, merge, split, watch. Pure.

use super::decide::{still_open, wrong};
use super::event::TicketEvent;
use super::fold::Ticket;
use super::number::Number;
use super::verb::Refusal;
use super::vocabulary::*;
use crate::people::Actor;

type Decided = Result<Vec<TicketEvent>, Refusal>;

pub(super) fn attach(ticket: &Ticket, other: Number) -> Decided {
    still_open(ticket)?;
    if other == ticket.number {
        return Err(Refusal::BadField { field: "ticket", message: "a ticket cannot join itself".into() });
    }
    match ticket.attached_to {
        Some(joined) => Err(wrong(format!("the ticket has already joined {joined}"))),
        None => Ok(vec![TicketEvent::Attached { ticket: other }]),
    }
}

/// This ticket becomes the incident of the others; the desk joins them to it in the same transaction.
pub(super) fn declare(ticket: &Ticket, tickets: Vec<Number>) -> Decided {
    still_open(ticket)?;
    if let Some(joined) = ticket.attached_to {
        return Err(wrong(format!("the ticket has already joined {joined}")));
    }
    let mut others: Vec<Number> = tickets.into_iter().filter(|number| *number != ticket.number).collect();
    others.sort_unstable();
    others.dedup();
    if others.is_empty() {
        return Err(Refusal::BadField { field: "tickets", message: "names at least one other ticket".into() });
    }
    Ok(vec![TicketEvent::IncidentDeclared { tickets: others }])
}

/// Merged is closed as a duplicate: it goes on under the other number.
pub(super) fn merge(ticket: &Ticket, into: Number) -> Decided {
    still_open(ticket)?;
    if into == ticket.number {
        return Err(Refusal::BadField { field: "into", message: "a ticket cannot join itself".into() });
    }
    let closed = TicketEvent::Closed { how: ClosedHow::Merged, outcome: Outcome::Duplicate, known: !ticket.links.is_empty() };
    Ok(vec![TicketEvent::Merged { into }, closed])
}

/// The part's number is given by the desk; here only whether there is still something to part.
pub(super) fn split(ticket: &Ticket) -> Decided {
    still_open(ticket)?;
    Ok(vec![TicketEvent::SplitOff { ticket: ticket.number }])
}

pub(super) fn watch(ticket: &Ticket, actor: &Actor) -> Decided {
    match ticket.watchers.iter().any(|name| name == actor.name()) {
        true => Err(wrong("you watch this ticket already")),
        false => Ok(vec![TicketEvent::Watched]),
    }
}

pub(super) fn unwatch(ticket: &Ticket, actor: &Actor) -> Decided {
    match ticket.watchers.iter().any(|name| name == actor.name()) {
        true => Ok(vec![TicketEvent::Unwatched]),
        false => Err(wrong("you do not watch this ticket")),
    }
}
