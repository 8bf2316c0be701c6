//! What a reader may know of each kind of event. A field that is an `Option` and left out when it is `None` is one that only
//! some readers see.

use super::parts::{AskedOfData, GatheredData, ResolvedData, TriagedData, WeighedData};
use crate::ticket::*;
use crate::view::redacted::{ProgramOutput, Prose, Redacted};
use crate::view::ticket::ending::UatItemView;
use crate::view::ticket::inner_work::ConsultedView;
use crate::view::word::{TicketNo, WordOf};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// The events by name. The names are those of the record and stay for good.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum EventData {
    /// The report came in.
    Registered {
        /// What the archive held for the report.
        #[serde(skip_serializing_if = "Option::is_none")]
        consulted: Option<ConsultedView>,
    },
    /// It was taken in from another system.
    Imported {
        /// The other system.
        source: Redacted,
        /// Its number there.
        source_id: Redacted,
    },
    /// The other system changed it.
    SourceChanged {
        /// The other system.
        source: Redacted,
        /// Its number there.
        source_id: Redacted,
        /// What was written.
        text: Prose,
    },
    /// The archive was searched for it.
    Consulted {
        /// What the archive held for the report.
        consulted: ConsultedView,
    },
    /// Its customer added what was missing.
    Supplemented {
        /// What was written.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<Prose>,
        /// When it was seen.
        #[serde(skip_serializing_if = "Option::is_none")]
        occurred_at: Option<DateTime<Utc>>,
        /// How to see it again.
        #[serde(skip_serializing_if = "Option::is_none")]
        steps: Option<Prose>,
        /// The error text.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<ProgramOutput>,
        /// The situation it is wanted in.
        #[serde(skip_serializing_if = "Option::is_none")]
        scenario: Option<Prose>,
        /// What it should do.
        #[serde(skip_serializing_if = "Option::is_none")]
        effect: Option<Prose>,
        /// How much it matters.
        #[serde(skip_serializing_if = "Option::is_none")]
        priority: Option<WordOf<CustomerPriority>>,
    },
    /// It was assessed.
    Triaged(TriagedData),
    /// It was given to somebody.
    Assigned {
        /// Who gets it.
        to: Redacted,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Option<Prose>>,
        /// The groups that handle it with them.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        groups: Vec<String>,
    },
    /// Work began.
    Started {},
    /// A plan waits to be approved.
    Planned {
        /// Which plan, from 1.
        revision: u32,
        /// How it is to be solved.
        approach: WordOf<Approach>,
        /// The root cause.
        cause: Prose,
        /// What was written.
        text: Prose,
    },
    /// The plan may be carried out.
    Approved {
        /// Which plan, from 1.
        revision: u32,
        /// Whether its author approved it, since nobody else could.
        alone: bool,
    },
    /// The plan has to be changed.
    SentBack {
        /// Which plan, from 1.
        revision: u32,
        /// Why.
        reason: Prose,
    },
    /// A step of the work was recorded.
    Step {
        /// Of which kind.
        kind: WordOf<StepKind>,
        /// What was written.
        text: Prose,
        /// Whether it did not work.
        failed: bool,
    },
    /// Its customer received an update.
    Progressed {
        /// What was written.
        text: Prose,
        /// The incident it comes from.
        #[serde(skip_serializing_if = "Option::is_none")]
        incident: Option<TicketNo>,
    },
    /// Work waits for somebody outside.
    Held {
        /// Who is waited for.
        waiting_for: WordOf<WaitingFor>,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Prose>,
    },
    /// The waiting ended.
    Resumed {},
    /// The solution is being tested.
    TestStarted {},
    /// The solution did not pass.
    TestFailed {
        /// Why.
        reason: Prose,
    },
    /// A solution was given.
    Resolved(ResolvedData),
    /// A case was given as the answer.
    AnsweredByCase {
        /// The case.
        #[serde(skip_serializing_if = "Option::is_none")]
        case: Option<TicketNo>,
    },
    /// A requirement was weighed.
    Evaluated {
        /// Whether it is done.
        verdict: WordOf<Verdict>,
        /// What the customer reads of it.
        report: Prose,
        /// Staff only.
        #[serde(flatten)]
        weighing: Option<WeighedData>,
    },
    /// Its customer agreed to the evaluation, or did not.
    Agreed {
        /// The answer.
        agreed: bool,
        /// What was said with it.
        words: Option<Prose>,
        /// How it was said, where staff recorded it.
        on_behalf: Option<Redacted>,
    },
    /// What was delivered was tried, item by item.
    Accepted {
        /// Each with what came of it.
        items: Vec<UatItemView>,
    },
    /// Its customer said whether it is solved.
    Confirmed {
        /// The answer.
        solved: bool,
        /// How content the customer is.
        satisfaction: Option<WordOf<Satisfaction>>,
        /// What was said with it.
        words: Option<Prose>,
        /// How it was said, where staff recorded it.
        on_behalf: Option<Redacted>,
    },
    /// It ended.
    Closed {
        /// By whom or what.
        how: WordOf<ClosedHow>,
        /// How it ended.
        outcome: WordOf<Outcome>,
        /// Whether it was answered with a known case.
        known: bool,
    },
    /// It goes on.
    Reopened {
        /// Why.
        reason: Prose,
    },
    /// Somebody higher up was called.
    Escalated {
        /// Who gets it.
        to: String,
        /// Why.
        reason: Prose,
        /// Whether the desk did it by a rule.
        automatic: bool,
        /// The step of escalation, from 1.
        level: u32,
        /// Of which kind.
        kind: WordOf<EscalationKind>,
        /// When it is or was due.
        #[serde(skip_serializing_if = "Option::is_none")]
        due_at: Option<DateTime<Utc>>,
        /// Whether it was recorded later than it happened, because the desk was not running.
        late: bool,
    },
    /// It was tied to a case.
    Linked {
        /// The case.
        case: TicketNo,
    },
    /// It joined another ticket.
    Attached {
        /// The other ticket.
        ticket: TicketNo,
    },
    /// It goes its own way again.
    Detached {
        /// The other ticket.
        from: TicketNo,
    },
    /// Other tickets joined it.
    IncidentDeclared {
        /// Those that joined.
        tickets: Vec<TicketNo>,
    },
    /// It goes on under another ticket.
    Merged {
        /// The other ticket.
        #[serde(skip_serializing_if = "Option::is_none")]
        into: Option<TicketNo>,
    },
    /// Another ticket goes on under this one.
    MergedIn {
        /// The other ticket.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<TicketNo>,
    },
    /// A part of it became a ticket.
    SplitOff {
        /// The other ticket.
        #[serde(skip_serializing_if = "Option::is_none")]
        ticket: Option<TicketNo>,
    },
    /// It was a part of another ticket.
    SplitFrom {
        /// The other ticket.
        #[serde(skip_serializing_if = "Option::is_none")]
        ticket: Option<TicketNo>,
    },
    /// Somebody wants to be kept informed.
    Watched {},
    /// Somebody no longer does.
    Unwatched {},
    /// Something was asked of a team or person.
    Asked {
        /// Its place among what was asked, from 1.
        ask: u32,
        /// Who is asked.
        of: AskedOfData,
        /// What is wanted.
        what: Prose,
        /// When it is or was due.
        #[serde(skip_serializing_if = "Option::is_none")]
        due_at: Option<DateTime<Utc>>,
    },
    /// What was asked, or planned, is there.
    Delivered {
        /// Its place among what was asked, from 1.
        ask: u32,
        /// What was written.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<Prose>,
    },
    /// It was settled who delivers what and when.
    DeliveryPlanned {
        /// Who delivers.
        #[serde(skip_serializing_if = "Option::is_none")]
        who: Option<String>,
        /// When it is or was due.
        due_at: DateTime<Utc>,
        /// What is wanted.
        what: Prose,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Prose>,
    },
    /// A note for the desk.
    Noted {
        /// What was written.
        text: Prose,
    },
    /// A file came in.
    FileAdded {
        /// Of the file.
        name: Redacted,
        /// Its size.
        bytes: u64,
        /// Whether customers do not see it.
        internal: bool,
    },
    /// A file was taken out.
    FileWithdrawn {
        /// Its place among the files, from 1.
        attachment: u32,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Prose>,
        /// Whether customers do not see it.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
    },
    /// Somebody saw the contact whole.
    ContactShown {
        /// Why.
        reason: Prose,
    },
    /// A clock ran out.
    Breached {
        /// Which clock.
        clock: String,
        /// When it is or was due.
        due_at: DateTime<Utc>,
        /// Whether it was recorded later than it happened, because the desk was not running.
        late: bool,
        /// Which time, from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        nth: Option<usize>,
    },
    /// A clock is about to run out.
    Warned {
        /// Which clock.
        clock: String,
        /// When.
        at: DateTime<Utc>,
        /// When it is or was due.
        due_at: DateTime<Utc>,
        /// Whether it was recorded later than it happened, because the desk was not running.
        late: bool,
    },
    /// The customer was reminded.
    Reminded {
        /// Which time, from 1.
        nth: u32,
        /// When it is or was due.
        due_at: DateTime<Utc>,
    },
    /// Updates were sent together.
    Gathered {
        /// When it is or was due.
        due_at: DateTime<Utc>,
        /// Each with what came of it.
        items: Vec<GatheredData>,
    },
    /// A delay was given its reason.
    DelayExplained {
        /// Why.
        reason: Prose,
    },
}
