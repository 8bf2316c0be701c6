//! The notifier: follows the record and tells everybody what concerns them, in the desk itself.

use crate::desk::core::access::sees_ticket;
use crate::desk::core::crash_point::crash_point;
use crate::desk::core::health::Part;
use crate::desk::core::open::Desk;
use crate::desk::error::DeskError;
use crate::ledger::{Area, NoticeRow, Stretch};
use crate::people::{Actor, Person};
use crate::ticket::{Addressee, Concern, Number, Recorded, Refusal, Ticket, concerned};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::time::{Duration, Instant};

/// Events looked at in one step.
const STEP: usize = 500;
const CURSOR: &str = "notices";
/// How long whoever reads their notices waits for the follower, and how often they look: it comes round ten times a second.
const NOTIFIED_WAIT: Duration = Duration::from_millis(500);
const NOTIFIED_LOOK: Duration = Duration::from_millis(10);

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

impl Desk {
    /// Notices for all that has been recorded by now. Does nothing without the lock.
    pub fn notify(&self) -> Result<(), DeskError> {
        if !self.holds_lock() {
            return Ok(());
        }
        loop {
            let cursor = self.ledger.cursor(CURSOR)?;
            // What cannot be read tells nobody anything; the follower of files has said so.
            let Stretch { entries, last, .. } = self.ledger.entries_after(cursor, STEP)?;
            let Some(last) = last else { return Ok(()) };
            let mut told: Vec<NoticeRow> = Vec::new();
            let people = self.ledger.people()?;
            let mut touched: BTreeMap<Number, BTreeSet<u64>> = BTreeMap::new();
            for entry in entries.iter().filter(|entry| entry.area == Area::Ticket && !QUIET.contains(&entry.name.as_str())) {
                if let Ok(number) = entry.stream.parse::<Number>() {
                    touched.entry(number).or_default().insert(entry.seq);
                }
            }
            for (number, places) in touched {
                told.extend(self.notices_of(number, &places, &people)?);
            }
            told.sort_by_key(|row| row.seq);
            crash_point("notices.before_write");
            self.ledger.write(move |batch| {
                for row in &told {
                    batch.put_notice(row)?;
                }
                batch.put_cursor(CURSOR, last).map_err(DeskError::from)
            })?;
        }
    }

    /// Sees that what has been recorded by now has been told: by whoever follows, or here where nobody does.
    fn notified(&self) -> Result<(), DeskError> {
        if !self.is_tended() {
            return self.notify();
        }
        let (wanted, until) = (self.ledger.last_seq()?, Instant::now() + NOTIFIED_WAIT);
        while !self.health.is_failing(Part::Notices) && self.ledger.cursor(CURSOR)? < wanted && Instant::now() < until {
            std::thread::sleep(NOTIFIED_LOOK);
        }
        Ok(())
    }

    /// Whom the events of a ticket at these places concern, as the ticket stood after each. Its record is read once, however
    /// many they are.
    fn notices_of(&self, number: Number, places: &BTreeSet<u64>, people: &[Person]) -> Result<Vec<NoticeRow>, DeskError> {
        let mut told = Vec::new();
        let mut ticket: Option<Ticket> = None;
        for event in &self.ledger.ticket_events(number)? {
            match &mut ticket {
                Some(ticket) => ticket.apply(event),
                None => ticket = Ticket::fold(number, std::slice::from_ref(event)),
            }
            if let Some(ticket) = ticket.as_ref().filter(|_| places.contains(&event.seq)) {
                told.extend(notices_about(ticket, event, people));
            }
        }
        Ok(told)
    }

