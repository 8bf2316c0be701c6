//! A verb on a ticket: decided from its state and appended, in one transaction.

use super::access::sees_ticket;
use super::archive;
use super::idempotency::Idempotency;
use super::joined;
use super::register::put_on_board;
use super::tick::misses;
use super::tie;
use super::{Desk, DeskError};
use crate::ledger::Batch;
use crate::people::Actor;
use crate::ticket::{Class, Number, Series, Status, Ticket, TicketEvent, Verb, decide};
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
    pub(super) fn act_alone(&self, actor: &Actor, request: ActRequest, now: DateTime<Utc>) -> Result<Ticket, DeskError> {
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
                    (TicketEvent::SplitOff { .. }, Some(part)) => tie::split_off(batch, number, part, &by, &settings, now)?,
                    (event, _) => settle(batch, &ticket, &by, event, &settings, now)?,
                });
            }
            let before = ticket.class.clone();
            let after = write_events(batch, ticket, &by, events.clone(), &settings, now)?;
            tie::tell_others(batch, &before, &after, &events, &by, &settings, now)?;
            Idempotency::keep(&idempotency, batch, by.name(), &number.to_string(), now)?;
            Ok::<_, DeskError>(after)
        })?;
        super::crash_point("act.appended");
        Ok(closing)
    }

    /// Appends what the desk itself has to say about a ticket.
    pub(super) fn append(
        &self,
        number: Number,
        actor: Actor,
        now: DateTime<Utc>,
        events: impl FnOnce(&Ticket) -> Result<Vec<TicketEvent>, DeskError> + Send + 'static,
    ) -> Result<Ticket, DeskError> {
        let settings = self.settings.clone();
        self.ledger.write(move |batch| {
            let ticket = batch.ticket(number)?.ok_or_else(|| DeskError::no_ticket(number))?;
            let events = events(&ticket)?;
            write_events(batch, ticket, &actor, events, &settings, now)
        })
    }

    /// The same, and how the ticket stood before.
    pub(super) fn append_seen(
        &self,
        number: Number,
        actor: Actor,
        now: DateTime<Utc>,
        events: impl FnOnce(&Ticket) -> Vec<TicketEvent> + Send + 'static,
    ) -> Result<(Ticket, Ticket), DeskError> {
        let settings = self.settings.clone();
        self.ledger.write(move |batch| {
            let before = batch.ticket(number)?.ok_or_else(|| DeskError::no_ticket(number))?;
            let events = events(&before);
            let after = write_events(batch, before.clone(), &actor, events, &settings, now)?;
            Ok((before, after))
        })
    }
}

/// Appends, folds, archives what has been closed, and derives the board.
pub(super) fn write_events(
    batch: &Batch,
    ticket: Ticket,
    actor: &Actor,
    events: Vec<TicketEvent>,
    settings: &super::Settings,
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
        (b, Status::Resolved) if b != Status::Resolved => joined::resolve(batch, &after, actor, settings, now)?,
        _ => {}
    }
    if before != Status::Closed && !after.is_open() {
        joined::release(batch, &after, actor, settings, now)?;
    }
    put_on_board(batch, &after, settings, now)?;
    Ok(after)
}

/// Completes what a pure decision cannot know: numbers, and whether what it names is there.
pub(super) fn settle(
    batch: &Batch,
    ticket: &Ticket,
    actor: &Actor,
    event: TicketEvent,
    settings: &super::Settings,
    now: DateTime<Utc>,
) -> Result<TicketEvent, DeskError> {
    match event {
        TicketEvent::Triaged { class, urgency, component, reason, proposed, incident, .. } => {
            let responsible = ticket.responsible.as_deref().map(|name| batch.person(name)).transpose()?.flatten();
            let fitting = settings.policies.policy().rules.fitting(&class);
            let hand_over = responsible.is_some_and(|person| !person.has_any(&fitting));
            let requirement_number = match (&class, ticket.requirement_number) {
                (Class::Fault { .. }, _) => None,
                (_, Some(number)) => Some(number),
                (_, None) => Some(batch.next_number(Series::Requirement, settings.calendar.local_day(now))?),
            };
            if let Some(number) = requirement_number {
                batch.put_alias(&number.to_string(), ticket.number)?;
            }
            Ok(TicketEvent::Triaged { class, urgency, requirement_number, component, reason, proposed, hand_over, incident })
        }
        TicketEvent::Assigned { ref to, reason: None, .. } => match batch.person(to)? {
            Some(person) if person.is_away(now) && person.deputy(now).is_none() => Err(DeskError::bad_field(
                "to",
                format!("{to} is away and nobody stands in; name somebody else, or give the reason"),
            )),
            _ => Ok(event),
        },
        TicketEvent::Linked { case } if batch.case(case)?.is_none() => {
            Err(DeskError::bad_field("case", format!("there is no case {case}")))
        }
        TicketEvent::Attached { ticket: to } => {
            let parent = batch.ticket(to)?.filter(|parent| sees_ticket(actor, parent));
            match parent {
                Some(parent) if parent.is_open() && parent.attached_to.is_none() => Ok(event),
                Some(parent) if parent.is_open() => {
                    Err(DeskError::bad_field("ticket", format!("{to} has itself joined another ticket; join that one")))
                }
                _ => Err(DeskError::bad_field("ticket", format!("there is no open ticket {to}"))),
            }
        }
        TicketEvent::Merged { into } => tie::may_merge(batch, ticket, into, actor).map(|()| event),
        TicketEvent::IncidentDeclared { ref tickets } => {
            for number in tickets {
                tie::may_join(batch, ticket.number, *number, actor)?;
            }
            Ok(event)
        }
        other => Ok(other),
    }
}
