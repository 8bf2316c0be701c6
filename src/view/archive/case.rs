//! A case, with what became of it since.

use crate::case::{Audience, Case, Confidence, Link, LinkKind, Parts};
use crate::desk::ReadCase;
use crate::ledger::StoredEvent;
use crate::ticket::{Kind, Number, Outcome, Priority, RequirementType, Severity};
use crate::view::redacted::{Prose, Redacted, masked_before, maybe_masked_before};
use crate::view::word::{TicketNo, WordOf};
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
    /// The text as it reads now.
    #[serde(flatten)]
    pub case: CaseText,
    /// The workaround within the resolution.
    pub workaround: Option<Prose>,
    /// How often it answered a further ticket; 0 for customers.
    pub reused: u32,
    /// How many found that it helped.
    pub feedback: FeedbackView,
    /// The case's page.
    pub url: String,
}

/// What readers said of a case.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct FeedbackView {
    /// Readers who said that it helped.
    pub helped: u32,
    /// Readers who said that it did not.
    pub did_not_help: u32,
}

/// A case at one revision.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CaseText {
    /// Of the ticket, or of its case.
    pub number: TicketNo,
    /// A requirement has a second number, from when it is assessed.
    pub requirement_number: Option<TicketNo>,
    /// One line.
    pub title: Redacted,
    /// A fault or a requirement.
    pub kind: WordOf<Kind>,
    /// As it was assessed.
    pub urgency: WordOf<Severity>,
    /// The class of a fault; null before it is assessed, and for a requirement.
    pub severity: Option<WordOf<Severity>>,
    /// The class of a requirement; null before it is assessed, and for a fault.
    pub requirement_type: Option<WordOf<RequirementType>>,
    /// Of a requirement; null before it is assessed, and for a fault.
    pub priority: Option<WordOf<Priority>>,
    /// As it was reported.
    pub product: Option<Redacted>,
    /// As it was reported or found.
    pub component: Option<Redacted>,
    /// Versions it was seen in.
    pub versions: Vec<Redacted>,
    /// The language its texts are written in.
    pub language: WordOf<Locale>,
    /// How it ended; null while it is open.
    pub outcome: WordOf<Outcome>,
    /// How far its answer can be relied on.
    pub confidence: WordOf<Confidence>,
    /// Who may read it.
    pub audience: WordOf<Audience>,
    /// The first member of its family; its own number where it stands alone.
    pub family: TicketNo,
    /// Ties to other cases.
    pub links: Vec<CaseLinkView>,
    /// When the report came in.
    pub opened_at: DateTime<Utc>,
    /// When it was answered.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The ticket was opened again after this was written.
    pub reopened: bool,
    /// From 1.
    pub revision: u32,
    /// The version of masking its texts were made with.
    pub masking: u32,
    /// What happened and what solved it.
    pub parts: PartsView,
}

/// A tie to another case.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct CaseLinkView {
    /// The other case.
    pub case: TicketNo,
    /// What the tie says.
    pub kind: WordOf<LinkKind>,
}

/// The parts, each Markdown; empty where there is none.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartsView {
    /// What was reported.
    pub issue: Prose,
    /// Where it was seen.
    pub environment: Prose,
    /// How the cause was found.
    pub analysis: Prose,
    /// Why it happened.
    pub cause: Prose,
    /// What solved it.
    pub resolution: Prose,
    /// What was tried and did not help.
    pub attempts: Prose,
    /// What the customer said at the end.
    pub feedback: Prose,
}

/// One revision of a case; staff only.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RevisionView {
    /// From 1.
    pub revision: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it: a name, or `system`.
    pub actor: String,
    /// Which door it came through: closing, import, an edit, a file.
    pub why: String,
    /// The case as this revision has it.
    pub case: CaseText,
}

impl PartsView {
    fn of(parts: &Parts) -> PartsView {
        let Parts { issue, environment, analysis, cause, resolution, attempts, feedback } = parts;
        PartsView {
            issue: masked_before(issue),
            environment: masked_before(environment),
            analysis: masked_before(analysis),
            cause: masked_before(cause),
            resolution: masked_before(resolution),
            attempts: masked_before(attempts),
            feedback: masked_before(feedback),
        }
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
            title: masked_before(title),
            kind: (*kind).into(),
            urgency: (*urgency).into(),
            severity: severity.map(WordOf),
            requirement_type: requirement_type.map(WordOf),
            priority: priority.map(WordOf),
            product: maybe_masked_before(product.as_deref()),
            component: maybe_masked_before(component.as_deref()),
            versions: versions.iter().map(|version| masked_before(version)).collect(),
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
            workaround: known.case.parts.workaround().map(masked_before),
            reused: known.reused,
            feedback: FeedbackView { helped: known.helped, did_not_help: known.did_not_help },
            url: case_url(known.case.number),
        }
    }
}
