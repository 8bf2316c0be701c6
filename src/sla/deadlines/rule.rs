//! How a clock counts.

use crate::sla::time::calendar::Hours;
use crate::sla::time::span::{Allowance, Span};
use chrono::NaiveTime;

/// How a clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    Time(Span, Hours),
    WorkingDays(u32),
    /// The next working day, by a fixed time.
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
