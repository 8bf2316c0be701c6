//! Importing one ticket: as a new one, an update, or a note.

use super::imported_ticket::Resent;
use super::imported_ticket::{CaseMetadata, ImportSummary, ImportedTicket, Places};
use super::resent::resent;
use crate::case::{Audience, Case, CaseEvent, Confidence, Link, LinkKind, MASKING, Masker, language_of};
use crate::desk::error::DeskError;
use crate::desk::intake::imported_ticket::masked_parts;
use crate::desk::settings::Settings;
use crate::desk::write::append::WriteContext;
use crate::ledger::WriteTx;
use crate::people::Actor;
use crate::ticket::*;
use chrono::{DateTime, Utc};

/// What all tickets of one import share.
pub(in crate::desk) struct Import<'a> {
    pub(in crate::desk) places: &'a Places,
    pub(in crate::desk) settings: &'a Settings,
    pub(in crate::desk) by: &'a Actor,
    pub(in crate::desk) source: &'a str,
    pub(in crate::desk) now: DateTime<Utc>,
}

impl Import<'_> {
    fn context<'t>(&'t self, tx: &'t WriteTx) -> WriteContext<'t> {
        WriteContext { tx, settings: self.settings, now: self.now }
    }
}

/// Imports a ticket: creates it, or updates or notes the one that is here.
pub(in crate::desk) fn take_in(
    tx: &WriteTx,
    ticket: ImportedTicket,
    import: &Import,
    taken: &mut ImportSummary,
) -> Result<(), DeskError> {
    let Import { places, settings, by, source, now } = *import;
    let Some(number) = places.numbers.get(&ticket.id).copied() else { return Ok(()) };
    // Most tickets imported again are unchanged: compared by digest, without reading the ticket.
    if tx.source_digest(number)?.is_some_and(|known| ticket.digest().is_ok_and(|digest| digest == known)) {
        taken.count(&ticket.id, &Resent::Unchanged);
        return Ok(());
    }
    let before = tx.ticket(number);
    if !matches!(before, Ok(None)) {
        let resent = resent(&ticket, number, before, || tx.case_with_source(number))?;
        taken.count(&ticket.id, &resent);
        return match resent {
            Resent::Changed(text) => change(tx, ticket, number, text, import),
            Resent::Noted(text) => note(tx, &ticket, number, text, import),
            Resent::Unchanged | Resent::Refused(_) => Ok(()),
        };
    }
    let opened_at = ticket.opened_at.unwrap_or(now);
    let requirement_number = requirement_number(tx, &ticket, number, opened_at, settings)?;
    if let Some(before) = &ticket.source_id {
        tx.put_alias(before, number)?;
    }
    let (duplicate_of, links) = ties(&ticket, number, places);
    let family = family(tx, &ticket, number, places)?;
    let history = history(&ticket, source, opened_at, requirement_number)?;
    let imported = TicketEvent::Imported { report: report(&ticket), history };
    let folded = import.context(tx).begin(number, by, vec![imported], ticket.case.is_some())?;
    if let Some(case) = case(&ticket, &folded, links, family) {
        tx.append_case(number, by.name(), now, &CaseEvent::Revised { case: Box::new(case), why: "imported".into() })?;
        taken.cases += 1;
    } else {
        // An open ticket has no case to carry its ties.
        tx.tie(number, duplicate_of, family, folded.last_seq)?;
    }
    taken.imported += 1;
    Ok(())
}

/// Updates a ticket nobody here has worked on; its number stays.
fn change(tx: &WriteTx, ticket: ImportedTicket, number: Number, text: String, import: &Import) -> Result<(), DeskError> {
    let Import { places, settings, by, source, now } = *import;
    let Some(folded) = tx.ticket(number)? else { return Ok(()) };
    let was_open = folded.is_open();
    let opened_at = ticket.opened_at.unwrap_or(folded.submitted_at);
    let requirement_number = match folded.requirement_number {
        Some(kept) => Some(kept),
        None => requirement_number(tx, &ticket, number, opened_at, settings)?,
    };
    if let Some(before) = &ticket.source_id {
        tx.put_alias(before, number)?;
    }
    let history = history(&ticket, source, opened_at, requirement_number)?;
    let changed = TicketEvent::SourceChanged { report: report(&ticket), history, text };
    let before = tx.case(number)?.map(|row| row.case);
    let folded = import.context(tx).append_as(folded, by, changed, before.is_some() || ticket.case.is_some())?;
    let (duplicate_of, links) = ties(&ticket, number, places);
    let mut family = family(tx, &ticket, number, places)?;
    if let Some(before) = &before {
        let gone: Vec<&Link> = before.links.iter().filter(|link| !links.contains(link)).collect();
        for link in &gone {
            tx.untie(number, link.case, link.kind)?;
        }
        match gone.is_empty() {
            // Other imports may have put it into a family.
            true if family == number => family = before.family,
            true => {}
            false => tx.untie(number, before.family, LinkKind::Related)?,
        }
    }
    let revised = match (case(&ticket, &folded, links, family), &before) {
        (Some(case), Some(before)) => Some(Case {
            audience: ticket.case.as_ref().and_then(|c| c.metadata).map_or(before.audience, |s| s.audience),
            revision: case.revision.max(before.revision + 1),
            ..case
        }),
        (case @ Some(_), None) => case,
        // Reopened at the source: its case is marked reopened and no longer validated.
        (None, Some(before)) => {
            Some(Case { reopened: true, confidence: Confidence::NotValidated, revision: before.revision + 1, ..before.clone() })
        }
        (None, None) => None,
    };
    match revised {
        Some(case) if before.as_ref().is_none_or(|before| other_than(&case, before)) => {
            tx.append_case(number, by.name(), now, &CaseEvent::Revised { case: Box::new(case), why: "source_changed".into() })?;
        }
        Some(_) => {}
        None => tx.tie(number, duplicate_of, family, folded.last_seq)?,
    }
    if was_open && !folded.is_open() {
        import.context(tx).propagate_end(folded, by)?;
    }
    Ok(())
}

