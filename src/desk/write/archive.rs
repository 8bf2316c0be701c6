//! Closing archives: the case's revision is written in the same transaction as the closing.

use crate::case::{CaseEvent, Confidence, from_ticket};
use crate::desk::error::DeskError;
use crate::ledger::Batch;
use crate::markdown;
use crate::people::Actor;
use crate::ticket::{Number, Ticket};
use chrono::{DateTime, Utc};

/// Writes the whole record of a closed ticket as its case: the first revision, or the next.
pub(in crate::desk) fn write_case(batch: &Batch, ticket: &Ticket, actor: &Actor, now: DateTime<Utc>) -> Result<(), DeskError> {
    let answered_by = match ticket.links.first() {
        Some(link) => batch.case(*link)?,
        None => None,
    };
    let staff = staff(batch)?;
    let before = batch.case(ticket.number)?;
    let family = answered_by.map(|row| row.case.family);
    let Some(mut case) = from_ticket(ticket, family, &staff, before.as_ref().map(|row| &row.case)) else { return Ok(()) };
    case.parts = markdown::normalise(&case.parts);
    let event = CaseEvent::Revised { case: Box::new(case), why: "closed".into() };
    batch.append_case(ticket.number, actor.name(), now, &event)?;
    Ok(())
}

/// A reopened ticket's case stays, says so, and is no longer validated.
pub(in crate::desk) fn mark_reopened(batch: &Batch, number: Number, actor: &Actor, now: DateTime<Utc>) -> Result<(), DeskError> {
    if let Some(row) = batch.case(number)? {
        let mut case = row.case;
        case.reopened = true;
        case.confidence = Confidence::NotValidated;
        case.revision += 1;
        batch.append_case(number, actor.name(), now, &CaseEvent::Revised { case: Box::new(case), why: "reopened".into() })?;
    }
    Ok(())
}

/// Names that are masked besides the contact's.
pub fn staff(batch: &Batch) -> Result<Vec<String>, DeskError> {
    Ok(batch.people()?.into_iter().filter(|p| p.is_staff()).map(|p| p.name).collect())
}
