//! The board's row of a ticket, derived from it as it now stands.

use crate::desk::error::DeskError;
use crate::ledger::{Batch, BoardRow, BoardTimes};
use crate::sla;
use crate::ticket::{Ticket, silent_until};
use chrono::{DateTime, Utc};

/// Derives the board's row from the ticket as it now stands.
pub fn put_on_board(
    batch: &Batch,
    ticket: &Ticket,
    settings: &crate::desk::settings::Settings,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    batch.put_board(&board_row(ticket, settings, batch.case(ticket.number)?.is_some(), now))?;
    Ok(())
}

pub fn board_row(ticket: &Ticket, settings: &crate::desk::settings::Settings, archived: bool, now: DateTime<Utc>) -> BoardRow {
    BoardRow::of(ticket, times(ticket, &settings.policies, now), now, archived)
}

/// When people wait for something, and when the scheduler has something to do.
fn times(ticket: &Ticket, policies: &sla::Book, now: DateTime<Utc>) -> BoardTimes {
    // What has run out and is not on the record yet is due at once: a step taken meanwhile must not hide it.
    let sla::Times { missed, next_due, next_warning, overdue, waited } = sla::times(ticket, policies, now);
    let escalation = sla::escalations(ticket, policies.policy(), now).first().map(|e| e.due_at);
    let closing = silent_until(ticket, &policies.policy().rules).filter(|_| policies.policy().close_on_silence);
    let policy = policies.policy();
    let telling = [sla::reminder(ticket, policy, now).map(|(_, at)| at), sla::gathering(ticket, policy, now)];
    BoardTimes {
        next_due_at: [missed, next_due].into_iter().flatten().min(),
        look_at: [missed, next_due, next_warning, escalation, closing].into_iter().chain(telling).flatten().min(),
        overdue_at: overdue,
        waited,
    }
}
