//! The parts of a ticket's state: phases with what only they have, plans, holds, marks.

use super::event::Resolution;
use super::number::Number;
use super::vocabulary::*;
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub revision: u32,
    pub by: String,
    pub at: Moment,
    pub approach: Approach,
    pub cause: String,
    pub text: String,
    pub decision: PlanDecision,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanDecision {
    Waiting,
    Approved { by: String },
    SentBack { by: String, reason: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    pub satisfaction: Option<Satisfaction>,
    pub words: Option<String>,
    pub at: Moment,
}

/// Where a ticket stands, with what only that phase has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Pending,
    InProgress,
    Testing,
    Resolved {
        answer: Answer,
        at: Moment,
        confirmation: Option<Confirmation>,
    },
    Closed {
        answer: Option<Answer>,
        resolved_at: Option<Moment>,
        at: Moment,
        how: Option<ClosedHow>,
        outcome: Outcome,
        known: bool,
    },
}

/// What answered a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Worked(Resolution),
    Case(Number),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    pub from: Moment,
    pub to: Option<Moment>,
    pub waiting_for: WaitingFor,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    pub technical: String,
    pub resources: String,
    pub cost: String,
    pub verdict: Verdict,
    pub report: String,
    /// What the customer said to the direction, once they did.
    pub agreed: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTaken {
    pub kind: StepKind,
    pub text: String,
    pub failed: bool,
    pub by: String,
    pub at: Moment,
}

/// The moments clocks are reckoned from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    pub first_progress_at: Option<Moment>,
    pub triaged_at: Option<Moment>,
    pub assigned_at: Option<Moment>,
    pub planned_at: Option<Moment>,
    pub evaluated_at: Option<Moment>,
    pub resolved_at: Option<Moment>,
    /// Every update the customer got, in order.
    pub progress_at: Vec<Moment>,
    /// First act here on an imported ticket: its clocks begin with it.
    pub awakened_at: Option<Moment>,
    pub reopened_at: Option<Moment>,
    pub pauses: Vec<Pause>,
    /// Breaches on the record: clock and the due time it missed.
    pub breaches: Vec<(String, Moment)>,
    /// Since it was last opened.
    pub escalations: u32,
}
