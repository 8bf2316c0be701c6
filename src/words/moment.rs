//! The range of years in which times are accepted, and how times are parsed.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Utc};

/// First year that is accepted anywhere. Times outside the range are typing errors or a program's "never", and break sorting and
/// arithmetic.
pub const YEAR_MIN: i32 = 1900;
/// Last year that is accepted anywhere.
pub const YEAR_MAX: i32 = 2200;

/// A valid time outside the accepted years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("lies outside the years {YEAR_MIN} to {YEAR_MAX}")]
pub struct OutOfRange;

/// Converts to UTC a time whose local year is accepted.
///
/// # Errors
///
/// If its year, in its own offset, lies outside [`YEAR_MIN`] to [`YEAR_MAX`].
pub fn within_reason<Z: TimeZone>(at: DateTime<Z>) -> Result<DateTime<Utc>, OutOfRange> {
    year_within_reason(at.year()).map(|()| at.with_timezone(&Utc))
}

/// Returns a day whose year is accepted.
///
/// # Errors
///
/// If its year lies outside [`YEAR_MIN`] to [`YEAR_MAX`].
pub fn day_within_reason(day: NaiveDate) -> Result<NaiveDate, OutOfRange> {
    year_within_reason(day.year()).map(|()| day)
}

fn year_within_reason(year: i32) -> Result<(), OutOfRange> {
    (YEAR_MIN..=YEAR_MAX).contains(&year).then_some(()).ok_or(OutOfRange)
}

/// Why a text is not accepted as a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMoment {
    #[error(
        "is no time: wants a day such as 2024-05-01, a wall time such as 2024-05-01 09:30, or one with its offset as RFC 3339 has it"
    )]
    /// It has none of the accepted formats, or the local time does not exist.
    NoTime,
    /// Its year is outside the accepted range.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

/// Accepted formats of a local time without an offset.
const WALL: &[&str] = &["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];

/// Parses a time: RFC 3339, or a local time or day without an offset, which `local` converts to UTC. A day means its midnight.
///
/// # Errors
///
/// [`BadMoment::NoTime`] if the format is unknown or `local` returns `None`; [`BadMoment::OutOfRange`] if the year is not
/// accepted.
pub fn read_moment(text: &str, local: impl Fn(NaiveDateTime) -> Option<DateTime<Utc>>) -> Result<DateTime<Utc>, BadMoment> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(within_reason(at)?);
    }
    let wall = WALL.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let day = || text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    // Years before 1 are valid times too; they are reported as out of range, not as unreadable.
    let beyond = || text.parse::<DateTime<Utc>>().ok().map(|at| at.naive_utc());
    if has_long_year(text) {
        return Err(OutOfRange.into());
    }
    let wall = wall.or_else(day).or_else(beyond).ok_or(BadMoment::NoTime)?;
    day_within_reason(wall.date())?;
    local(wall).ok_or(BadMoment::NoTime)
}

/// Whether the year has five digits or more, with or without a sign.
fn has_long_year(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    let year = digits.bytes().take_while(u8::is_ascii_digit).count();
    year > 4 && digits[year..].starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, BadMoment> {
        read_moment(text, |wall| Some(wall.and_utc())).map(|at| at.to_rfc3339())
    }

    #[test]
    fn years_that_nothing_happened_in_are_refused_at_one_place() {
        for text in [
            "1899-12-31T23:59:59Z",
            "2201-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "0001-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "+262142-12-31T23:59:59Z",
            "12024-05-02T10:00:00+08:00",
            "12024-05-02",
            "9999-12-31",
            "-0001-01-01",
            "1899-12-31 09:30",
        ] {
            assert_eq!(read(text), Err(BadMoment::OutOfRange(OutOfRange)), "{text}");
        }
        assert_eq!(read("1900-01-01T00:00:00+08:00").unwrap(), "1899-12-31T16:00:00+00:00", "the clock it was told by counts");
        assert!(read("2200-12-31T23:59:59Z").is_ok() && day_within_reason(NaiveDate::MAX).is_err());
    }

    #[test]
    fn days_and_wall_times_are_read_and_the_rest_is_no_time() {
        assert_eq!(read(" 2024-05-30 ").unwrap(), "2024-05-30T00:00:00+00:00");
        assert_eq!(read("2024-05-30 09:30").unwrap(), "2024-05-30T09:30:00+00:00");
        assert_eq!(read("2024-05-30T09:30:00.5").unwrap(), "2024-05-30T09:30:00.500+00:00");
        for text in ["", "last Tuesday", "0000-00-00 00:00:00", "2024-13-01", "20240530"] {
            assert_eq!(read(text), Err(BadMoment::NoTime), "{text}");
        }
    }
}
