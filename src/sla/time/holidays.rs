//! Tables of holidays and moved working days, as text. The Chinese table comes with the program.

use crate::reason::SettingsMistake;
use crate::words::{day_within_reason, vocabulary};
use chrono::NaiveDate;
use std::collections::BTreeMap;

vocabulary! {
    /// Whether a day is off or worked, against its weekday.
    DayKind, "kind of day" { Off = "off" / "放假", Work = "work" / "上班" }
}
vocabulary! {
    /// Where the days of a year come from: the official notice, or only the law.
    YearSource, "source of a year" { Notice = "notice" / "放假通知", Law = "law" / "法定" }
}

/// A table of holidays and moved working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    /// Source of the days of each year.
    pub years: BTreeMap<i32, YearSource>,
    /// The days.
    pub days: BTreeMap<NaiveDate, DayKind>,
}

/// A line of a table that cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong.
    pub why: SettingsMistake,
}

const CHINA: &str = include_str!("china.txt");
/// How many days one line may name.
const STRETCH_DAYS_MAX: usize = 60;

impl Holidays {
    /// The Chinese table, 2024 to 2027; each year has its [`YearSource`].
    pub fn china() -> Holidays {
        // A test checks that it parses.
        Holidays::parse(CHINA).unwrap_or_default()
    }

    /// Parses a table.
    ///
    /// # Errors
    ///
    /// All lines that cannot be parsed.
    pub fn parse(text: &str) -> Result<Holidays, Vec<BadLine>> {
        let (mut table, mut bad) = (Holidays::default(), Vec::new());
        for (at, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default();
            let words: Vec<&str> = line.split_whitespace().collect();
            let read = match words[..] {
                [] => Ok(()),
                [year, source] if year.len() == 4 => table.year(year, source),
                [days, kind, ..] => table.line(days, kind),
                _ => Err(SettingsMistake::NoHolidayLine),
            };
            bad.extend(read.err().map(|why| BadLine { line: at + 1, why }));
        }
        if bad.is_empty() { Ok(table) } else { Err(bad) }
    }

    fn year(&mut self, year: &str, source: &str) -> Result<(), SettingsMistake> {
        let year = year.parse().map_err(|_| SettingsMistake::NotAYear { text: year.into() })?;
        self.years.insert(year, source.parse()?);
        Ok(())
    }

    fn line(&mut self, days: &str, kind: &str) -> Result<(), SettingsMistake> {
        let kind: DayKind = kind.parse()?;
        for day in stretch(days)? {
            if self.days.insert(day, kind).is_some_and(|before| before != kind) {
                return Err(SettingsMistake::OffAndWorked { day: day.to_string() });
            }
        }
        Ok(())
    }

    /// The years from `first` to `last` whose official notice is not in the table.
    pub fn unknown_years(&self, first: i32, last: i32) -> Vec<i32> {
        (first..=last).filter(|year| self.years.get(year) != Some(&YearSource::Notice)).collect()
    }
}

/// Parses a day `2027-02-05` or several `2027-02-05..2027-02-11`, at most 60.
///
/// # Errors
///
/// If a day is not one or out of range, the end is before the beginning, or there are too many days.
pub fn stretch(text: &str) -> Result<Vec<NaiveDate>, SettingsMistake> {
    let date = |t: &str| {
        let day = t.trim().parse::<NaiveDate>().map_err(|_| SettingsMistake::NotADay { text: t.into() })?;
        day_within_reason(day).map_err(|e| SettingsMistake::day_out_of_range(t, e))
    };
    let (from, to) = match text.split_once("..") {
        Some((from, to)) => (date(from)?, date(to)?),
        None => (date(text)?, date(text)?),
    };
    let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= to).take(STRETCH_DAYS_MAX + 1).collect();
    match days.len() {
        0 => Err(SettingsMistake::EndsBefore { text: text.into() }),
        n if n > STRETCH_DAYS_MAX => Err(SettingsMistake::TooManyDays { text: text.into(), max: STRETCH_DAYS_MAX }),
        _ => Ok(days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, Weekday};

    #[test]
    fn the_chinese_table_can_be_read_and_its_moved_days_are_weekend_days() {
        let china = Holidays::parse(CHINA).unwrap();
        assert_eq!(china.unknown_years(2024, 2027), [2027]);
        for (day, kind) in &china.days {
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            assert!(weekend || *kind == DayKind::Off, "{day} is worked anyway");
        }
    }

    /// An independent source for the years whose notice is out: every single day.
    #[test]
    fn the_chinese_calendar_agrees_with_another_source_day_by_day() {
        let china = Holidays::china();
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let mut compared = 0;
        // The other source ends on 2026-12-25.
        for day in first.iter_days().take_while(|d| (d.year(), d.ordinal()) <= (2026, 359)) {
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            let works = china.days.get(&day).map_or(!weekend, |kind| *kind == DayKind::Work);
            let theirs =
                chinese_holiday::chinese_holiday(chinese_holiday::Ymd::new(day.year() as u16, day.month() as u8, day.day() as u8));
            assert_eq!(works, theirs.is_workday(), "{day}");
            compared += 1;
        }
        assert_eq!(compared, 366 + 365 + 359);
    }

    #[test]
    fn what_cannot_be_read_is_named_by_line() {
        let bad = Holidays::parse("2027-02-05 off 春节\n2027-13-01 off x\n2027-02-05 work x\n2027-01-03..2027-01-01 off x\nx")
            .unwrap_err();
        assert_eq!(bad.iter().map(|b| b.line).collect::<Vec<_>>(), [2, 3, 4, 5], "{bad:?}");
    }
}
