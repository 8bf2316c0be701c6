//! The desk's own past questions: every ticket and consultation that was tied to something already there.

use super::tune::DEPTH;
use crate::desk::Desk;
use crate::desk::DeskError;
use crate::desk::question_of;
use crate::index::{AsOf, Candidates, Index, Past, Question, Sight, SimilarScope, Weights};
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::collections::HashSet;

/// Ranks beyond this do not count as found.
const FOUND_WITHIN: usize = 10;
/// Missed questions that are named.
const MISSED_MAX: usize = 50;

/// A question whose answer is known by now.
pub struct AskedOnce {
    /// What was there before this place and time could be found.
    order: u64,
    time: i64,
    asker: Asker,
    right: HashSet<u64>,
}

enum Asker {
    Ticket(Number),
    /// A consultation that ended in a deflection: nobody has a number.
    Consultation(Question),
}

/// A question whose right answers were not among the first ten.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Missed {
    /// None: a consultation that ended without a ticket.
    pub asked_by: Option<Number>,
    pub right: Vec<Number>,
}

/// The candidates for a past question, as of then.
pub struct Answered {
    pub candidates: Candidates,
    pub right: Vec<bool>,
}

impl Answered {
    /// Where the first right one stands under some weights.
    pub fn rank(&self, weights: &Weights) -> Option<usize> {
        self.candidates.order(weights).iter().position(|at| self.right[*at])
    }
}

/// The archive's past, its ties dated.
pub fn past(desk: &Desk, index: &Index) -> Past {
    // What came in with its ties says nothing of when they were found out.
    let undated = |code| Number::from_code(code).is_none_or(|number| desk.ledger().was_imported(number).unwrap_or(true));
    index.past(undated)
}

/// The latest `most` questions on record, in order of the record.
pub fn asked_once(desk: &Desk, past: &Past, most: usize, now: DateTime<Utc>) -> Result<Vec<AskedOnce>, DeskError> {
    let attached = desk.ledger().attached()?;
    // What joined an open ticket is about the same, whatever else it is tied to.
    let joined: std::collections::HashMap<u64, u64> = attached.iter().map(|(a, b)| (a.code(), b.code())).collect();
    let lone = joined.keys().filter_map(|code| past.mark(*code));
    let mut tickets: Vec<_> = past.tied().chain(lone).collect();
    tickets.sort_by_key(|m| std::cmp::Reverse(m.order));
    tickets.dedup();
    let mut asked = Vec::new();
    for mark in tickets {
        if asked.len() >= most {
            break;
        }
        let mut right: HashSet<u64> = past.family_before(mark.code, mark.order, mark.opened_at).into_iter().collect();
        if let Some(to) = joined.get(&mark.code) {
            right.extend(past.family_before(*to, mark.order, mark.opened_at));
        }
        if let (false, Some(number)) = (right.is_empty(), Number::from_code(mark.code)) {
            asked.push(AskedOnce { order: mark.order, time: mark.opened_at, asker: Asker::Ticket(number), right });
        }
    }
    // What was taken back says of no case that it was the answer.
    let standing = desk.ledger().deflections()?.into_iter().filter(|(entry, taken_back)| !taken_back && entry.recorded_at < now);
    for (entry, _) in standing.rev().take(most) {
        let told: serde_json::Value = serde_json::from_str(&entry.body).unwrap_or_default();
        let Some(case) = told["case"].as_str().and_then(|text| text.parse::<Number>().ok()) else { continue };
        let (order, time) = (entry.seq, entry.recorded_at.timestamp());
        let right: HashSet<u64> = past.family_before(case.code(), order, time).into_iter().collect();
        if !right.is_empty() {
            asked.push(AskedOnce { order, time, asker: Asker::Consultation(question_told(&told["told"])), right });
        }
    }
    asked.sort_by_key(|a| a.order);
    asked.drain(..asked.len().saturating_sub(most));
    Ok(asked)
}

/// What there was to choose from when it was asked. None: its ticket cannot be read any more.
pub fn answer_again(desk: &Desk, index: &Index, past: &Past, asked: &AskedOnce) -> Result<Option<Answered>, DeskError> {
    let (question, without) = match &asked.asker {
        Asker::Consultation(question) => (question.clone(), None),
        Asker::Ticket(number) => match desk.ledger().ticket(*number)? {
            Some(ticket) => (question_of(&ticket.report), Some(*number)),
            None => return Ok(None),
        },
    };
    let as_of = AsOf { before_order: asked.order, time: Some(asked.time) };
    let scope = SimilarScope { limit: 0, sight: Sight::Staff, as_of: Some(as_of), without, families: false };
    let depth = DEPTH.max(index.weights().depth);
    let candidates = index.candidates(&question, &scope, depth, Some(past))?;
    let right = candidates.numbers.iter().map(|n| asked.right.contains(&n.code())).collect();
    Ok(Some(Answered { candidates, right }))
}

/// What was told in a consultation, as far as the search is concerned.
fn question_told(told: &serde_json::Value) -> Question {
    let text = |name: &str| told[name].as_str().map(str::to_string);
    let parts = ["description", "steps", "error", "scenario", "effect"].into_iter().filter_map(text);
    Question {
        title: text("title").unwrap_or_default(),
        body: parts.collect::<Vec<_>>().join("\n\n"),
        product: text("product"),
        component: text("component"),
        version: text("version"),
        severity: None,
    }
}

/// One over each rank, as far as it counts.
pub fn reciprocal(ranks: &[Option<usize>]) -> Vec<f64> {
    ranks.iter().map(|r| r.filter(|r| *r < FOUND_WITHIN).map_or(0.0, |r| 1.0 / (r as f64 + 1.0))).collect()
}

pub fn found(ranks: &[Option<usize>]) -> Vec<f64> {
    ranks.iter().map(|r| if r.is_some_and(|r| r < FOUND_WITHIN) { 1.0 } else { 0.0 }).collect()
}

/// The questions whose answers were not among the first ten, the latest first.
pub fn missed(asked: &[&AskedOnce], ranks: &[Option<usize>]) -> Vec<Missed> {
    let pairs = asked.iter().zip(ranks).rev().filter(|(_, rank)| rank.is_none_or(|r| r >= FOUND_WITHIN));
    let told = pairs.map(|(asked, _)| {
        let mut right: Vec<Number> = asked.right.iter().filter_map(|code| Number::from_code(*code)).collect();
        right.sort_unstable();
        let asked_by = match asked.asker {
            Asker::Ticket(number) => Some(number),
            Asker::Consultation(_) => None,
        };
        Missed { asked_by, right }
    });
    told.take(MISSED_MAX).collect()
}
