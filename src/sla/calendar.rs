//! The working calendar: which minutes of which local days count, in one zone.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// A stretch of a local day, `from` before `to`; the day's end is written 23:59:59 by callers that need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    pub from: NaiveTime,
    pub to: NaiveTime,
}

/// Weekly hours with exceptions by date: a holiday has no segments, a moved working day has its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    pub zone: Tz,
    /// Monday first.
    pub week: [Vec<Segment>; 7],
    pub exceptions: BTreeMap<NaiveDate, Vec<Segment>>,
}

/// No calendar is asked about more days than this; one without working time answers None instead of looping.
const DAYS_MAX: u32 = 4_000;

impl Default for Calendar {
    /// Asia/Shanghai, Monday to Friday 09:00–18:00.
    fn default() -> Calendar {
        let at = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap_or_default();
        let day = vec![Segment { from: at(9), to: at(18) }];
        let week = std::array::from_fn(|i| if i < 5 { day.clone() } else { Vec::new() });
        Calendar { zone: chrono_tz::Asia::Shanghai, week, exceptions: BTreeMap::new() }
    }
}

impl Calendar {
    pub fn local_day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !self.segments(day).is_empty()
    }

    fn segments(&self, day: NaiveDate) -> &[Segment] {
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
            local += Duration::minutes(15);
        }
        Utc.from_utc_datetime(&local)
    }

    /// The working stretches that end after `from`, in order.
    pub fn stretches(&self, from: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        self.local_day(from)
            .iter_days()
            .take(DAYS_MAX as usize)
            .flat_map(move |day| self.segments(day).iter().map(move |s| (self.moment(day, s.from), self.moment(day, s.to))))
            .filter(move |(_, end)| *end > from)
    }

    /// Close of business of a working day.
    pub fn close_of(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        self.segments(day).last().map(|s| self.moment(day, s.to))
    }

    /// The working days after the local day of `from`, in order.
    pub fn working_days_after(&self, from: DateTime<Utc>) -> impl Iterator<Item = NaiveDate> + '_ {
        self.local_day(from).iter_days().skip(1).take(DAYS_MAX as usize).filter(|day| self.is_working_day(*day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn three_working_days_begin_the_day_after_and_end_at_close_of_business() {
        let calendar = Calendar::default();
        // Friday 2024-05-10, 16:00 in Shanghai → Monday, Tuesday, Wednesday 18:00.
        let third = calendar.working_days_after(utc("2024-05-10T08:00:00Z")).nth(2).unwrap();
        let due = calendar.close_of(third).unwrap();
        assert_eq!(due, utc("2024-05-15T10:00:00Z"));
    }

    #[test]
    fn a_calendar_without_working_time_ends() {
        let calendar = Calendar { week: std::array::from_fn(|_| Vec::new()), ..Calendar::default() };
        assert_eq!(calendar.stretches(utc("2024-05-10T08:00:00Z")).next(), None);
        assert_eq!(calendar.working_days_after(utc("2024-05-10T08:00:00Z")).next(), None);
    }

    #[test]
    fn a_wall_time_inside_the_spring_gap_is_the_first_moment_after_it() {
        let calendar = Calendar { zone: chrono_tz::Europe::Berlin, ..Calendar::default() };
        let moment = calendar.moment(NaiveDate::from_ymd_opt(2024, 3, 31).unwrap(), NaiveTime::from_hms_opt(2, 30, 0).unwrap());
        assert_eq!(moment, utc("2024-03-31T01:00:00Z"));
    }

    #[test]
    fn a_moved_working_sunday_counts_and_a_holiday_does_not() {
        let mut calendar = Calendar::default();
        let sunday = NaiveDate::from_ymd_opt(2024, 9, 29).unwrap();
        let weekday = calendar.week[0].clone();
        calendar.exceptions.insert(sunday, weekday);
        calendar.exceptions.insert(NaiveDate::from_ymd_opt(2024, 10, 1).unwrap(), Vec::new());
        assert!(calendar.is_working_day(sunday));
        assert_eq!(calendar.working_days_after(utc("2024-09-30T01:00:00Z")).next(), NaiveDate::from_ymd_opt(2024, 10, 2));
    }
}
