//! Like cases and tickets of a report, with the reasons why.

use super::case::{case_url, ticket_url};
use crate::desk::Consultation;
use crate::index::{Band, Match, MatchKind, MatchReason, ReasonKind, SimilarResults};
use crate::protocol::request::Doubtful;
use crate::reason::{Difference, Said};
use crate::ticket::Status;
use crate::view::redacted::{Prose, Redacted, masked_before, maybe_masked_before};
use crate::view::warning::WarningView;
use crate::view::word::{TicketNo, WordOf};
use crate::words::Locale;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// What the archive holds for a report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConsultationView {
    /// Names it when a report is registered with it or ends with it.
    pub id: String,
    /// Milliseconds.
    pub took_ms: f64,
    /// The likest first.
    pub matches: Vec<MatchView>,
    /// What looks like a slip in the report.
    pub warnings: Vec<WarningView>,
}

/// What is like a ticket now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SimilarView {
    /// Milliseconds.
    pub took_ms: f64,
    /// The likest first.
    pub matches: Vec<MatchView>,
}

/// A report that ended with a case, or did not after all.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeflectionView {
    /// The consultation.
    pub id: String,
    /// Whether it counts as ended with the case.
    pub deflected: bool,
    /// The case that answered it.
    pub case: TicketNo,
}

/// One like case or ticket. Its texts were masked when they were indexed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MatchView {
    /// Of the ticket, or of its case.
    pub number: TicketNo,
    /// A case, or an open ticket.
    pub kind: WordOf<MatchKind>,
    /// One line.
    pub title: Redacted,
    /// Where it stands in the process.
    pub status: WordOf<Status>,
    /// To a thousandth; comparable within one answer only.
    pub score: f64,
    /// How like it is.
    pub band: WordOf<Band>,
    /// What both say.
    pub reasons: Vec<ReasonView>,
    /// In what they differ.
    pub differs: Vec<DifferenceView>,
    /// Markdown; null while there is none.
    pub resolution: Option<Prose>,
    /// Markdown; null while there is none.
    pub workaround: Option<Prose>,
    /// Members of its family, itself among them.
    pub family_size: usize,
    /// How often it answered a further ticket.
    pub reused: usize,
    /// When it was answered; null while it is open.
    pub solved_at: Option<DateTime<Utc>>,
    /// Its page.
    pub url: String,
}

/// Something that both say.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReasonView {
    /// What kind of text both hold.
    pub kind: WordOf<ReasonKind>,
    /// The text that both hold.
    pub text: Redacted,
}

/// Something in which they differ, in English.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DifferenceView {
    /// What kind of thing differs.
    pub kind: WordOf<ReasonKind>,
    /// In English.
    pub text: Redacted,
    /// The version in which it was fixed, where that is the difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_in: Option<String>,
    /// The version the report is about, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_of: Option<String>,
    /// The difference itself, for a page in another language.
    #[serde(skip)]
    pub what: Difference,
}

impl DifferenceView {
    fn of((kind, what): &(ReasonKind, Difference)) -> DifferenceView {
        let (fixed_in, asked_of) = match what {
            Difference::FixedIn { fixed, ours } => (Some(fixed.clone()), Some(ours.clone())),
            _ => (None, None),
        };
        DifferenceView { kind: (*kind).into(), text: masked_before(&what.said(Locale::En)), fixed_in, asked_of, what: what.clone() }
    }
}

impl MatchView {
    /// The index found only what the reader may read.
    pub fn of(found: &Match) -> MatchView {
        MatchView {
            number: found.number.into(),
            kind: found.kind.into(),
            title: masked_before(&found.title),
            status: found.status.into(),
            score: rounded(found.score),
            band: found.band.into(),
            reasons: found
                .reasons
                .iter()
                .map(|MatchReason { kind, text }| ReasonView { kind: (*kind).into(), text: masked_before(text) })
                .collect(),
            differs: found.differs.iter().map(DifferenceView::of).collect(),
            resolution: maybe_masked_before(found.resolution.as_deref()),
            workaround: maybe_masked_before(found.workaround.as_deref()),
            family_size: found.family_size,
            reused: found.reused,
            solved_at: found.solved_at,
            url: if found.kind == MatchKind::Case { case_url(found.number) } else { ticket_url(found.number) },
        }
    }

    /// In their order, the best first.
    pub fn all(similar: &SimilarResults) -> Vec<MatchView> {
        similar.matches.iter().map(MatchView::of).collect()
    }
}

impl ConsultationView {
    /// With its matches, the best first, and what looks like a slip in the report.
    pub fn of(consultation: &Consultation, doubts: &[Doubtful]) -> ConsultationView {
        ConsultationView {
            id: consultation.id.clone(),
            took_ms: (consultation.took_ms * 1_000.0).round() / 1_000.0,
            matches: MatchView::all(&consultation.similar),
            warnings: WarningView::all(doubts),
        }
    }
}

/// A score to a thousandth.
pub fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1_000.0).round() / 1_000.0
}
