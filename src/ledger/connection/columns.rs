//! How times, numbers and bodies are stored in columns.

use crate::ledger::error::LedgerError;
use crate::ticket::{BadNumber, Number};
use chrono::{DateTime, Datelike, SecondsFormat, Utc};

/// Largest year, positive or negative, at which adding any zone's offset cannot overflow.
const YEAR_READ_MAX: i32 = 262_000;

/// Times are stored to the millisecond, so that they sort as text.
pub fn write_time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads what [`write_time`] wrote, years outside 0–9999 included, which old versions accepted. `None` for text that is no
/// time, or a year no zone can represent.
pub fn read_time(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text).map(|t| t.with_timezone(&Utc));
    at.or_else(|_| text.parse::<DateTime<Utc>>()).ok().filter(|at| at.year().abs() <= YEAR_READ_MAX)
}

/// A ticket's number as a column holds it.
pub(in crate::ledger) fn number(text: &str) -> Result<Number, LedgerError> {
    text.parse().map_err(|e: BadNumber| LedgerError::damaged_table(e))
}

/// A body as a column holds it.
pub(in crate::ledger) fn json(value: &impl serde::Serialize) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(LedgerError::damaged_table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_that_was_written_reads_back() {
        for text in
            ["2024-05-01T01:02:03.004Z", "0000-01-01T00:00:00.000Z", "-0001-12-31T23:59:59.999Z", "+10000-01-01T00:00:00.000Z"]
        {
            let at: DateTime<Utc> = text.parse().unwrap();
            assert_eq!(read_time(&write_time(at)), Some(at), "{text}");
        }
        assert_eq!(read_time(&write_time(DateTime::<Utc>::MAX_UTC)), None, "no zone could tell it");
    }
}
