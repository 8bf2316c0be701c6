//! What waits for the reader, as rows: each with the reason why it is theirs and the time of just that.

use super::codes::{filled, word};
use super::row::readable;
use super::time::due_in;
use super::turn::turn_in;
use crate::desk::{WorklistItem, WorklistReason, WorklistTask};
use crate::page::message;
use crate::sla::Calendar;
use crate::ticket::Asked;
use crate::web::http::Reader;
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub fn row(mine: &WorklistItem, reader: &Reader, calendar: &Calendar, now: DateTime<Utc>) -> Value {
    let mut shape = readable(&mine.row, reader, now);
    let first = mine.first();
    // How much time the desk has left is the desk's to watch.
    let first = first.filter(|_| reader.actor.is_staff());
    due_in(&mut shape, first.and_then(|reason| reason.due_at), reader.tongue, now);
    let kind = &mine.row.kind;
    let reasons: Vec<String> = mine.reasons.iter().map(|reason| told(reader, calendar, kind, reason)).collect();
    // A step that is called as its clock is says it once.
    let due_of = first.map(|reason| due_of(reader, reason)).filter(|of| !reasons.contains(of));
    (shape["due_of"], shape["reasons"]) = (json!(due_of), json!(reasons));
    shape
}

/// What the time is of.
fn due_of(reader: &Reader, reason: &WorklistReason) -> String {
    match &reason.what {
        WorklistTask::Step(_, Some(clock)) => word(reader.tongue, *clock),
        WorklistTask::Step(_, None) => String::new(),
        WorklistTask::Owed(_) => message(reader.tongue, "mine.due").to_string(),
    }
}

fn told(reader: &Reader, calendar: &Calendar, kind: &str, reason: &WorklistReason) -> String {
    let tongue = reader.tongue;
    let local = |at: DateTime<Utc>| at.with_timezone(&calendar.zone).format("%m-%d %H:%M").to_string();
    let what = match &reason.what {
        WorklistTask::Step(turn, _) => turn_in(tongue, "yours", turn.word(), kind),
        WorklistTask::Owed(owed) => match (&owed.ask, &owed.of) {
            (None, _) => filled(tongue, "mine.delivery", &[&owed.what]),
            (Some((_, by)), Asked::Person(_)) => filled(tongue, "mine.asked", &[by, &owed.what]),
            (Some((_, by)), Asked::Team(team)) => filled(tongue, "mine.asked_team", &[by, &word(tongue, *team), &owed.what]),
        },
    };
    // A step's time stands beside the row; what was agreed is said as it was agreed.
    let by =
        reason.due_at.filter(|_| matches!(reason.what, WorklistTask::Owed(_))).map(|at| filled(tongue, "mine.by", &[&local(at)]));
    let stands_in = reason.stands_in.as_ref().map(|(name, until)| filled(tongue, "mine.for", &[name, &local(*until)]));
    [Some(what), by, stands_in].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
