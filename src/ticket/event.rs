//! What can happen to a ticket. Events are stored as they are and never changed; new fields get a default.

use crate::ticket::words::attachment::Attachment;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::*;
use crate::ticket::words::report::{Report, Supplement};
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum TicketEvent {
    Registered {
        report: Report,
        submitted_at: DateTime<Utc>,
        consulted: Consulted,
    },
    Imported {
        report: Report,
        history: History,
    },
    /// The source it came from tells it anew; nobody here has worked on it. `text` says what is other than before.
    SourceChanged {
        report: Report,
        history: History,
        text: String,
    },
    Consulted {
        consulted: Consulted,
    },
    /// Told after the report, by the customer or for them.
    Supplemented {
        #[serde(flatten)]
        told: Supplement,
    },
    Triaged {
        #[serde(flatten)]
        class: Class,
        urgency: Severity,
        requirement_number: Option<Number>,
        component: Option<String>,
        reason: Option<String>,
        /// None: nothing was proposed, or it is from before proposals were made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed: Option<TriageProposed>,
        /// Whoever is responsible does not handle this class: they are until it is handed over.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        hand_over: bool,
        /// The incident it was assessed with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        incident: Option<Number>,
    },
    Assigned {
        to: String,
        reason: Option<String>,
        /// The groups they are in: those whose seniors handle it as well.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<String>,
    },
    Started,
    Planned {
        revision: u32,
        approach: Approach,
        cause: String,
        text: String,
    },
    Approved {
        revision: u32,
        alone: bool,
    },
    SentBack {
        revision: u32,
        reason: String,
    },
    Step {
        kind: StepKind,
        text: String,
        failed: bool,
    },
    Progressed {
        text: String,
        /// The incident it was told for: everybody who joined it hears the same.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        incident: Option<Number>,
    },
    Held {
        waiting_for: WaitingFor,
        reason: String,
    },
    Resumed,
    TestStarted,
    TestFailed {
        reason: String,
    },
    Resolved {
        #[serde(flatten)]
        resolution: Resolution,
    },
    /// A case already held the answer; nothing was worked out anew.
    AnsweredByCase {
        case: Number,
    },
    Evaluated {
        technical: String,
        resources: String,
        cost: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effort: Option<String>,
        verdict: Verdict,
        report: String,
        /// As the product manager settles it; none: as it was proposed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<Priority>,
    },
    Agreed {
        agreed: bool,
        words: Option<String>,
        on_behalf: Option<String>,
    },
    Accepted {
        items: Vec<UatItem>,
    },
    Confirmed {
        solved: bool,
        satisfaction: Option<Satisfaction>,
        words: Option<String>,
        on_behalf: Option<String>,
    },
    Closed {
        how: ClosedHow,
        outcome: Outcome,
        known: bool,
    },
    Reopened {
        reason: String,
    },
    Escalated {
        to: String,
        reason: String,
        automatic: bool,
        /// Which level of the chain, from 1; 0: taken by hand.
        #[serde(default)]
        level: u32,
        #[serde(default = "hierarchical")]
        kind: EscalationKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<DateTime<Utc>>,
        #[serde(default)]
        late: bool,
    },
    Linked {
        case: Number,
    },
    Attached {
        ticket: Number,
    },
    /// What it had joined ended without an answer to it: it goes its own way again.
    Detached {
        from: Number,
    },
    /// From now on this is the incident of those that were joined to it: what is told here is told to all of them.
    IncidentDeclared {
        tickets: Vec<Number>,
    },
    /// The same report once more: it goes on under the other number.
    Merged {
        into: Number,
    },
    MergedIn {
        from: Number,
    },
    /// A part of it became a ticket of its own.
    SplitOff {
        ticket: Number,
    },
    SplitFrom {
        ticket: Number,
    },
    Watched,
    Unwatched,
    /// Something is asked of a team or person; asks count from 1.
    Asked {
        ask: u32,
        of: Asked,
        what: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<DateTime<Utc>>,
    },
    Delivered {
        ask: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// When and by whom a requirement is to be delivered.
    DeliveryPlanned {
        who: String,
        due_at: DateTime<Utc>,
        what: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    Noted {
        text: String,
        /// Digest of what the source tells now, where the note is about that: it changed what is worked on here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
    },
    FileAdded {
        #[serde(flatten)]
        file: Attachment,
    },
    /// Nobody reads it any more; attachments count from 1.
    FileWithdrawn {
        attachment: u32,
        reason: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
    },
    /// Personal data was shown whole to somebody who must reach the customer.
    ContactShown {
        reason: String,
    },
    /// A clock ran out. `late` when the desk was not running at the moment itself.
    Breached {
        clock: String,
        due_at: DateTime<Utc>,
        late: bool,
        /// Which one of its name: two turns of progress may be due at one moment. None: it is from before it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nth: Option<usize>,
    },
    /// A clock's time was nearly up.
    Warned {
        clock: String,
        at: DateTime<Utc>,
        due_at: DateTime<Utc>,
        late: bool,
    },
    /// The customer was asked once more whether it is solved; `nth` counts from 1 since it was resolved.
    Reminded {
        nth: u32,
        due_at: DateTime<Utc>,
    },
    /// What was recorded for the customer since the last gathering, told together.
    Gathered {
        due_at: DateTime<Utc>,
        items: Vec<Told>,
    },
    /// Why it took longer than promised: for every miss on the record that had no reason yet.
    DelayExplained {
        reason: String,
    },
}

/// Escalations went up the line only, before they had a kind.
fn hierarchical() -> EscalationKind {
    EscalationKind::Hierarchical
}

impl TicketEvent {
    /// The stored name, as it stands in the record and the API's timeline.
    pub fn name(&self) -> &'static str {
        use TicketEvent::*;
        match self {
            Registered { .. } => "registered",
            Imported { .. } => "imported",
            SourceChanged { .. } => "source_changed",
            Consulted { .. } => "consulted",
            Supplemented { .. } => "supplemented",
            Triaged { .. } => "triaged",
            Assigned { .. } => "assigned",
            Started => "started",
            Planned { .. } => "planned",
            Approved { .. } => "approved",
            SentBack { .. } => "sent_back",
            Step { .. } => "step",
            Progressed { .. } => "progressed",
            Held { .. } => "held",
            Resumed => "resumed",
            TestStarted => "test_started",
            TestFailed { .. } => "test_failed",
            Resolved { .. } => "resolved",
            AnsweredByCase { .. } => "answered_by_case",
            Evaluated { .. } => "evaluated",
            Agreed { .. } => "agreed",
            Accepted { .. } => "accepted",
            Confirmed { .. } => "confirmed",
            Closed { .. } => "closed",
            Reopened { .. } => "reopened",
            Escalated { .. } => "escalated",
            Linked { .. } => "linked",
            Attached { .. } => "attached",
            Detached { .. } => "detached",
            IncidentDeclared { .. } => "incident_declared",
            Merged { .. } => "merged",
            MergedIn { .. } => "merged_in",
            SplitOff { .. } => "split_off",
            SplitFrom { .. } => "split_from",
            Watched => "watched",
            Unwatched => "unwatched",
            Asked { .. } => "asked",
            Delivered { .. } => "delivered",
            DeliveryPlanned { .. } => "delivery_planned",
            Noted { .. } => "noted",
            FileAdded { .. } => "file_added",
            FileWithdrawn { .. } => "file_withdrawn",
            ContactShown { .. } => "contact_shown",
            Breached { .. } => "breached",
            Warned { .. } => "warned",
            Reminded { .. } => "reminded",
            Gathered { .. } => "gathered",
            DelayExplained { .. } => "delay_explained",
        }
    }
}

/// An event with its place in the record. Order is `seq`, never a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    pub seq: u64,
    pub version: u64,
    pub actor: String,
    /// When it happened; for imported history long before it was recorded.
    pub occurred_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    pub event: TicketEvent,
}
