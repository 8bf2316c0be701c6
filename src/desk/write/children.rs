//! What is decided for a ticket is decided for those that joined it: its class, its answer, its end.

use super::append::write_events;
use super::settle::settle;
use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::desk::write::append::readable;
use crate::ledger::Batch;
use crate::people::{Actor, Role};
use crate::ticket::{Class, Number, Status, Ticket, TicketEvent};
use chrono::{DateTime, Utc};

/// One verdict for all of them: whoever assesses the ticket assesses those that joined it and had the same class before, or
/// none, as long as nobody handles them on their own. `before`: the class the ticket had.
pub(in crate::desk) fn assess(
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
pub(in crate::desk) fn assess_new(
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
    let missed = super::misses::misses(&joined, settings, now);
    let joined = if missed.is_empty() { joined } else { write_events(batch, joined, &Actor::System, missed, settings, now)? };
    write_events(batch, joined, actor, vec![event], settings, now).map(drop)
}
