//! How somebody can be reached is masked wherever a text may say it, but for the customer whose own it is.

use crate::case::Masker;
use crate::people::Actor;
use crate::ticket::{Ticket, owns};
use serde_json::Value;

/// Fields that hold what somebody wrote.
const TEXTS: &[&str] = &[
    "title",
    "description",
    "steps",
    "error",
    "scenario",
    "effect",
    "text",
    "cause",
    "workaround",
    "resolution",
    "report",
    "technical",
    "resources",
    "cost",
    "effort",
    "reason",
    "overdue_reason",
    "words",
    "what",
    "item",
    "tested_with",
    "on_behalf",
];

/// Texts of a ticket or of its timeline, for its reader.
pub fn of_ticket(t: &Ticket, reader: &Actor, shape: Value) -> Value {
    match owns(reader, t) {
        true => shape,
        false => all(&Masker::ways_of(&t.report.contact), shape, true),
    }
}

/// One text of a report.
pub fn reported(t: &Ticket, reader: &Actor, text: &str) -> String {
    of_ticket(t, reader, Value::from(text)).as_str().unwrap_or_default().to_string()
}

/// Codes, times and names are no free text: only what somebody wrote is looked through.
fn all(masker: &Masker, shape: Value, is_text: bool) -> Value {
    match shape {
        Value::String(text) if is_text => Value::String(masker.text(&text)),
        Value::Array(items) => items.into_iter().map(|item| all(masker, item, is_text)).collect(),
        Value::Object(fields) => {
            let of = |(name, value): (String, Value)| {
                let is_text = TEXTS.contains(&name.as_str());
                (name, all(masker, value, is_text))
            };
            fields.into_iter().map(of).collect()
        }
        other => other,
    }
}
