//! When clocks run: from which event on, whether a plan sent back begins anew, and whether a workaround ends the
//! resolution. What a desk leaves out is as the process has it.

use crate::ticket::Ticket;
use crate::words::vocabulary;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

type Moment = DateTime<Utc>;

vocabulary! {
    /// What a clock begins with.
    Begin, "beginning of a clock" {
        Submission = "submission" / "提交", Triage = "triage" / "初步评估", Assignment = "assignment" / "分派", Start = "start" / "开始处理",
    }
}

/// Stored with the policy, so new fields need a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Starts {
    pub plan: Begin,
    /// Escalation by time counts from the same moment.
    pub resolution: Begin,
    pub progress: Begin,
    pub evaluation: Begin,
    /// A plan that is sent back has its whole time again.
    pub plan_anew: bool,
    /// An approved workaround ends the resolution; else it is relief, and the resolution runs on.
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
    /// What was always so is not stored: a policy from before has the same digest.
    pub(in crate::sla) fn is_usual(&self) -> bool {
        *self == Starts::default()
    }
}

impl Begin {
    /// When that was. None: it has not come yet, and what begins with it does not run.
    pub(in crate::sla) fn of(self, ticket: &Ticket) -> Option<Moment> {
        let marks = &ticket.marks;
        let submitted = marks.awakened_at.unwrap_or(ticket.submitted_at);
        match self {
            Begin::Submission => Some(submitted),
            // Imported with a class, it was assessed before it came.
            Begin::Triage => marks.triaged_at.or(ticket.imported.as_ref().and(ticket.class.as_ref()).map(|_| submitted)),
            Begin::Assignment => marks.assigned_at,
            Begin::Start => marks.started_at,
        }
    }
}
