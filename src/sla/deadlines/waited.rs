//! The clock of the step that a ticket awaits: what whoever acts next has to keep in mind.

use super::clock::{Clock, ClockState};
use crate::sla::promise::clock_name::ClockName;
use crate::ticket::{Awaiting, Ticket, awaiting};
use chrono::{DateTime, Utc};

/// The clocks that run while a ticket awaits this. A step without a clock of its own uses the clocks of later steps.
fn used_up(awaiting: Awaiting) -> &'static [ClockName] {
    use ClockName::*;
    match awaiting {
        Awaiting::Triage => &[Triage],
        Awaiting::Assignment | Awaiting::HandOver | Awaiting::Joined => &[FirstResponse, Resolution, Progress],
        Awaiting::Owner => &[FirstResponse],
        Awaiting::Start | Awaiting::Plan => &[Plan],
        Awaiting::Approval => &[Resolution],
        Awaiting::Work | Awaiting::Again | Awaiting::Test => &[Resolution, Progress],
        Awaiting::Evaluation => &[Evaluation],
        Awaiting::Agreement | Awaiting::Acceptance | Awaiting::Confirmation | Awaiting::FollowUp | Awaiting::Closing => &[],
        Awaiting::Customer | Awaiting::Vendor | Awaiting::Internal => &[],
    }
}

/// The first of these clocks that runs out, or ran out and is not met.
pub(in crate::sla) fn waited(ticket: &Ticket, clocks: &[Clock]) -> Option<(ClockName, DateTime<Utc>)> {
    let used_up = used_up(awaiting(ticket)?);
    let open = |c: &&Clock| c.state == ClockState::Running || (c.state == ClockState::Breached && c.met_at.is_none());
    let open = clocks.iter().filter(|c| used_up.contains(&c.name)).filter(open);
    open.min_by_key(|c| c.due_at).map(|c| (c.name, c.due_at))
}
