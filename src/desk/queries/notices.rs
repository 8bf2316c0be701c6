//! Notices of a person, and how many they have not seen.

use crate::desk::core::access::sees_ticket;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::people::{Actor, Person};
use crate::reason::Forbidden;
use crate::ticket::{NotificationReason, Number, Recorded, Ticket};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// An event somebody is notified of.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Sequence number of the event.
    pub seq: u64,
    /// The ticket it belongs to.
    pub number: Number,
    /// The ticket as it stands now.
    pub ticket: Ticket,
    /// Why they are notified.
    pub reason: NotificationReason,
    /// The event.
    pub event: Recorded,
    /// Whether they have seen it.
    pub seen: bool,
}

/// As [`Desk::notices`], without waiting for the notifier.
pub fn listed(
    desk: &Desk,
    actor: &Actor,
    before: Option<u64>,
    unseen: bool,
    limit: usize,
) -> Result<(Vec<Notice>, usize), DeskError> {
    let person = named(actor)?;
    let rows = desk.ledger.notices(&person.name, before.unwrap_or(u64::MAX), unseen, limit)?;
    let mut notices = Vec::with_capacity(rows.len());
    // Several rows are often of one ticket.
    let mut known: HashMap<Number, (Option<Ticket>, Vec<Recorded>)> = HashMap::new();
    for row in rows {
        let (ticket, events) = match known.entry(row.number) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let events = desk.ledger.ticket_events(row.number)?;
                place.insert((Ticket::fold(row.number, &events).filter(|ticket| sees_ticket(actor, ticket)), events))
            }
        };
        let Some(ticket) = ticket else { continue };
        if let Some(event) = events.iter().find(|event| event.seq == row.seq).cloned() {
            let ticket = ticket.clone();
            notices.push(Notice { seq: row.seq, number: row.number, ticket, reason: row.reason, event, seen: row.seen });
        }
    }
    Ok((notices, desk.ledger.notices_unseen(&person.name)?))
}

/// How many notices the actor has not seen; 0 for actors that are no person.
pub fn notices_unseen(desk: &Desk, actor: &Actor) -> Result<usize, DeskError> {
    match actor {
        Actor::Person { person, .. } => Ok(desk.ledger.notices_unseen(&person.name)?),
        _ => Ok(0),
    }
}

/// Of one ticket's notices those the actor has not seen: (how many, sequence number of the newest); `None`: all seen.
pub fn unseen_of(desk: &Desk, actor: &Actor, number: Number) -> Result<Option<(usize, u64)>, DeskError> {
    let Actor::Person { person, .. } = actor else { return Ok(None) };
    let new = desk.ledger.notices(&person.name, u64::MAX, true, UNSEEN_LOOKED_AT)?;
    let mut of_it = new.iter().filter(|row| row.number == number).map(|row| row.seq);
    Ok(of_it.next().map(|newest| (1 + of_it.count(), newest)))
}

pub fn named(actor: &Actor) -> Result<&Person, DeskError> {
    match actor {
        Actor::Person { person, .. } => Ok(person),
        _ => Err(Forbidden::NoticesOfNobody.into()),
    }
}

/// As many unseen notices as are kept.
const UNSEEN_LOOKED_AT: usize = 500;
