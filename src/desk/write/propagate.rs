//! Ties between tickets: what a step on one of them writes on the others, in the same transaction.

use super::append::write_events;
use super::project::put_on_board;
use crate::desk::consult::consultation::ConsultedReport;
use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::desk::write::append;
use crate::desk::write::children;
use crate::ledger::Batch;
use crate::people::Actor;
use crate::ticket::{Class, Number, Series, Status, Ticket, TicketEvent};
use chrono::{DateTime, Utc};

/// Registers a part with its own number, and says where it comes from.
pub(in crate::desk) fn split_off(
    batch: &Batch,
    whole: Number,
    part: ConsultedReport,
    actor: &Actor,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<TicketEvent, DeskError> {
    let number = batch.next_number(Series::Ticket, settings.calendar.local_day(now))?;
    let (report, consulted) = part.into_parts();
    let events = vec![TicketEvent::Registered { report, submitted_at: now, consulted }, TicketEvent::SplitFrom { ticket: whole }];
    let recorded = batch.append_ticket(number, 0, actor.name(), now, events)?;
    let ticket = Ticket::fold(number, &recorded).ok_or_else(|| DeskError::Other("a registration did not fold".into()))?;
    put_on_board(batch, &ticket, settings, now)?;
    Ok(TicketEvent::SplitOff { ticket: number })
}

/// What a step on one ticket tells the others. `before`: the class it had.
pub(in crate::desk) fn tell_others(
    batch: &Batch,
    before: &Option<Class>,
    ticket: &Ticket,
    events: &[TicketEvent],
    actor: &Actor,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    let tell = |number: Number, event: TicketEvent| -> Result<(), DeskError> {
        let other = batch.ticket(number)?.ok_or_else(|| DeskError::no_ticket(number))?;
        write_events(batch, other, actor, vec![event], settings, now).map(drop)
    };
    for event in events {
        match event {
            TicketEvent::Merged { into } => tell(*into, TicketEvent::MergedIn { from: ticket.number })?,
            TicketEvent::IncidentDeclared { tickets } => {
                for number in tickets {
                    let known = batch.ticket(*number)?.is_some_and(|t| t.attached_to == Some(ticket.number));
                    if !known {
                        tell(*number, TicketEvent::Attached { ticket: ticket.number })?;
                    }
                    children::assess_new(batch, *number, ticket, actor, settings, now)?;
                }
            }
            TicketEvent::Triaged { reason, .. } => children::assess(batch, ticket, before, reason, actor, settings, now)?,
            TicketEvent::Attached { ticket: parent } => {
                let parent = batch.ticket(*parent)?.ok_or_else(|| DeskError::no_ticket(*parent))?;
                children::assess_new(batch, ticket.number, &parent, actor, settings, now)?;
            }
            // Why the incident takes longer is why those that go with it do.
            TicketEvent::DelayExplained { reason } => {
                for number in batch.attached_to(ticket.number)? {
                    let waits = |t: Ticket| t.goes_with().is_some() && t.marks.unexplained().next().is_some();
                    if append::readable(batch, number)?.is_some_and(waits) {
                        tell(number, TicketEvent::DelayExplained { reason: reason.clone() })?;
                    }
                }
            }
            TicketEvent::Progressed { text, incident: None } if ticket.incident => {
                for number in batch.attached_to(ticket.number)? {
                    let hears =
                        append::readable(batch, number)?.is_some_and(|t| !matches!(t.status(), Status::Resolved | Status::Closed));
                    if hears {
                        tell(number, TicketEvent::Progressed { text: text.clone(), incident: Some(ticket.number) })?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}
