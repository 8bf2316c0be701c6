//! What somebody wrote is masked wherever a text may say it, but for the customer whose own it is: every string is, unless its key
//! is one that holds no free text.

use crate::case::Masker;
use crate::people::Actor;
use crate::ticket::{Ticket, owns};
use serde_json::Value;

/// Keys of codes, numbers, moments, digests and addresses of ours; names of people and firms, which go by rules of their own.
const NO_TEXT: &[&str] = &[
    // numbers of tickets and cases, and places of ours
    "number",
    "requirement_number",
    "merged_into",
    "merged",
    "parts",
    "part_of",
    "joined",
    "links",
    "attached_to",
    "incident",
    "case",
    "ticket",
    "tickets",
    "into",
    "from",
    "like",
    "consultation",
    "id",
    "url",
    "sha256",
    "digest",
    // words of closed vocabularies
    "kind",
    "status",
    "channel",
    "urgency",
    "severity",
    "requirement_type",
    "priority",
    "customer_priority",
    "missing",
    "hold",
    "waits_for",
    "state",
    "closed_how",
    "outcome",
    "known",
    "verdict",
    "decision",
    "approach",
    "clock",
    "waiting_for",
    "satisfaction",
    "how",
    "class",
    "band",
    "event",
    "team",
    "proposed",
    "level",
    "escalated_to",
    // who: staff whole or by their rule, the customer's firm, the contact masked by its own rule
    "registered_by",
    "assessor",
    "assignee",
    "by",
    "decided_by",
    "actor",
    "who",
    "to",
    "person",
    "groups",
    "watchers",
    "solved_by",
    "customer",
    "contact",
];

/// Lists whose names are codes.
const CODED: &[&str] = &["clocks"];

/// Texts of a ticket or of its timeline, for its reader.
pub fn of_ticket(t: &Ticket, reader: &Actor, shape: Value) -> Value {
    match owns(reader, t) {
        true => shape,
        false => all(&Masker::ways_of(&t.report.contact), shape),
    }
}

/// One text of a report.
pub fn reported(t: &Ticket, reader: &Actor, text: &str) -> String {
    match owns(reader, t) {
        true => text.to_string(),
        false => Masker::ways_of(&t.report.contact).text(text),
    }
}

fn all(masker: &Masker, shape: Value) -> Value {
    match shape {
        Value::String(text) => Value::String(masker.text(&text)),
        Value::Array(items) => items.into_iter().map(|item| all(masker, item)).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| field(masker, name, value)).collect(),
        other => other,
    }
}

fn field(masker: &Masker, name: String, value: Value) -> (String, Value) {
    let value = match value {
        value if is_code(&name) => coded(masker, value),
        Value::Array(items) if CODED.contains(&name.as_str()) => {
            let coded = |item: Value| match item {
                Value::Object(mut fields) => {
                    let code = fields.remove("name");
                    let mut masked = all(masker, Value::Object(fields));
                    if let (Some(code), Some(fields)) = (code, masked.as_object_mut()) {
                        fields.insert("name".into(), code);
                    }
                    masked
                }
                other => all(masker, other),
            };
            Value::Array(items.into_iter().map(coded).collect())
        }
        value => all(masker, value),
    };
    (name, value)
}

/// A code, or a list of codes; what stands in a further object is looked at key by key.
fn coded(masker: &Masker, value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| coded(masker, item)).collect(),
        Value::Object(_) => all(masker, value),
        scalar => scalar,
    }
}

/// A key whose value is no free text; moments are named `…_at`.
fn is_code(name: &str) -> bool {
    NO_TEXT.contains(&name) || name == "at" || name.ends_with("_at")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Contact;
    use serde_json::json;

    #[test]
    fn a_field_nobody_thought_of_is_masked() {
        let contact = Contact { wechat: Some("pending".into()), ..Contact::default() };
        let shape = json!({"status": "pending", "remark": ["打 13612345678"], "a": {"b": "微信 pending"}, "due_at": "2024-05-01T12:00:00Z",
                           "clocks": [{"name": "pending", "explanation": "等 13612345678"}]});
        let masked = all(&Masker::ways_of(&contact), shape);
        let right = json!({"status": "pending", "remark": ["打 136****5678"], "a": {"b": "微信 pend*"}, "due_at": "2024-05-01T12:00:00Z",
                           "clocks": [{"name": "pending", "explanation": "等 136****5678"}]});
        assert_eq!(masked, right);
    }
}
