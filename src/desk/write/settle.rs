//! Completes what a pure decision cannot know: numbers, and whether what it names is there.

use crate::desk::core::access::sees_ticket;
use crate::desk::error::DeskError;
use crate::ledger::Batch;
use crate::people::Actor;
use crate::ticket::{Class, Number, Series, Ticket, TicketEvent};
use chrono::{DateTime, Utc};

/// Completes what a pure decision cannot know: numbers, and whether what it names is there.
pub fn settle(
    batch: &Batch,
    ticket: &Ticket,
    actor: &Actor,
    event: TicketEvent,
    settings: &crate::desk::settings::Settings,
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
        TicketEvent::Merged { into } => may_merge(batch, ticket, into, actor).map(|()| event),
        TicketEvent::IncidentDeclared { ref tickets } => {
            for number in tickets {
                may_join(batch, ticket.number, *number, actor)?;
            }
            Ok(event)
        }
        other => Ok(other),
    }
}

/// Whether a ticket may be joined to an incident: open, seen by whoever declares it, and not part of another.
pub fn may_join(batch: &Batch, incident: Number, number: Number, actor: &Actor) -> Result<(), DeskError> {
    let wrong = |what: String| Err(DeskError::bad_field("tickets", what));
    match batch.ticket(number)?.filter(|ticket| sees_ticket(actor, ticket)) {
        Some(ticket) if !ticket.is_open() => wrong(format!("{number} is closed")),
        Some(ticket) if ticket.attached_to.is_some_and(|joined| joined != incident) => {
            wrong(format!("{number} has itself joined another ticket"))
        }
        Some(_) if !batch.attached_to(number)?.is_empty() => wrong(format!("others have joined {number}; declare it instead")),
        Some(_) => Ok(()),
        None => wrong(format!("there is no open ticket {number}")),
    }
}

/// Whether it can go on under the other number: both are the same customer's, so that nobody meets another's matter.
pub fn may_merge(batch: &Batch, ticket: &Ticket, into: Number, actor: &Actor) -> Result<(), DeskError> {
    let wrong = |what: String| Err(DeskError::bad_field("into", what));
    let Some(other) = batch.ticket(into)?.filter(|other| other.is_open() && sees_ticket(actor, other)) else {
        return wrong(format!("there is no open ticket {into}"));
    };
    if other.report.customer != ticket.report.customer {
        return wrong(format!("{into} is another customer's; attach joins it and keeps them apart"));
    }
    if !batch.attached_to(ticket.number)?.is_empty() {
        return wrong(format!("others have joined {}; merge the other way round", ticket.number));
    }
    Ok(())
}
