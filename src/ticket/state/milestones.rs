//! Milestones of a ticket: the times and counts that clocks, escalation and measures use.

use super::escalation::line;
use super::phase::Hold;
use crate::people::Role;
use crate::ticket::words::payloads::CustomerUpdate;
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

/// Times and counts that clocks, escalation and measures are computed from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Milestones {
    /// First update for the customer.
    pub first_progress_at: Option<Moment>,
    /// First assessment.
    pub triaged_at: Option<Moment>,
    /// First assignment, or the first after the kind changed.
    pub assigned_at: Option<Moment>,
    /// Whether the kind has changed, so that the next assignment counts as the first.
    pub handed_anew: bool,
    /// When work first started.
    pub started_at: Option<Moment>,
    /// First plan.
    pub planned_at: Option<Moment>,
    /// When plans were sent back, with their revision.
    pub sent_back: Vec<(Moment, u32)>,
    /// First approval of a workaround since it was last opened.
    pub relieved_at: Option<Moment>,
    /// First evaluation.
    pub evaluated_at: Option<Moment>,
    /// All evaluations.
    pub evaluations: Vec<Moment>,
    /// When the customer agreed to adjustments.
    pub adjusted: Vec<Adjusted>,
    /// The resolution that still holds.
    pub resolved_at: Option<Moment>,
    /// All updates for the customer, in order.
    pub progress_at: Vec<Moment>,
    /// Digest of what the source sent last, whether taken over or noted.
    pub source_digest: Option<String>,
    /// Whether somebody here has worked on it: later changes of its source are only noted.
    pub worked_on: bool,
    /// First act here on an imported ticket: its clocks begin with it.
    pub awakened_at: Option<Moment>,
    /// Last reopening.
    pub reopened_at: Option<Moment>,
    /// All holds, in order.
    pub holds: Vec<Hold>,
    /// Number of reopenings.
    pub reopens: u32,
    /// Sequence number of the last reopening; 0: none.
    pub reopened_seq: u64,
    /// When the customer last said that they are dissatisfied, with the sequence number; a later better answer clears it.
    pub dissatisfied: Option<(Moment, u64)>,
    /// Version at the last event that somebody caused, not a clock.
    pub acted_version: u64,
    /// Clocks that ran out, on record.
    pub misses: Vec<Miss>,
    /// Updates that the customer may read and no summary contains yet.
    pub ungathered: Vec<CustomerUpdate>,
    /// Reminders since the resolution.
    pub reminded: u32,
    /// Warnings on record: word of the clock, and when the warning was due.
    pub warnings: Vec<(String, Moment)>,
    /// All escalations, in order.
    pub escalated: Vec<Taken>,
    /// Number of escalations since it was last opened.
    pub escalations: u32,
}

/// The customer agreed to an adjustment, which needs a new evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjusted {
    /// When.
    pub at: Moment,
    /// Sequence number of the event.
    pub seq: u64,
    /// Number of evaluations before it.
    pub evaluations: usize,
}

/// An escalation on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The role it was escalated to.
    pub to: Role,
    /// Sequence number of the event.
    pub seq: u64,
    /// Whether the desk did it by itself.
    pub automatic: bool,
}

/// A clock that ran out, on record (SLA breach).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Word of the clock.
    pub clock: String,
    /// Which clock of that name, from 0; `None`: not recorded then.
    pub nth: Option<usize>,
    /// When it ran out.
    pub due_at: Moment,
    /// When that was recorded.
    pub recorded_at: Moment,
    /// Whether the desk was not running when it ran out.
    pub late: bool,
    /// Why it took longer, once explained.
    pub reason: Option<String>,
}

impl Milestones {
    /// The latest explanation of a delay.
    pub fn overdue_reason(&self) -> Option<&str> {
        self.misses.iter().rev().find_map(|miss| miss.reason.as_deref())
    }

    /// Misses without an explanation.
    pub fn unexplained(&self) -> impl Iterator<Item = &Miss> {
        self.misses.iter().filter(|miss| miss.reason.is_none())
    }

    /// To how many different roles it was escalated since it was last opened.
    pub fn escalation_level(&self) -> u32 {
        let mut roles: Vec<Role> = self.since_opened().map(|taken| taken.to).collect();
        roles.sort_unstable();
        roles.dedup();
        roles.len() as u32
    }

    /// Who has it by escalation since it was last opened: the highest of the line of command, else the last outside it.
    pub fn escalated_to(&self) -> Option<Role> {
        self.since_opened().map(|taken| taken.to).max_by_key(|to| line(*to))
    }

    fn since_opened(&self) -> impl Iterator<Item = &Taken> {
        self.escalated.iter().filter(|taken| taken.seq > self.reopened_seq)
    }
}
