//! One line of the exchange format.

use crate::case::{Audience, Confidence, Link, Parts};
use crate::ticket::{Number, Priority, RequirementType, Severity};
use crate::words::{BadMoment, Locale, read_moment};
use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A ticket as another system tells it. Unknown fields are kept; null is missing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExchangeLine {
    pub id: String,
    pub created_at: Option<String>,
    pub title: Option<String>,
    pub body: Option<String>,
    pub product: Option<String>,
    pub component: Option<String>,
    pub severity: Option<String>,
    pub status: Option<String>,
    pub resolution: Option<String>,
    pub duplicate_of: Option<String>,
    pub answer: Option<String>,
    pub resolved_at: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub versions: Option<Vec<String>>,
    pub labels: Option<Vec<String>>,
    pub customer: Option<String>,
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The field under which our own export says what the common fields cannot, so that nothing is lost on the way back.
pub const OWN_FIELD: &str = "precedent";

/// What a line of our own export adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnFields {
    /// The parts but for those the line itself carries: the issue is its `body`, a solved case's resolution its `answer`.
    #[serde(default)]
    pub parts: Parts,
    pub urgency: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<(RequirementType, Priority)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement_number: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Only where the ticket is finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<OwnCaseFields>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnCaseFields {
    pub confidence: Confidence,
    pub audience: Audience,
    pub language: Locale,
    pub family: Number,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reopened: bool,
    /// The version of masking it was made with.
    #[serde(default)]
    pub masking: u32,
    pub revision: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    #[error("not JSON: {0}")]
    Json(String),
    #[error("not a JSON object")]
    NotAnObject,
    #[error("{0}: is {1}, not {2}")]
    Field(String, &'static str, &'static str),
    #[error("id: is required")]
    NoId,
}

impl ExchangeLine {
    pub fn parse(line: &str) -> Result<ExchangeLine, ExchangeError> {
        let mut parsed: ExchangeLine = serde_json::from_str(line).map_err(|e| wrong(line, &e))?;
        parsed.more.retain(|_, value| !value.is_null());
        if parsed.id.trim().is_empty() { Err(ExchangeError::NoId) } else { Ok(parsed) }
    }

    /// What our own export has added, if this line is one of it. Anything else under that name is an unknown field.
    pub fn take_own(&mut self) -> Option<OwnFields> {
        let own = serde_json::from_value(self.more.get(OWN_FIELD)?.clone()).ok()?;
        self.more.remove(OWN_FIELD);
        Some(own)
    }

    /// The title, or the body's first line where there is none.
    pub fn headline(&self) -> String {
        let title = self.title.as_deref().map(str::trim).filter(|t| !t.is_empty());
        let first_line = || self.body.as_deref().and_then(|b| b.lines().map(str::trim).find(|l| !l.is_empty()));
        title.or_else(first_line).unwrap_or_default().to_string()
    }

    pub fn created(&self, zone: Tz) -> Option<DateTime<Utc>> {
        moment(self.created_at.as_deref()?, zone).ok()
    }

    /// Its times that nobody can read, with their fields.
    pub fn unreadable(&self, zone: Tz) -> Vec<(&'static str, String)> {
        self.bad_times(zone)
            .into_iter()
            .filter(|(.., bad)| *bad == BadMoment::NoTime)
            .map(|(field, text, _)| (field, text))
            .collect()
    }

    /// A time of its that can be read and lies in no year anybody takes.
    pub fn out_of_range(&self, zone: Tz) -> Option<String> {
        let bad = self.bad_times(zone).into_iter().find(|(.., bad)| *bad != BadMoment::NoTime);
        let own = || {
            let text = self.more.get(OWN_FIELD)?.get("case")?.get("closed_at")?.as_str()?;
            Some(("precedent.case.closed_at", text.to_string(), moment(text, zone).err()?))
        };
        bad.or_else(own).map(|(field, text, bad)| format!("{field}: \"{text}\" {bad}"))
    }

    fn bad_times(&self, zone: Tz) -> Vec<(&'static str, String, BadMoment)> {
        let times = [("created_at", &self.created_at), ("resolved_at", &self.resolved_at)];
        let times =
            times.into_iter().filter_map(|(field, text)| Some((field, text.as_ref().filter(|text| !text.trim().is_empty())?)));
        times.filter_map(|(field, text)| Some((field, text.clone(), moment(text, zone).err()?))).collect()
    }

    pub fn resolved(&self, zone: Tz) -> Option<DateTime<Utc>> {
        moment(self.resolved_at.as_deref()?, zone).ok()
    }
}

/// What is wrong with a line that is none, in words for whoever wrote it.
fn wrong(line: &str, error: &serde_json::Error) -> ExchangeError {
    let fields = match serde_json::from_str(line) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return ExchangeError::NotAnObject,
        Err(e) => return ExchangeError::Json(e.to_string()),
    };
    let text = |value: &Value| value.is_string() || value.is_null();
    let texts = |value: &Value| value.as_array().is_some_and(|all| all.iter().all(Value::is_string)) || value.is_null();
    for (name, value) in &fields {
        match name.as_str() {
            "versions" | "labels" if !texts(value) => return ExchangeError::Field(name.clone(), kind(value), "a list of texts"),
            name if TEXTS.contains(&name) && !text(value) => return ExchangeError::Field(name.into(), kind(value), "a text"),
            _ => {}
        }
    }
    ExchangeError::Json(error.to_string())
}

