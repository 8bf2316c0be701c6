//! The events of a ticket. Stored as they are and never changed; a new field needs a default.

use crate::ticket::words::report::{Report, Supplement};
use crate::ticket::words::{attachment::Attachment, number::Number, payloads::*, vocabulary::*};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Something that happened to a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum TicketEvent {
    /// A report was registered.
    Registered {
        /// The report.
        report: Report,
        /// When it was submitted; clocks begin with it.
        submitted_at: DateTime<Utc>,
        /// The consultation that registration requires.
        consulted: Consulted,
    },
    /// The ticket came from another system.
    Imported {
        /// The report as the source has it.
        report: Report,
        /// Its history there.
        history: History,
    },
    /// The source sent the ticket again with changes, and nobody here has worked on it.
    SourceChanged {
        /// The report as the source has it now.
        report: Report,
        /// Its history there.
        history: History,
        /// What changed.
        text: String,
    },
    /// The archive was consulted again.
    Consulted {
        /// The consultation.
        consulted: Consulted,
    },
    /// Information was added after the report, by the customer or on their behalf.
    Supplemented {
        /// What was added.
        #[serde(flatten)]
        supplement: Supplement,
    },
    /// The ticket was assessed.
    Triaged {
        /// Its class.
        #[serde(flatten)]
        class: Class,
        /// Its urgency.
        urgency: Severity,
        /// Its number as a requirement.
        requirement_number: Option<Number>,
        /// The component concerned.
        component: Option<String>,
        /// Why the class was changed.
        reason: Option<String>,
        /// What similar cases proposed; `None`: nothing, or the event is older than proposals.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed: Option<TriageProposed>,
        /// Whether the responsible person does not handle this class; they stay responsible until it is handed over.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        hand_over: bool,
        /// The incident it was assessed with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        incident: Option<Number>,
    },
    /// Somebody was made responsible.
    Assigned {
        /// Their name.
        to: String,
        /// Why it was handed over.
        reason: Option<String>,
        /// Their groups at that time; senior engineers of them handle the ticket too.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<String>,
    },
    /// Work was started.
    Started,
    /// A plan was submitted.
    Planned {
        /// Number of the plan, from 1.
        revision: u32,
        /// Fix or workaround.
        approach: Approach,
        /// The cause as far as it is known.
        cause: String,
        /// What is to be done.
        text: String,
    },
    /// A plan was approved.
    Approved {
        /// Number of the plan.
        revision: u32,
        /// Whether its author approved it, who works alone.
        alone: bool,
    },
    /// A plan was sent back.
    SentBack {
        /// Number of the plan.
        revision: u32,
        /// Why.
        reason: String,
    },
    /// A step was taken.
    Step {
        /// Analysis, repair or test.
        kind: StepKind,
        /// What was done.
        text: String,
        /// Whether it did not help.
        failed: bool,
    },
    /// The customer got an update.
    Progressed {
        /// The update.
        text: String,
        /// The incident it was given for; the customers of all joined tickets get it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        incident: Option<Number>,
    },
    /// The ticket was put on hold.
    Held {
        /// Who is waited for.
        waiting_for: WaitingFor,
        /// Why.
        reason: String,
    },
    /// The hold ended.
    Resumed,
    /// The joint test was started.
    TestStarted,
    /// The joint test failed.
    TestFailed {
        /// What failed.
        reason: String,
    },
    /// It was solved.
    Resolved {
        /// The solution.
        #[serde(flatten)]
        resolution: Resolution,
    },
    /// A case of the archive answers it.
    AnsweredByCase {
        /// Number of the case.
        case: Number,
    },
    /// A requirement was evaluated.
    Evaluated {
        /// Technical feasibility.
        technical: String,
        /// Resources it takes.
        resources: String,
        /// Cost.
        cost: String,
        /// Amount of work.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effort: Option<String>,
        /// The conclusion.
        verdict: Verdict,
        /// The report that the customer reads.
        report: String,
        /// The final priority; `None`: as the assessor proposed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<Priority>,
    },
    /// The customer answered the evaluation.
    Agreed {
        /// Whether they agree.
        agreed: bool,
        /// In their words.
        words: Option<String>,
        /// How they said it, if staff entered it.
        on_behalf: Option<String>,
    },
    /// The acceptance test (UAT) was recorded.
    Accepted {
        /// Its items.
        items: Vec<UatItem>,
    },
    /// The customer said whether it is solved.
    Confirmed {
        /// Whether it is.
        solved: bool,
        /// How satisfied they are.
        satisfaction: Option<Satisfaction>,
        /// In their words.
        words: Option<String>,
        /// How they said it, if staff entered it.
        on_behalf: Option<String>,
    },
    /// The ticket was closed.
    Closed {
        /// Why it could be closed.
        how: ClosedHow,
        /// What became of it.
        outcome: Outcome,
        /// Whether a case was linked.
        known: bool,
    },
    /// The ticket was reopened.
    Reopened {
        /// Why.
        reason: String,
    },
    /// The ticket was escalated.
    Escalated {
        /// Word of the role it was escalated to.
        to: String,
        /// Why.
        reason: String,
        /// Whether the desk did it by itself.
        automatic: bool,
        /// Level of the escalation chain, from 1; 0: by hand.
        #[serde(default)]
        level: u32,
        /// Functional or hierarchical.
        #[serde(default = "hierarchical")]
        kind: EscalationKind,
        /// When the level was due, if automatic.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<DateTime<Utc>>,
        /// Whether the desk was not running at that time.
        #[serde(default)]
        late: bool,
    },
    /// A case was linked.
    Linked {
        /// Number of the case.
        case: Number,
    },
    /// The ticket joined another.
    Attached {
        /// The ticket it joined.
        ticket: Number,
    },
    /// The ticket it had joined was closed without answering it; it is handled by itself again.
    Detached {
        /// The ticket it had joined.
        from: Number,
    },
    /// The ticket became the incident of others: updates on it go to their customers too.
    IncidentDeclared {
        /// The others.
        tickets: Vec<Number>,
    },
    /// It was closed as a duplicate.
    Merged {
        /// The ticket it goes on under.
        into: Number,
    },
    /// A duplicate was merged into it.
    MergedIn {
        /// The duplicate.
        from: Number,
    },
    /// A part of it became a ticket of its own.
    SplitOff {
        /// The part.
        ticket: Number,
    },
    /// It was split off another ticket.
    SplitFrom {
        /// The other ticket.
        ticket: Number,
    },
    /// The actor subscribed to notifications.
    Watched,
    /// The actor ended the subscription.
    Unwatched,
    /// Something was requested of a team or person.
    Asked {
        /// Place of the request on the ticket, from 1.
        ask: u32,
        /// Of whom.
        of: TeamOrPerson,
        /// What.
        what: String,
        /// By when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<DateTime<Utc>>,
    },
    /// What was requested was delivered.
    Delivered {
        /// Place of the request.
        ask: u32,
        /// What was delivered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// The delivery of a requirement was planned or changed.
    DeliveryPlanned {
        /// Who delivers.
        who: String,
        /// By when.
        due_at: DateTime<Utc>,
        /// What.
        what: String,
        /// Why the plan changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// An internal note was recorded.
    Noted {
        /// The note.
        text: String,
        /// Digest of what the source sent, if the note is about a change there that was not taken over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
    },
    /// A file was added.
    FileAdded {
        /// The file.
        #[serde(flatten)]
        file: Attachment,
    },
    /// A file was withdrawn; nobody can read it any more.
    FileWithdrawn {
        /// Place of the file on the ticket, from 1.
        attachment: u32,
        /// Why.
        reason: String,
        /// Whether it was internal.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
    },
    /// Unmasked contact data was shown to somebody who has to reach the customer.
    ContactShown {
        /// Why.
        reason: String,
    },
    /// A clock ran out.
    Breached {
        /// Word of the clock.
        clock: String,
        /// When.
        due_at: DateTime<Utc>,
        /// Whether the desk was not running at that time.
        late: bool,
        /// Which clock of that name, from 0; `None`: the event is older than this field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nth: Option<usize>,
    },
    /// The time of a clock was nearly up.
    Warned {
        /// Word of the clock.
        clock: String,
        /// When the warning was due.
        at: DateTime<Utc>,
        /// When the clock runs out.
        due_at: DateTime<Utc>,
        /// Whether the desk was not running at that time.
        late: bool,
    },
    /// The customer was reminded to confirm the solution.
    Reminded {
        /// Which reminder since the resolution, from 1.
        nth: u32,
        /// When it was due.
        due_at: DateTime<Utc>,
    },
    /// The customer got the day's summary: what they may read since the last one.
    Gathered {
        /// When it was due.
        due_at: DateTime<Utc>,
        /// The updates, in order.
        items: Vec<CustomerUpdate>,
    },
    /// Why it takes longer than promised: explains every miss that has no reason yet.
    DelayExplained {
        /// Why.
        reason: String,
    },
}

/// Events from before escalation had a kind were all hierarchical.
fn hierarchical() -> EscalationKind {
    EscalationKind::Hierarchical
}

/// An event with its place in the record. Events are ordered by `seq`, never by time.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Sequence number in the ledger.
    pub seq: u64,
    /// How many events the ticket has with this one.
    pub version: u64,
    /// Name of the actor.
    pub actor: String,
    /// When it happened; for imported history long before it was recorded.
    pub occurred_at: DateTime<Utc>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What happened.
    pub event: TicketEvent,
}
