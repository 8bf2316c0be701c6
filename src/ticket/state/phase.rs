//! The parts of a ticket's state: phases with what only they have, plans, holds, marks.

use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Asked, Resolution};
use crate::ticket::words::vocabulary::*;
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

/// An answer that the customer said is none, and what they said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsolved {
    pub answer: Answer,
    pub words: Option<String>,
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
    /// How much work it is.
    pub effort: Option<String>,
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

/// Something asked of a team or person on the ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub of: Asked,
    pub what: String,
    pub due_at: Option<Moment>,
    pub by: String,
    pub at: Moment,
    pub delivered: Option<Delivered>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    pub by: String,
    pub at: Moment,
    pub text: Option<String>,
}

/// When and by whom a requirement is to be delivered. Plans that were changed stay on the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub who: String,
    pub due_at: Moment,
    pub what: String,
    /// How often it has been put off or brought forward.
    pub changes: u32,
}
