//! What a ticket came to: its answer, whether it was confirmed, how it was closed.

use crate::desk::ReadTicket;
use crate::ticket::{Answer, ClosedHow, Outcome, Phase, UatItem};
use crate::view::redacted::{Prose, Reading, Redacted};
use crate::view::word::{TicketNo, WordOf};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// What it came to. Leaves out, for a customer, the cause and the number of a case they may not read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EndingView {
    /// What solved it, or what was answered.
    pub resolution: Option<ResolutionView>,
    /// Whether the customer confirmed the solution; null unless it is resolved.
    pub confirmed: Option<bool>,
    /// When it was answered.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// By whom or what it was closed.
    pub closed_how: Option<WordOf<ClosedHow>>,
    /// How it ended; null while it is open.
    pub outcome: Option<WordOf<Outcome>>,
    /// Whether a case held the answer already; null unless it is closed.
    pub known: Option<bool>,
    /// What was tried of a delivered requirement.
    pub uat: Vec<UatItemView>,
}

/// What answered the ticket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ResolutionView {
    /// It was worked out here.
    Worked {
        /// What solves it.
        text: Prose,
        /// What helps meanwhile.
        workaround: Option<Prose>,
        /// Staff only.
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<Option<Prose>>,
    },
    /// A case held the answer; null where the reader may not read it.
    Case {
        /// The case; null for a reader who may not see it.
        case: Option<TicketNo>,
    },
}

/// One thing that was tried, and whether it passed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UatItemView {
    /// What was tried.
    pub item: Redacted,
    /// Whether it did what was agreed.
    pub passed: bool,
}

impl UatItemView {
    /// Items in their order.
    pub fn all(items: &[UatItem], reading: &Reading) -> Vec<UatItemView> {
        items.iter().map(|UatItem { item, passed }| UatItemView { item: reading.text(item), passed: *passed }).collect()
    }
}

impl EndingView {
    /// For a reader of the ticket.
    pub fn of(known: &ReadTicket, reading: &Reading) -> EndingView {
        let ticket = &known.ticket;
        let (answer, resolved_at, closed_at, outcome) = match &ticket.phase {
            Phase::Resolved { answer, at, .. } => (Some(answer), Some(*at), None, None),
            Phase::Closed { answer, resolved_at, at, outcome, .. } => (answer.as_ref(), *resolved_at, Some(*at), Some(*outcome)),
            Phase::Pending | Phase::InProgress | Phase::Testing => (None, None, None, None),
        };
        let (closed_how, known_before) = match &ticket.phase {
            Phase::Closed { how, known, .. } => (*how, Some(*known)),
            _ => (None, None),
        };
        let confirmed = match &ticket.phase {
            Phase::Resolved { confirmation, .. } => Some(confirmation.is_some()),
            _ => None,
        };
        let resolution = answer.map(|answer| match answer {
            Answer::Worked(resolution) => ResolutionView::Worked {
                text: reading.text(&resolution.text),
                workaround: reading.maybe(resolution.workaround.as_ref()),
                cause: reading.staff(|| reading.maybe(resolution.cause.as_ref())),
            },
            Answer::Case(case) => ResolutionView::Case { case: known.names(*case).then_some(TicketNo(*case)) },
        });
        EndingView {
            resolution,
            confirmed,
            resolved_at,
            closed_at,
            closed_how: closed_how.map(WordOf),
            outcome: outcome.map(WordOf),
            known: known_before,
            uat: UatItemView::all(&ticket.uat, reading),
        }
    }
}
