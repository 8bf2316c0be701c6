//! A ticket as a row of a list.

use crate::ledger::BoardRow;
use crate::people::Actor;
use crate::ticket::{Awaiting, Severity, Status};
use crate::view::archive::case::ticket_url;
use crate::view::redacted::{Redacted, staff_name};
use crate::view::word::{TicketNo, WordOf};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// How a ticket stands, in short.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RowView {
    /// Of the ticket, or of its case.
    pub number: TicketNo,
    /// A requirement has a second number, from when it is assessed.
    pub requirement_number: Option<TicketNo>,
    /// `fault` or `requirement`.
    pub kind: String,
    /// Where it stands in the process.
    pub status: WordOf<Status>,
    /// What it waits for, as far as the reader may know.
    pub waits_for: Option<WordOf<Awaiting>>,
    /// Whether its case is in the archive.
    pub archived: bool,
    /// As the reporter sees it.
    pub urgency: WordOf<Severity>,
    /// The class of a fault; null before it is assessed, and for a requirement.
    pub severity: Option<WordOf<Severity>>,
    /// One line.
    pub title: Redacted,
    /// The company, by its full name.
    pub customer: String,
    /// Who is responsible; null while nobody is.
    pub assignee: Option<Redacted>,
    /// As it was reported.
    pub product: Option<Redacted>,
    /// As it was reported or found.
    pub component: Option<Redacted>,
    /// When the report came in.
    pub submitted_at: DateTime<Utc>,
    /// When the last event happened.
    pub updated_at: DateTime<Utc>,
    /// When the next promise runs out.
    pub next_due_at: Option<DateTime<Utc>>,
    /// When the first of what is still owed ran out.
    pub overdue_at: Option<DateTime<Utc>>,
    /// To how many roles it has been escalated; null for customers.
    pub escalation_level: Option<u32>,
    /// Rises with every event.
    pub version: u64,
    /// The ticket's page.
    pub url: String,
}

impl RowView {
    /// For whoever reads the list.
    pub fn of(row: &BoardRow, reader: &Actor) -> RowView {
        RowView {
            number: row.number.into(),
            requirement_number: row.requirement_number.map(TicketNo),
            kind: row.kind.clone(),
            status: row.status.into(),
            waits_for: row.awaiting.map(|turn| turn.seen_by(reader).into()),
            archived: row.archived,
            urgency: row.urgency.into(),
            severity: row.severity.map(WordOf),
            title: (&row.title).into(),
            customer: row.customer.clone(),
            assignee: row.assignee.as_deref().map(|name| staff_name(reader, name)),
            product: row.product.as_ref().map(Redacted::from),
            component: row.component.as_ref().map(Redacted::from),
            submitted_at: row.submitted_at,
            updated_at: row.updated_at,
            next_due_at: row.next_due_at,
            overdue_at: row.overdue_at,
            escalation_level: reader.is_staff().then_some(row.escalation_level),
            version: row.version,
            url: ticket_url(row.number),
        }
    }
}
