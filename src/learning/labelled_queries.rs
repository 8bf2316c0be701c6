//! The desk's own labelled queries: every ticket and consultation that was linked to something already in the archive.

use super::tune::DEPTH;
use crate::desk::Desk;
use crate::desk::DeskError;
use crate::desk::question_of;
use crate::index::{
    ArchiveTimeline, AsOf, Candidates, DocKey, EpochSeconds, Index, SimilarQuery, SimilarScope, Visibility, Weights,
};
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::collections::HashSet;

/// Ranks beyond this count as not found.
const FOUND_WITHIN: usize = 10;
/// Missed queries that are listed.
const MISSED_MAX: usize = 50;

/// A past query whose right answers are known by now.
pub struct LabelledQuery {
    /// Ledger place of the query: only what is older could be found.
    before_seq: u64,
    /// When it was asked.
    time: EpochSeconds,
    /// What asked.
    asker: QuerySource,
    /// The right answers.
    right: HashSet<DocKey>,
}

/// Where a query came from.
enum QuerySource {
    /// A registered ticket.
    Ticket(Number),
    /// A consultation that was deflected: it has no number.
    Consultation(SimilarQuery),
}

/// A query none of whose right answers was among the first ten.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MissedQuery {
    /// The ticket that asked; `None` for a consultation that ended without a ticket.
    pub asked_by: Option<Number>,
    /// The right answers.
    pub right: Vec<Number>,
}

/// The candidates for a past query, as of the moment it was asked.
pub struct LabelledCandidates {
    /// The candidates.
    pub candidates: Candidates,
    /// Per candidate, whether it is right.
    pub right: Vec<bool>,
}

impl LabelledCandidates {
    /// 0-based rank of the first right candidate under some weights; `None` if there is none.
    pub fn rank(&self, weights: &Weights) -> Option<usize> {
        self.candidates.order(weights).iter().position(|at| self.right[*at])
    }
}

/// The archive's timeline, with dated links.
pub fn past(desk: &Desk, index: &Index) -> ArchiveTimeline {
    // An import brings its links along; the ledger does not say when they were found out.
    let undated = |key: DocKey| key.number().is_none_or(|number| desk.ledger().was_imported(number).unwrap_or(true));
    index.timeline(undated)
}

/// The latest `most` labelled queries, oldest first.
///
/// # Errors
///
/// If the ledger cannot be read.
pub fn labelled_queries(
    desk: &Desk,
    past: &ArchiveTimeline,
    most: usize,
    now: DateTime<Utc>,
) -> Result<Vec<LabelledQuery>, DeskError> {
    let attached = desk.ledger().attached()?;
    // A ticket that was attached to an open one has that one as its right answer, besides its links.
    let joined: std::collections::HashMap<DocKey, DocKey> = attached.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
    let lone = joined.keys().filter_map(|key| past.entry(*key));
    let mut tickets: Vec<_> = past.linked().chain(lone).collect();
    tickets.sort_by_key(|m| std::cmp::Reverse(m.first_seq));
    tickets.dedup();
    let mut asked = Vec::new();
    for entry in tickets {
        if asked.len() >= most {
            break;
        }
        let mut right: HashSet<DocKey> = past.family_before(entry.key, entry.first_seq, entry.opened_at).into_iter().collect();
        if let Some(to) = joined.get(&entry.key) {
            right.extend(past.family_before(*to, entry.first_seq, entry.opened_at));
        }
        if let (false, Some(number)) = (right.is_empty(), entry.key.number()) {
            asked.push(LabelledQuery {
                before_seq: entry.first_seq,
                time: entry.opened_at,
                asker: QuerySource::Ticket(number),
                right,
            });
        }
    }
    // A deflection that was taken back does not show that its case was the answer.
    let standing = desk.ledger().deflections()?.into_iter().filter(|(entry, taken_back)| !taken_back && entry.recorded_at < now);
    for (entry, _) in standing.rev().take(most) {
        let payload: serde_json::Value = serde_json::from_str(&entry.body).unwrap_or_default();
        let Some(case) = payload["case"].as_str().and_then(|text| text.parse::<Number>().ok()) else { continue };
        let (before_seq, time) = (entry.seq, entry.recorded_at.into());
        let right: HashSet<DocKey> = past.family_before(case.into(), before_seq, time).into_iter().collect();
        if !right.is_empty() {
            asked.push(LabelledQuery {
                before_seq,
                time,
                asker: QuerySource::Consultation(query_of_payload(&payload["told"])),
                right,
            });
        }
    }
    asked.sort_by_key(|a| a.before_seq);
    asked.drain(..asked.len().saturating_sub(most));
    Ok(asked)
}

