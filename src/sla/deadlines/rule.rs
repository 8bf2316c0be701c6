//! How a clock counts.

use crate::sla::time::calendar::Hours;
use crate::sla::time::span::{Allowance, Span};
use chrono::NaiveTime;

/// How a clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// This much time, in these hours.
    Time(Span, Hours),
    /// Until close of business of the n-th working day after the day it began.
    WorkingDays(u32),
    /// Until this local time of the next working day.
    DailyBy(NaiveTime),
}

impl From<(Allowance, Hours)> for Rule {
    fn from((allowance, hours): (Allowance, Hours)) -> Rule {
        match allowance {
            Allowance::Time(span) => Rule::Time(span, hours),
            Allowance::WorkingDays(n) => Rule::WorkingDays(n),
        }
    }
}
