//! What a report is answered: matches, how sure each is, and why.

use super::explain::{Reason, ReasonKind};
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

#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    pub number: Number,
    pub kind: MatchKind,
    pub title: String,
    pub status: Status,
    pub score: f32,
    /// Share of the best thinkable score, by words alone: 0 to about 1.
    pub share: f32,
    pub band: Band,
    pub reasons: Vec<Reason>,
    pub differs: Vec<(ReasonKind, Difference)>,
    pub resolution: Option<String>,
    pub workaround: Option<String>,
    pub family_size: usize,
    pub reused: usize,
    pub solved_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    pub matches: Vec<Match>,
    /// How many documents could have matched.
    pub searched: usize,
}
