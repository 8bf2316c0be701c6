//! What a reader may know of each kind of event. A field that is an `Option` and left out when it is `None` is one that only
//! some readers see.

use crate::ticket::*;
use crate::view::redacted::Redacted;
use crate::view::ticket::ending::UatItemView;
use crate::view::ticket::inner_work::ConsultedView;
use crate::view::word::{TicketNo, Word};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// The events by name. The names are those of the record and stay for good.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum EventData {
    Registered {
        #[serde(skip_serializing_if = "Option::is_none")]
        consulted: Option<ConsultedView>,
    },
    Imported {
        source: Redacted,
        source_id: Redacted,
    },
    SourceChanged {
        source: Redacted,
        source_id: Redacted,
        text: Redacted,
    },
    Consulted {
        consulted: ConsultedView,
    },
    Supplemented {
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<Redacted>,
        #[serde(skip_serializing_if = "Option::is_none")]
        occurred_at: Option<DateTime<Utc>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        steps: Option<Redacted>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<Redacted>,
        #[serde(skip_serializing_if = "Option::is_none")]
        scenario: Option<Redacted>,
        #[serde(skip_serializing_if = "Option::is_none")]
        effect: Option<Redacted>,
        #[serde(skip_serializing_if = "Option::is_none")]
        priority: Option<Word<CustomerPriority>>,
    },
    Triaged(TriagedData),
    Assigned {
        to: Redacted,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Option<Redacted>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        groups: Vec<String>,
    },
    Started {},
    Planned {
        revision: u32,
        approach: Word<Approach>,
        cause: Redacted,
        text: Redacted,
    },
    Approved {
        revision: u32,
        alone: bool,
    },
    SentBack {
        revision: u32,
        reason: Redacted,
    },
    Step {
        kind: Word<StepKind>,
        text: Redacted,
        failed: bool,
    },
    Progressed {
        text: Redacted,
        #[serde(skip_serializing_if = "Option::is_none")]
        incident: Option<TicketNo>,
    },
    Held {
        waiting_for: Word<WaitingFor>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Redacted>,
    },
    Resumed {},
    TestStarted {},
    TestFailed {
        reason: Redacted,
    },
    Resolved(ResolvedData),
    AnsweredByCase {
        #[serde(skip_serializing_if = "Option::is_none")]
        case: Option<TicketNo>,
    },
    Evaluated {
        verdict: Word<Verdict>,
        report: Redacted,
        #[serde(flatten)]
        weighing: Option<WeighedData>,
    },
    Agreed {
        agreed: bool,
        words: Option<Redacted>,
        on_behalf: Option<Redacted>,
    },
    Accepted {
        items: Vec<UatItemView>,
    },
    Confirmed {
        solved: bool,
        satisfaction: Option<Word<Satisfaction>>,
        words: Option<Redacted>,
        on_behalf: Option<Redacted>,
    },
    Closed {
        how: Word<ClosedHow>,
        outcome: Word<Outcome>,
        known: bool,
    },
    Reopened {
        reason: Redacted,
    },
    Escalated {
        to: String,
        reason: Redacted,
        automatic: bool,
        level: u32,
        kind: Word<EscalationKind>,
        #[serde(skip_serializing_if = "Option::is_none")]
        due_at: Option<DateTime<Utc>>,
        late: bool,
    },
    Linked {
        case: TicketNo,
    },
    Attached {
        ticket: TicketNo,
    },
    Detached {
        from: TicketNo,
    },
    IncidentDeclared {
        tickets: Vec<TicketNo>,
    },
    Merged {
        #[serde(skip_serializing_if = "Option::is_none")]
        into: Option<TicketNo>,
    },
    MergedIn {
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<TicketNo>,
    },
    SplitOff {
        #[serde(skip_serializing_if = "Option::is_none")]
        ticket: Option<TicketNo>,
    },
    SplitFrom {
        #[serde(skip_serializing_if = "Option::is_none")]
        ticket: Option<TicketNo>,
    },
    Watched {},
    Unwatched {},
    Asked {
        ask: u32,
        of: AskedOfData,
        what: Redacted,
        #[serde(skip_serializing_if = "Option::is_none")]
        due_at: Option<DateTime<Utc>>,
    },
    Delivered {
        ask: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<Redacted>,
    },
    DeliveryPlanned {
        #[serde(skip_serializing_if = "Option::is_none")]
        who: Option<String>,
        due_at: DateTime<Utc>,
        what: Redacted,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Redacted>,
    },
    Noted {
        text: Redacted,
    },
    FileAdded {
        name: Redacted,
        bytes: u64,
        internal: bool,
    },
    FileWithdrawn {
        attachment: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Redacted>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
    },
    ContactShown {
        reason: Redacted,
    },
    Breached {
        clock: String,
        due_at: DateTime<Utc>,
        late: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        nth: Option<usize>,
    },
    Warned {
        clock: String,
        at: DateTime<Utc>,
        due_at: DateTime<Utc>,
        late: bool,
    },
    Reminded {
        nth: u32,
        due_at: DateTime<Utc>,
    },
    Gathered {
        due_at: DateTime<Utc>,
        items: Vec<GatheredData>,
    },
    DelayExplained {
        reason: Redacted,
    },
}

/// A class and what belongs to it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "class", rename_all = "snake_case")]
pub enum ClassData {
    Fault { severity: Word<Severity> },
    Requirement { requirement_type: Word<RequirementType>, priority: Word<Priority> },
}

impl From<&Class> for ClassData {
    fn from(class: &Class) -> ClassData {
        match class {
            Class::Fault { severity } => ClassData::Fault { severity: (*severity).into() },
            Class::Requirement { requirement_type, priority } => {
                ClassData::Requirement { requirement_type: (*requirement_type).into(), priority: (*priority).into() }
            }
        }
    }
}

/// An assessment: whole for staff; a customer reads the class, in an object of its own, and the urgency.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum TriagedData {
    Staff {
        #[serde(flatten)]
        class: ClassData,
        urgency: Word<Severity>,
        requirement_number: Option<TicketNo>,
        component: Option<Redacted>,
        reason: Option<Redacted>,
        #[serde(skip_serializing_if = "Option::is_none")]
        proposed: Option<ProposedData>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        hand_over: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        incident: Option<TicketNo>,
    },
    Customer {
        class: ClassData,
        urgency: Word<Severity>,
    },
}

/// What like cases proposed to the assessor, and whether they took it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProposedData {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<Redacted>,
    pub like: Vec<TicketNo>,
    pub accepted: bool,
}

/// A solution: whole for staff; a customer reads the solution and the workaround.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ResolvedData {
    Staff {
        text: Redacted,
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<Redacted>,
        #[serde(skip_serializing_if = "Option::is_none")]
        workaround: Option<Redacted>,
        tested_with: Redacted,
    },
    Customer {
        text: Redacted,
        workaround: Option<Redacted>,
    },
}

/// What a requirement would take; staff only.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WeighedData {
    pub technical: Redacted,
    pub resources: Redacted,
    pub cost: Redacted,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort: Option<Redacted>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Word<Priority>>,
}

/// Who is asked: a team, or one person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskedOfData {
    Team(Word<Team>),
    Person(String),
}

/// One thing that the customer was told.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GatheredData {
    pub at: DateTime<Utc>,
    pub event: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Redacted>,
}
