//! Spans of time as they are asked for: two moments, each a day of the desk or a time.

use super::extract::Params;
use super::problem::Problem;
use super::{App, FieldError};
use crate::sla::Calendar;
use crate::words::{day_within_reason, within_reason};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

/// What is looked back on where no span is named.
const DAYS_DEFAULT: i64 = 90;

/// `from` and `to`; without them the last ninety days. `to` itself is left out.
pub fn span(app: &App, params: &Params) -> Result<(DateTime<Utc>, DateTime<Utc>), Problem> {
    let now = app.now();
    let from = asked(app, params, "from")?.unwrap_or(now - Duration::days(DAYS_DEFAULT));
    let to = asked(app, params, "to")?.unwrap_or(now + Duration::seconds(1));
    Ok((from, to))
}

/// One moment among the parameters.
pub fn asked(app: &App, params: &Params, name: &'static str) -> Result<Option<DateTime<Utc>>, Problem> {
    let Some(text) = params.get(name) else { return Ok(None) };
    let wrong = || Problem::fields(vec![FieldError::new(name, NOT_A_MOMENT)]);
    moment(&app.desk.settings().calendar, text).map(Some).ok_or_else(wrong)
}

pub const NOT_A_MOMENT: &str = "is neither a day such as 2026-01-31 nor a time as RFC 3339 has it, of the years 1900 to 2200";

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
