//! Time as people say it and as a form sends it: what is left, how long, at which moment.

use crate::page::message;
use crate::sla::Calendar;
use crate::words::Locale;
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use serde::Serialize;

/// Less than this left is shown as pressing.
const SOON: Duration = Duration::minutes(30);

/// "2 h 10 min left", or since when it is over.
pub fn due_word(due_in: Duration, locale: Locale) -> String {
    let span = spoken(locale, due_in.abs());
    let said = message(locale, if due_in <= Duration::zero() { "overdue" } else { "left" });
    match locale {
        Locale::Zh => format!("{said} {span}"),
        Locale::En => format!("{span} {said}"),
    }
}

/// A span of time: the two largest units that say something.
pub fn spoken(locale: Locale, left: Duration) -> String {
    let (days, hours, minutes) = (left.num_days(), left.num_hours() % 24, left.num_minutes() % 60);
    let (d, h, m) = match locale {
        Locale::Zh => ("天", "小时", "分钟"),
        Locale::En => ("d", "h", "min"),
    };
    let parts = match (days, hours, minutes) {
        (0, 0, minutes) => vec![(minutes, m)],
        (0, hours, 0) => vec![(hours, h)],
        (0, hours, minutes) => vec![(hours, h), (minutes, m)],
        (days, 0, _) => vec![(days, d)],
        (days, hours, _) => vec![(days, d), (hours, h)],
    };
    parts.iter().map(|(n, unit)| format!("{n} {unit}")).collect::<Vec<_>>().join(" ")
}

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
    Due { due_at: due.map(|at| at.to_rfc3339()), due_state, due_sign, due_word: left.map(|left| due_word(left, locale)) }
}

/// A form's local date and time as RFC 3339 in the desk's zone; other text stays as it is, for the check to refuse.
pub fn moment(text: &str, calendar: &Calendar) -> String {
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok());
    local.map_or_else(|| text.to_string(), |local| calendar.moment(local.date(), local.time()).to_rfc3339())
}
