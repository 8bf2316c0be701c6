//! Moments and spans of time as they are asked for: each end a day of the desk or a time.

use super::request::FieldError;
use crate::reason::FieldReason;
use crate::sla::Calendar;
use crate::words::{day_within_reason, within_reason};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

/// What is looked back on where no span is named.
const DAYS_DEFAULT: i64 = 90;

/// The span from `from` to `to`, which is left out; by default the last ninety days.
pub fn span(from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    (from.unwrap_or(now - Duration::days(DAYS_DEFAULT)), to.unwrap_or(now + Duration::seconds(1)))
}

/// One moment, where a field names one.
///
/// # Errors
/// If the text is neither a day nor a time.
pub fn asked(calendar: &Calendar, name: &str, text: Option<&str>) -> Result<Option<DateTime<Utc>>, FieldError> {
    text.map(|text| moment(calendar, text).ok_or_else(|| FieldError::new(name, FieldReason::NotAMoment))).transpose()
}

/// A time as RFC 3339, or a day, which begins at midnight in the desk's zone.
pub fn moment(calendar: &Calendar, text: &str) -> Option<DateTime<Utc>> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(at) => within_reason(at).ok(),
        Err(_) => {
            let day = day_within_reason(text.parse::<NaiveDate>().ok()?).ok()?;
            Some(calendar.moment(day, NaiveTime::MIN))
        }
    }
}
