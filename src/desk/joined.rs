//! What is decided for a ticket is decided for those that joined it: its class, its answer, its end.

use super::DeskError;
use super::Settings;
use super::act::{settle, write_events};
use super::register::put_on_board;
use crate::ledger::{Batch, LedgerError, Unreadable};
use crate::people::{Actor, Role};
use crate::ticket::{Answer, Class, Number, Phase, Resolution, Status, Ticket, TicketEvent};
use chrono::{DateTime, Utc};

/// A ticket that joined another, to be written on with it. One that cannot be read is left as it is: `check` names it, and it
/// keeps nobody from going on with the others.
pub(super) fn readable(batch: &Batch, number: Number) -> Result<Option<Ticket>, DeskError> {
    match batch.ticket(number) {
        Err(LedgerError::Damaged { seq, reason }) => {
            tracing::warn!("{number}: {}; it is left as it is", Unreadable { seq, reason });
            Ok(None)
        }
        read => Ok(read?),
    }
}

/// One verdict for all of them: whoever assesses the ticket assesses those that joined it and had the same class before, or
/// none, as long as nobody handles them on their own. `before`: the class the ticket had.
pub(super) fn assess(
    batch: &Batch,
    parent: &Ticket,
    before: &Option<Class>,
    reason: &Option<String>,
    actor: &Actor,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    for number in batch.attached_to(parent.number)? {
        let Some(joined) = readable(batch, number)?.filter(|t| t.status() == Status::Pending && t.responsible.is_none()) else {
            continue;
        };
        if joined.class.is_none() || (joined.class == *before && joined.goes_with().is_some()) {
            assess_with(batch, joined, parent, reason.clone(), actor, settings, now)?;
        }
    }
    Ok(())
}

/// A report that an engineer joins to an assessed ticket is assessed by it. One that its customer joined is looked at first.
pub(super) fn assess_new(
    batch: &Batch,
    number: Number,
    parent: &Ticket,
    actor: &Actor,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    let Some(joined) = readable(batch, number)?.filter(|t| t.status() == Status::Pending && t.class.is_none()) else {
        return Ok(());
    };
    match actor.has_any(&[Role::JuniorEngineer, Role::SeniorEngineer]) {
        true => assess_with(batch, joined, parent, None, actor, settings, now),
        false => Ok(()),
    }
}

fn assess_with(
    batch: &Batch,
    joined: Ticket,
    parent: &Ticket,
    reason: Option<String>,
    actor: &Actor,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    // A wish that joined a fault is none of it, nor the other way round.
    let Some(class) = parent.class.clone().filter(|_| joined.report.kind() == parent.kind()) else { return Ok(()) };
    let urgency = match &class {
        Class::Fault { .. } => parent.urgency,
        Class::Requirement { .. } => joined.urgency,
    };
    let (component, incident) = (parent.component.clone(), Some(parent.number));
    let (requirement_number, proposed, hand_over) = (None, None, false);
    let event = TicketEvent::Triaged { class, urgency, requirement_number, component, reason, proposed, hand_over, incident };
    let event = settle(batch, &joined, actor, event, settings, now)?;
    // What the class before has missed is on the record before.
    let missed = super::tick::misses(&joined, settings, now);
    let joined = if missed.is_empty() { joined } else { write_events(batch, joined, &Actor::System, missed, settings, now)? };
    write_events(batch, joined, actor, vec![event], settings, now).map(drop)
}

/// What ends takes nobody with it: those that went with it get its answer, or go their own way again.
pub(super) fn release(
    batch: &Batch,
    parent: &Ticket,
    actor: &Actor,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
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
pub(super) fn resolve(
    batch: &Batch,
    parent: &Ticket,
    actor: &Actor,
    settings: &super::Settings,
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
