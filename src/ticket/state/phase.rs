//! Parts of the state of a ticket: phases, plans, holds, evaluations, requests.

use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Resolution, TeamOrPerson};
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

/// A plan for handling a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its number, from 1.
    pub revision: u32,
    /// Name of its author.
    pub by: String,
    /// When it was submitted.
    pub at: Moment,
    /// Fix or workaround.
    pub approach: Approach,
    /// The cause as far as it is known.
    pub cause: String,
    /// What is to be done.
    pub text: String,
    /// What was decided on it.
    pub decision: PlanDecision,
}

/// What was decided on a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanDecision {
    /// Nothing yet.
    Waiting,
    /// It was approved.
    Approved {
        /// Name of who approved it.
        by: String,
    },
    /// It was sent back.
    SentBack {
        /// Name of who sent it back.
        by: String,
        /// Why.
        reason: String,
    },
}

/// The confirmation of the customer that it is solved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// How satisfied they are.
    pub satisfaction: Option<Satisfaction>,
    /// In their words.
    pub words: Option<String>,
    /// When.
    pub at: Moment,
}

/// An answer that, the customer said, does not solve it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsolved {
    /// The answer.
    pub answer: Answer,
    /// What the customer said.
    pub words: Option<String>,
}

/// The phase of a ticket, with the data that only this phase has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Nobody works on it yet.
    Pending,
    /// It is being worked on.
    InProgress,
    /// The joint test is under way.
    Testing,
    /// It is solved; the customer has to confirm.
    Resolved {
        /// The answer.
        answer: Answer,
        /// When.
        at: Moment,
        /// The confirmation, once given.
        confirmation: Option<Confirmation>,
    },
    /// It is closed.
    Closed {
        /// The answer; `None`: closed without one, or elsewhere.
        answer: Option<Answer>,
        /// When it was solved.
        resolved_at: Option<Moment>,
        /// When.
        at: Moment,
        /// Why it could be closed; `None`: closed elsewhere.
        how: Option<ClosedHow>,
        /// What became of it.
        outcome: Outcome,
        /// Whether a case was linked.
        known: bool,
    },
}

/// What answered a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A resolution worked out on this ticket.
    Worked(Resolution),
    /// A case of the archive.
    Case(Number),
}

/// A period on hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its beginning.
    pub from: Moment,
    /// Its end; `None`: not ended.
    pub to: Option<Moment>,
    /// Who was waited for.
    pub waiting_for: WaitingFor,
    /// Why.
    pub reason: String,
}

/// The evaluation of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Technical feasibility.
    pub technical: String,
    /// Resources it takes.
    pub resources: String,
    /// Cost.
    pub cost: String,
    /// Amount of work.
    pub effort: Option<String>,
    /// The conclusion.
    pub verdict: Verdict,
    /// The report that the customer reads.
    pub report: String,
    /// Whether the customer agreed, once they answered.
    pub agreed: Option<bool>,
}

/// A step that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTaken {
    /// Analysis, repair or test.
    pub kind: StepKind,
    /// What was done.
    pub text: String,
    /// Whether it did not help.
    pub failed: bool,
    /// Name of who took it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A request to a team or person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Of whom.
    pub of: TeamOrPerson,
    /// What.
    pub what: String,
    /// By when.
    pub due_at: Option<Moment>,
    /// Name of who asked.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Its delivery, once made.
    pub delivered: Option<Delivered>,
}

/// The delivery of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Name of who recorded it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// What was delivered.
    pub text: Option<String>,
}

/// The planned delivery of a requirement; earlier plans are in the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Name of who delivers.
    pub who: String,
    /// By when.
    pub due_at: Moment,
    /// What.
    pub what: String,
    /// How often the plan has changed.
    pub changes: u32,
}
