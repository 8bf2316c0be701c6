//! The next allowed steps on a ticket as forms, from the very tables that check their bodies.

use super::words::{choice, label, step};
use crate::api::{Field, body};
use crate::page::{Tongue, message};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

pub type Told = HashMap<String, String>;

/// These only add to the record: that the ticket went on meanwhile does not make them wrong.
const ADDING: &[&str] = &["step", "progress", "note"];

fn fields_of(verb: &str) -> &'static [Field] {
    body::VERBS.iter().find(|(name, _)| *name == verb).map(|(_, fields)| *fields).unwrap_or_default()
}

/// The version a form was made for, where it matters that the ticket is still at it.
pub fn seen_version(verb: &str, told: &Told) -> Option<u64> {
    told.get("seen_version").and_then(|v| v.parse().ok()).filter(|_| !ADDING.contains(&verb))
}

/// A step's form. `told` is what was typed into it, when it comes back.
pub fn form(tongue: Tongue, verb: &str, told: Option<&Told>) -> Value {
    let asked = |field: &Field| {
        let mut form = field.for_form();
        let offered: Vec<&str> = match &field.kind {
            crate::api::Kind::Choice(words) => words.to_vec(),
            _ => Vec::new(),
        };
        let mut choices: Vec<Value> =
            offered.iter().map(|word| json!({"word": word, "label": choice(tongue, &offered, word)})).collect();
        if matches!(field.kind, crate::api::Kind::Flag) {
            choices.push(json!({"word": "true", "label": message(tongue, "yes")}));
            choices.push(json!({"word": "false", "label": message(tongue, "no")}));
        }
        form["choices"] = json!(choices);
        form["label"] = json!(label(tongue, field.name));
        form["value"] = json!(told.and_then(|t| t.get(field.name)).cloned().unwrap_or_default());
        form["people"] = json!(verb == "assign" && field.name == "to");
        form
    };
    let fields: Vec<Value> = fields_of(verb).iter().map(asked).collect();
    json!({"verb": verb, "label": step(tongue, verb), "fields": fields, "open": told.is_some()})
}

/// Form fields as the API's body: words true and false are flags, one item a line makes a list.
pub fn as_body(verb: &str, told: &Told) -> Value {
    let mut body: Map<String, Value> = Map::new();
    for field in fields_of(verb) {
        let Some(text) = told.get(field.name).filter(|t| !t.trim().is_empty()) else { continue };
        body.insert(field.name.to_string(), field.read_form(text));
    }
    Value::Object(body)
}
