//! Cases of closed tickets, written in the transaction that closes them.

use crate::case::{CaseEvent, Confidence, from_ticket};
use crate::desk::error::DeskError;
use crate::ledger::WriteTx;
use crate::markdown;
use crate::people::Actor;
use crate::ticket::{Number, Ticket};
use chrono::{DateTime, Utc};

/// Writes a closed ticket's case: the first revision, or the next.
pub(in crate::desk) fn write_case(tx: &WriteTx, ticket: &Ticket, actor: &Actor, now: DateTime<Utc>) -> Result<(), DeskError> {
    let answered_by = match ticket.links.first() {
        Some(link) => tx.case(*link)?,
        None => None,
    };
    let staff = staff(tx)?;
    let before = tx.case(ticket.number)?;
    let family = answered_by.map(|row| row.case.family);
    let Some(mut case) = from_ticket(ticket, family, &staff, before.as_ref().map(|row| &row.case)) else { return Ok(()) };
    case.parts = markdown::normalise(&case.parts);
    let event = CaseEvent::Revised { case: Box::new(case), why: "closed".into() };
    tx.append_case(ticket.number, actor.name(), now, &event)?;
    Ok(())
}

/// Marks the case of a reopened ticket: reopened, and no longer validated.
pub(in crate::desk) fn mark_reopened(tx: &WriteTx, number: Number, actor: &Actor, now: DateTime<Utc>) -> Result<(), DeskError> {
    if let Some(row) = tx.case(number)? {
        let mut case = row.case;
        case.reopened = true;
        case.confidence = Confidence::NotValidated;
        case.revision += 1;
        tx.append_case(number, actor.name(), now, &CaseEvent::Revised { case: Box::new(case), why: "reopened".into() })?;
    }
    Ok(())
}

/// Names of the staff, to be masked beside the contact's.
pub fn staff(tx: &WriteTx) -> Result<Vec<String>, DeskError> {
    Ok(tx.people()?.into_iter().filter(|p| p.is_staff()).map(|p| p.name).collect())
}
