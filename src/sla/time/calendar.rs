//! The working calendar: which minutes of which local days count, in one time zone.

use super::holidays::{DayKind, Holidays};
use crate::reason::SettingsMistake;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

const DAY_MINUTES: u16 = 24 * 60;

/// Which hours a promise counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// All.
    RoundTheClock,
    /// Those of the calendar.
    Working,
}

/// Hours of a local day such as `09:00-18:00`, in minutes from midnight; may end at 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Segment {
    from: u16,
    to: u16,
}

impl Segment {
    /// Beginning, in minutes from midnight.
    pub fn from_minute(self) -> u16 {
        self.from
    }
    /// End, exclusive, in minutes from midnight; at most 1440.
    pub fn to_minute(self) -> u16 {
        self.to
    }
    /// The first two segments of a day that overlap or are in the wrong order.
    pub fn clash(day: &[Segment]) -> Option<(Segment, Segment)> {
        day.windows(2).find(|pair| pair[1].from < pair[0].to).map(|pair| (pair[0], pair[1]))
    }
}

impl FromStr for Segment {
    type Err = SettingsMistake;
    fn from_str(text: &str) -> Result<Segment, SettingsMistake> {
        let bad = || SettingsMistake::NotHours { text: text.into() };
        let minute = |t: &str| -> Option<u16> {
            let (h, m) = t.trim().split_once(':')?;
            let (h, m): (u16, u16) = (h.parse().ok()?, m.parse().ok()?);
            (m < 60 && h * 60 + m <= DAY_MINUTES).then_some(h * 60 + m)
        };
        let (from, to) = text.split_once('-').ok_or_else(bad)?;
        let (from, to) = (minute(from).ok_or_else(bad)?, minute(to).ok_or_else(bad)?);
        match from < to {
            true => Ok(Segment { from, to }),
            false => Err(SettingsMistake::NightIsTwo { text: text.into() }),
        }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}-{:02}:{:02}", self.from / 60, self.from % 60, self.to / 60, self.to % 60)
    }
}

impl TryFrom<String> for Segment {
    type Error = SettingsMistake;
    fn try_from(text: String) -> Result<Segment, SettingsMistake> {
        text.parse()
    }
}

impl From<Segment> for String {
    fn from(segment: Segment) -> String {
        segment.to_string()
    }
}

/// Weekly working hours with exceptions by date: a holiday has no hours, a moved working day has its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Its time zone; stored by IANA name.
    #[serde(with = "zone_name")]
    pub zone: Tz,
    /// Hours of the weekdays, Monday first.
    pub week: [Vec<Segment>; 7],
    /// Hours of days that differ from their weekday.
    pub exceptions: BTreeMap<NaiveDate, Vec<Segment>>,
}

/// How many days are searched at most, so that a calendar without working time returns `None` instead of looping.
const DAYS_MAX: u32 = 4_000;

impl Default for Calendar {
    /// Asia/Shanghai, Monday to Friday 09:00–18:00, with the holidays and moved working days published by the State Council.
    fn default() -> Calendar {
        let day = vec![Segment { from: 9 * 60, to: 18 * 60 }];
        let week = std::array::from_fn(|i| if i < 5 { day.clone() } else { Vec::new() });
        let mut calendar = Calendar { zone: chrono_tz::Asia::Shanghai, week, exceptions: BTreeMap::new() };
        calendar.take(&Holidays::china().days, &day);
        calendar
    }
}

impl Calendar {
    /// Adds days off and working days, these with the hours `worked`; replaces what the calendar had for these days.
    pub fn take(&mut self, days: &BTreeMap<NaiveDate, DayKind>, worked: &[Segment]) {
        for (day, kind) in days {
            let segments = if *kind == DayKind::Work { worked.to_vec() } else { Vec::new() };
            self.exceptions.insert(*day, segments);
        }
    }

    /// The local day of a time.
    pub fn local_day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The local time to the minute: `2026-05-06 14:30`.
    pub fn local_minute(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d %H:%M").to_string()
    }

    /// The local time without the year: `05-06 14:30`.
    pub fn local_minute_of_year(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%m-%d %H:%M").to_string()
    }

