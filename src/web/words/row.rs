//! A ticket as a row of a list.

use super::codes::{word, word_or_dash};
use super::time::{Due, due_in};
use super::turn::waits_for;
use crate::ledger::BoardRow;
use crate::view::RowView;
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
    pub waits_for_word: Option<String>,
    /// Whether it waits for the customer who reads it.
    pub yours: bool,
    /// Why it waits for the reader.
    pub reasons: Vec<String>,
    #[serde(flatten)]
    pub due: Due,
    /// What the time is of.
    pub due_of: Option<String>,
}

/// What is most pressing: what is overdue already, else what falls due next.
fn due(row: &BoardRow) -> Option<DateTime<Utc>> {
    row.overdue_at.or(row.next_due_at)
}

impl QueueRow {
    /// As its reader sees it at a moment.
    pub fn of(row: &BoardRow, reader: &Reader, now: DateTime<Utc>) -> QueueRow {
        // How much time the desk has left is the desk's to watch.
        let pressing = due(row).filter(|_| reader.actor.is_staff());
        QueueRow {
            row: RowView::of(row, &reader.actor),
            status_word: word(reader.locale, row.status),
            severity_word: word_or_dash(reader.locale, row.severity),
            waits_for_word: waits_for(reader, row.awaiting, &row.kind),
            yours: false,
            reasons: Vec::new(),
            due: due_in(pressing, reader.locale, now),
            due_of: None,
        }
    }
}
