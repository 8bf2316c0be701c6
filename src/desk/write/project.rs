//! The projection of tickets to board rows.

use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::ledger::{BoardRow, BoardTimes, WriteTx};
use crate::sla;
use crate::ticket::{Ticket, silent_until};
use chrono::{DateTime, Utc};

/// Derives and writes a ticket's board row.
pub fn project(tx: &WriteTx, ticket: &Ticket, settings: &Settings, now: DateTime<Utc>) -> Result<(), DeskError> {
    project_as(tx, ticket, tx.case(ticket.number)?.is_some(), settings, now)
}

/// As [`project`], where it is known whether the ticket has a case.
pub fn project_as(tx: &WriteTx, ticket: &Ticket, archived: bool, settings: &Settings, now: DateTime<Utc>) -> Result<(), DeskError> {
    Ok(tx.put_board(&board_row(ticket, settings, archived, now))?)
}

/// Derives a row again without an event: `updated_at` stays.
pub fn reproject(
    tx: &WriteTx,
    ticket: &Ticket,
    before: &BoardRow,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    let row = board_row(ticket, settings, before.archived, now);
    Ok(tx.put_board(&BoardRow { updated_at: before.updated_at, ..row })?)
}

pub fn board_row(ticket: &Ticket, settings: &Settings, archived: bool, now: DateTime<Utc>) -> BoardRow {
    BoardRow::of(ticket, times(ticket, &settings.policies, now), now, archived)
}

/// The row's times: due for people, due for the scheduler.
fn times(ticket: &Ticket, policies: &sla::PolicyHistory, now: DateTime<Utc>) -> BoardTimes {
    // A clock that has run out and is not recorded is due at once: a step taken meanwhile must not hide it.
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
