//! Service levels: what was promised by when. Policies, the working calendar, clocks, escalation. Pure functions of (events,
//! policy, now).
//!
//! Useful for: every due time, and how it was computed. Not for: recording that it passed (the desk's scheduler does).
//!
//! `time` counts time, `promise` is what a desk has settled (docs/policy.md), `deadlines` applies both to one ticket.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod deadlines;
mod promise;
mod time;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::{by_hand, minute_counter};

pub use deadlines::clock::{Clock, ClockState};
pub use deadlines::clocks::{Times, clocks, judged, newly_breached, newly_warned, times};
pub use deadlines::escalation::{Escalation, EscalationCause, chain_mistakes, escalations};
pub use deadlines::explain::{Exception, Explanation};
pub use deadlines::reminders::{gathering, reminder};
pub use deadlines::rule::Rule;
pub use promise::clock_name::ClockName;
pub use promise::duty::Duty;
pub use promise::level::Level;
pub use promise::lints::lints;
pub use promise::policy::{BurstRule, PAUSED, Policy, ProgressRule, SeverityRule};
pub use promise::policy_history::{PolicyHistory, PolicySet};
pub use promise::starts::{Begin, Starts};
pub use time::calendar::{Calendar, Hours, Segment};
pub use time::holidays::{BadLine, DayKind, Holidays, YearSource, stretch};
pub use time::span::{Allowance, Span};
pub use time::working_time::{Pause, Pauses, TimeCounter};