/// The candidates for a query as of the moment it was asked; `None` if its ticket cannot be read any more.
///
/// # Errors
///
/// If the ledger or the index cannot be read.
pub fn candidates_for(
    desk: &Desk,
    index: &Index,
    past: &ArchiveTimeline,
    asked: &LabelledQuery,
) -> Result<Option<LabelledCandidates>, DeskError> {
    let (question, without) = match &asked.asker {
        QuerySource::Consultation(question) => (question.clone(), None),
        QuerySource::Ticket(number) => match desk.ledger().ticket(*number)? {
            Some(ticket) => (question_of(&ticket.report), Some(*number)),
            None => return Ok(None),
        },
    };
    let as_of = AsOf { before_seq: asked.before_seq, time: Some(asked.time) };
    let scope = SimilarScope { limit: 0, visibility: Visibility::Staff, as_of: Some(as_of), without, families: false };
    let depth = DEPTH.max(index.weights().depth);
    let candidates = index.candidates(&question, &scope, depth, Some(past))?;
    let right = candidates.numbers.iter().map(|n| asked.right.contains(&DocKey::from(*n))).collect();
    Ok(Some(LabelledCandidates { candidates, right }))
}

/// A consultation's stored text as a query.
fn query_of_payload(payload: &serde_json::Value) -> SimilarQuery {
    let text = |name: &str| payload[name].as_str().map(str::to_string);
    let parts = ["description", "steps", "error", "scenario", "effect"].into_iter().filter_map(text);
    SimilarQuery {
        title: text("title").unwrap_or_default(),
        body: parts.collect::<Vec<_>>().join("\n\n"),
        product: text("product"),
        component: text("component"),
        version: text("version"),
        severity: None,
    }
}

/// Reciprocal rank per query, 0 beyond the first ten.
pub fn reciprocal(ranks: &[Option<usize>]) -> Vec<f64> {
    ranks.iter().map(|r| r.filter(|r| *r < FOUND_WITHIN).map_or(0.0, |r| 1.0 / (r as f64 + 1.0))).collect()
}

/// Per query 1 if it was found within the first ten, else 0.
pub fn found(ranks: &[Option<usize>]) -> Vec<f64> {
    ranks.iter().map(|r| if r.is_some_and(|r| r < FOUND_WITHIN) { 1.0 } else { 0.0 }).collect()
}

/// The queries whose right answers were not among the first ten, the latest first.
pub fn missed(asked: &[&LabelledQuery], ranks: &[Option<usize>]) -> Vec<MissedQuery> {
    let pairs = asked.iter().zip(ranks).rev().filter(|(_, rank)| rank.is_none_or(|r| r >= FOUND_WITHIN));
    let payload = pairs.map(|(asked, _)| {
        let mut right: Vec<Number> = asked.right.iter().filter_map(|key| key.number()).collect();
        right.sort_unstable();
        let asked_by = match asked.asker {
            QuerySource::Ticket(number) => Some(number),
            QuerySource::Consultation(_) => None,
        };
        MissedQuery { asked_by, right }
    });
    payload.take(MISSED_MAX).collect()
}
