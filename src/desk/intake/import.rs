//! Importing tickets of another system: one `imported` event each, finished ones as cases, duplicates as families.

use super::resent::resent;
use super::take_in::{Import, take_in};
use crate::case::LinkKind;
use crate::desk::core::desk::Desk;
use crate::desk::core::union_find::UnionFind;
use crate::desk::error::DeskError;
use crate::desk::intake::imported_ticket::ImportSummary;
use crate::desk::intake::imported_ticket::ImportedTicket;
use crate::desk::intake::imported_ticket::Places;
use crate::ledger::WriteTx;
use crate::people::Actor;
use crate::ticket::*;
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};

/// Tickets in one transaction.
const BATCH: usize = 500;

/// What [`import_history`] would do; writes nothing.
pub fn import_preview(desk: &Desk, tickets: &[ImportedTicket]) -> Result<ImportSummary, DeskError> {
    let mut summary = ImportSummary::default();
    let mut seen = HashSet::new();
    for ticket in tickets {
        if !seen.insert(ticket.id.as_str()) {
            summary.unchanged += 1;
            continue;
        }
        // Its own number, or the alias it was given.
        let known = match desk.ledger.resolve_alias(&ticket.id)? {
            Some(number) => Some(number),
            None => ticket.id.parse::<Number>().ok().filter(|number| number.to_string() == ticket.id),
        };
        match known.map(|number| Ok::<_, DeskError>((number, desk.ledger.board_row(number)?.is_some()))).transpose()? {
            Some((number, true)) if desk.ledger.source_digest(number)? == Some(ticket.digest()?) => summary.unchanged += 1,
            Some((number, true)) => {
                let here = desk.ledger.ticket(number);
                let resent = resent(ticket, number, here, || desk.ledger.case_with_source(number))?;
                summary.count(&ticket.id, &resent);
            }
            _ => {
                summary.imported += 1;
                summary.cases += usize::from(ticket.case.is_some());
            }
        }
    }
    Ok(summary)
}

/// Takes in tickets of another system, in order of creation, several a transaction; `progress` is called with how many are
/// done. Known tickets are compared by digest. Killed and run again, it ends in the same state: all numbers are given first.
pub fn import_history(
    desk: &Desk,
    mut tickets: Vec<ImportedTicket>,
    source: &str,
    by: &Actor,
    now: DateTime<Utc>,
    progress: impl Fn(usize),
) -> Result<ImportSummary, DeskError> {
    let (mut summary, mut done) = (ImportSummary::default(), 0);
    // Of two lines with one id the first counts, whatever their times.
    let mut ids = HashSet::new();
    let lines = tickets.len();
    tickets.retain(|ticket| ids.insert(ticket.id.clone()));
    summary.unchanged += lines - tickets.len();
    tickets.sort_by_key(|t| t.opened_at.unwrap_or(now));
    let (numbers, tickets) = give_numbers(desk, tickets, now)?;
    let families = families(&tickets, &numbers);
    let places = std::sync::Arc::new(Places { numbers, families });
    let mut rest = tickets.into_iter().peekable();
    while rest.peek().is_some() {
        let chunk: Vec<ImportedTicket> = rest.by_ref().take(BATCH).collect();
        done += chunk.len();
        let (places, settings, by, source) = (places.clone(), desk.settings.clone(), by.clone(), source.to_string());
        let taken = desk.ledger.write(move |tx| {
            let import = Import { places: &places, settings: &settings, by: &by, source: &source, now };
            let mut taken = ImportSummary::default();
            for ticket in chunk {
                take_in(tx, ticket, &import, &mut taken)?;
            }
            Ok::<_, DeskError>(taken)
        })?;
        summary.add(taken);
        progress(done);
    }
    Ok(summary)
}

/// Gives every id a number, in order of creation, by the day it was opened; known ids keep theirs.
fn give_numbers(
    desk: &Desk,
    tickets: Vec<ImportedTicket>,
    now: DateTime<Utc>,
) -> Result<(HashMap<String, Number>, Vec<ImportedTicket>), DeskError> {
    let calendar = desk.settings.calendar.clone();
    desk.ledger.write(move |tx| {
        let mut numbers: HashMap<String, Number> = HashMap::with_capacity(tickets.len());
        // Numbers of another Precedent desk are kept. All are checked before any is reserved, because reserving one makes lower
        // ones of its day look given.
        for ticket in &tickets {
            if let Some(own) = own_number(tx, &ticket.id)? {
                numbers.insert(ticket.id.clone(), own);
            }
        }
        for own in numbers.values() {
            tx.reserve_number(*own)?;
        }
        for ticket in &tickets {
            if numbers.contains_key(&ticket.id) {
                continue;
            }
            let number = match tx.resolve_alias(&ticket.id)? {
                Some(number) => number,
                None => {
                    let number = tx.next_number(Series::Ticket, calendar.local_day(ticket.opened_at.unwrap_or(now)))?;
                    tx.put_alias(&ticket.id, number)?;
                    number
                }
            };
            numbers.insert(ticket.id.clone(), number);
        }
        // A linked ticket may come from an earlier import.
        for id in tickets.iter().flat_map(|ticket| ticket.ties.iter().map(|(id, _)| id).chain(&ticket.family)) {
            if !numbers.contains_key(id)
                && let Some(known) = known_number(tx, id)?
            {
                numbers.insert(id.clone(), known);
            }
        }
        Ok::<_, DeskError>((numbers, tickets))
    })
}

/// The number that an id is, if it is one and it is that ticket's here or still free.
fn own_number(tx: &WriteTx, id: &str) -> Result<Option<Number>, DeskError> {
    let Some(number) = id.parse::<Number>().ok().filter(|n| n.series == Series::Ticket && n.to_string() == id) else {
        return Ok(None);
    };
    Ok((tx.has_ticket(number)? || !tx.number_was_given(number)?).then_some(number))
}

/// The ticket with this id, by alias or number.
fn known_number(tx: &WriteTx, id: &str) -> Result<Option<Number>, DeskError> {
    let alias = tx.resolve_alias(id)?;
    let own = || id.parse::<Number>().ok().filter(|number| number.to_string() == id);
    match alias.or_else(own) {
        Some(number) if tx.has_ticket(number)? => Ok(Some(number)),
        _ => Ok(None),
    }
}

/// The smallest number of each ticket's family: the union of its ties, in any direction, cycles included.
fn families(tickets: &[ImportedTicket], numbers: &HashMap<String, Number>) -> HashMap<Number, Number> {
    let mut all: Vec<Number> = numbers.values().copied().collect();
    all.sort_unstable();
    all.dedup();
    let place = |id: &String| numbers.get(id).and_then(|number| all.binary_search(number).ok());
    let mut groups = UnionFind::alone(all.len());
    for ticket in tickets {
        let Some(own) = place(&ticket.id) else { continue };
        // `related` is another problem, not the same family.
        let same = ticket.ties.iter().filter(|(_, kind)| *kind != LinkKind::Related).map(|(id, _)| id);
        same.chain(&ticket.family).filter_map(place).for_each(|other| groups.join(own, other));
    }
    all.iter().enumerate().map(|(at, number)| (*number, all[groups.first(at)])).collect()
}
