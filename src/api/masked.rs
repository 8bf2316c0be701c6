//! How somebody can be reached is masked wherever a text may say it, but for the customer whose own it is.

use crate::case::Masker;
use crate::people::Actor;
use crate::ticket::{Contact, Ticket, owns};
use serde_json::Value;

/// Texts of a ticket, for its reader. Names stay: who is spoken of is what a report is about.
pub fn of_ticket(t: &Ticket, reader: &Actor, shape: Value) -> Value {
    match owns(reader, t) {
        true => shape,
        false => all(&Masker::new(&Contact { name: String::new(), ..t.report.contact.clone() }, &[]), shape),
    }
}

/// One text of a report.
pub fn reported(t: &Ticket, reader: &Actor, text: &str) -> String {
    of_ticket(t, reader, Value::from(text)).as_str().unwrap_or_default().to_string()
}

/// Texts whose ticket is not at hand: what looks like a number or an address is masked for staff.
pub fn for_staff(reader: &Actor, shape: Value) -> Value {
    if reader.is_staff() { all(&Masker::default(), shape) } else { shape }
}

fn all(masker: &Masker, shape: Value) -> Value {
    match shape {
        Value::String(text) => Value::String(masker.text(&text)),
        Value::Array(items) => items.into_iter().map(|item| all(masker, item)).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, all(masker, value))).collect(),
        other => other,
    }
}
