//! Time as people say it and as a form sends it: what is left, how long, at which moment.

use crate::sla::Calendar;
use crate::words::{Locale, due_spoken};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use serde::Serialize;

/// Less than this left is shown as pressing.
const SOON: Duration = Duration::minutes(30);

/// What is left until a moment: in words, with a sign and a state that decides the colour.
#[derive(Debug, Serialize)]
pub struct Due {
    due_at: Option<String>,
    /// `over`, `soon`, `later` or nothing.
    due_state: &'static str,
    due_sign: &'static str,
    due_word: Option<String>,
}

/// What is left until a moment, if there is one.
pub fn due_in(due: Option<DateTime<Utc>>, locale: Locale, now: DateTime<Utc>) -> Due {
    let left = due.map(|due| due - now);
    let (due_state, due_sign) = match left {
        Some(left) if left <= Duration::zero() => ("over", "!"),
        Some(left) if left < SOON => ("soon", "◔"),
        Some(_) => ("later", "○"),
        None => ("", ""),
    };
    Due { due_at: due.map(|at| at.to_rfc3339()), due_state, due_sign, due_word: left.map(|left| due_spoken(locale, left)) }
}

/// A form's local date and time as RFC 3339 in the desk's zone; other text stays as it is, for the check to refuse.
pub fn moment(text: &str, calendar: &Calendar) -> String {
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok());
    local.map_or_else(|| text.to_string(), |local| calendar.moment(local.date(), local.time()).to_rfc3339())
}
