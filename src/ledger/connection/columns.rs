//! How values stand in columns: times, numbers, bodies.

use crate::ledger::error::LedgerError;
use crate::ticket::{BadNumber, Number};
use chrono::{DateTime, Datelike, SecondsFormat, Utc};

/// The last year, either way, that every zone can tell.
const YEAR_READ_MAX: i32 = 262_000;

/// Times are stored to the millisecond, so that they sort as text.
pub fn write_time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Whatever was written reads back, years of more than four digits and those before the first with it: no door takes such a
/// time any more, but one has. Only where not even a zone's offset could be added is it damage.
pub fn read_time(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text).map(|t| t.with_timezone(&Utc));
    at.or_else(|_| text.parse::<DateTime<Utc>>()).ok().filter(|at| at.year().abs() <= YEAR_READ_MAX)
}

/// A ticket's number as a column holds it.
pub(in crate::ledger) fn number(text: &str) -> Result<Number, LedgerError> {
    text.parse().map_err(|e: BadNumber| LedgerError::Damaged { seq: 0, reason: e.to_string() })
}

/// A body as a column holds it.
pub(in crate::ledger) fn json(value: &impl serde::Serialize) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|e| LedgerError::Damaged { seq: 0, reason: e.to_string() })
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
