//! What somebody is told, and how much of it they have not seen.

use crate::desk::core::access::sees_ticket;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::people::{Actor, Person};
use crate::reason::Forbidden;
use crate::ticket::{Concern, Number, Recorded, Ticket};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Something somebody is told.
#[derive(Debug, Clone)]
pub struct Notice {
    pub seq: u64,
    pub number: Number,
    /// As it stands now.
    pub ticket: Ticket,
    pub concern: Concern,
    pub event: Recorded,
    pub seen: bool,
}

/// What the actor is told, the newest first, with how many they have not seen. `before`: further back than this.
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
            notices.push(Notice { seq: row.seq, number: row.number, ticket, concern: row.concern, event, seen: row.seen });
        }
    }
    Ok((notices, desk.ledger.notices_unseen(&person.name)?))
}

/// How many notices the actor has not seen; nobody in particular has none.
pub fn notices_unseen(desk: &Desk, actor: &Actor) -> Result<usize, DeskError> {
    match actor {
        Actor::Person { person, .. } => Ok(desk.ledger.notices_unseen(&person.name)?),
        _ => Ok(0),
    }
}

/// What one ticket has to tell the actor that they have not seen: how many notices, and the place of the newest.
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
