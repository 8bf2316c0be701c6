//! The rows of a worklist: each with its reasons and the due time of the first.

use super::codes::{filled, word};
use super::row::QueueRow;
use super::time::due_in;
use super::turn::turn_in;
use crate::desk::{WorklistItem, WorklistReason, WorklistTask};
use crate::page::message;
use crate::sla::Calendar;
use crate::ticket::TeamOrPerson;
use crate::web::http::Reader;
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};

/// A row of the worklist, for its reader.
pub fn row(mine: &WorklistItem, reader: &Reader, calendar: &Calendar, now: DateTime<Utc>) -> QueueRow {
    // Customers do not see how much time the desk has left.
    let first = mine.first().filter(|_| reader.actor.is_staff());
    let kind = &mine.row.kind;
    let reasons: Vec<String> = mine.reasons.iter().map(|reason| reason_text(reader, calendar, kind, reason)).collect();
    // Where the step and its clock have the same name, it is shown once.
    let due_of = first.map(|reason| due_of(reader, reason)).filter(|of| !reasons.contains(of));
    let due = due_in(first.and_then(|reason| reason.due_at), reader.locale, now);
    let mut row = QueueRow::of(&mine.row, reader, now);
    (row.reasons, row.due, row.due_of) = (reasons, due, due_of);
    // The reasons say it.
    row.waits_for_word = None;
    row
}

/// What falls due.
fn due_of(reader: &Reader, reason: &WorklistReason) -> String {
    match &reason.what {
        WorklistTask::Step(_, Some(clock)) => word(reader.locale, *clock),
        WorklistTask::Step(_, None) => String::new(),
        WorklistTask::Commitment(_) => message(reader.locale, "mine.due").to_string(),
    }
}

fn reason_text(reader: &Reader, calendar: &Calendar, kind: &str, reason: &WorklistReason) -> String {
    let locale = reader.locale;
    let local = |at: DateTime<Utc>| calendar.local_minute_of_year(at);
    let what = match &reason.what {
        WorklistTask::Step(awaiting, _) => turn_in(locale, "yours", awaiting.word(), kind),
        WorklistTask::Commitment(commitment) => match (&commitment.ask, &commitment.of) {
            (None, _) => filled(locale, "mine.delivery", &[&commitment.what]),
            (Some((_, by)), TeamOrPerson::Person(_)) => filled(locale, "mine.asked", &[by, &commitment.what]),
            (Some((_, by)), TeamOrPerson::Team(team)) => {
                filled(locale, "mine.asked_team", &[by, &word(locale, *team), &commitment.what])
            }
        },
    };
    // A step's due time has a column of its own; an agreed date stands in the reason.
    let by = reason
        .due_at
        .filter(|_| matches!(reason.what, WorklistTask::Commitment(_)))
        .map(|at| filled(locale, "mine.by", &[&local(at)]));
    let stands_in = reason.stands_in.as_ref().map(|(name, until)| filled(locale, "mine.for", &[name, &local(*until)]));
    [Some(what), by, stands_in].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
