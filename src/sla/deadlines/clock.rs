//! A clock: one promise about one ticket, when it is due and whether it was met.

use super::explain::Explanation;
use crate::sla::promise::clock_name::ClockName;
use crate::words::vocabulary;
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

vocabulary! {
    /// State of a clock.
    ClockState, "clock state" {
        Running = "running" / "计时中", Paused = "paused" / "已暂停", Met = "met" / "按时完成", Breached = "breached" / "已超时",
    }
}

/// One promise about one ticket (SLA target). A clock met late stays breached and has its `met_at`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// What is promised.
    pub name: ClockName,
    /// Which clock of this name since the ticket was last opened, from 0: the third progress interval, the second evaluation.
    pub nth: usize,
    /// When it began.
    pub started_at: Moment,
    /// When it runs out.
    pub due_at: Moment,
    /// When it warns, if the policy has warnings.
    pub warn_at: Option<Moment>,
    /// Its state at the time it was computed for.
    pub state: ClockState,
    /// When the promise was met.
    pub met_at: Option<Moment>,
    /// How `due_at` was computed.
    pub explanation: Explanation,
    /// When its state became final: met, recorded as missed, or closed with the ticket.
    pub(in crate::sla) decided_at: Option<Moment>,
}
