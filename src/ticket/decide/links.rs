//! What ties tickets to each other and people to tickets: join, declare, merge, split, watch. Pure.

use super::guard::{still_open, wrong};
use crate::people::Actor;
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Refusal;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::number::Number;
use crate::ticket::words::vocabulary::*;

type Decided = Result<Vec<TicketEvent>, Refusal>;

pub(in crate::ticket) fn attach(ticket: &Ticket, other: Number) -> Decided {
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
pub(in crate::ticket) fn declare(ticket: &Ticket, tickets: Vec<Number>) -> Decided {
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
pub(in crate::ticket) fn merge(ticket: &Ticket, into: Number) -> Decided {
    still_open(ticket)?;
    if into == ticket.number {
        return Err(Refusal::BadField { field: "into", message: "a ticket cannot join itself".into() });
    }
    let closed = TicketEvent::Closed { how: ClosedHow::Merged, outcome: Outcome::Duplicate, known: !ticket.links.is_empty() };
    Ok(vec![TicketEvent::Merged { into }, closed])
}

/// The part's number is given by the desk; here only whether there is still something to part.
pub(in crate::ticket) fn split(ticket: &Ticket) -> Decided {
    still_open(ticket)?;
    Ok(vec![TicketEvent::SplitOff { ticket: ticket.number }])
}

pub(in crate::ticket) fn watch(ticket: &Ticket, actor: &Actor) -> Decided {
    match ticket.watchers.iter().any(|name| name == actor.name()) {
        true => Err(wrong("you watch this ticket already")),
        false => Ok(vec![TicketEvent::Watched]),
    }
}

pub(in crate::ticket) fn unwatch(ticket: &Ticket, actor: &Actor) -> Decided {
    match ticket.watchers.iter().any(|name| name == actor.name()) {
        true => Ok(vec![TicketEvent::Unwatched]),
        false => Err(wrong("you do not watch this ticket")),
    }
}
