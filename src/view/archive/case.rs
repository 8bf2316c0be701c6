//! A case, with what became of it since.

use crate::case::{Audience, Case, Confidence, Link, LinkKind, Parts};
use crate::desk::ReadCase;
use crate::ledger::StoredEvent;
use crate::ticket::{Kind, Number, Outcome, Priority, RequirementType, Severity};
use crate::view::word::{TicketNo, Word};
use crate::words::Locale;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// Where the page of a case is.
pub fn case_url(number: Number) -> String {
    format!("/cases/{number}")
}

/// Where the page of a ticket is.
pub fn ticket_url(number: Number) -> String {
    format!("/tickets/{number}")
}

/// A case as it reads now. Its texts were masked when it was made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CaseView {
    #[serde(flatten)]
    pub case: CaseText,
    /// The workaround within the resolution.
    pub workaround: Option<String>,
    /// How often it answered a further ticket; 0 for customers.
    pub reused: u32,
    pub feedback: FeedbackView,
    /// The case's page.
    pub url: String,
}

/// What readers said of a case.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct FeedbackView {
    pub helped: u32,
    pub did_not_help: u32,
}

/// A case at one revision.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CaseText {
    pub number: TicketNo,
    pub requirement_number: Option<TicketNo>,
    pub title: String,
    pub kind: Word<Kind>,
    pub urgency: Word<Severity>,
    pub severity: Option<Word<Severity>>,
    pub requirement_type: Option<Word<RequirementType>>,
    pub priority: Option<Word<Priority>>,
    pub product: Option<String>,
    pub component: Option<String>,
    pub versions: Vec<String>,
    pub language: Word<Locale>,
    pub outcome: Word<Outcome>,
    pub confidence: Word<Confidence>,
    pub audience: Word<Audience>,
    /// The first member of its family; its own number where it stands alone.
    pub family: TicketNo,
    pub links: Vec<CaseLinkView>,
    pub opened_at: DateTime<Utc>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    /// The ticket was opened again after this was written.
    pub reopened: bool,
    pub revision: u32,
    /// The version of masking its texts were made with.
    pub masking: u32,
    pub parts: PartsView,
}

/// A tie to another case.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct CaseLinkView {
    pub case: TicketNo,
    pub kind: Word<LinkKind>,
}

/// The parts, each Markdown; empty where there is none.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartsView {
    pub issue: String,
    pub environment: String,
    pub analysis: String,
    pub cause: String,
    pub resolution: String,
    pub attempts: String,
    pub feedback: String,
}

/// One revision of a case; staff only.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RevisionView {
    pub revision: u32,
    pub at: DateTime<Utc>,
    pub actor: String,
    /// Which door it came through: closing, import, an edit, a file.
    pub why: String,
    pub case: CaseText,
}

impl PartsView {
    fn of(parts: &Parts) -> PartsView {
        let Parts { issue, environment, analysis, cause, resolution, attempts, feedback } = parts.clone();
        PartsView { issue, environment, analysis, cause, resolution, attempts, feedback }
    }
}

impl CaseText {
    /// Every field of a case is named: one that is added does not compile until it is decided about here.
    pub fn of(case: &Case) -> CaseText {
        let Case {
            number,
            requirement_number,
            title,
            kind,
            urgency,
            severity,
            requirement_type,
            priority,
            product,
            component,
            versions,
            language,
            outcome,
            confidence,
            audience,
            family,
            links,
            opened_at,
            resolved_at,
            closed_at,
            reopened,
            revision,
            masking,
            parts,
        } = case;
        CaseText {
            number: (*number).into(),
            requirement_number: requirement_number.map(TicketNo),
            title: title.clone(),
            kind: (*kind).into(),
            urgency: (*urgency).into(),
            severity: severity.map(Word),
            requirement_type: requirement_type.map(Word),
            priority: priority.map(Word),
            product: product.clone(),
            component: component.clone(),
            versions: versions.clone(),
            language: (*language).into(),
            outcome: (*outcome).into(),
            confidence: (*confidence).into(),
            audience: (*audience).into(),
            family: (*family).into(),
            links: links.iter().map(|Link { case, kind }| CaseLinkView { case: (*case).into(), kind: (*kind).into() }).collect(),
            opened_at: *opened_at,
            resolved_at: *resolved_at,
            closed_at: *closed_at,
            reopened: *reopened,
            revision: *revision,
            masking: *masking,
            parts: PartsView::of(parts),
        }
    }
}

impl RevisionView {
    /// One of a case's revisions, as its entry in the record has it.
    pub fn of(entry: &StoredEvent, case: &Case, why: &str) -> RevisionView {
        RevisionView {
            revision: case.revision,
            at: entry.recorded_at,
            actor: entry.actor.clone(),
            why: why.to_string(),
            case: CaseText::of(case),
        }
    }
}

impl CaseView {
    /// What the desk gave this reader, who may read less of it than others.
    pub fn of(known: &ReadCase) -> CaseView {
        CaseView {
            case: CaseText::of(&known.case),
            workaround: known.case.parts.workaround().map(str::to_string),
            reused: known.reused,
            feedback: FeedbackView { helped: known.helped, did_not_help: known.did_not_help },
            url: case_url(known.case.number),
        }
    }
}
