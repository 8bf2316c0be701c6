//! What was promised by when: policy, working calendar, clocks, escalation. Pure functions of (events, policy, now).
//!
//! Useful for: every due time, and how it was reckoned. Not for: recording that it passed (the desk's scheduler does).

mod book;
mod calendar;
mod clocks;
mod doubts;
mod duty;
mod escalation;
mod explain;
mod holidays;
mod policy;
mod questions;
mod reckon;
mod span;
mod starts;
mod tell;
mod waited;

#[cfg(test)]
pub(crate) mod by_hand;
#[cfg(test)]
pub(crate) mod minute_counter;
#[cfg(test)]
mod public_bugs;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod simulated_year;

pub use book::{Book, PolicySet};
pub use calendar::{Calendar, Segment};
pub use clocks::{Clock, ClockName, ClockState, Times, clocks, judged, newly_breached, newly_warned, times};
pub use doubts::doubts;
pub use duty::Duty;
pub use escalation::{Escalation, Level, Why, chain_mistakes, escalations};
pub use explain::{Exception, Explanation, Rule};
pub use holidays::{BadLine, DayKind, Holidays, YearSource, stretch};
pub use policy::{Burst, Hours, PAUSED, Policy, ProgressRule, SeverityRule};
pub use reckon::{Pause, Pauses, Reckoner};
pub use span::{Allowance, BadSpan, Span};
pub use starts::{Begin, Starts};
pub use tell::{gathering, reminder};
