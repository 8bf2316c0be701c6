//! Policy, working calendar, clocks: pure functions of (events, policy, calendar, now).

mod calendar;
mod clocks;
mod policy;

pub use calendar::{Calendar, Segment};
pub use clocks::{Clock, ClockName, ClockState, clocks, escalation_due, newly_breached, next_due};
pub use policy::{Hours, Policy, ProgressRule, SeverityRule};