/// Whether a revision says anything new.
fn other_than(case: &Case, before: &Case) -> bool {
    Case { revision: before.revision, ..case.clone() } != *before
}

/// Adds a note with the source's changes to a ticket that is worked on here.
fn note(tx: &WriteTx, ticket: &ImportedTicket, number: Number, text: String, import: &Import) -> Result<(), DeskError> {
    let Some(here) = tx.ticket(number)? else { return Ok(()) };
    let noted = TicketEvent::Noted { text, source: Some(ticket.digest()?) };
    import.context(tx).append(here, import.by, vec![noted]).map(drop)
}

/// The RD number of a requirement: the one it is to keep, if that is free, else the next of its day.
fn requirement_number(
    tx: &WriteTx,
    ticket: &ImportedTicket,
    number: Number,
    opened_at: DateTime<Utc>,
    settings: &Settings,
) -> Result<Option<Number>, DeskError> {
    if ticket.requirement.is_none() {
        return Ok(None);
    }
    let kept = ticket.requirement_number.map(|own| tx.resolve_alias(&own.to_string()).map(|known| (own, known)));
    let given = match kept.transpose()? {
        Some((own, None)) => {
            tx.reserve_number(own)?;
            own
        }
        _ => tx.next_number(Series::Requirement, settings.calendar.local_day(opened_at))?,
    };
    tx.put_alias(&given.to_string(), number)?;
    Ok(Some(given))
}

/// What it duplicates, and all its links, as far as those tickets are here.
fn ties(ticket: &ImportedTicket, number: Number, places: &Places) -> (Option<Number>, Vec<Link>) {
    let here = |id: &String| places.numbers.get(id).copied().filter(|to| *to != number);
    let links = ticket.ties.iter().filter_map(|(id, kind)| Some(Link { case: here(id)?, kind: *kind })).collect();
    (ticket.duplicate_of().and_then(here), links)
}

/// The family of the first linked case that is here already, so that its members need no new revision; else that of the import.
fn family(tx: &WriteTx, ticket: &ImportedTicket, number: Number, places: &Places) -> Result<Number, DeskError> {
    let same = ticket.ties.iter().filter(|(_, kind)| *kind != LinkKind::Related).map(|(id, _)| id);
    for other in same.chain(&ticket.family).filter_map(|id| places.numbers.get(id)).filter(|other| **other != number) {
        if let Some(row) = tx.case(*other)? {
            return Ok(row.case.family);
        }
    }
    Ok(places.families.get(&number).copied().unwrap_or(number))
}

fn report(ticket: &ImportedTicket) -> Report {
    let particulars = match ticket.requirement {
        Some(_) => Particulars::Requirement { scenario: None, effect: None, priority: None },
        None => Particulars::Fault { steps: None, error: None },
    };
    Report {
        particulars,
        channel: Channel::ServiceDesk,
        customer: ticket.customer.clone(),
        contact: Contact::default(),
        title: ticket.title.clone(),
        description: ticket.body.clone(),
        urgency: ticket.urgency,
        occurred_at: None,
        product: ticket.product.clone(),
        component: ticket.component.clone(),
        version: ticket.versions.first().cloned(),
    }
}

fn history(
    ticket: &ImportedTicket,
    source: &str,
    opened_at: DateTime<Utc>,
    requirement_number: Option<Number>,
) -> Result<History, DeskError> {
    Ok(History {
        source: source.to_string(),
        source_id: ticket.source_id.clone().unwrap_or_else(|| ticket.id.clone()),
        opened_at,
        finished: ticket.case.as_ref().map(|c| Finished { outcome: c.outcome, resolved_at: c.resolved_at, closed_at: c.closed_at }),
        severity: ticket.severity,
        requirement_number,
        requirement: ticket.requirement,
        digest: Some(ticket.digest()?),
        more: ticket.more.clone(),
    })
}

/// The case of a finished ticket.
fn case(ticket: &ImportedTicket, folded: &Ticket, links: Vec<Link>, family: Number) -> Option<Case> {
    let finished = ticket.case.as_ref()?;
    let metadata = finished.metadata.unwrap_or(CaseMetadata {
        confidence: Confidence::NotValidated,
        audience: Audience::Internal,
        language: language_of(&format!("{} {}", ticket.title, ticket.body)),
        reopened: false,
        masking: MASKING,
        revision: 1,
    });
    let (requirement_type, priority) = ticket.requirement.unzip();
    Some(Case {
        number: folded.number,
        requirement_number: folded.requirement_number,
        title: Masker::default().text(&ticket.title),
        kind: folded.kind(),
        urgency: ticket.urgency,
        severity: ticket.severity,
        requirement_type,
        priority,
        product: ticket.product.clone(),
        component: ticket.component.clone(),
        versions: ticket.versions.clone(),
        language: metadata.language,
        outcome: finished.outcome,
        confidence: metadata.confidence,
        audience: metadata.audience,
        family,
        links,
        opened_at: folded.submitted_at,
        resolved_at: finished.resolved_at,
        closed_at: finished.closed_at,
        reopened: metadata.reopened,
        revision: metadata.revision.max(1),
        masking: metadata.masking,
        parts: masked_parts(finished),
    })
}
