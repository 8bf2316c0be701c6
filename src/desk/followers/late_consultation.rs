//! Consulting later for reports that were registered while the archive could not be searched.

use crate::desk::consult::consultation;
use crate::desk::consult::consultation::{RECORDED_ROWS, found_rows, new_id};
use crate::desk::consult::question::question_of;
use crate::desk::core::desk::Desk;
use crate::desk::error::{DeskError, is_of_one_ticket};
use crate::desk::write::execute;
use crate::people::Actor;
use crate::ticket::{Consulted, Number, TicketEvent};
use chrono::{DateTime, Utc};

/// Consults for tickets registered while the archive could not be searched; returns for how many.
pub fn consult_late(desk: &Desk, now: DateTime<Utc>) -> Result<usize, DeskError> {
    let waiting = desk.ledger.unconsulted(100)?;
    if waiting.is_empty() {
        return Ok(0);
    }
    desk.caught_up()?;
    let (mut consulted, mut failed) = (0, None);
    for number in &waiting {
        match consult_one_late(desk, *number, now) {
            Ok(()) => consulted += 1,
            // One ticket does not keep the others waiting.
            Err(error) if is_of_one_ticket(&error) => {
                failed.get_or_insert(DeskError::Other(format!("{number}: {error}")));
            }
            Err(error) => return Err(error),
        }
    }
    failed.map_or(Ok(consulted), Err)
}

fn consult_one_late(desk: &Desk, number: Number, now: DateTime<Utc>) -> Result<(), DeskError> {
    let Some(ticket) = desk.ledger.ticket(number)? else { return Ok(()) };
    let similar = consultation::search_like(desk, &Actor::System, &question_of(&ticket.report), RECORDED_ROWS, Some(number))?;
    let consulted = Consulted { id: new_id()?, at: now, found: Some(found_rows(&similar)) };
    execute::append(desk, number, Actor::System, now, move |_| Ok(vec![TicketEvent::Consulted { consulted }])).map(drop)
}
