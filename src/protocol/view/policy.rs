//! What a change of the policy would move, or the mistakes that keep it from coming into force.

use crate::desk::PolicyPreview;
use crate::reason::{Mistake, Said};
use crate::words::Locale;
use serde_json::{Value, json};

pub fn preview(preview: &PolicyPreview) -> Value {
    let moved: Vec<Value> =
        preview.moved.iter().map(|m| json!({"number": m.number, "clock": m.clock, "from": m.from, "to": m.to})).collect();
    json!({
        "mistakes": [],
        "digest": preview.digest,
        "in_force": preview.in_force.as_ref().map(|p| json!({"version": p.version, "digest": p.digest, "since": p.since})),
        "notes": preview.doubts.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "open": preview.open,
        "moved": moved,
    })
}

pub fn mistakes(mistakes: &[Mistake]) -> Value {
    json!({"mistakes": mistakes.iter().map(|m| json!({"line": m.line, "what": m.said(Locale::En)})).collect::<Vec<_>>()})
}
