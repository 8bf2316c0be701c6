//! Lengths of time in a policy, parsed from and written as text: "30 min", "2 h", "3 working days".

use crate::reason::SettingsMistake;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Longest span; more is a typing error.
const MINUTES_MAX: u32 = 366 * 24 * 60;
/// Longest allowance in working days.
const WORKING_DAYS_MAX: u32 = 250;

/// A length of time in whole minutes, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    minutes: u32,
}

/// The time that a clock gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Allowance {
    /// This much counted time.
    Time(Span),
    /// Until close of business of the n-th working day after the day it began.
    WorkingDays(u32),
}

impl Allowance {
    /// Whether it is longer than the other one; time and working days are not compared and pass.
    pub fn is_later_than(self, other: Allowance) -> bool {
        match (self, other) {
            (Allowance::Time(this), Allowance::Time(other)) => this > other,
            (Allowance::WorkingDays(this), Allowance::WorkingDays(other)) => this > other,
            _ => true,
        }
    }
}

impl Span {
    /// A span of minutes.
    pub const fn minutes(minutes: u32) -> Span {
        Span { minutes }
    }
    /// A span of hours.
    pub const fn hours(hours: u32) -> Span {
        Span { minutes: hours * 60 }
    }
    /// As a duration.
    pub fn duration(self) -> Duration {
        Duration::minutes(i64::from(self.minutes))
    }

    /// Parses a span that may have days of 24 hours, such as "7 days".
    ///
    /// # Errors
    ///
    /// If it is not a span, has no time, or is longer than a year.
    pub fn parse_with_days(text: &str) -> Result<Span, SettingsMistake> {
        read(text, true)
    }
}

fn read(text: &str, days: bool) -> Result<Span, SettingsMistake> {
    let given = || text.to_string();
    if text.trim_start().starts_with('-') {
        return Err(SettingsMistake::Negative { text: given() });
    }
    // "1h30min" and "1 h 30 min" alike: a number, then its unit.
    let (mut minutes, mut rest) = (0u64, text.trim());
    if rest.is_empty() {
        return Err(SettingsMistake::SaysNoTime { text: given() });
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number: u64 = rest[..digits].parse().map_err(|_| SettingsMistake::NotASpan { text: given() })?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            "min" | "minute" | "minutes" => 1,
            "h" | "hour" | "hours" => 60,
            "day" | "days" if days => 24 * 60,
            "day" | "days" | "d" => return Err(SettingsMistake::UnclearDays { text: given() }),
            _ => return Err(SettingsMistake::NotASpan { text: given() }),
        };
        minutes = minutes.saturating_add(number.saturating_mul(unit));
        rest = rest[letters..].trim_start();
    }
    match u32::try_from(minutes) {
        Ok(0) => Err(SettingsMistake::NoTimeAtAll { text: given() }),
        Ok(minutes) if minutes <= MINUTES_MAX => Ok(Span { minutes }),
        _ => Err(SettingsMistake::MoreThanAYear { text: given() }),
    }
}

impl FromStr for Span {
    type Err = SettingsMistake;
    fn from_str(text: &str) -> Result<Span, SettingsMistake> {
        read(text, false)
    }
}

impl FromStr for Allowance {
    type Err = SettingsMistake;
    fn from_str(text: &str) -> Result<Allowance, SettingsMistake> {
        let given = || text.to_string();
        let words: Vec<&str> = text.split_whitespace().collect();
        match words[..] {
            [n, "working", "day" | "days"] => match n.parse::<u32>() {
                Ok(0) => Err(SettingsMistake::NoTimeAtAll { text: given() }),
                Ok(n) if n <= WORKING_DAYS_MAX => Ok(Allowance::WorkingDays(n)),
                Ok(_) => Err(SettingsMistake::MoreThanAYear { text: given() }),
                Err(_) if n.starts_with('-') => Err(SettingsMistake::Negative { text: given() }),
                Err(_) => Err(SettingsMistake::NotWorkingDays { text: given() }),
            },
            _ => read(text, false).map(Allowance::Time),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.minutes / 60, self.minutes % 60) {
            (0, m) => write!(f, "{m} min"),
            (h, 0) => write!(f, "{h} h"),
            (h, m) => write!(f, "{h} h {m} min"),
        }
    }
}

impl fmt::Display for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Allowance::Time(span) => span.fmt(f),
            Allowance::WorkingDays(1) => f.write_str("1 working day"),
            Allowance::WorkingDays(n) => write!(f, "{n} working days"),
        }
    }
}

macro_rules! as_text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = SettingsMistake;
            fn try_from(text: String) -> Result<$name, SettingsMistake> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.to_string()
            }
        }
    };
}
as_text!(Span);
as_text!(Allowance);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them_and_written_the_same() {
        for (text, minutes) in [("30 min", 30), ("2 h", 120), ("1 h 30 min", 90), ("1h30min", 90), ("24 hours", 1440)] {
            assert_eq!(text.parse::<Span>(), Ok(Span::minutes(minutes)), "{text}");
        }
        assert_eq!(Span::minutes(90).to_string(), "1 h 30 min");
        assert_eq!("3 working days".parse(), Ok(Allowance::WorkingDays(3)));
        assert_eq!("1 working day".parse::<Allowance>().unwrap().to_string(), "1 working day");
        assert_eq!(Span::parse_with_days("7 days"), Ok(Span::hours(168)));
    }

    #[test]
    fn what_is_no_time_is_refused_with_the_reason() {
        let why = |text: &str| text.parse::<Allowance>().unwrap_err().to_string();
        assert!(why("-2 h").contains("negative"));
        assert!(why("-3 working days").contains("negative"));
        assert!(why("0 min").contains("no time at all"));
        assert!(why("99999 h").contains("more than a year"));
        assert!(why("99999999999999999999 h").contains("not a time"));
        assert!(why("3 days").contains("working days"));
        assert!(why("soon").contains("30 min"));
        assert!(why("").contains("no time"));
    }
}
