//! A body held against its table: all that is wrong is named at once, and what is right is read by name.

use super::fields::{Field, FieldError, FieldKind, ITEMS_MAX};
use crate::people::{is_invisible, pasted_name};
use crate::reason::FieldReason;
use crate::words::{self, OutOfRange};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

/// A body that fits its table. Blank texts count as left out.
#[derive(Debug, Clone)]
pub struct Checked(Map<String, Value>);

impl Checked {
    /// The text without the blanks around it; empty if it is left out.
    pub fn text(&self, name: &str) -> String {
        self.maybe(name).unwrap_or_default()
    }
    /// The text without the blanks around it.
    pub fn maybe(&self, name: &str) -> Option<String> {
        self.0.get(name)?.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_string)
    }
    /// What a program printed: only blank lines around it go, the blanks of its first line stay.
    pub fn output(&self, name: &str) -> Option<String> {
        let text = self.0.get(name)?.as_str()?.trim_end();
        let begins = text.len() - text.trim_start().len();
        let line = text[..begins].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        Some(text[line..].to_string()).filter(|text| !text.is_empty())
    }
    /// A name or a way to reach somebody, without invisible characters that came with pasting.
    pub fn name(&self, name: &str) -> String {
        pasted_name(&self.text(name))
    }
    /// The same, if it is given.
    pub fn maybe_name(&self, name: &str) -> Option<String> {
        Some(self.name(name)).filter(|name| !name.is_empty())
    }
    /// Yes or no; no if it is left out.
    pub fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }
    /// A whole number.
    pub fn count(&self, name: &str) -> Option<u32> {
        self.0.get(name)?.as_u64()?.try_into().ok()
    }
    /// A moment.
    pub fn time(&self, name: &str) -> Option<DateTime<Utc>> {
        parse_time(self.0.get(name)?.as_str()?)
    }
    /// A word that the table has already found to be one of the vocabulary's.
    pub fn word<T: crate::words::Vocabulary>(&self, name: &str) -> Option<T> {
        T::parse(&self.maybe(name)?).ok()
    }
    /// An object; an empty one if it is left out.
    pub fn object(&self, name: &str) -> Checked {
        Checked(self.0.get(name).and_then(Value::as_object).cloned().unwrap_or_default())
    }
    /// The objects of a list.
    pub fn list(&self, name: &str) -> Vec<Checked> {
        let items = self.0.get(name).and_then(Value::as_array);
        items.into_iter().flatten().map(|item| Checked(item.as_object().cloned().unwrap_or_default())).collect()
    }
    /// The texts of a list.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let items = self.0.get(name).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).map(str::to_string).collect()
    }
    /// Whether it is given at all; null counts as left out.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|v| !v.is_null())
    }
}

/// Checks a body against its table; all that is wrong is named at once.
///
/// # Errors
/// Every field that is wrong.
pub fn check(body: &Value, fields: &[Field]) -> Result<Checked, Vec<FieldError>> {
    let mut errors = Vec::new();
    check_object(body, fields, "", &mut errors);
    match (errors.is_empty(), body) {
        (true, Value::Object(map)) => Ok(Checked(map.clone())),
        (true, _) => Ok(Checked(Map::new())),
        _ => Err(errors),
    }
}

fn check_object(body: &Value, fields: &[Field], path: &str, errors: &mut Vec<FieldError>) {
    let empty = Map::new();
    let map = match body {
        Value::Object(map) => map,
        Value::Null => &empty,
        _ => {
            let field = if path.is_empty() { "body" } else { path.trim_end_matches('.') };
            errors.push(FieldError::new(field, FieldReason::NotAnObject));
            return;
        }
    };
    for field in fields {
        let name = format!("{path}{}", field.name);
        let value = map.get(field.name).filter(|v| !v.is_null() && !v.as_str().is_some_and(is_blank));
        match value {
            None if field.required => errors.push(FieldError::new(name, FieldReason::Required)),
            None => {}
            Some(value) => check_value(value, field.kind, &name, errors),
        }
    }
}

