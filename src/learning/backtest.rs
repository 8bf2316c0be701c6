//! How good is the search? The very code that `similar` runs, on past questions, as of each.

use crate::desk::DeskError;
use crate::index::{AsOf, Document, Index, Question, Sight, SimilarScope};
use crate::ticket::Number;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Instant;

/// Ranks beyond this are not looked at.
const DEPTH: usize = 20;
/// Documents added to the index in one step.
const PAGE: usize = 1_000;

/// A document of the set at its position; position 0 is the oldest.
pub struct HistoricDocument {
    pub id: String,
    pub document: Document,
    /// What its reporter wrote: the question, if it is asked.
    pub question: Question,
    pub duplicate_of: Option<String>,
}

pub struct BacktestQuery {
    pub id: String,
    /// Its archive is every document before this position; None: every other document.
    pub position: Option<u64>,
    /// When it was asked, seconds since the epoch.
    pub asked_at: Option<i64>,
    pub right: HashSet<String>,
}

pub struct Backtest {
    pub documents: Vec<HistoricDocument>,
    pub queries: Vec<BacktestQuery>,
    /// This share of the queries, the first of them, is left out.
    pub skip: f64,
    pub metadata: bool,
    pub families: bool,
}

/// Shares in percent; times in milliseconds, index build in seconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranks {
    pub queries: usize,
    pub recall: [(usize, f64); 4],
    pub mrr10: f64,
}

#[derive(Debug, Clone)]
pub struct Evaluation {
    pub documents: usize,
    pub all: Ranks,
    /// Only queries with a right answer that was solved before they were asked.
    pub solved: Ranks,
    pub latency_ms_p50: f64,
    pub latency_ms_p99: f64,
    pub index_s: f64,
    pub weights: String,
}

/// The number a document gets for the time of the test: its position.
pub fn number_at(position: u64) -> Number {
    let day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    Number::ticket(day, position as u32 + 1)
}

impl Backtest {
    /// Builds an index of the set in `folder` (empty, the caller's to remove) and asks every query.
    pub fn run(&self, folder: &Path, progress: impl Fn(usize)) -> Result<Evaluation, DeskError> {
        let started = Instant::now();
        let index = self.build(folder)?;
        let index_s = started.elapsed().as_secs_f64();
        let positions = self.positions();
        let (mut latencies, mut ranks, mut solved_ranks) = (Vec::new(), Vec::new(), Vec::new());
        let skipped = (self.queries.len() as f64 * self.skip).floor() as usize;
        for (done, query) in self.queries.iter().skip(skipped).enumerate() {
            let Some(at) = positions.get(query.id.as_str()) else {
                return Err(DeskError::Other(format!("query {} is not among the documents", query.id)));
            };
            let asked = Instant::now();
            let found = self.ask(&index, query, *at)?;
            latencies.push(asked.elapsed().as_secs_f64() * 1_000.0);
            let right =
                |number: &Number| self.documents.get(number.counter as usize - 1).is_some_and(|d| query.right.contains(&d.id));
            let rank = found.iter().position(right);
            ranks.push(rank);
            if query.right.iter().any(|id| positions.get(id.as_str()).is_some_and(|p| self.solved_before(*p, query))) {
                solved_ranks.push(rank);
            }
            progress(done + 1);
        }
        latencies.sort_by(f64::total_cmp);
        let percentile =
            |share: f64| latencies.get(((latencies.len() as f64 * share) as usize).min(latencies.len().saturating_sub(1)));
        Ok(Evaluation {
            documents: self.documents.len(),
            all: Ranks::of(&ranks),
            solved: Ranks::of(&solved_ranks),
            latency_ms_p50: percentile(0.5).copied().unwrap_or(0.0),
            latency_ms_p99: percentile(0.99).copied().unwrap_or(0.0),
            index_s,
            weights: index.weights().name.clone(),
        })
    }

    /// The set as an index of its own, with its ties.
    pub fn build(&self, folder: &Path) -> Result<Index, DeskError> {
        let (index, _) = Index::open(folder, true)?;
        let mut build = index.build()?;
        for page in self.documents.chunks(PAGE) {
            let documents: Vec<Document> = page.iter().map(|d| d.document.clone()).collect();
            build.add(&documents)?;
        }
        build.swap(self.documents.len() as u64)?;
        self.tie(&index, &self.positions());
        Ok(index)
    }

    pub fn positions(&self) -> HashMap<&str, usize> {
        self.documents.iter().enumerate().map(|(i, d)| (d.id.as_str(), i)).collect()
    }

    fn ask(&self, index: &Index, query: &BacktestQuery, at: usize) -> Result<Vec<Number>, DeskError> {
        let mut question = self.documents[at].question.clone();
        if !self.metadata {
            question = Question { product: None, component: None, version: None, severity: None, ..question };
        }
        let scope = self.scope(query, at);
        // The whole consultation is run, reasons and all, so that the time is that of the product.
        Ok(index.similar(&question, &scope)?.matches.into_iter().map(|m| m.number).collect())
    }

    /// The archive as it was when a query was asked.
    pub fn scope(&self, query: &BacktestQuery, at: usize) -> SimilarScope {
        let as_of = AsOf { before_order: query.position.unwrap_or(u64::MAX), time: query.asked_at };
        SimilarScope {
            limit: DEPTH,
            sight: Sight::Staff,
            as_of: Some(as_of),
            without: Some(number_at(at as u64)),
            families: self.families,
        }
    }

    pub fn solved_before(&self, position: usize, query: &BacktestQuery) -> bool {
        let card = &self.documents[position].document.card;
        let known = card.resolved_at.is_some_and(|t| query.asked_at.is_none_or(|asked| t.timestamp() < asked));
        card.outcome == Some(crate::ticket::Outcome::Solved) && known
    }

    /// Families as the set tells them. A tie is as old as the later of its two ends, and not older than the day on which
    /// the duplicate was closed as one.
    fn tie(&self, index: &Index, positions: &HashMap<&str, usize>) {
        let mut ties: Vec<(u64, u64, crate::case::LinkKind, u64)> = Vec::new();
        for (i, document) in self.documents.iter().enumerate() {
            if let Some(master) = document.duplicate_of.as_deref().and_then(|id| positions.get(id)) {
                let closed = document.document.card.resolved_at;
                let known = closed.map_or(0, |at| self.documents.partition_point(|d| d.document.card.opened_at < at));
                let order = i.max(*master).max(known) as u64;
                ties.push((number_at(i as u64).code(), number_at(*master as u64).code(), crate::case::LinkKind::Duplicate, order));
            }
        }
        ties.sort_by_key(|tie| tie.3);
        index.tie(ties, self.documents.len() as u64 + 1);
    }
}

impl Ranks {
    pub fn of(ranks: &[Option<usize>]) -> Ranks {
        let share = |count: usize| 100.0 * count as f64 / ranks.len().max(1) as f64;
        let within = |k: usize| share(ranks.iter().filter(|r| r.is_some_and(|r| r < k)).count());
        let reciprocal =
            ranks.iter().flatten().filter(|r| **r < 10).map(|r| 1.0 / (*r as f64 + 1.0)).fold(0.0, |sum: f64, r| sum + r);
        Ranks {
            queries: ranks.len(),
            recall: [1, 5, 10, 20].map(|k| (k, within(k))),
            mrr10: 100.0 * reciprocal / ranks.len().max(1) as f64,
        }
    }
}
