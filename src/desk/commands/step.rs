//! A step on a ticket: decided and recorded in one transaction.

use crate::desk::commands::prepare::{Prepared, prepare};
use crate::desk::core::access::sees_ticket;
use crate::desk::core::desk::Desk;
use crate::desk::core::idempotency::Idempotency;
use crate::desk::error::DeskError;
use crate::desk::write::append::WriteContext;
use crate::people::Actor;
use crate::ticket::{Needs, Number, Ticket, TicketEvent, Verb, decide};
use chrono::{DateTime, Utc};

/// A request to take one step on a ticket.
#[derive(Debug, Clone)]
pub struct ActRequest {
    /// The ticket.
    pub number: Number,
    /// The step, with its body.
    pub verb: Verb,
    /// The version the caller has read; the step is refused if the ticket has moved on. `None`: not checked.
    pub seen_version: Option<u64>,
    /// Makes a repeated request the same request.
    pub idempotency: Option<Idempotency>,
}

/// Takes the step, without its files.
pub fn act_alone(desk: &Desk, actor: &Actor, request: ActRequest, now: DateTime<Utc>) -> Result<Ticket, DeskError> {
    let ActRequest { number, verb, seen_version, idempotency } = request;
    desk.may_see(actor, number)?;
    let Prepared { verb, part } = prepare(desk, actor, number, verb, now)?;
    let (settings, by) = (desk.settings.clone(), actor.clone());
    let closing = desk.ledger.write(move |tx| {
        let ticket = tx.ticket(number)?.filter(|t| sees_ticket(&by, t)).ok_or_else(|| DeskError::no_ticket(number))?;
        if Idempotency::replay(&idempotency, tx, by.name())?.is_some() {
            return Ok(ticket);
        }
        if seen_version.is_some_and(|seen| !ticket.is_as_read_at(seen)) {
            return Err(DeskError::Changed { current: ticket.version });
        }
        let context = WriteContext { tx, settings: &settings, now };
        let facts = context.facts(&ticket, &by, Needs::of(&ticket, &verb))?;
        let decided = decide(&ticket, &facts, &by, verb, &settings.policies.policy().rules, now);
        let events = decided.map_err(|why| why.at_local_time(|at| settings.calendar.local_minute(at)))?;
        if let Some((part, own)) = part.zip(facts.next_number) {
            let (report, consulted) = part.into_parts();
            let registered = TicketEvent::Registered { report, submitted_at: now, consulted };
            context.transact_new(own, &by, vec![registered, TicketEvent::SplitFrom { ticket: number }])?;
        }
        let after = context.transact(ticket, &by, events)?;
        Idempotency::keep(&idempotency, tx, by.name(), &number.to_string(), now)?;
        Ok::<_, DeskError>(after)
    })?;
    crate::desk::core::crash_point::crash_point("act.appended");
    Ok(closing)
}