/// What looks empty is left out.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

fn check_value(value: &Value, kind: FieldKind, name: &str, errors: &mut Vec<FieldError>) {
    let mut wrong = |why: FieldReason| errors.push(FieldError::new(name, why));
    match (kind, value) {
        (FieldKind::Text { max }, Value::String(text)) => {
            if text.chars().count() > max {
                wrong(FieldReason::TooLong { max });
            }
        }
        (FieldKind::Choice(choices), Value::String(word)) => {
            if !choices.words().contains(&word.trim()) {
                let shown: String = word.chars().take(40).collect();
                wrong(FieldReason::NotOneOf { word: shown, allowed: choices.phrases().into() });
            }
        }
        (FieldKind::Flag, Value::Bool(_)) => {}
        (FieldKind::Count, Value::Number(n)) if n.as_u64().is_some_and(|n| (1..=u64::from(u32::MAX)).contains(&n)) => {}
        (FieldKind::Time, Value::String(text)) => {
            if let Err(reason) = read_time(text) {
                wrong(reason);
            }
        }
        (FieldKind::Object(fields), Value::Object(_)) => check_object(value, fields, &format!("{name}."), errors),
        (FieldKind::List(_) | FieldKind::Texts { .. }, Value::Array(items)) if items.len() > ITEMS_MAX => {
            wrong(FieldReason::TooMany { max: ITEMS_MAX });
        }
        (FieldKind::List(fields), Value::Array(items)) => {
            for (i, item) in items.iter().enumerate() {
                check_object(item, fields, &format!("{name}[{i}]."), errors);
            }
        }
        (FieldKind::Texts { max }, Value::Array(items)) => {
            if !items.iter().all(|i| i.as_str().is_some_and(|s| s.chars().count() <= max)) {
                wrong(FieldReason::NotShortTexts { max });
            }
        }
        (kind, _) => wrong(FieldReason::NotOfKind { kind: kind.name() }),
    }
}

/// A moment as RFC 3339 has it.
pub fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    read_time(text).ok()
}

/// A time, or what is wrong with it.
///
/// # Errors
/// [`FieldReason`] if it is no time as RFC 3339 has it.
pub fn read_time(text: &str) -> Result<DateTime<Utc>, FieldReason> {
    let at = DateTime::parse_from_rfc3339(text.trim());
    // Years of more than four digits are no times as RFC 3339 has them; what is wrong with them is the year.
    let beyond = |_| text.trim().parse::<DateTime<Utc>>().map_or_else(|_| FieldReason::NotATime, |_| OutOfRange.into());
    words::within_reason(at.map_err(beyond)?).map_err(FieldReason::from)
}

#[cfg(test)]
mod tests {
    use super::super::fields::{optional, required};
    use super::*;
    use crate::reason::Said;
    use crate::words::Locale;
    use serde_json::json;

    const TABLE: &[Field] = &[
        required("title", FieldKind::Text { max: 5 }),
        optional("urgency", FieldKind::one_of::<crate::ticket::Severity>()),
        optional("contact", FieldKind::Object(&[required("name", FieldKind::Text { max: 9 })])),
        optional("at", FieldKind::Time),
    ];

    #[test]
    fn everything_wrong_is_named_at_once() {
        let body = json!({"title": "  ", "urgency": "c", "contact": {}, "at": "today"});
        let errors = check(&body, TABLE).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["title", "urgency", "contact.name", "at"]);
    }

    #[test]
    fn what_is_no_object_says_so() {
        assert_eq!(check(&json!([1]), TABLE).unwrap_err()[0].field, "body");
        assert_eq!(check(&json!({"title": 3}), TABLE).unwrap_err()[0].why.said(Locale::En), "must be a text");
    }

    #[test]
    fn null_and_blank_are_left_out() {
        let checked = check(&json!({"title": "x", "urgency": null, "extra": 1}), TABLE).unwrap();
        assert_eq!((checked.text("title"), checked.maybe("urgency")), ("x".into(), None));
    }
}
