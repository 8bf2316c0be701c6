//! Appends what was decided, folds, archives what has been closed, and derives the board; what ends or is solved ends or is
//! solved for those that joined it.

use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::desk::write::{archive, project::put_on_board};
use crate::ledger::{Batch, LedgerError, Unreadable};
use crate::people::Actor;
use crate::ticket::{Answer, Number, Phase, Resolution, Status, Ticket, TicketEvent};
use chrono::{DateTime, Utc};

/// Appends, folds, archives what has been closed, and derives the board.
pub fn write_events(
    batch: &Batch,
    ticket: Ticket,
    actor: &Actor,
    events: Vec<TicketEvent>,
    settings: &crate::desk::settings::Settings,
    now: DateTime<Utc>,
) -> Result<Ticket, DeskError> {
    let before = ticket.status();
    let mut after = ticket;
    let number = after.number;
    for recorded in batch.append_ticket(number, after.version, actor.name(), now, events)? {
        after.apply(&recorded);
    }
    match (before, after.status()) {
        (b, Status::Closed) if b != Status::Closed => archive::write_case(batch, &after, actor, now)?,
        (Status::Closed, s) if s != Status::Closed => archive::mark_reopened(batch, number, actor, now)?,
        (b, Status::Resolved) if b != Status::Resolved => resolve(batch, &after, actor, settings, now)?,
        _ => {}
    }
    if before != Status::Closed && !after.is_open() {
        release(batch, &after, actor, settings, now)?;
    }
    put_on_board(batch, &after, settings, now)?;
    Ok(after)
}

/// A ticket that joined another, to be written on with it. One that cannot be read is left as it is: `check` names it, and it
/// keeps nobody from going on with the others.
pub fn readable(batch: &Batch, number: Number) -> Result<Option<Ticket>, DeskError> {
    match batch.ticket(number) {
        Err(LedgerError::Damaged { seq, reason }) => {
            tracing::warn!("{number}: {}; it is left as it is", Unreadable { seq, reason });
            Ok(None)
        }
        read => Ok(read?),
    }
}

/// What ends takes nobody with it: those that went with it get its answer, or go their own way again.
pub fn release(batch: &Batch, parent: &Ticket, actor: &Actor, settings: &Settings, now: DateTime<Utc>) -> Result<(), DeskError> {
    let Phase::Closed { answer, .. } = &parent.phase else { return Ok(()) };
    for number in batch.attached_to(parent.number)? {
        let Some(joined) = readable(batch, number)?.filter(|t| t.status() == Status::Pending && t.responsible.is_none()) else {
            continue;
        };
        let events = match answer {
            Some(Answer::Worked(resolution)) if joined.goes_with().is_some() => vec![answered(parent, resolution, actor)],
            // Its customer may say for themselves whether the case answers theirs.
            Some(Answer::Case(case)) if !joined.links.contains(case) => {
                vec![TicketEvent::Linked { case: *case }, TicketEvent::Detached { from: parent.number }]
            }
            _ => vec![TicketEvent::Detached { from: parent.number }],
        };
        write_events(batch, joined, actor, events, settings, now)?;
    }
    Ok(())
}

/// The answer as those that joined get it: who tested with the other customer is the other customer's.
fn answered(parent: &Ticket, resolution: &Resolution, actor: &Actor) -> TicketEvent {
    let tested_with = format!("{} ({})", actor.name(), parent.number);
    TicketEvent::Resolved { resolution: Resolution { tested_with, ..resolution.clone() } }
}

/// What is solved for a ticket is solved for those that joined it; each customer confirms for themselves. Whose customer said
/// that it is not solved, and who is in somebody's hands since, is solved there.
pub fn resolve(
    batch: &Batch,
    parent: &Ticket,
    actor: &Actor,
    settings: &crate::desk::settings::Settings,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    let Phase::Resolved { answer: Answer::Worked(resolution), .. } = &parent.phase else { return Ok(()) };
    for number in batch.attached_to(parent.number)? {
        let unsolved = |t: &Ticket| matches!(t.status(), Status::Pending | Status::InProgress | Status::Testing);
        let on_its_own = |t: &Ticket| t.unsolved.is_some() && t.responsible.is_some();
        let Some(mut joined) = readable(batch, number)?.filter(|t| unsolved(t) && !on_its_own(t)) else { continue };
        let event = answered(parent, resolution, actor);
        for recorded in batch.append_ticket(number, joined.version, actor.name(), now, vec![event])? {
            joined.apply(&recorded);
        }
        put_on_board(batch, &joined, settings, now)?;
    }
    Ok(())
}
