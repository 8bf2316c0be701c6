//! Which holds of a ticket pause a clock under a policy.

use crate::sla::promise::clock_name::ClockName;
use crate::sla::promise::policy::Policy;
use crate::sla::time::working_time::{Pause, Pauses};
use crate::ticket::Ticket;
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

impl Pauses {
    /// The pauses of a clock, in order and without overlap; an open hold lasts until `now`.
    pub fn of(ticket: &Ticket, policy: &Policy, clock: ClockName, now: Moment) -> Pauses {
        let holds = ticket.milestones.holds.iter().filter(|p| policy.pauses(p.waiting_for, clock));
        let mut pauses: Vec<Pause> = holds
            .map(|p| Pause { from: p.from, to: p.to.unwrap_or(now.max(p.from)), open: p.to.is_none(), waiting_for: p.waiting_for })
            // If the system clock was set back, holds may end before they begin, or overlap.
            .filter(|p| p.to > p.from || p.open)
            .collect();
        pauses.sort_by_key(|p| p.from);
        let mut reached = Moment::MIN_UTC;
        for pause in &mut pauses {
            pause.from = pause.from.max(reached);
            pause.to = pause.to.max(pause.from);
            reached = pause.to;
        }
        Pauses(pauses)
    }
}
