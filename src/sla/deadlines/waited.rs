//! The clock of the step that a ticket waits for: what whoever's turn it is has to look at.

use super::clock::{Clock, ClockState};
use crate::sla::promise::clock_name::ClockName;
use crate::ticket::{Ticket, Turn, turn};
use chrono::{DateTime, Utc};

/// The clocks that a waiting uses up. A step without a clock of its own uses up those of the steps behind it.
fn used_up(turn: Turn) -> &'static [ClockName] {
    use ClockName::*;
    match turn {
        Turn::Triage => &[Triage],
        Turn::Assignment | Turn::HandOver | Turn::Joined => &[FirstResponse, Resolution, Progress],
        Turn::Owner => &[FirstResponse],
        Turn::Start | Turn::Plan => &[Plan],
        Turn::Approval => &[Resolution],
        Turn::Work | Turn::Again | Turn::Test => &[Resolution, Progress],
        Turn::Evaluation => &[Evaluation],
        Turn::Agreement | Turn::Acceptance | Turn::Confirmation | Turn::FollowUp | Turn::Closing => &[],
        Turn::Customer | Turn::Vendor | Turn::Internal => &[],
    }
}

/// The first of them to run out, or to have run out and be owed still.
pub(in crate::sla) fn waited(ticket: &Ticket, clocks: &[Clock]) -> Option<(ClockName, DateTime<Utc>)> {
    let used_up = used_up(turn(ticket)?);
    let owed = |c: &&Clock| c.state == ClockState::Running || (c.state == ClockState::Breached && c.met_at.is_none());
    let theirs = clocks.iter().filter(|c| used_up.contains(&c.name)).filter(owed);
    theirs.min_by_key(|c| c.due_at).map(|c| (c.name, c.due_at))
}
