//! What somebody may want to do to a ticket, with everything it needs to be decided.

use crate::people::{Person, Role};
use crate::ticket::words::attachment::Attachment;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Asked, Class, Resolution, TriageProposed, UatItem};
use crate::ticket::words::report::Supplement;
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};

/// A verb with its body already read and checked. People in it are known to the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Verb {
    /// `urgency` given: kept apart from the class on purpose. No class: as `proposed`, which the desk fills in.
    Triage {
        class: Option<Class>,
        urgency: Option<Severity>,
        component: Option<String>,
        reason: Option<String>,
        proposed: Option<TriageProposed>,
    },
    /// Nobody named is refused, with whoever is proposed.
    Assign {
        to: Option<Person>,
        reason: Option<String>,
    },
    /// What was left out of the report, told later.
    Supplement {
        told: Supplement,
    },
    Start,
    Plan {
        approach: Approach,
        cause: String,
        text: String,
        overdue_reason: Option<String>,
    },
    Approve,
    SendBack {
        reason: String,
    },
    Step {
        kind: StepKind,
        text: String,
        failed: bool,
        overdue_reason: Option<String>,
    },
    /// `overdue_reason`, here and there: why it takes longer than promised.
    Progress {
        text: String,
        overdue_reason: Option<String>,
    },
    Hold {
        waiting_for: WaitingFor,
        reason: String,
    },
    Resume,
    Test,
    FailTest {
        reason: String,
    },
    Resolve {
        resolution: Resolution,
        overdue_reason: Option<String>,
    },
    /// `said_how`: how the customer said it, when staff enters it for them.
    Confirm {
        solved: bool,
        satisfaction: Option<Satisfaction>,
        words: Option<String>,
        said_how: Option<String>,
    },
    Close,
    Reopen {
        reason: String,
    },
    /// Nobody named: the next one up the line.
    Escalate {
        to: Option<Role>,
        reason: String,
    },
    Evaluate {
        technical: String,
        resources: String,
        cost: String,
        effort: Option<String>,
        verdict: Verdict,
        report: String,
        /// Settles what the assessor proposed.
        priority: Option<Priority>,
        overdue_reason: Option<String>,
    },
    Agree {
        agreed: bool,
        words: Option<String>,
        said_how: Option<String>,
    },
    Accept {
        items: Vec<UatItem>,
    },
    Link {
        case: Number,
    },
    Attach {
        ticket: Number,
    },
    /// The incident of these; none named: of the burst the ticket is in, which the desk fills in.
    Declare {
        tickets: Vec<Number>,
    },
    Merge {
        into: Number,
    },
    /// What becomes a ticket of its own, for the same customer.
    Split {
        title: String,
        description: String,
        kind: Option<Kind>,
        urgency: Option<Severity>,
    },
    Watch,
    Unwatch,
    Ask {
        of: Asked,
        what: String,
        due_at: Option<DateTime<Utc>>,
    },
    Deliver {
        ask: u32,
        text: Option<String>,
    },
    Schedule {
        who: Person,
        due_at: DateTime<Utc>,
        what: String,
        reason: Option<String>,
    },
    Note {
        text: String,
        overdue_reason: Option<String>,
    },
    /// Checked already, and their bytes where they can be read.
    Upload {
        files: Vec<Attachment>,
    },
    Withdraw {
        attachment: u32,
        reason: String,
    },
}

impl Verb {
    /// The name as it stands in the API's path.
    pub fn name(&self) -> &'static str {
        match self {
            Verb::Triage { .. } => "triage",
            Verb::Assign { .. } => "assign",
            Verb::Supplement { .. } => "supplement",
            Verb::Start => "start",
            Verb::Plan { .. } => "plan",
            Verb::Approve => "approve",
            Verb::SendBack { .. } => "send-back",
            Verb::Step { .. } => "step",
            Verb::Progress { .. } => "progress",
            Verb::Hold { .. } => "hold",
            Verb::Resume => "resume",
            Verb::Test => "test",
            Verb::FailTest { .. } => "fail-test",
            Verb::Resolve { .. } => "resolve",
            Verb::Confirm { .. } => "confirm",
            Verb::Close => "close",
            Verb::Reopen { .. } => "reopen",
            Verb::Escalate { .. } => "escalate",
            Verb::Evaluate { .. } => "evaluate",
            Verb::Agree { .. } => "agree",
            Verb::Accept { .. } => "accept",
            Verb::Link { .. } => "link",
            Verb::Attach { .. } => "attach",
            Verb::Declare { .. } => "declare",
            Verb::Merge { .. } => "merge",
            Verb::Split { .. } => "split",
            Verb::Watch => "watch",
            Verb::Unwatch => "unwatch",
            Verb::Ask { .. } => "ask",
            Verb::Deliver { .. } => "deliver",
            Verb::Schedule { .. } => "schedule",
            Verb::Note { .. } => "note",
            Verb::Upload { .. } => "upload",
            Verb::Withdraw { .. } => "withdraw",
        }
    }
}
