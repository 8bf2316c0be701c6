//! A step's form as it was sent: what it lacks, the version it was made for, and its fields as the API's body.

use super::steps::{fields_of, verb_answers};
use crate::people::Actor;
use crate::protocol::request::{FieldError, FieldKind};
use crate::reason::FieldReason;
use crate::sla::Calendar;
use crate::web::http::FormFields;
use crate::web::words::moment;
use serde_json::{Map, Value, json};

/// Steps that only add to the record: they stay valid when the ticket has changed meanwhile.
const ADDING: &[&str] = &["step", "progress", "note", "supplement"];

/// Errors for fields that a form requires and that were sent empty; the body's table leaves them optional for programs.
pub fn unanswered(actor: &Actor, fields: &FormFields) -> Vec<FieldError> {
    let form = fields.get("form").map(String::as_str).unwrap_or_default();
    let by_form: &[&str] = match form {
        "confirm" => &["satisfaction"],
        "confirm-no" | "agree-no" => &["words"],
        _ => &[],
    };
    let on_behalf = (verb_answers(form) && actor.is_staff()).then_some(&"said_how");
    let empty = |field: &&&str| fields.get(**field).is_none_or(|text| text.trim().is_empty());
    by_form.iter().chain(on_behalf).filter(empty).map(|field| FieldError::new(*field, FieldReason::Required)).collect()
}

/// The ticket version a form was made for; `None` for steps that only add to the record.
pub fn seen_version(verb: &str, fields: &FormFields) -> Option<u64> {
    fields.get("seen_version").and_then(|v| v.parse().ok()).filter(|_| !ADDING.contains(&verb))
}

/// Form fields as the API's body: words true and false are flags, one item a line makes a list, a moment is the desk's.
///
/// # Errors
/// The fields of which nobody can tell what they mean.
pub fn as_body(verb: &str, fields: &FormFields, calendar: &Calendar) -> Result<Value, Vec<FieldError>> {
    let (mut body, mut errors) = (Map::new(), Vec::new());
    for field in fields_of(verb) {
        let Some(text) = fields.get(field.name).filter(|t| !t.trim().is_empty()) else { continue };
        let value = match field.kind {
            FieldKind::Time => Ok(json!(moment(text, calendar))),
            _ => field.read_form(text),
        };
        match value {
            Ok(value) => drop(body.insert(field.name.to_string(), value)),
            Err(why) => errors.push(FieldError::new(field.name, why)),
        }
    }
    if errors.is_empty() { Ok(Value::Object(body)) } else { Err(errors) }
}
