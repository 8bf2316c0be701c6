//! A ticket as a row of a list.

use super::codes::{word, word_or_dash};
use super::time::{Due, due_in};
use super::turn::waits_for;
use crate::ledger::BoardRow;
use crate::view::{Redacted, RowView};
use crate::web::http::Reader;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One row, worded.
#[derive(Debug, Serialize)]
pub struct QueueRow {
    #[serde(flatten)]
    row: RowView,
    status_word: String,
    severity_word: String,
    /// What it waits for; none where `reasons` say it.
    pub waits_for_word: Option<String>,
    /// The responsible person, or "–".
    assignee_word: String,
    /// Why it waits for the reader.
    pub reasons: Vec<String>,
    #[serde(flatten)]
    pub due: Due,
    /// What falls due then.
    pub due_of: Option<String>,
}

/// The most pressing due time: the first that has passed, else the next.
fn due(row: &BoardRow) -> Option<DateTime<Utc>> {
    row.overdue_at.or(row.next_due_at)
}

impl QueueRow {
    /// As its reader sees it at a moment.
    pub fn of(row: &BoardRow, reader: &Reader, now: DateTime<Utc>) -> QueueRow {
        // Customers do not see how much time the desk has left.
        let pressing = due(row).filter(|_| reader.actor.is_staff());
        let view = RowView::of(row, &reader.actor);
        QueueRow {
            assignee_word: view.assignee.as_ref().map_or("–", Redacted::as_str).to_string(),
            row: view,
            status_word: word(reader.locale, row.status),
            severity_word: word_or_dash(reader.locale, row.severity),
            waits_for_word: waits_for(reader, row.awaiting, &row.kind),
            reasons: Vec::new(),
            due: due_in(pressing, reader.locale, now),
            due_of: None,
        }
    }
}
