//! Ties between tickets: what a step on one of them writes on the others, in the same transaction.

use super::access::sees_ticket;
use super::act::write_events;
use super::consult::ConsultedReport;
use super::joined;
use super::register::put_on_board;
use super::{Desk, DeskError, Settings};
use crate::ledger::Batch;
use crate::people::Actor;
use crate::ticket::{Class, Kind, Number, Particulars, Report, Series, Status, Ticket, TicketEvent, Verb, may};
use chrono::{DateTime, Utc};

impl Desk {
    /// What a verb needs of the archive before it is decided: the proposal to an assessor, the burst of an incident, the
    /// consultation of what is split off.
    pub(super) fn informed(
        &self,
        actor: &Actor,
        number: Number,
        verb: Verb,
        now: DateTime<Utc>,
    ) -> Result<(Verb, Option<ConsultedReport>), DeskError> {
        match verb {
            Verb::Triage { class, urgency, component, reason, .. } => {
                let proposed = self.triage_proposed(actor, number)?;
                Ok((Verb::Triage { class, urgency, component, reason, proposed }, None))
            }
            Verb::Assign { to: None, reason } => {
                let ticket = self.ticket_for(actor, number)?;
                let verb = Verb::Assign { to: None, reason };
                may(actor, &ticket, &verb)?;
                match self.proposal(actor, number, now)?.candidates.first() {
                    Some(first) if ticket.class.is_some() => {
                        let message = format!("is required; proposed: {} ({} open)", first.name, first.load);
                        Err(DeskError::bad_field("to", message))
                    }
                    _ => Ok((verb, None)),
                }
            }
            Verb::Declare { tickets } if tickets.is_empty() => {
                // Those that were joined to it one by one are of it as well.
                let mut tickets = self.burst_of(actor, number, now)?.map(|burst| burst.tickets).unwrap_or_default();
                let joined = self.ledger.attached_to(number)?;
                tickets.extend(joined.into_iter().filter(|joined| !tickets.contains(joined)).collect::<Vec<_>>());
                Ok((Verb::Declare { tickets }, None))
            }
            Verb::Split { title, description, kind, urgency } => {
                let whole = self.ticket_for(actor, number)?;
                let report = part_of(&whole, &title, &description, kind, urgency.unwrap_or(whole.urgency));
                let consulted = self.consult_report(actor, report, None, now)?;
                Ok((Verb::Split { title, description, kind, urgency }, Some(consulted)))
            }
            other => Ok((other, None)),
        }
    }
}

/// The report of a part: who reported it, about what and how stays; what it says is its own.
fn part_of(whole: &Ticket, title: &str, description: &str, kind: Option<Kind>, urgency: crate::ticket::Severity) -> Report {
    let particulars = match kind.unwrap_or(whole.kind()) {
        Kind::Fault => Particulars::Fault { steps: None, error: None },
        Kind::Requirement => Particulars::Requirement { scenario: None, effect: None, priority: None },
    };
    Report {
        particulars,
        title: title.split_whitespace().collect::<Vec<_>>().join(" "),
        description: description.to_string(),
        urgency,
        component: whole.component.clone(),
        ..whole.report.clone()
    }
}

/// Registers a part with its own number, and says where it comes from.
pub(super) fn split_off(
    batch: &Batch,
    whole: Number,
    part: ConsultedReport,
    actor: &Actor,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<TicketEvent, DeskError> {
    let number = batch.next_number(Series::Ticket, settings.calendar.local_day(now))?;
    let ConsultedReport { report, consulted } = part;
    let events = vec![TicketEvent::Registered { report, submitted_at: now, consulted }, TicketEvent::SplitFrom { ticket: whole }];
    let recorded = batch.append_ticket(number, 0, actor.name(), now, events)?;
    let ticket = Ticket::fold(number, &recorded).ok_or_else(|| DeskError::Other("a registration did not fold".into()))?;
    put_on_board(batch, &ticket, settings, now)?;
    Ok(TicketEvent::SplitOff { ticket: number })
}

/// Whether a ticket may be joined to an incident: open, seen by whoever declares it, and not part of another.
pub(super) fn may_join(batch: &Batch, incident: Number, number: Number, actor: &Actor) -> Result<(), DeskError> {
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
pub(super) fn may_merge(batch: &Batch, ticket: &Ticket, into: Number, actor: &Actor) -> Result<(), DeskError> {
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

/// What a step on one ticket tells the others. `before`: the class it had.
pub(super) fn tell_others(
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
                    joined::assess_new(batch, *number, ticket, actor, settings, now)?;
                }
            }
            TicketEvent::Triaged { reason, .. } => joined::assess(batch, ticket, before, reason, actor, settings, now)?,
            TicketEvent::Attached { ticket: parent } => {
                let parent = batch.ticket(*parent)?.ok_or_else(|| DeskError::no_ticket(*parent))?;
                joined::assess_new(batch, ticket.number, &parent, actor, settings, now)?;
            }
            // Why the incident takes longer is why those that go with it do.
            TicketEvent::DelayExplained { reason } => {
                for number in batch.attached_to(ticket.number)? {
                    let waits = |t: Ticket| t.goes_with().is_some() && t.marks.unexplained().next().is_some();
                    if joined::readable(batch, number)?.is_some_and(waits) {
                        tell(number, TicketEvent::DelayExplained { reason: reason.clone() })?;
                    }
                }
            }
            TicketEvent::Progressed { text, incident: None } if ticket.incident => {
                for number in batch.attached_to(ticket.number)? {
                    let hears =
                        joined::readable(batch, number)?.is_some_and(|t| !matches!(t.status(), Status::Resolved | Status::Closed));
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
