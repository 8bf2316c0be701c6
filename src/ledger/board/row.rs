//! A ticket's row on the board: how it stands now.

use crate::case::{Masked, Masker};
use crate::sla::ClockName;
use crate::ticket::{Number, Owed, Severity, Status, Ticket, Turn, owed, turn};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    pub number: Number,
    pub requirement_number: Option<Number>,
    pub kind: String,
    pub status: Status,
    pub urgency: Severity,
    pub severity: Option<Severity>,
    pub title: Masked,
    pub customer: String,
    pub contact: String,
    pub registered_by: String,
    pub assignee: Option<String>,
    pub product: Option<String>,
    pub component: Option<String>,
    pub submitted_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub first_seq: u64,
    pub last_seq: u64,
    pub version: u64,
    /// When the next promise runs out, for people.
    pub next_due_at: Option<DateTime<Utc>>,
    /// When the scheduler has something to do.
    pub look_at: Option<DateTime<Utc>>,
    /// What ran out first of that which is still owed.
    pub overdue_at: Option<DateTime<Utc>>,
    pub escalation_level: u32,
    /// What it waits for.
    pub turn: Option<Turn>,
    /// The clock of that step, and when it runs out.
    pub waited: Option<(ClockName, DateTime<Utc>)>,
    /// Who wrote the plan that waits for approval.
    pub plan_by: Option<String>,
    /// What else is owed, and by whom.
    pub owed: Vec<Owed>,
    pub attached_to: Option<Number>,
    pub archived: bool,
    /// Registered while the archive could not be searched.
    pub unconsulted: bool,
}

/// Whose a ticket is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    pub customer: String,
    pub contact: String,
    pub registered_by: String,
}

/// What the clocks say about a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BoardTimes {
    pub next_due_at: Option<DateTime<Utc>>,
    pub look_at: Option<DateTime<Utc>>,
    pub overdue_at: Option<DateTime<Utc>>,
    pub waited: Option<(ClockName, DateTime<Utc>)>,
}

impl BoardRow {
    pub fn of(ticket: &Ticket, times: BoardTimes, updated_at: DateTime<Utc>, archived: bool) -> BoardRow {
        BoardRow {
            number: ticket.number,
            requirement_number: ticket.requirement_number,
            kind: ticket.kind().word().to_string(),
            status: ticket.status(),
            urgency: ticket.urgency,
            severity: ticket.severity(),
            // Whoever reads a list has no need to reach anybody.
            title: Masker::ways_of(&ticket.report.contact).masked(&ticket.report.title),
            customer: ticket.report.customer.clone(),
            contact: ticket.report.contact.name.clone(),
            registered_by: ticket.registered_by.clone(),
            assignee: ticket.responsible.clone(),
            product: ticket.report.product.clone(),
            component: ticket.component.clone(),
            submitted_at: ticket.submitted_at,
            updated_at,
            first_seq: ticket.first_seq,
            last_seq: ticket.last_seq,
            version: ticket.version,
            next_due_at: times.next_due_at,
            look_at: times.look_at,
            overdue_at: times.overdue_at,
            escalation_level: ticket.marks.escalation_level(),
            turn: turn(ticket),
            waited: times.waited,
            plan_by: ticket.plan_waiting().map(|plan| plan.by.clone()),
            owed: owed(ticket),
            attached_to: ticket.attached_to,
            archived,
            unconsulted: ticket.consulted.as_ref().is_some_and(|c| c.found.is_none()),
        }
    }
}
