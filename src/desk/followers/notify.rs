//! The notifier: follows the record and writes notices for the people an event concerns.

use crate::desk::core::access::sees_ticket;
use crate::desk::core::crash_point::crash_point;
use crate::desk::core::desk::Desk;
use crate::desk::core::health::Subsystem;
use crate::desk::error::DeskError;
use crate::desk::queries::notices::{Notice, listed, named};
use crate::ledger::{Area, EventPage, NoticeRow};
use crate::people::{Actor, Person};
use crate::ticket::{Number, Recipient, Recorded, Ticket, recipients};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::{Duration, Instant};

/// Events read in one step.
const STEP: usize = 500;
const CURSOR: &str = "notices";
/// How long reading notices waits for the follower, which runs every 100 ms, and how often it looks.
const NOTIFIED_WAIT: Duration = Duration::from_millis(500);
const NOTIFIED_LOOK: Duration = Duration::from_millis(10);

/// Writes notices for everything recorded by now. Does nothing without the lock.
pub fn notify(desk: &Desk) -> Result<(), DeskError> {
    if !desk.holds_lock() {
        return Ok(());
    }
    loop {
        let cursor = desk.ledger.cursor(CURSOR)?;
        // Unreadable events notify nobody; the content follower has logged them.
        let EventPage { events, last, .. } = desk.ledger.events_after(cursor, STEP)?;
        let Some(last) = last else { return Ok(()) };
        let mut notices: Vec<NoticeRow> = Vec::new();
        let people = desk.ledger.people()?;
        let mut touched: BTreeMap<Number, BTreeSet<u64>> = BTreeMap::new();
        for event in events.iter().filter(|event| event.area == Area::Ticket && !QUIET.contains(&event.name.as_str())) {
            if let Ok(number) = event.stream.parse::<Number>() {
                touched.entry(number).or_default().insert(event.seq);
            }
        }
        for (number, places) in touched {
            notices.extend(notices_of(desk, number, &places, &people)?);
        }
        notices.sort_by_key(|row| row.seq);
        crash_point("notices.before_write");
        desk.ledger.write(move |tx| {
            for row in &notices {
                tx.put_notice(row)?;
            }
            tx.put_cursor(CURSOR, last).map_err(DeskError::from)
        })?;
    }
}

/// Waits until the notifier thread has come up to now; without one, notifies here.
fn notified(desk: &Desk) -> Result<(), DeskError> {
    if !desk.is_tended() {
        return notify(desk);
    }
    let (wanted, until) = (desk.ledger.last_seq()?, Instant::now() + NOTIFIED_WAIT);
    while !desk.health.is_failing(Subsystem::Notices) && desk.ledger.cursor(CURSOR)? < wanted && Instant::now() < until {
        std::thread::sleep(NOTIFIED_LOOK);
    }
    Ok(())
}

/// Up to `limit` of the actor's notices, newest first, and how many they have not seen. `before`: only those with a smaller
/// sequence number; `unseen`: only those not seen.
pub fn notices(
    desk: &Desk,
    actor: &Actor,
    before: Option<u64>,
    unseen: bool,
    limit: usize,
) -> Result<(Vec<Notice>, usize), DeskError> {
    named(actor)?;
    notified(desk)?;
    listed(desk, actor, before, unseen, limit)
}

/// Notices for the events of a ticket with these sequence numbers, each judged by the ticket as it was after it.
fn notices_of(desk: &Desk, number: Number, places: &BTreeSet<u64>, people: &[Person]) -> Result<Vec<NoticeRow>, DeskError> {
    let mut notices = Vec::new();
    let mut ticket: Option<Ticket> = None;
    for event in &desk.ledger.ticket_events(number)? {
        match &mut ticket {
            Some(ticket) => ticket.apply(event),
            None => ticket = Ticket::fold(number, std::slice::from_ref(event)),
        }
        if let Some(ticket) = ticket.as_ref().filter(|_| places.contains(&event.seq)) {
            notices.extend(notices_about(ticket, event, people));
        }
    }
    Ok(notices)
}

/// Notices for one event: one a person, for the first reason that fits; none for its actor.
fn notices_about(ticket: &Ticket, event: &Recorded, people: &[Person]) -> Vec<NoticeRow> {
    let mut reached: HashSet<&str> = HashSet::from([event.actor.as_str()]);
    let mut notices = Vec::new();
    for (recipient, reason) in recipients(ticket, event) {
        for person in people.iter().filter(|person| !person.inactive && is_recipient(person, &recipient, people)) {
            // A deputy is notified together with the person who is away.
            let deputy = person.deputy(event.recorded_at).and_then(|name| people.iter().find(|p| p.name == name));
            for person in [Some(person), deputy].into_iter().flatten() {
                if may_see_number(person, ticket, event) && reached.insert(&person.name) {
                    let (person, seq, number) = (person.name.clone(), event.seq, ticket.number);
                    notices.push(NoticeRow { person, seq, number, reason, seen: false });
                }
            }
        }
    }
    notices
}

/// Events that notify nobody; skipping them early matters for imports of ten thousands of tickets.
const QUIET: &[&str] = &["imported", "registered", "consulted", "contact_shown"];

fn is_recipient(person: &Person, recipient: &Recipient, people: &[Person]) -> bool {
    match recipient {
        Recipient::Person(name) => person.name == *name,
        Recipient::Role(role) => person.has(*role),
        Recipient::GroupsOf(name) => {
            let other = people.iter().find(|p| p.name == *name);
            other.is_some_and(|other| other.groups.iter().any(|group| person.groups.contains(group)))
        }
    }
}

/// Staff, or a customer who may see the ticket and this event.
fn may_see_number(person: &Person, ticket: &Ticket, event: &Recorded) -> bool {
    person.is_staff() || (event.event.customer_sees() && sees_ticket(&Actor::person(person.clone()), ticket))
}
