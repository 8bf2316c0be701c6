//! The queue: what runs out next comes first to the eye.

use super::answer::{Failed, page};
use super::session::Reader;
use super::ticket::waits_for;
use super::words::{due_word, word, word_in};
use crate::api::{App, shape};
use crate::ledger::{BoardFilter, BoardRow, TurnOf};
use crate::page::{Template, message};
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
    severity: String,
    /// Any text: only what the reader is responsible for.
    mine: String,
    /// Any text: only what waits for the reader.
    yours: String,
    q: String,
    cursor: Option<u64>,
}

impl Wanted {
    /// The list's address with one filter set otherwise; filters are addresses, so that one can keep them.
    fn with(&self, name: &str, value: &str) -> String {
        let now =
            [("status", &self.status), ("severity", &self.severity), ("mine", &self.mine), ("yours", &self.yours), ("q", &self.q)];
        let set = now.iter().map(|(n, v)| (*n, if *n == name { value } else { v.as_str() })).filter(|(_, v)| !v.is_empty());
        let query: Vec<String> = set.map(|(n, v)| format!("{n}={}", encoded(v))).collect();
        if query.is_empty() { "/tickets".into() } else { format!("/tickets?{}", query.join("&")) }
    }
}

/// A value as part of an address.
pub(super) fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'~');
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

pub async fn list(State(app): State<Arc<App>>, reader: Reader, Query(wanted): Query<Wanted>) -> Result<Response, Failed> {
    let (actor, tongue) = (reader.actor.clone(), reader.tongue);
    let known = |text: &str, known: bool| Some(text.to_string()).filter(|_| known);
    let filter = BoardFilter {
        status: known(&wanted.status, Status::parse(&wanted.status).is_ok()),
        // What is closed is not a queue's matter unless one asks for it.
        open: wanted.status.is_empty() && wanted.q.trim().is_empty(),
        severity: known(&wanted.severity, Severity::parse(&wanted.severity).is_ok()),
        assignee: known(reader.name(), !wanted.mine.is_empty()),
        turn_of: Some(TurnOf::by(&actor)).filter(|_| !wanted.yours.is_empty()),
        text: known(&wanted.q, !wanted.q.trim().is_empty()),
        before_seq: wanted.cursor,
        limit: PAGE + 1,
        ..BoardFilter::default()
    };
    let listed = app.blocking(move |app| app.desk.tickets(&actor, filter)).await;
    let mut rows = listed.map_err(|e| reader.failed(e))?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.first_seq);
    // On a page the nearest due time comes first; what has none follows, the newest first.
    rows.sort_by_key(|row| (due(row).is_none(), due(row)));
    let now = app.now();
    let filter = |name: &str, value: &str, label: String, current: bool| {
        let to = if current { "" } else { value };
        json!({"label": label, "url": wanted.with(name, to), "current": current})
    };
    let open = filter("status", "", message(tongue, "queue.open").to_string(), wanted.status.is_empty());
    let all = filter("status", "all", message(tongue, "queue.all").to_string(), wanted.status == "all");
    let each = Status::ALL.iter().map(|s| filter("status", s.word(), word(tongue, *s), wanted.status == s.word()));
    let severities = Severity::ALL.iter().map(|s| filter("severity", s.word(), word(tongue, *s), wanted.severity == s.word()));
    let mine = filter("mine", "1", message(tongue, "queue.mine").to_string(), !wanted.mine.is_empty());
    let yours = filter("yours", "1", message(tongue, "queue.yours").to_string(), !wanted.yours.is_empty());
    let statuses: Vec<Value> = [open].into_iter().chain(each).chain([all]).collect();
    let values = json!({
        "rows": rows.iter().map(|r| readable(r, &reader, now)).collect::<Vec<_>>(),
        "statuses": statuses, "severities": severities.collect::<Vec<_>>(), "mine": mine, "yours": yours,
        "wanted": {"q": wanted.q, "status": wanted.status, "severity": wanted.severity, "mine": wanted.mine, "yours": wanted.yours},
        "staff": reader.actor.is_staff(),
        "next": next.map(|seq| { let base = wanted.with("", ""); let and = if base.contains('?') { '&' } else { '?' }; format!("{base}{and}cursor={seq}") }),
    });
    page(&reader, Template::Queue, values)
}

/// What is most pressing: what is overdue already, else what falls due next.
fn due(row: &BoardRow) -> Option<DateTime<Utc>> {
    row.overdue_at.or(row.next_due_at)
}

pub(super) fn readable(row: &BoardRow, reader: &Reader, now: DateTime<Utc>) -> Value {
    let mut shape = shape::board_row(row, &reader.actor);
    shape["status_word"] = json!(word_in::<Status>(reader.tongue, &shape, "status"));
    shape["severity_word"] = json!(word_in::<Severity>(reader.tongue, &shape, "severity"));
    shape["waits_for_word"] = json!(waits_for(reader, row.turn, &row.kind));
    // How much time the desk has left is the desk's to watch.
    let due = |row: &BoardRow| due(row).filter(|_| reader.actor.is_staff());
    shape["due_at"] = json!(due(row).map(|at| at.to_rfc3339()));
    let left = due(row).map(|due| due - now);
    let (state, sign) = match left {
        Some(left) if left <= Duration::zero() => ("over", "!"),
        Some(left) if left < SOON => ("soon", "◔"),
        Some(_) => ("later", "○"),
        None => ("", ""),
    };
    (shape["due_state"], shape["due_sign"]) = (json!(state), json!(sign));
    shape["due_word"] = json!(left.map(|left| due_word(left, reader.tongue)));
    shape
}
