//! One promise about one ticket: when it falls due, how it stands, how that was reckoned.

use super::explain::Explanation;
use crate::sla::promise::clock_name::ClockName;
use crate::words::vocabulary;
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

vocabulary! {
    ClockState, "clock state" {
        Running = "running" / "计时中", Paused = "paused" / "已暂停", Met = "met" / "按时完成", Breached = "breached" / "已超时",
    }
}

/// One promise about one ticket. A clock met late stays breached, with its `met_at`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub name: ClockName,
    /// Which one of its name in this life of the ticket: the third turn of progress, the second evaluation.
    pub nth: usize,
    pub started_at: Moment,
    pub due_at: Moment,
    /// When its time is nearly up, where the policy warns.
    pub warn_at: Option<Moment>,
    pub state: ClockState,
    pub met_at: Option<Moment>,
    pub explanation: Explanation,
    /// When it came to its end for good: met, missed on the record, or closed with the ticket.
    pub(in crate::sla) decided_at: Option<Moment>,
}
