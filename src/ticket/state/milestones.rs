//! When a ticket passed what clocks and measures ask about: its milestones, holds, misses and escalations.

use super::escalation::line;
use super::phase::Pause;
use crate::people::Role;
use crate::ticket::words::payloads::Told;
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

/// The moments clocks are reckoned from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    pub first_progress_at: Option<Moment>,
    pub triaged_at: Option<Moment>,
    pub assigned_at: Option<Moment>,
    /// It turned out to be of the other kind: the next handing over counts as the first.
    pub handed_anew: bool,
    /// When work on it first began.
    pub started_at: Option<Moment>,
    pub planned_at: Option<Moment>,
    /// Each time a plan was sent back, with its revision.
    pub sent_back: Vec<(Moment, u32)>,
    /// When a workaround was first approved, since it was last opened.
    pub relieved_at: Option<Moment>,
    /// The first evaluation; every one is among `evaluations`.
    pub evaluated_at: Option<Moment>,
    pub evaluations: Vec<Moment>,
    pub adjusted: Vec<Adjusted>,
    pub resolved_at: Option<Moment>,
    /// Every update the customer got, in order.
    pub progress_at: Vec<Moment>,
    /// Digest of what the source told last, taken in or noted.
    pub source_digest: Option<String>,
    /// Somebody here has worked on it: what its source says of it from now on is noted, and changes nothing.
    pub worked_on: bool,
    /// First act here on an imported ticket: its clocks begin with it.
    pub awakened_at: Option<Moment>,
    pub reopened_at: Option<Moment>,
    pub pauses: Vec<Pause>,
    pub reopens: u32,
    /// Place in the record of the last reopening; 0 if there was none.
    pub reopened_seq: u64,
    /// When the customer last said so, and where in the record; a better word takes it back.
    pub dissatisfied: Option<(Moment, u64)>,
    /// The version at the last event that was more than a clock's record.
    pub acted_version: u64,
    pub misses: Vec<Miss>,
    /// What the customer reads in the timeline and has not been gathered yet.
    pub ungathered: Vec<Told>,
    /// Reminders given since it was resolved.
    pub reminded: u32,
    /// Warnings on the record: clock and the moment of the warning.
    pub warnings: Vec<(String, Moment)>,
    /// Whom it has been escalated to, in order; reopening forgets none.
    pub escalated: Vec<Taken>,
    /// Since it was last opened.
    pub escalations: u32,
}

/// The customer agreed to an adjustment, which is to be evaluated anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjusted {
    pub at: Moment,
    pub seq: u64,
    /// How many evaluations there were by then.
    pub evaluations: usize,
}

/// An escalation that came to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub to: Role,
    pub seq: u64,
    pub automatic: bool,
}

/// A clock that ran out, on the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    pub clock: String,
    pub nth: Option<usize>,
    pub due_at: Moment,
    pub recorded_at: Moment,
    pub late: bool,
    /// Why it took longer, once somebody said so.
    pub reason: Option<String>,
}

impl Marks {
    /// The last reason given for a delay.
    pub fn overdue_reason(&self) -> Option<&str> {
        self.misses.iter().rev().find_map(|miss| miss.reason.as_deref())
    }

    /// Misses nobody has given a reason for.
    pub fn unexplained(&self) -> impl Iterator<Item = &Miss> {
        self.misses.iter().filter(|miss| miss.reason.is_none())
    }

    /// How far up it has gone since it was last opened: to how many different roles.
    pub fn escalation_level(&self) -> u32 {
        let mut roles: Vec<Role> = self.since_opened().map(|taken| taken.to).collect();
        roles.sort_unstable();
        roles.dedup();
        roles.len() as u32
    }

    /// Whom it is with, since it was last opened: the highest of the line it came to, else the last beside the line.
    pub fn escalated_to(&self) -> Option<Role> {
        self.since_opened().map(|taken| taken.to).max_by_key(|to| line(*to))
    }

    fn since_opened(&self) -> impl Iterator<Item = &Taken> {
        self.escalated.iter().filter(|taken| taken.seq > self.reopened_seq)
    }
}