const TEXTS: &[&str] = &[
    "id",
    "created_at",
    "title",
    "body",
    "product",
    "component",
    "severity",
    "status",
    "resolution",
    "duplicate_of",
    "answer",
    "resolved_at",
    "type",
    "customer",
];

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// RFC 3339, or a wall time or day without an offset in the desk's zone.
fn moment(text: &str, zone: Tz) -> Result<DateTime<Utc>, BadMoment> {
    read_moment(text, |wall| zone.from_local_datetime(&wall).earliest().map(|at| at.with_timezone(&Utc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_with_what_it_has() {
        let line =
            ExchangeLine::parse(r#"{"id": "A-1", "title": " ", "body": "\nfirst\nsecond", "extra": {"x": 1}, "versions": null}"#)
                .unwrap();
        assert_eq!(line.headline(), "first");
        assert_eq!(line.more["extra"]["x"], 1, "an unknown field is kept");
    }

    #[test]
    fn a_line_without_an_id_or_json_says_so() {
        assert_eq!(ExchangeLine::parse(r#"{"title": "x"}"#).unwrap_err(), ExchangeError::NoId);
        assert!(matches!(ExchangeLine::parse("{"), Err(ExchangeError::Json(_))));
        let said = |line: &str| ExchangeLine::parse(line).unwrap_err().to_string();
        assert_eq!(said(r#"["A-1"]"#), "not a JSON object");
        assert_eq!(said(r#"{"id": "A", "title": 5}"#), "title: is a number, not a text");
        assert_eq!(said(r#"{"id": "A", "versions": "1.0"}"#), "versions: is a text, not a list of texts");
    }

    #[test]
    fn times_without_an_offset_are_the_desks() {
        let zone = chrono_tz::Asia::Shanghai;
        let at = |t: &str| moment(t, zone).map(|t| t.to_rfc3339());
        assert_eq!(at("2011-03-29T16:48:47").as_deref(), Ok("2011-03-29T08:48:47+00:00"));
        assert_eq!(at("2011-03-29T16:48:47Z").as_deref(), Ok("2011-03-29T16:48:47+00:00"));
        assert_eq!(at("0000-00-00 00:00:00"), Err(BadMoment::NoTime));
        for never in ["9999-12-31T23:59:59Z", "9999-12-31", "+262142-12-31", "0000-01-01", "-0001-01-01"] {
            assert!(matches!(at(never), Err(BadMoment::OutOfRange(_))), "{never}");
        }
    }
}