    /// What the actor is told, the newest first, with how many they have not seen. `before`: further back than this.
    pub fn notices(
        &self,
        actor: &Actor,
        before: Option<u64>,
        unseen: bool,
        limit: usize,
    ) -> Result<(Vec<Notice>, usize), DeskError> {
        let person = named(actor)?;
        self.notified()?;
        let rows = self.ledger.notices(&person.name, before.unwrap_or(u64::MAX), unseen, limit)?;
        let mut notices = Vec::with_capacity(rows.len());
        // Several rows are often of one ticket.
        let mut known: HashMap<Number, (Option<Ticket>, Vec<Recorded>)> = HashMap::new();
        for row in rows {
            let (ticket, events) = match known.entry(row.number) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let events = self.ledger.ticket_events(row.number)?;
                    place.insert((Ticket::fold(row.number, &events).filter(|ticket| sees_ticket(actor, ticket)), events))
                }
            };
            let Some(ticket) = ticket else { continue };
            if let Some(event) = events.iter().find(|event| event.seq == row.seq).cloned() {
                let ticket = ticket.clone();
                notices.push(Notice { seq: row.seq, number: row.number, ticket, concern: row.concern, event, seen: row.seen });
            }
        }
        Ok((notices, self.ledger.notices_unseen(&person.name)?))
    }

    /// How many notices the actor has not seen; nobody in particular has none.
    pub fn notices_unseen(&self, actor: &Actor) -> Result<usize, DeskError> {
        match actor {
            Actor::Person { person, .. } => Ok(self.ledger.notices_unseen(&person.name)?),
            _ => Ok(0),
        }
    }

    /// The actor has seen their notices up to a place; those of one ticket, or all.
    pub fn see_notices(&self, actor: &Actor, up_to: u64, number: Option<Number>) -> Result<(), DeskError> {
        let name = named(actor)?.name.clone();
        self.ledger.write(move |batch| batch.see_notices(&name, up_to, number).map_err(DeskError::from))
    }

    /// What one ticket has to tell the actor that they have not seen: how many notices, and the place of the newest.
    pub fn unseen_of(&self, actor: &Actor, number: Number) -> Result<Option<(usize, u64)>, DeskError> {
        let Actor::Person { person, .. } = actor else { return Ok(None) };
        let new = self.ledger.notices(&person.name, u64::MAX, true, UNSEEN_LOOKED_AT)?;
        let mut of_it = new.iter().filter(|row| row.number == number).map(|row| row.seq);
        Ok(of_it.next().map(|newest| (1 + of_it.count(), newest)))
    }
}

/// Whom one event concerns, each for the first reason that fits, but for whoever did it.
fn notices_about(ticket: &Ticket, event: &Recorded, people: &[Person]) -> Vec<NoticeRow> {
    let mut reached: HashSet<&str> = HashSet::from([event.actor.as_str()]);
    let mut told = Vec::new();
    for (addressee, concern) in concerned(ticket, event) {
        for person in people.iter().filter(|person| !person.inactive && is_addressed(person, &addressee, people)) {
            // Who stands in for somebody away is told with them.
            let deputy = person.deputy(event.recorded_at).and_then(|name| people.iter().find(|p| p.name == name));
            for person in [Some(person), deputy].into_iter().flatten() {
                if may_be_told(person, ticket, event) && reached.insert(&person.name) {
                    let (person, seq, number) = (person.name.clone(), event.seq, ticket.number);
                    told.push(NoticeRow { person, seq, number, concern, seen: false });
                }
            }
        }
    }
    told
}

/// As many unseen notices as are kept.
const UNSEEN_LOOKED_AT: usize = 500;

/// Events that concern nobody but their ticket: an archive's tickets come in by the ten thousand.
const QUIET: &[&str] = &["imported", "registered", "consulted", "contact_shown"];

fn named(actor: &Actor) -> Result<&Person, DeskError> {
    match actor {
        Actor::Person { person, .. } => Ok(person),
        _ => Err(Refusal::Forbidden("notices are for people: sign in, or name a person with --as".into()).into()),
    }
}

fn is_addressed(person: &Person, addressee: &Addressee, people: &[Person]) -> bool {
    match addressee {
        Addressee::Person(name) => person.name == *name,
        Addressee::Role(role) => person.has(*role),
        Addressee::GroupsOf(name) => {
            let other = people.iter().find(|p| p.name == *name);
            other.is_some_and(|other| other.groups.iter().any(|group| person.groups.contains(group)))
        }
    }
}

/// Staff, or a customer of whom it is and who may read it.
fn may_be_told(person: &Person, ticket: &Ticket, event: &Recorded) -> bool {
    person.is_staff() || (event.event.customer_sees() && sees_ticket(&Actor::person(person.clone()), ticket))
}
