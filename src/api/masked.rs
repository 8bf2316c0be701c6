//! How somebody can be reached is masked wherever a text may say it, but for the customer whose own it is.

use crate::case::Masker;
use crate::people::Actor;
use crate::ticket::{Contact, Ticket, owns};
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

/// Texts of a ticket, for its reader. Names stay: who is spoken of is what a report is about.
pub fn of_ticket(t: &Ticket, reader: &Actor, shape: Value) -> Value {
    match owns(reader, t) {
        true => shape,
        false => all(&Masker::new(&Contact { name: String::new(), ..t.report.contact.clone() }, &[]), shape, true),
    }
}

/// One text of a report.
pub fn reported(t: &Ticket, reader: &Actor, text: &str) -> String {
    of_ticket(t, reader, Value::from(text)).as_str().unwrap_or_default().to_string()
}

/// Texts whose ticket is not at hand: what looks like a number or an address is masked for staff.
pub fn for_staff(reader: &Actor, shape: Value) -> Value {
    if reader.is_staff() { all(&Masker::default(), shape, true) } else { shape }
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
