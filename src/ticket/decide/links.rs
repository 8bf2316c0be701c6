//! Deciding on links between tickets (join, declare, merge, split) and on watching. Pure.

use super::facts::Facts;
use super::guard::{field, still_open, wrong};
use crate::people::Actor;
use crate::reason::{FieldReason, WrongState};
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::number::Number;
use crate::ticket::words::vocabulary::*;

type Decided = Result<Vec<TicketEvent>, Rejection>;

/// The ticket joins an open one that has not itself joined another.
pub(in crate::ticket) fn attach(ticket: &Ticket, other: Number, facts: &Facts) -> Decided {
    still_open(ticket)?;
    if other == ticket.number {
        return Err(field("ticket", FieldReason::JoinsItself));
    }
    if let Some(joined) = ticket.attached_to {
        return Err(wrong(WrongState::AlreadyJoined { to: joined.to_string() }));
    }
    let bad = |why: FieldReason| Err(field("ticket", why));
    match facts.others.get(&other).filter(|other| other.is_open) {
        Some(parent) if parent.attached_to.is_none() => Ok(vec![TicketEvent::Attached { ticket: other }]),
        Some(_) => bad(FieldReason::HasJoinedJoinThat { number: other.to_string() }),
        None => bad(FieldReason::NoOpenTicket { number: other.to_string() }),
    }
}

/// The ticket becomes the incident of the others, which join it in the same transaction.
pub(in crate::ticket) fn declare(ticket: &Ticket, tickets: Vec<Number>, facts: &Facts) -> Decided {
    still_open(ticket)?;
    if let Some(joined) = ticket.attached_to {
        return Err(wrong(WrongState::AlreadyJoined { to: joined.to_string() }));
    }
    let mut others: Vec<Number> = tickets.into_iter().filter(|number| *number != ticket.number).collect();
    others.sort_unstable();
    others.dedup();
    if others.is_empty() {
        return Err(field("tickets", FieldReason::NoOtherTicket));
    }
    others.iter().try_for_each(|other| may_join(ticket.number, *other, facts))?;
    Ok(vec![TicketEvent::IncidentDeclared { tickets: others }])
}

/// Whether a ticket may join an incident: open, visible to the actor, and not part of another one.
fn may_join(incident: Number, number: Number, facts: &Facts) -> Result<(), Rejection> {
    let (bad, named) = (|why: FieldReason| Err(field("tickets", why)), number.to_string());
    match facts.others.get(&number) {
        Some(other) if !other.is_open => bad(FieldReason::IsClosed { number: named }),
        Some(other) if other.attached_to.is_some_and(|joined| joined != incident) => bad(FieldReason::HasJoined { number: named }),
        Some(other) if other.has_joined => bad(FieldReason::IsJoined { number: named }),
        Some(_) => Ok(()),
        None => bad(FieldReason::NoOpenTicket { number: named }),
    }
}

/// Closes the ticket as a duplicate of an open one of the same customer.
pub(in crate::ticket) fn merge(ticket: &Ticket, into: Number, facts: &Facts) -> Decided {
    still_open(ticket)?;
    let bad = |why: FieldReason| Err(field("into", why));
    if into == ticket.number {
        return bad(FieldReason::JoinsItself);
    }
    // Only within one customer, so that no customer sees another's ticket.
    let Some(other) = facts.others.get(&into).filter(|other| other.is_open) else {
        return bad(FieldReason::NoOpenTicket { number: into.to_string() });
    };
    if other.customer != ticket.report.customer {
        return bad(FieldReason::AnotherCustomers { number: into.to_string() });
    }
    if facts.has_joined {
        return bad(FieldReason::IsJoinedMergeOther { number: ticket.number.to_string() });
    }
    let closed = TicketEvent::Closed { how: ClosedHow::Merged, outcome: Outcome::Duplicate, known: !ticket.links.is_empty() };
    Ok(vec![TicketEvent::Merged { into }, closed])
}

/// The part is registered under its number in the same transaction.
pub(in crate::ticket) fn split(ticket: &Ticket, facts: &Facts) -> Decided {
    still_open(ticket)?;
    match facts.next_number {
        Some(part) => Ok(vec![TicketEvent::SplitOff { ticket: part }]),
        None => Err(field("title", FieldReason::PartNotConsulted)),
    }
}

pub(in crate::ticket) fn watch(ticket: &Ticket, actor: &Actor) -> Decided {
    match ticket.watchers.iter().any(|name| name == actor.name()) {
        true => Err(wrong(WrongState::Watches)),
        false => Ok(vec![TicketEvent::Watched]),
    }
}

pub(in crate::ticket) fn unwatch(ticket: &Ticket, actor: &Actor) -> Decided {
    match ticket.watchers.iter().any(|name| name == actor.name()) {
        true => Ok(vec![TicketEvent::Unwatched]),
        false => Err(wrong(WrongState::WatchesNot)),
    }
}
