//! One line of the exchange format.

use crate::case::{Audience, Confidence, Link, Parts};
use crate::ticket::{Number, Priority, RequirementType, Severity};
use crate::words::{BadMoment, Locale, read_moment};
use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One ticket in the exchange format. Unknown fields are kept; `null` counts as missing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExchangeLine {
    /// The ticket's id in the other system; required.
    pub id: String,
    /// RFC 3339, or a local time or day in the desk's zone.
    pub created_at: Option<String>,
    /// One line.
    pub title: Option<String>,
    /// The description.
    pub body: Option<String>,
    /// Product name.
    pub product: Option<String>,
    /// Component name.
    pub component: Option<String>,
    /// In the source's words.
    pub severity: Option<String>,
    /// In the source's words; says whether it is finished.
    pub status: Option<String>,
    /// In the source's words; says what became of it.
    pub resolution: Option<String>,
    /// Id of the ticket it duplicates.
    pub duplicate_of: Option<String>,
    /// How it was solved.
    pub answer: Option<String>,
    /// As `created_at`.
    pub resolved_at: Option<String>,
    /// In the source's words: fault or a type of requirement.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Affected versions.
    pub versions: Option<Vec<String>>,
    /// Labels of the source; kept, not read.
    pub labels: Option<Vec<String>>,
    /// Whose ticket it is.
    pub customer: Option<String>,
    /// Every other field, as it was.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The field in which our own export puts what the common fields cannot say.
pub const OWN_FIELD: &str = "precedent";

/// What our own export adds to a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnFields {
    /// The case's sections but those the line itself carries: the issue is its `body`, the resolution of a solved case its
    /// `answer`.
    #[serde(default)]
    pub parts: Parts,
    /// Urgency of the ticket.
    pub urgency: Severity,
    /// Type and priority, if it is a requirement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<(RequirementType, Priority)>,
    /// Its RD number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement_number: Option<Number>,
    /// Its id in the system it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Present if the ticket is finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<OwnCaseFields>,
}

/// What our own export adds about the case of a finished ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnCaseFields {
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Who may read it.
    pub audience: Audience,
    /// Language it is written in.
    pub language: Locale,
    /// First member of its family.
    pub family: Number,
    /// Links to other cases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// Whether its ticket was reopened since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reopened: bool,
    /// Version of masking it was made with.
    #[serde(default)]
    pub masking: u32,
    /// Revision, from 1.
    pub revision: u32,
}

/// Why a line is not one of the exchange format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// The line is not JSON; says where.
    #[error("not JSON: {0}")]
    Json(String),
    /// The line is JSON, but not an object.
    #[error("not a JSON object")]
    NotAnObject,
    /// A field has another type: (field, type found, type expected).
    #[error("{0}: is {1}, not {2}")]
    Field(String, &'static str, &'static str),
    /// `id` is missing or empty.
    #[error("id: is required")]
    NoId,
}

impl ExchangeLine {
    /// Reads one line.
    ///
    /// # Errors
    /// [`ExchangeError`], as its variants say.
    pub fn parse(line: &str) -> Result<ExchangeLine, ExchangeError> {
        let mut parsed: ExchangeLine = serde_json::from_str(line).map_err(|e| wrong(line, &e))?;
        parsed.more.retain(|_, value| !value.is_null());
        if parsed.id.trim().is_empty() { Err(ExchangeError::NoId) } else { Ok(parsed) }
    }

    /// Takes out what our own export added; `None` if the line is not one of it.
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

    /// `created_at` as a time; `None` if missing or unreadable.
    pub fn created(&self, zone: Tz) -> Option<DateTime<Utc>> {
        moment(self.created_at.as_deref()?, zone).ok()
    }

    /// (field, text) of the times that cannot be read.
    pub fn unreadable(&self, zone: Tz) -> Vec<(&'static str, String)> {
        self.bad_times(zone)
            .into_iter()
            .filter(|(.., bad)| *bad == BadMoment::NoTime)
            .map(|(field, text, _)| (field, text))
            .collect()
    }

    /// A message about the first time outside the years that are accepted.
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

    /// `resolved_at` as a time; `None` if missing or unreadable.
    pub fn resolved(&self, zone: Tz) -> Option<DateTime<Utc>> {
        moment(self.resolved_at.as_deref()?, zone).ok()
    }
}

/// Why a line could not be read.
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
