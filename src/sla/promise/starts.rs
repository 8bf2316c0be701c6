//! When clocks begin and end: the event each begins with, whether a plan that was sent back begins a new one, and whether a
//! workaround ends the resolution. Defaults are those of docs/process.md.

use crate::ticket::Ticket;
use crate::words::vocabulary;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

type Moment = DateTime<Utc>;

vocabulary! {
    /// The event with which a clock begins.
    Begin, "beginning of a clock" {
        Submission = "submission" / "提交", Triage = "triage" / "初步评估", Assignment = "assignment" / "分派", Start = "start" / "开始处理",
    }
}

/// When clocks begin and end. Stored with the policy, so a new field needs a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Starts {
    /// Beginning of the plan clock.
    pub plan: Begin,
    /// Beginning of the resolution clock, and of escalation by time.
    pub resolution: Begin,
    /// Beginning of the first progress interval.
    pub progress: Begin,
    /// Beginning of the evaluation clock.
    pub evaluation: Begin,
    /// Whether a plan that was sent back begins a new plan clock.
    pub plan_anew: bool,
    /// Whether an approved workaround ends the resolution clock; else it is relief, and the clock runs on.
    pub workaround_resolves: bool,
}

impl Default for Starts {
    fn default() -> Starts {
        let (submission, assignment) = (Begin::Submission, Begin::Assignment);
        Starts {
            plan: assignment,
            resolution: submission,
            progress: submission,
            evaluation: assignment,
            plan_anew: false,
            workaround_resolves: false,
        }
    }
}

impl Starts {
    /// The default is not stored, so that policies from before this field keep their digest.
    pub(in crate::sla) fn is_usual(&self) -> bool {
        *self == Starts::default()
    }
}

impl Begin {
    /// When it happened; `None`: not yet, and the clock does not run.
    pub(in crate::sla) fn of(self, ticket: &Ticket) -> Option<Moment> {
        let milestones = &ticket.milestones;
        let submitted = milestones.awakened_at.unwrap_or(ticket.submitted_at);
        match self {
            Begin::Submission => Some(submitted),
            // A ticket imported with a class was assessed elsewhere.
            Begin::Triage => milestones.triaged_at.or(ticket.imported.as_ref().and(ticket.class.as_ref()).map(|_| submitted)),
            Begin::Assignment => milestones.assigned_at,
            Begin::Start => milestones.started_at,
        }
    }
}
