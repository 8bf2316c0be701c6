//! A verb on a ticket: decided from its state and appended, in one transaction.

use crate::desk::core::access::sees_ticket;
use crate::desk::core::idempotency::Idempotency;
use crate::desk::core::open::Desk;
use crate::desk::error::DeskError;
use crate::desk::write::append::write_events;
use crate::desk::write::misses::misses;
use crate::desk::write::propagate;
use crate::desk::write::settle::settle;
use crate::people::Actor;
use crate::ticket::{Number, Ticket, TicketEvent, Verb, decide};
use chrono::{DateTime, Utc};

#[derive(Debug, Clone)]
pub struct ActRequest {
    pub number: Number,
    pub verb: Verb,
    /// The version the caller has seen, if they want to be told when it is no longer the present one.
    pub seen_version: Option<u64>,
    pub idempotency: Option<Idempotency>,
}

impl Desk {
    /// Takes a step on a ticket; gives back the ticket as it then stands.
    pub fn act(&self, actor: &Actor, request: ActRequest, now: DateTime<Utc>) -> Result<Ticket, DeskError> {
        match request.verb {
            Verb::Withdraw { attachment, .. } => self.withdraw(actor, request, attachment, now),
            _ => self.act_alone(actor, request, now),
        }
    }

    /// The step and its record, and nothing beside it.
    pub(in crate::desk) fn act_alone(&self, actor: &Actor, request: ActRequest, now: DateTime<Utc>) -> Result<Ticket, DeskError> {
        let ActRequest { number, verb, seen_version, idempotency } = request;
        self.may_see(actor, number)?;
        let (verb, part) = self.informed(actor, number, verb, now)?;
        let (settings, by) = (self.settings.clone(), actor.clone());
        let closing = self.ledger.write(move |batch| {
            let ticket = batch.ticket(number)?.filter(|t| sees_ticket(&by, t)).ok_or_else(|| DeskError::no_ticket(number))?;
            if Idempotency::replay(&idempotency, batch, by.name())?.is_some() {
                return Ok(ticket);
            }
            if seen_version.is_some_and(|seen| !ticket.is_as_read_at(seen)) {
                return Err(DeskError::Changed { current: ticket.version });
            }
            // A new class or a new life begins new clocks: what the old ones missed is on the record before.
            let ticket = match verb {
                Verb::Triage { .. } | Verb::Reopen { .. } => {
                    let missed = misses(&ticket, &settings, now);
                    if missed.is_empty() { ticket } else { write_events(batch, ticket, &Actor::System, missed, &settings, now)? }
                }
                _ => ticket,
            };
            let decided = decide(&ticket, &by, verb, &settings.policies.policy().rules, now)?;
            let mut events = Vec::with_capacity(decided.len());
            let mut part = part;
            for event in decided {
                events.push(match (event, part.take()) {
                    (TicketEvent::SplitOff { .. }, Some(part)) => propagate::split_off(batch, number, part, &by, &settings, now)?,
                    (event, _) => settle(batch, &ticket, &by, event, &settings, now)?,
                });
            }
            let before = ticket.class.clone();
            let after = write_events(batch, ticket, &by, events.clone(), &settings, now)?;
            propagate::tell_others(batch, &before, &after, &events, &by, &settings, now)?;
            Idempotency::keep(&idempotency, batch, by.name(), &number.to_string(), now)?;
            Ok::<_, DeskError>(after)
        })?;
        crate::desk::core::crash_point::crash_point("act.appended");
        Ok(closing)
    }
}
