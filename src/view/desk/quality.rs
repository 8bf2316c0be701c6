//! How good the suggestions are, and what was searched for and not found; for staff.

use crate::desk::ZeroResultSearch;
use crate::learning::Quality;
use crate::view::redacted::{Redacted, masked_before};
use crate::view::word::{TicketNo, numbers};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The measurement, or that there is none yet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum SuggestionsView {
    /// The last measurement.
    Measured(QualityView),
    /// Nothing has been measured yet.
    NotYet {
        /// Always null here.
        computed_at: Option<DateTime<Utc>>,
    },
}

/// How good suggestions are on the desk's own past questions. Shares in percent, to a hundredth.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QualityView {
    /// When it was measured.
    pub computed_at: DateTime<Utc>,
    /// The weights that were in force.
    pub weights: String,
    /// Past questions whose right answer is known.
    pub questions: usize,
    /// By how many suggestions were looked at: how often a right one was among them.
    pub recall: BTreeMap<String, f64>,
    /// Mean reciprocal rank among the first ten.
    pub mrr10: f64,
    /// Questions whose right answer was not suggested.
    pub missed: Vec<MissedView>,
    /// How consultations ended.
    pub consultations: ConsultationsView,
}

/// A question whose right answers were not suggested.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MissedView {
    /// Null: a consultation that ended without a ticket.
    pub asked_by: Option<TicketNo>,
    /// The cases that were the right answer.
    pub right: Vec<TicketNo>,
}

/// Consultations of the last days, and those that ended in an answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConsultationsView {
    /// So many days back.
    pub days: i64,
    /// All of them.
    pub total: usize,
    /// Those that ended with an answer.
    pub ended: usize,
    /// The same in percent.
    pub share: f64,
}

/// Words that were searched for and found nothing; personal data in them was masked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ZeroResultsView {
    /// What was typed.
    pub words: Redacted,
    /// How often.
    pub count: usize,
    /// When for the last time.
    pub last: DateTime<Utc>,
}

impl QualityView {
    /// As it was measured last.
    pub fn of(quality: &Quality) -> QualityView {
        let percent = |share: f64| (share * 100.0).round() / 100.0;
        let share = 100.0 * quality.ended as f64 / quality.consultations.max(1) as f64;
        QualityView {
            computed_at: quality.computed_at,
            weights: quality.weights.clone(),
            questions: quality.questions,
            recall: quality.recall.iter().map(|(first, share)| (first.to_string(), percent(*share))).collect(),
            mrr10: percent(quality.mrr10),
            missed: quality
                .missed
                .iter()
                .map(|missed| MissedView { asked_by: missed.asked_by.map(TicketNo), right: numbers(&missed.right) })
                .collect(),
            consultations: ConsultationsView {
                days: quality.days,
                total: quality.consultations,
                ended: quality.ended,
                share: percent(share),
            },
        }
    }
}

impl SuggestionsView {
    /// None: not measured yet.
    pub fn of(quality: Option<&Quality>) -> SuggestionsView {
        quality.map_or(SuggestionsView::NotYet { computed_at: None }, |quality| SuggestionsView::Measured(QualityView::of(quality)))
    }
}

impl ZeroResultsView {
    /// One question.
    pub fn of(row: &ZeroResultSearch) -> ZeroResultsView {
        let ZeroResultSearch { words, count, last } = row;
        ZeroResultsView { words: masked_before(words), count: *count, last: *last }
    }
}