    /// Whether the day has working hours.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !self.segments(day).is_empty()
    }

    /// Whether a day is other than its weekday would be.
    pub fn exception(&self, day: NaiveDate) -> Option<DayKind> {
        let usual = !self.week[day.weekday().num_days_from_monday() as usize].is_empty();
        match (usual, self.is_working_day(day)) {
            (true, false) => Some(DayKind::Off),
            (false, true) => Some(DayKind::Work),
            _ => None,
        }
    }

    /// Working hours of a day, in order; empty on a day off.
    pub fn segments(&self, day: NaiveDate) -> &[Segment] {
        match self.exceptions.get(&day) {
            Some(own) => own,
            None => &self.week[day.weekday().num_days_from_monday() as usize],
        }
    }

    /// A local wall time as a moment. In a spring gap it is the first moment after the gap, in autumn the earlier one.
    pub fn moment(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let mut local = day.and_time(time);
        for _ in 0..=8 {
            if let Some(found) = self.zone.from_local_datetime(&local).earliest() {
                return found.with_timezone(&Utc);
            }
            // In the time zone database every gap ends on a quarter of an hour.
            let past = i64::from(local.and_utc().timestamp().rem_euclid(900) as i32);
            local += Duration::seconds(900 - past);
        }
        Utc.from_utc_datetime(&local)
    }

    /// A minute of a local day; 1440 is the midnight at its end.
    fn minute(&self, day: NaiveDate, minute: u16) -> DateTime<Utc> {
        let day = if minute >= DAY_MINUTES { day.succ_opt().unwrap_or(day) } else { day };
        let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute % DAY_MINUTES) * 60, 0);
        self.moment(day, time.unwrap_or_default())
    }

    /// The working periods that end after `from`, in order.
    pub fn stretches(&self, from: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        self.local_day(from)
            .iter_days()
            .take(DAYS_MAX as usize)
            .flat_map(move |day| self.segments(day).iter().map(move |s| (self.minute(day, s.from), self.minute(day, s.to))))
            .filter(move |(start, end)| *end > from && end > start)
    }

    /// Close of business of a working day; `None` on other days.
    pub fn close_of(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        self.segments(day).last().map(|s| self.minute(day, s.to))
    }

    /// The working days after the local day of `from`, in order.
    pub fn working_days_after(&self, from: DateTime<Utc>) -> impl Iterator<Item = NaiveDate> + use<'_> {
        self.local_day(from).iter_days().skip(1).take(DAYS_MAX as usize).filter(|day| self.is_working_day(*day))
    }
}

/// Serialises a time zone by its IANA name.
mod zone_name {
    use chrono_tz::Tz;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(zone: &Tz, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(zone.name())
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Tz, D::Error> {
        let name = String::deserialize(from)?;
        name.parse().map_err(|_| D::Error::custom(format!("\"{name}\" is not a time zone")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }
    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn three_working_days_begin_the_day_after_and_end_at_close_of_business() {
        let calendar = Calendar::default();
        // Friday 2024-05-17, 16:00 in Shanghai → Monday, Tuesday, Wednesday 18:00.
        let third = calendar.working_days_after(utc("2024-05-17T08:00:00Z")).nth(2).unwrap();
        assert_eq!(calendar.close_of(third).unwrap(), utc("2024-05-22T10:00:00Z"));
    }

    #[test]
    fn a_requirement_of_the_friday_before_a_moved_working_sunday_has_that_sunday() {
        // 2024-09-27 is a Friday, the 29th a worked Sunday, October begins with seven days off.
        let days: Vec<NaiveDate> = Calendar::default().working_days_after(utc("2024-09-27T08:00:00Z")).take(3).collect();
        assert_eq!(days, [day("2024-09-29"), day("2024-09-30"), day("2024-10-08")]);
    }

    #[test]
    fn a_calendar_without_working_time_ends() {
        let calendar = Calendar { week: std::array::from_fn(|_| Vec::new()), exceptions: BTreeMap::new(), ..Calendar::default() };
        assert_eq!(calendar.stretches(utc("2024-05-10T08:00:00Z")).next(), None);
        assert_eq!(calendar.working_days_after(utc("2024-05-10T08:00:00Z")).next(), None);
    }

    #[test]
    fn a_wall_time_inside_the_spring_gap_is_the_first_moment_after_it() {
        let calendar = Calendar { zone: chrono_tz::Europe::Berlin, ..Calendar::default() };
        let at = |h, m| calendar.moment(day("2024-03-31"), NaiveTime::from_hms_opt(h, m, 0).unwrap());
        assert_eq!(
            (at(2, 30), at(2, 7), at(3, 0)),
            (utc("2024-03-31T01:00:00Z"), utc("2024-03-31T01:00:00Z"), utc("2024-03-31T01:00:00Z"))
        );
    }

    #[test]
    fn a_day_may_end_at_24_00_and_a_segment_is_read_as_it_is_written() {
        for text in ["00:00-24:00", "09:00-12:00", "13:30-18:00"] {
            assert_eq!(text.parse::<Segment>().unwrap().to_string(), text);
        }
        for text in ["22:00-06:00", "09:00-09:00", "9-18", "09:00-25:00", "09:60-10:00", "09:00-24:01"] {
            assert!(text.parse::<Segment>().is_err(), "{text}");
        }
    }
}
