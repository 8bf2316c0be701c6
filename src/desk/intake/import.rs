//! Taking in another system's tickets: one `Imported` event each, finished ones as cases, duplicates as families.

use super::resent::resent;
use super::take_in::{Import, take_in};
use crate::case::LinkKind;
use crate::desk::core::desk::Desk;
use crate::desk::core::union_find::UnionFind;
use crate::desk::error::DeskError;
use crate::desk::intake::historic::Historic;
use crate::desk::intake::historic::Intake;
use crate::desk::intake::historic::Places;
use crate::ledger::Batch;
use crate::people::Actor;
use crate::ticket::*;
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};

/// Tickets taken in under one commit.
const BATCH: usize = 500;

/// What an import of these would do; nothing is written.
pub fn import_preview(desk: &Desk, tickets: &[Historic]) -> Result<Intake, DeskError> {
    let mut intake = Intake::default();
    let mut seen = HashSet::new();
    for ticket in tickets {
        if !seen.insert(ticket.id.as_str()) {
            intake.unchanged += 1;
            continue;
        }
        // Its own number, or the alias it was given.
        let known = match desk.ledger.resolve_alias(&ticket.id)? {
            Some(number) => Some(number),
            None => ticket.id.parse::<Number>().ok().filter(|number| number.to_string() == ticket.id),
        };
        match known.map(|number| Ok::<_, DeskError>((number, desk.ledger.board_row(number)?.is_some()))).transpose()? {
            Some((number, true)) if desk.ledger.source_digest(number)? == Some(ticket.digest()?) => intake.unchanged += 1,
            Some((number, true)) => {
                let here = desk.ledger.ticket(number);
                let resent = resent(ticket, number, here, || desk.ledger.told_by_source(number))?;
                intake.count(&ticket.id, &resent);
            }
            _ => {
                intake.imported += 1;
                intake.cases += usize::from(ticket.case.is_some());
            }
        }
    }
    Ok(intake)
}

/// Takes them in, in order of creation, in batches. What is there already is compared by its content: the same is left as
/// it is, another is a change. Killed in the middle and begun again it ends in the same desk: numbers are given to all
/// before the first is taken in, and what was taken in is the same from then on.
pub fn import_history(
    desk: &Desk,
    mut tickets: Vec<Historic>,
    source: &str,
    by: &Actor,
    now: DateTime<Utc>,
    progress: impl Fn(usize),
) -> Result<Intake, DeskError> {
    let (mut intake, mut done) = (Intake::default(), 0);
    // Of two lines of one id in a file the first counts, wherever their times would put them.
    let mut ids = HashSet::new();
    let lines = tickets.len();
    tickets.retain(|ticket| ids.insert(ticket.id.clone()));
    intake.unchanged += lines - tickets.len();
    tickets.sort_by_key(|t| t.opened_at.unwrap_or(now));
    let (numbers, tickets) = give_numbers(desk, tickets, now)?;
    let families = families(&tickets, &numbers);
    let places = std::sync::Arc::new(Places { numbers, families });
    let mut rest = tickets.into_iter().peekable();
    while rest.peek().is_some() {
        let batch_of: Vec<Historic> = rest.by_ref().take(BATCH).collect();
        done += batch_of.len();
        let (places, settings, by, source) = (places.clone(), desk.settings.clone(), by.clone(), source.to_string());
        let taken = desk.ledger.write(move |batch| {
            let import = Import { places: &places, settings: &settings, by: &by, source: &source, now };
            let mut taken = Intake::default();
            for ticket in batch_of {
                take_in(batch, ticket, &import, &mut taken)?;
            }
            Ok::<_, DeskError>(taken)
        })?;
        intake.add(taken);
        progress(done);
    }
    Ok(intake)
}

/// A number for every id, in order of creation, per source day; those that have one keep it.
fn give_numbers(
    desk: &Desk,
    tickets: Vec<Historic>,
    now: DateTime<Utc>,
) -> Result<(HashMap<String, Number>, Vec<Historic>), DeskError> {
    let calendar = desk.settings.calendar.clone();
    desk.ledger.write(move |batch| {
        let mut numbers: HashMap<String, Number> = HashMap::with_capacity(tickets.len());
        // Numbers of a desk like ours stay what they are. All are looked at before any is noted: the counter of a day
        // says only how far it has come.
        for ticket in &tickets {
            if let Some(own) = own_number(batch, &ticket.id)? {
                numbers.insert(ticket.id.clone(), own);
            }
        }
        for own in numbers.values() {
            batch.number_is_taken(*own)?;
        }
        for ticket in &tickets {
            if numbers.contains_key(&ticket.id) {
                continue;
            }
            let number = match batch.resolve_alias(&ticket.id)? {
                Some(number) => number,
                None => {
                    let number = batch.next_number(Series::Ticket, calendar.local_day(ticket.opened_at.unwrap_or(now)))?;
                    batch.put_alias(&ticket.id, number)?;
                    number
                }
            };
            numbers.insert(ticket.id.clone(), number);
        }
        // What a ticket repeats need not be in the same file: the desk may have it from an earlier one.
        for id in tickets.iter().flat_map(|ticket| ticket.ties.iter().map(|(id, _)| id).chain(&ticket.family)) {
            if !numbers.contains_key(id)
                && let Some(known) = known_number(batch, id)?
            {
                numbers.insert(id.clone(), known);
            }
        }
        Ok::<_, DeskError>((numbers, tickets))
    })
}

/// The ticket number that an id is, if it is one: that ticket's here, or not given yet to any other.
fn own_number(batch: &Batch, id: &str) -> Result<Option<Number>, DeskError> {
    let Some(number) = id.parse::<Number>().ok().filter(|n| n.series == Series::Ticket && n.to_string() == id) else {
        return Ok(None);
    };
    Ok((batch.has_ticket(number)? || !batch.number_was_given(number)?).then_some(number))
}

/// The ticket that is here under an id, its own number or an alias.
fn known_number(batch: &Batch, id: &str) -> Result<Option<Number>, DeskError> {
    let alias = batch.resolve_alias(id)?;
    let own = || id.parse::<Number>().ok().filter(|number| number.to_string() == id);
    match alias.or_else(own) {
        Some(number) if batch.has_ticket(number)? => Ok(Some(number)),
        _ => Ok(None),
    }
}

/// The first number of each ticket's family: the union of the duplicate ties, whichever way and in whatever circle they point.
fn families(tickets: &[Historic], numbers: &HashMap<String, Number>) -> HashMap<Number, Number> {
    let mut all: Vec<Number> = numbers.values().copied().collect();
    all.sort_unstable();
    all.dedup();
    let place = |id: &String| numbers.get(id).and_then(|number| all.binary_search(number).ok());
    let mut groups = UnionFind::alone(all.len());
    for ticket in tickets {
        let Some(own) = place(&ticket.id) else { continue };
        // What is merely related is another trouble.
        let same = ticket.ties.iter().filter(|(_, kind)| *kind != LinkKind::Related).map(|(id, _)| id);
        same.chain(&ticket.family).filter_map(place).for_each(|other| groups.join(own, other));
    }
    all.iter().enumerate().map(|(at, number)| (*number, all[groups.first(at)])).collect()
}
