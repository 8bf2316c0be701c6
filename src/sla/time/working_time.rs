//! Counting time: the moment at which so much has run, and how much has run between two moments, holds left out.

use super::calendar::{Calendar, Hours};
use crate::ticket::WaitingFor;
use chrono::{DateTime, Duration, NaiveDate, Utc};

type Moment = DateTime<Utc>;

/// A hold that stops a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    pub from: Moment,
    /// An open hold lasts until now.
    pub to: Moment,
    pub open: bool,
    pub waiting_for: WaitingFor,
}

/// The holds that stop one clock, in order, none overlapping another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pauses(pub Vec<Pause>);

impl Pauses {
    pub fn is_open(&self) -> bool {
        self.0.iter().any(|p| p.open)
    }

    /// Whether a moment lies in a hold. An open one covers the present moment too: it is not over yet.
    pub fn cover(&self, at: Moment) -> bool {
        self.0.iter().any(|p| p.from <= at && (at < p.to || (p.open && at == p.to)))
    }

    /// What is left of a stretch.
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

/// A calendar and which of its hours count.
#[derive(Debug, Clone, Copy)]
pub struct Reckoner<'a> {
    pub calendar: &'a Calendar,
    pub hours: Hours,
}

impl<'a> Reckoner<'a> {
    fn stretches(&self, start: Moment) -> Box<dyn Iterator<Item = (Moment, Moment)> + 'a> {
        match self.hours {
            Hours::RoundTheClock => Box::new(std::iter::once((start, Moment::MAX_UTC))),
            Hours::Working => Box::new(self.calendar.stretches(start).map(move |(from, to)| (from.max(start), to))),
        }
    }

    /// The moment at which `budget` of counted time has run since `start`.
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

    /// How much counted time lies between two moments.
    pub fn between(&self, start: Moment, end: Moment, pauses: &Pauses) -> Duration {
        let within = self.stretches(start).take_while(|(from, _)| *from < end).map(|(from, to)| (from, to.min(end)));
        within.flat_map(|stretch| pauses.leave(stretch)).fold(Duration::zero(), |sum, (from, to)| sum + (to - from))
    }

    /// Close of business of the n-th working day after the day of `start`; days whose close falls into a hold do not count.
    pub fn close_of_day(&self, start: Moment, n: u32, pauses: &Pauses) -> Option<Moment> {
        let days = self.calendar.working_days_after(start);
        let closes = days.filter_map(|day| self.calendar.close_of(day)).filter(|at| !pauses.cover(*at));
        closes.take(n as usize).last()
    }

    /// A fixed time of the next working day after the day of `start`; a day whose moment falls into a hold does not count.
    pub fn next_day_at(&self, start: Moment, time: chrono::NaiveTime, pauses: &Pauses) -> Option<Moment> {
        let moment = |day: NaiveDate| self.calendar.moment(day, time);
        self.calendar.working_days_after(start).map(moment).find(|at| !pauses.cover(*at))
    }
}
