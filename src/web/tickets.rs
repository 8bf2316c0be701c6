//! The queue: what runs out next comes first to the eye.

use super::answer::{Failed, page};
use super::session::Reader;
use super::words::{word, word_in};
use crate::api::{App, shape};
use crate::ledger::{BoardFilter, BoardRow};
use crate::page::{Template, Tongue, message};
use crate::ticket::{Severity, Status};
use crate::words::Vocabulary;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

const PAGE: usize = 50;
/// Less than this left is shown as pressing.
const SOON: Duration = Duration::minutes(30);

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    status: String,
    cursor: Option<u64>,
}

pub async fn list(State(app): State<Arc<App>>, reader: Reader, Query(wanted): Query<Wanted>) -> Result<Response, Failed> {
    let (actor, tongue) = (reader.actor.clone(), reader.tongue);
    let status = Status::parse(&wanted.status).ok().map(|s| s.word().to_string());
    let filter = BoardFilter { status: status.clone(), before_seq: wanted.cursor, limit: PAGE + 1, ..BoardFilter::default() };
    let listed = app.blocking(move |app| app.desk.tickets(&actor, filter)).await;
    let mut rows = listed.map_err(|e| reader.failed(e))?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.first_seq);
    // On a page the nearest due time comes first; what has none follows, the newest first.
    rows.sort_by_key(|row| (row.next_due_at.is_none(), row.next_due_at));
    let now = app.now();
    let values = json!({
        "rows": rows.iter().map(|r| readable(r, &reader, now)).collect::<Vec<_>>(),
        "statuses": Status::ALL.iter().map(|s| json!({"word": s, "label": word(tongue, *s)})).collect::<Vec<_>>(),
        "status": status.unwrap_or_default(),
        "next": next,
    });
    page(&reader, Template::Queue, values)
}

fn readable(row: &BoardRow, reader: &Reader, now: DateTime<Utc>) -> Value {
    let mut shape = shape::board_row(row, &reader.actor);
    shape["status_word"] = json!(word_in::<Status>(reader.tongue, &shape, "status"));
    shape["severity_word"] = json!(word_in::<Severity>(reader.tongue, &shape, "severity"));
    let left = row.next_due_at.map(|due| due - now);
    shape["due_state"] = json!(match left {
        Some(left) if left <= Duration::zero() => "over",
        Some(left) if left < SOON => "soon",
        _ => "",
    });
    shape["due_word"] = json!(left.map(|left| due_word(left, reader.tongue)));
    shape
}

/// "2 h 10 min left", or that it is over.
fn due_word(left: Duration, tongue: Tongue) -> String {
    if left <= Duration::zero() {
        return message(tongue, "overdue").to_string();
    }
    let (hours, minutes) = (left.num_hours(), left.num_minutes() % 60);
    let span = match hours {
        0 => format!("{minutes} min"),
        h if h < 48 => format!("{h} h {minutes} min"),
        h => format!("{} d", h / 24),
    };
    match tongue {
        Tongue::Zh => format!("{} {span}", message(tongue, "left")),
        Tongue::En => format!("{span} {}", message(tongue, "left")),
    }
}
