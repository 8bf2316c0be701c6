//! What a change of the policy would move, or the mistakes that keep it from coming into force.

use crate::desk::Preview;
use serde_json::{Value, json};

pub fn preview(preview: &Preview) -> Value {
    let moved: Vec<Value> =
        preview.moved.iter().map(|m| json!({"number": m.number, "clock": m.clock, "from": m.from, "to": m.to})).collect();
    json!({
        "mistakes": [],
        "digest": preview.digest,
        "in_force": preview.in_force.as_ref().map(|p| json!({"version": p.version, "digest": p.digest, "since": p.since})),
        "notes": preview.doubts,
        "open": preview.open,
        "moved": moved,
    })
}

pub fn mistakes(mistakes: &[(usize, String)]) -> Value {
    json!({"mistakes": mistakes.iter().map(|(line, what)| json!({"line": line, "what": what})).collect::<Vec<_>>()})
}
