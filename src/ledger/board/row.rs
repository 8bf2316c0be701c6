//! A ticket's row on the board.

use crate::case::{Masked, Masker};
use crate::sla::ClockName;
use crate::ticket::{Awaiting, Commitment, Number, Severity, Status, Ticket, awaiting, commitments};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};

/// One ticket as it stands now: a row of the derived table `board`. `seq` numbers are places in the record, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// The ticket's number, `TS…`.
    pub number: Number,
    /// The second number of a ticket classed as a requirement, `RD…`.
    pub requirement_number: Option<Number>,
    /// Stored word of [`Kind`](crate::ticket::Kind): `fault` or `requirement`.
    pub kind: String,
    /// Where the ticket stands in the process.
    pub status: Status,
    /// Urgency as reported, or as corrected at triage.
    pub urgency: Severity,
    /// Severity given at triage; `None` before it, and for requirements.
    pub severity: Option<Severity>,
    /// The report's title, masked.
    pub title: Masked,
    /// Company or person whose ticket it is, as the report names it.
    pub customer: String,
    /// Name of the person to reach at the customer.
    pub contact: String,
    /// Name of the person who registered it.
    pub registered_by: String,
    /// Name of the person responsible.
    pub assignee: Option<String>,
    /// Product, as the report names it.
    pub product: Option<Masked>,
    /// Component, as the report or the assessor names it.
    pub component: Option<Masked>,
    /// When the report was submitted.
    pub submitted_at: DateTime<Utc>,
    /// When the row was last derived because of an event.
    pub updated_at: DateTime<Utc>,
    /// Sequence number of the ticket's first event.
    pub first_seq: u64,
    /// Sequence number of the ticket's latest event.
    pub last_seq: u64,
    /// How many events the ticket has; compared with `If-Match`.
    pub version: u64,
    /// When the next promise runs out. For people; the scheduler goes by `look_at`.
    pub next_due_at: Option<DateTime<Utc>>,
    /// When the scheduler next has something to do with the ticket; `None`: never.
    pub look_at: Option<DateTime<Utc>>,
    /// When the earliest of the promises that have run out and are not met did so.
    pub overdue_at: Option<DateTime<Utc>>,
    /// The highest level the ticket was escalated to; 0: none.
    pub escalation_level: u32,
    /// The step the ticket waits for; `None` once it is closed.
    pub awaiting: Option<Awaiting>,
    /// The clock of that step and when it runs out.
    pub waited: Option<(ClockName, DateTime<Utc>)>,
    /// Author of the plan that waits for approval.
    pub plan_by: Option<String>,
    /// What else is owed on the ticket, and by whom.
    pub commitments: Vec<Commitment>,
    /// The ticket it has joined.
    pub attached_to: Option<Number>,
    /// Whether it has a case.
    pub archived: bool,
    /// Registered while the archive could not be searched, and not consulted since.
    pub unconsulted: bool,
}

/// Whose a ticket is: what decides whether a customer may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// As [`BoardRow::customer`].
    pub customer: String,
    /// As [`BoardRow::contact`].
    pub contact: String,
    /// As [`BoardRow::registered_by`].
    pub registered_by: String,
}

/// What the clocks say about a ticket, as columns of its row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BoardTimes {
    /// As [`BoardRow::next_due_at`].
    pub next_due_at: Option<DateTime<Utc>>,
    /// As [`BoardRow::look_at`].
    pub look_at: Option<DateTime<Utc>>,
    /// As [`BoardRow::overdue_at`].
    pub overdue_at: Option<DateTime<Utc>>,
    /// As [`BoardRow::waited`].
    pub waited: Option<(ClockName, DateTime<Utc>)>,
}

impl BoardRow {
    /// Whether its texts are those of the ticket, masked as masking is now.
    pub fn has_texts_of(&self, ticket: &Ticket) -> bool {
        let masker = Masker::ways_of(&ticket.report.contact);
        let masked = |text: &Option<String>| text.as_deref().map(|text| masker.masked(text));
        self.title == masker.masked(&ticket.report.title)
            && self.product == masked(&ticket.report.product)
            && self.component == masked(&ticket.component)
    }

    /// Derives the row of `ticket`; the title is masked. `archived`: whether it has a case.
    pub fn of(ticket: &Ticket, times: BoardTimes, updated_at: DateTime<Utc>, archived: bool) -> BoardRow {
        let masker = Masker::ways_of(&ticket.report.contact);
        BoardRow {
            number: ticket.number,
            requirement_number: ticket.requirement_number,
            kind: ticket.kind().word().to_string(),
            status: ticket.status(),
            urgency: ticket.urgency,
            severity: ticket.severity(),
            // Lists show no contact data.
            title: masker.masked(&ticket.report.title),
            customer: ticket.report.customer.clone(),
            contact: ticket.report.contact.name.clone(),
            registered_by: ticket.registered_by.clone(),
            assignee: ticket.responsible.clone(),
            product: ticket.report.product.as_deref().map(|text| masker.masked(text)),
            component: ticket.component.as_deref().map(|text| masker.masked(text)),
            submitted_at: ticket.submitted_at,
            updated_at,
            first_seq: ticket.first_seq,
            last_seq: ticket.last_seq,
            version: ticket.version,
            next_due_at: times.next_due_at,
            look_at: times.look_at,
            overdue_at: times.overdue_at,
            escalation_level: ticket.milestones.escalation_level(),
            awaiting: awaiting(ticket),
            waited: times.waited,
            plan_by: ticket.plan_waiting().map(|plan| plan.by.clone()),
            commitments: commitments(ticket),
            attached_to: ticket.attached_to,
            archived,
            unconsulted: ticket.consulted.as_ref().is_some_and(|c| c.found.is_none()),
        }
    }
}
