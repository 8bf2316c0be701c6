//! Counting time within a calendar, without pauses: when a budget has passed, and how much has passed between two times.

use super::calendar::{Calendar, Hours};
use crate::ticket::WaitingFor;
use chrono::{DateTime, Duration, NaiveDate, Utc};

type Moment = DateTime<Utc>;

/// A period in which a clock is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Its beginning.
    pub from: Moment,
    /// Its end; of an open pause, now.
    pub to: Moment,
    /// Whether it has not ended.
    pub open: bool,
    /// Who is waited for.
    pub waiting_for: WaitingFor,
}

/// The pauses of one clock, in order, without overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pauses(pub Vec<Pause>);

impl Pauses {
    /// Whether a pause has not ended.
    pub fn is_open(&self) -> bool {
        self.0.iter().any(|p| p.open)
    }

    /// Whether a time lies in a pause; an open pause includes its end, which is now.
    pub fn cover(&self, at: Moment) -> bool {
        self.0.iter().any(|p| p.from <= at && (at < p.to || (p.open && at == p.to)))
    }

    /// A period without the pauses.
    fn leave(&self, (from, to): (Moment, Moment)) -> Vec<(Moment, Moment)> {
        let (mut left, mut at) = (Vec::new(), from);
        for pause in self.0.iter().filter(|p| p.to > from && p.from < to) {
            left.push((at, pause.from.max(at)));
            at = pause.to.max(at);
        }
        left.push((at, to));
        left.retain(|(from, to)| from < to);
        left
    }
}

/// Counts time: a calendar, and which of its hours count.
#[derive(Debug, Clone, Copy)]
pub struct TimeCounter<'a> {
    /// The calendar.
    pub calendar: &'a Calendar,
    /// Which hours count.
    pub hours: Hours,
}

impl<'a> TimeCounter<'a> {
    fn stretches(&self, start: Moment) -> Box<dyn Iterator<Item = (Moment, Moment)> + 'a> {
        match self.hours {
            Hours::RoundTheClock => Box::new(std::iter::once((start, Moment::MAX_UTC))),
            Hours::Working => Box::new(self.calendar.stretches(start).map(move |(from, to)| (from.max(start), to))),
        }
    }

    /// When `budget` of counted time has passed since `start`; `None` if the calendar has too little working time.
    pub fn after(&self, start: Moment, budget: Duration, pauses: &Pauses) -> Option<Moment> {
        let mut left = budget;
        for (from, to) in self.stretches(start).flat_map(|stretch| pauses.leave(stretch)) {
            if to - from >= left {
                return Some(from + left);
            }
            left -= to - from;
        }
        None
    }

    /// How much counted time lies between two times.
    pub fn between(&self, start: Moment, end: Moment, pauses: &Pauses) -> Duration {
        let within = self.stretches(start).take_while(|(from, _)| *from < end).map(|(from, to)| (from, to.min(end)));
        within.flat_map(|stretch| pauses.leave(stretch)).fold(Duration::zero(), |sum, (from, to)| sum + (to - from))
    }

    /// Close of business of the n-th working day after the day of `start`; days that close during a pause are skipped.
    pub fn close_of_day(&self, start: Moment, n: u32, pauses: &Pauses) -> Option<Moment> {
        let days = self.calendar.working_days_after(start);
        let closes = days.filter_map(|day| self.calendar.close_of(day)).filter(|at| !pauses.cover(*at));
        closes.take(n as usize).last()
    }

    /// This local time of the next working day after the day of `start`; days on which it falls into a pause are skipped.
    pub fn next_day_at(&self, start: Moment, time: chrono::NaiveTime, pauses: &Pauses) -> Option<Moment> {
        let moment = |day: NaiveDate| self.calendar.moment(day, time);
        self.calendar.working_days_after(start).map(moment).find(|at| !pauses.cover(*at))
    }
}
