//! Moments as every answer writes them: RFC 3339, in UTC.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

pub fn maybe_time(at: Option<DateTime<Utc>>) -> Value {
    at.map_or(Value::Null, |t| json!(time(t)))
}
