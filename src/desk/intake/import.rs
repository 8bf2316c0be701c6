//! Taking in another system's tickets: one `Imported` event each, finished ones as cases, duplicates as families.

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

/// Tickets taken in under one commit.
const BATCH: usize = 500;

/// What an import of these would do; nothing is written.
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

/// Takes them in, in order of creation, in batches. What is there already is compared by its content: the same is left as
/// it is, another is a change. Killed in the middle and begun again it ends in the same desk: numbers are given to all
/// before the first is taken in, and what was taken in is the same from then on.
pub fn import_history(
    desk: &Desk,
    mut tickets: Vec<ImportedTicket>,
    source: &str,
    by: &Actor,
    now: DateTime<Utc>,
    progress: impl Fn(usize),
) -> Result<ImportSummary, DeskError> {
    let (mut summary, mut done) = (ImportSummary::default(), 0);
    // Of two lines of one id in a file the first counts, wherever their times would put them.
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

/// A number for every id, in order of creation, per source day; those that have one keep it.
fn give_numbers(
    desk: &Desk,
    tickets: Vec<ImportedTicket>,
    now: DateTime<Utc>,
) -> Result<(HashMap<String, Number>, Vec<ImportedTicket>), DeskError> {
    let calendar = desk.settings.calendar.clone();
    desk.ledger.write(move |tx| {
        let mut numbers: HashMap<String, Number> = HashMap::with_capacity(tickets.len());
        // Numbers of a desk like ours stay what they are. All are looked at before any is noted: the counter of a day
        // says only how far it has come.
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
        // What a ticket repeats need not be in the same file: the desk may have it from an earlier one.
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

/// The ticket number that an id is, if it is one: that ticket's here, or not given yet to any other.
fn own_number(tx: &WriteTx, id: &str) -> Result<Option<Number>, DeskError> {
    let Some(number) = id.parse::<Number>().ok().filter(|n| n.series == Series::Ticket && n.to_string() == id) else {
        return Ok(None);
    };
    Ok((tx.has_ticket(number)? || !tx.number_was_given(number)?).then_some(number))
}

/// The ticket that is here under an id, its own number or an alias.
fn known_number(tx: &WriteTx, id: &str) -> Result<Option<Number>, DeskError> {
    let alias = tx.resolve_alias(id)?;
    let own = || id.parse::<Number>().ok().filter(|number| number.to_string() == id);
    match alias.or_else(own) {
        Some(number) if tx.has_ticket(number)? => Ok(Some(number)),
        _ => Ok(None),
    }
}

/// The first number of each ticket's family: the union of the duplicate ties, whichever way and in whatever circle they point.
fn families(tickets: &[ImportedTicket], numbers: &HashMap<String, Number>) -> HashMap<Number, Number> {
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
