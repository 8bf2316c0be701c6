//! The answer to a report: matches, how sure each is, and why.

use super::explain::{MatchReason, ReasonKind};
use crate::reason::Difference;
use crate::ticket::{Number, Status};
use crate::words::vocabulary;
use chrono::{DateTime, Utc};

vocabulary! {
    /// How sure a match is. Never a percentage: it would be an invented one.
    Band, "band" { Strong = "strong" / "很像", Likely = "likely" / "可能", Weak = "weak" / "略像" }
}
vocabulary! {
    /// What a match is: a closed case with its record, or a ticket still open.
    MatchKind, "match kind" { Case = "case" / "案例", Ticket = "ticket" / "工单" }
}

/// A document similar to the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Its number.
    pub number: Number,
    /// Case or open ticket.
    pub kind: MatchKind,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: Status,
    /// Score of the learned order; only comparable within one answer.
    pub score: f32,
    /// BM25F score as a share of the ideal score: 0 to about 1.
    pub share: f32,
    /// How sure the match is.
    pub band: Band,
    /// What it shares with the report.
    pub reasons: Vec<MatchReason>,
    /// In what it differs.
    pub differs: Vec<(ReasonKind, Difference)>,
    /// What solved it, if known at the moment asked about.
    pub resolution: Option<String>,
    /// What helps until then.
    pub workaround: Option<String>,
    /// Documents of its family that the reader sees, itself included.
    pub family_size: usize,
    /// Tickets of the family that it has solved.
    pub reused: usize,
    /// When it was solved.
    pub solved_at: Option<DateTime<Utc>>,
}

/// The answer to a report.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarResults {
    /// The best first.
    pub matches: Vec<Match>,
    /// Number of documents that could have matched.
    pub searched: usize,
}

impl SimilarResults {
    /// Whether there are matches and none of them is strong or likely: then it is to be said that nothing fits well.
    pub fn fits_poorly(&self) -> bool {
        !self.matches.is_empty() && self.matches.iter().all(|found| found.band == Band::Weak)
    }
}
