//! Masking cases again that were made with an older version of masking: a new revision where the text changes.

use crate::case::{CaseEvent, MASKING, Masker};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::write::archive::staff;
use crate::desk::write::project::reproject;
use crate::ledger::{BoardRow, LedgerError, WriteTx};
use crate::markdown;
use crate::people::Actor;
use crate::ticket::{Number, Ticket};
use chrono::{DateTime, Utc};

/// Events read in one step, and cases written in one transaction.
const STEP: usize = 500;
/// The cursor moves only after this many events, so that most commands write nothing.
const NOTED_EVERY: u64 = 5_000;

/// Masks again the cases and board titles made with an older version of masking; files edited by hand are left until they are
/// taken in. Returns how many cases were revised. Does nothing without the lock.
pub fn mask_again(desk: &Desk, now: DateTime<Utc>) -> Result<usize, DeskError> {
    if !desk.holds_lock() {
        return Ok(0);
    }
    // Cursor: everything up to here has this version of masking.
    let name = format!("masking.{MASKING}");
    let begun = desk.ledger.cursor(&name)?;
    let (mut at, mut left, mut revised) = (begun, None::<u64>, 0);
    loop {
        let (touched, last) = desk.ledger.touched_after(at, STEP)?;
        if last == at {
            break;
        }
        let mut wanted = Vec::new();
        for number in touched {
            match changed_by_hand(desk, number) {
                Ok(false) => wanted.push(number),
                // An unreadable file is treated like an edited one.
                Ok(true) | Err(DeskError::Content(_)) => left = left.or(Some(at)),
                Err(error) => return Err(error),
            }
        }
        let settings = desk.settings.clone();
        let listed = if begun == 0 { listed_unmasked(desk, &wanted)? } else { Vec::new() };
        revised += desk.ledger.write(move |tx| {
            let staff = staff(tx)?;
            let mut revised = 0;
            for number in wanted {
                // What cannot be read is named by `check`, and keeps no other from being masked.
                let Some(ticket) = readable(tx.ticket(number))? else { continue };
                revised += usize::from(mask_case(tx, &ticket, &staff, now)?);
            }
            for before in listed {
                if let Some(ticket) = readable(tx.ticket(before.number))? {
                    reproject(tx, &ticket, &before, &settings, now)?;
                }
            }
            Ok::<_, DeskError>(revised)
        })?;
        at = last;
    }
    let reached = left.unwrap_or(at);
    if reached > begun && (revised > 0 || begun == 0 || reached - begun > NOTED_EVERY) {
        desk.ledger.write(move |tx| tx.put_cursor(&name, reached).map_err(DeskError::from))?;
    }
    Ok(revised)
}

/// Of some tickets those whose texts on the board are not as masking has them.
fn listed_unmasked(desk: &Desk, numbers: &[Number]) -> Result<Vec<BoardRow>, DeskError> {
    let mut found = Vec::new();
    for number in numbers {
        let (row, ticket) = (desk.ledger.board_row(*number)?, desk.ledger.ticket(*number)?);
        let stands = |row: &BoardRow, ticket: &Ticket| row.has_texts_of(ticket);
        found.extend(row.zip(ticket).filter(|(row, ticket)| !stands(row, ticket)).map(|(row, _)| row));
    }
    Ok(found)
}

/// Whether the case's file is not as the desk last knew it.
fn changed_by_hand(desk: &Desk, number: Number) -> Result<bool, DeskError> {
    let Some(file) = desk.ledger.file(number)? else { return Ok(false) };
    Ok(desk.content.digest(&file.path)?.is_some_and(|digest| digest != file.digest))
}

/// `None` for a damaged row.
fn readable<T>(read: Result<Option<T>, LedgerError>) -> Result<Option<T>, LedgerError> {
    match read {
        Err(LedgerError::Damaged { .. }) => Ok(None),
        other => other,
    }
}

/// Whether the case got a revision.
fn mask_case(tx: &WriteTx, ticket: &Ticket, staff: &[String], now: DateTime<Utc>) -> Result<bool, DeskError> {
    let Some(row) = readable(tx.case(ticket.number))?.filter(|row| row.case.masking < MASKING) else { return Ok(false) };
    let mut case = row.case;
    if !case.mask_again(&Masker::new(&ticket.report.contact, staff)) {
        return Ok(false);
    }
    case.parts = markdown::normalise(&case.parts);
    case.revision += 1;
    let event = CaseEvent::Revised { case: Box::new(case), why: "masked".into() };
    tx.append_case(ticket.number, Actor::System.name(), now, &event)?;
    Ok(true)
}
