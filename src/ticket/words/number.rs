//! Ticket numbers: `TS20240501001` for every registration, `RD20240501001` for what is classed as a requirement.

use crate::reason::FieldReason;
use crate::words::day_within_reason;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The series of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// `TS`: every registration.
    Ticket,
    /// `RD`: requirements.
    Requirement,
}

impl Series {
    /// The two letters before the digits.
    pub fn prefix(self) -> &'static str {
        match self {
            Series::Ticket => "TS",
            Series::Requirement => "RD",
        }
    }
}

/// A number that is never given twice: series, day in the time zone of the desk, counter of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// Its series.
    pub series: Series,
    /// The day.
    pub day: NaiveDate,
    /// Counter of the day, from 1.
    pub counter: u32,
}

/// Largest counter; more numbers on one day are an error.
const COUNTER_MAX: u32 = 999_999;

impl Number {
    /// The `TS` number of a day and counter.
    pub fn ticket(day: NaiveDate, counter: u32) -> Number {
        Number { series: Series::Ticket, day, counter }
    }
    /// The `RD` number of a day and counter.
    pub fn requirement(day: NaiveDate, counter: u32) -> Number {
        Number { series: Series::Requirement, day, counter }
    }
    /// The number as one integer, `yyyymmdd` × 10⁶ + counter, in the same order; the series is not part of it. What index columns
    /// hold.
    pub fn code(&self) -> u64 {
        let day = self.day.year() as u64 * 10_000 + u64::from(self.day.month()) * 100 + u64::from(self.day.day());
        day * 1_000_000 + u64::from(self.counter)
    }
    /// The `TS` number of a [`Number::code`].
    pub fn from_code(code: u64) -> Option<Number> {
        let (day, counter) = (code / 1_000_000, (code % 1_000_000) as u32);
        let date = NaiveDate::from_ymd_opt((day / 10_000) as i32, (day / 100 % 100) as u32, (day % 100) as u32)?;
        Some(Number::ticket(date, counter))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{:03}", self.series.prefix(), self.day.format("%Y%m%d"), self.counter)
    }
}

/// A text that is not a ticket number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a ticket number such as TS20240501001 or RD20240501001")]
pub struct BadNumber(String);

impl From<BadNumber> for FieldReason {
    fn from(bad: BadNumber) -> FieldReason {
        FieldReason::NoTicketNumber { word: bad.0 }
    }
}

impl FromStr for Number {
    type Err = BadNumber;
    fn from_str(text: &str) -> Result<Number, BadNumber> {
        let bad = || BadNumber(text.chars().take(40).collect());
        let upper = text.trim().to_ascii_uppercase();
        let (series, digits) = match (upper.strip_prefix("TS"), upper.strip_prefix("RD")) {
            (Some(d), _) => (Series::Ticket, d),
            (_, Some(d)) => (Series::Requirement, d),
            _ => return Err(bad()),
        };
        if digits.len() < 11 || digits.len() > 14 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        let day = NaiveDate::parse_from_str(&digits[..8], "%Y%m%d").map_err(|_| bad())?;
        // The day of a number is input too, so its year is checked.
        let day = day_within_reason(day).map_err(|_| bad())?;
        let counter: u32 = digits[8..].parse().map_err(|_| bad())?;
        // One spelling only: "0012" is not "012".
        let canonical = Number { series, day, counter };
        if counter == 0 || counter > COUNTER_MAX || canonical.to_string() != upper {
            return Err(bad());
        }
        Ok(canonical)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Number, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_they_are_written() {
        for text in ["TS20240501001", "RD20240501001", "TS202405011000", "TS20240229999"] {
            assert_eq!(text.parse::<Number>().unwrap().to_string(), text);
        }
        assert_eq!("ts20240501001".parse::<Number>().unwrap().to_string(), "TS20240501001");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "TS",
            "TS20240501",
            "TS20240501000",
            "TS202405010001",
            "TS20240230001",
            "TS00010101001",
            "TS99991231001",
            "XX20240501001",
            "TS2024050100a",
        ] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }

    #[test]
    fn codes_keep_order_and_come_back() {
        let a: Number = "TS20240501999".parse().unwrap();
        let b: Number = "TS202405011000".parse().unwrap();
        assert!(a.code() < b.code());
        assert_eq!(Number::from_code(b.code()), Some(b));
    }

    #[test]
    fn a_day_has_numbers_from_one_to_the_bound_and_none_beside() {
        let read = |counter: &str| format!("TS20240501{counter}").parse::<Number>().ok().map(|number| number.counter);
        assert_eq!(["001", "999", "1000", "999999"].map(read), [Some(1), Some(999), Some(1000), Some(COUNTER_MAX)]);
        assert_eq!(["0", "000", "1", "01", "0001", "1000000", "4294967297", "99999999999999"].map(read), [None; 8]);
    }

    #[test]
    fn digits_are_plain_ones_wherever_they_stand() {
        for text in ["TS2024050１001", "TS2024050中001", "TS20240501中中", "TS20240501+12", "TS2024-5-01001", "RD 0240501001"] {
            assert_eq!(text.parse::<Number>(), Err(BadNumber(text.into())));
        }
        let long = "TS2024050100".repeat(9);
        assert_eq!(long.parse::<Number>(), Err(BadNumber(long.chars().take(40).collect())));
    }
}
