//! What ties tickets to each other and people to tickets: join, declare, merge, split, watch. Pure.

use super::facts::Facts;
use super::guard::{still_open, wrong};
use crate::people::Actor;
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Refusal;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::number::Number;
use crate::ticket::words::vocabulary::*;

type Decided = Result<Vec<TicketEvent>, Refusal>;

pub(in crate::ticket) fn attach(ticket: &Ticket, other: Number, facts: &Facts) -> Decided {
    still_open(ticket)?;
    if other == ticket.number {
        return Err(Refusal::BadField { field: "ticket", message: "a ticket cannot join itself".into() });
    }
    if let Some(joined) = ticket.attached_to {
        return Err(wrong(format!("the ticket has already joined {joined}")));
    }
    let bad = |message: String| Err(Refusal::BadField { field: "ticket", message });
    match facts.others.get(&other).filter(|other| other.is_open) {
        Some(parent) if parent.attached_to.is_none() => Ok(vec![TicketEvent::Attached { ticket: other }]),
        Some(_) => bad(format!("{other} has itself joined another ticket; join that one")),
        None => bad(format!("there is no open ticket {other}")),
    }
}

/// This ticket becomes the incident of the others, which join it in the same transaction.
pub(in crate::ticket) fn declare(ticket: &Ticket, tickets: Vec<Number>, facts: &Facts) -> Decided {
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
    others.iter().try_for_each(|other| may_join(ticket.number, *other, facts))?;
    Ok(vec![TicketEvent::IncidentDeclared { tickets: others }])
}

/// Whether a ticket may be joined to an incident: open, seen by whoever declares it, and not part of another.
fn may_join(incident: Number, number: Number, facts: &Facts) -> Result<(), Refusal> {
    let bad = |message: String| Err(Refusal::BadField { field: "tickets", message });
    match facts.others.get(&number) {
        Some(other) if !other.is_open => bad(format!("{number} is closed")),
        Some(other) if other.attached_to.is_some_and(|joined| joined != incident) => {
            bad(format!("{number} has itself joined another ticket"))
        }
        Some(other) if other.has_joined => bad(format!("others have joined {number}; declare it instead")),
        Some(_) => Ok(()),
        None => bad(format!("there is no open ticket {number}")),
    }
}

/// Merged is closed as a duplicate: it goes on under the other number.
pub(in crate::ticket) fn merge(ticket: &Ticket, into: Number, facts: &Facts) -> Decided {
    still_open(ticket)?;
    let bad = |message: String| Err(Refusal::BadField { field: "into", message });
    if into == ticket.number {
        return bad("a ticket cannot join itself".into());
    }
    // Both are the same customer's, so that nobody meets another's matter.
    let Some(other) = facts.others.get(&into).filter(|other| other.is_open) else {
        return bad(format!("there is no open ticket {into}"));
    };
    if other.customer != ticket.report.customer {
        return bad(format!("{into} is another customer's; attach joins it and keeps them apart"));
    }
    if facts.has_joined {
        return bad(format!("others have joined {}; merge the other way round", ticket.number));
    }
    let closed = TicketEvent::Closed { how: ClosedHow::Merged, outcome: Outcome::Duplicate, known: !ticket.links.is_empty() };
    Ok(vec![TicketEvent::Merged { into }, closed])
}

/// The part is registered under its number in the same transaction.
pub(in crate::ticket) fn split(ticket: &Ticket, facts: &Facts) -> Decided {
    still_open(ticket)?;
    match facts.next_number {
        Some(part) => Ok(vec![TicketEvent::SplitOff { ticket: part }]),
        None => Err(Refusal::BadField { field: "title", message: "the part has not been consulted yet".into() }),
    }
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
