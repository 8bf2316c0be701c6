//! A ticket as a row of a list.

use super::codes::word_in;
use super::time::due_in;
use super::turn::waits_for;
use crate::ledger::BoardRow;
use crate::protocol::view;
use crate::ticket::{Severity, Status};
use crate::web::http::Reader;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// What is most pressing: what is overdue already, else what falls due next.
fn due(row: &BoardRow) -> Option<DateTime<Utc>> {
    row.overdue_at.or(row.next_due_at)
}

pub fn readable(row: &BoardRow, reader: &Reader, now: DateTime<Utc>) -> Value {
    let mut shape = view::board_row(row, &reader.actor);
    shape["status_word"] = json!(word_in::<Status>(reader.tongue, &shape, "status"));
    shape["severity_word"] = json!(word_in::<Severity>(reader.tongue, &shape, "severity"));
    shape["waits_for_word"] = json!(waits_for(reader, row.turn, &row.kind));
    (shape["reasons"], shape["due_of"]) = (json!([]), Value::Null);
    // How much time the desk has left is the desk's to watch.
    due_in(&mut shape, due(row).filter(|_| reader.actor.is_staff()), reader.tongue, now);
    shape
}
