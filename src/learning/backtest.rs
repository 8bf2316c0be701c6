//! Measures the search on a test set: each past query is run through `similar` as of the moment it was asked.

use crate::case::LinkKind;
use crate::desk::DeskError;
use crate::index::{AsOf, DocLink, Document, EpochSeconds, Index, SimilarQuery, SimilarScope, Visibility};
use crate::ticket::Number;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Instant;

/// Ranks beyond this count as not found.
const DEPTH: usize = 20;
/// Documents added to the index in one step.
const PAGE: usize = 1_000;

/// A document of the test set; its position in [`Backtest::documents`] is its age, 0 the oldest.
pub struct HistoricDocument {
    /// Its name in the test set.
    pub id: String,
    /// As the index sees it.
    pub document: Document,
    /// What its reporter wrote: the query, if it is asked.
    pub question: SimilarQuery,
    /// The id of the document that it was closed as a duplicate of.
    pub duplicate_of: Option<String>,
}

/// A query of the test set with its right answers.
pub struct BacktestQuery {
    /// The id of the document that asks.
    pub id: String,
    /// Only documents before this position are searched; `None`: all others.
    pub position: Option<u64>,
    /// When it was asked; solutions found later do not count. `None`: unknown.
    pub asked_at: Option<EpochSeconds>,
    /// The ids of the right answers.
    pub right: HashSet<String>,
}

/// A test set and how it is run.
pub struct Backtest {
    /// All documents, the oldest first.
    pub documents: Vec<HistoricDocument>,
    /// The queries.
    pub queries: Vec<BacktestQuery>,
    /// Share of the queries, the first ones, that is left out; 0 to 1.
    pub skip: f64,
    /// Whether queries carry product, component, version and severity.
    pub metadata: bool,
    /// Whether results are grouped by family.
    pub families: bool,
}

/// Ranking metrics, all in percent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RankMetrics {
    /// How many queries they are over.
    pub queries: usize,
    /// (k, share of queries with a right answer in the first k).
    pub recall: [(usize, f64); 4],
    /// Mean reciprocal rank within the first 10.
    pub mrr10: f64,
}

/// What a run measured.
#[derive(Debug, Clone)]
pub struct BacktestResult {
    /// Documents in the index.
    pub documents: usize,
    /// Over all queries.
    pub all: RankMetrics,
    /// Over the queries with a right answer that was solved before they were asked.
    pub solved: RankMetrics,
    /// Median time of a query, in milliseconds.
    pub latency_ms_p50: f64,
    /// 99th percentile of the time of a query, in milliseconds.
    pub latency_ms_p99: f64,
    /// Time to build the index, in seconds.
    pub index_s: f64,
    /// Name of the weights that were used.
    pub weights: String,
}

/// The ticket number that stands for a position while the test runs.
pub fn number_at(position: u64) -> Number {
    let day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    Number::ticket(day, position as u32 + 1)
}

impl Backtest {
    /// Builds an index of the set in `folder` (empty, removed by the caller) and runs every query. `progress` is called with
    /// the number of queries done.
    ///
    /// # Errors
    ///
    /// If the index cannot be built or read, or a query's id is not among the documents.
    pub fn run(&self, folder: &Path, progress: impl Fn(usize)) -> Result<BacktestResult, DeskError> {
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
        Ok(BacktestResult {
            documents: self.documents.len(),
            all: RankMetrics::of(&ranks),
            solved: RankMetrics::of(&solved_ranks),
            latency_ms_p50: percentile(0.5).copied().unwrap_or(0.0),
            latency_ms_p99: percentile(0.99).copied().unwrap_or(0.0),
            index_s,
            weights: index.weights().name.clone(),
        })
    }

    /// Builds an index of the set, with its links.
    ///
    /// # Errors
    ///
    /// If the index cannot be written.
    pub fn build(&self, folder: &Path) -> Result<Index, DeskError> {
        let (index, _) = Index::open(folder, true)?;
        let mut build = index.build()?;
        for page in self.documents.chunks(PAGE) {
            let documents: Vec<Document> = page.iter().map(|d| d.document.clone()).collect();
            build.add(&documents)?;
        }
        build.swap(self.documents.len() as u64)?;
        self.add_links(&index, &self.positions());
        Ok(index)
    }

    /// Position by document id.
    pub fn positions(&self) -> HashMap<&str, usize> {
        self.documents.iter().enumerate().map(|(i, d)| (d.id.as_str(), i)).collect()
    }

    fn ask(&self, index: &Index, query: &BacktestQuery, at: usize) -> Result<Vec<Number>, DeskError> {
        let mut question = self.documents[at].question.clone();
        if !self.metadata {
            question = SimilarQuery { product: None, component: None, version: None, severity: None, ..question };
        }
        let scope = self.scope(query, at);
        // The whole consultation is run, including reasons, so that the time is that of the product.
        Ok(index.similar(&question, &scope)?.matches.into_iter().map(|m| m.number).collect())
    }

    /// The scope of a query: the archive as it was when it was asked, without the document that asks, which is at position
    /// `at`.
    pub fn scope(&self, query: &BacktestQuery, at: usize) -> SimilarScope {
        let as_of = AsOf { before_seq: query.position.unwrap_or(u64::MAX), time: query.asked_at };
        SimilarScope {
            limit: DEPTH,
            visibility: Visibility::Staff,
            as_of: Some(as_of),
            without: Some(number_at(at as u64)),
            families: self.families,
        }
    }

    /// Whether the document at a position was solved before a query was asked.
    pub fn solved_before(&self, position: usize, query: &BacktestQuery) -> bool {
        let stored = &self.documents[position].document.stored;
        let known = stored.resolved_at.is_some_and(|t| query.asked_at.is_none_or(|asked| EpochSeconds::from(t) < asked));
        stored.outcome == Some(crate::ticket::Outcome::Solved) && known
    }

    /// Adds the set's duplicates as links. A link is as old as the later of its ends, and not older than the moment the
    /// duplicate was closed as one.
    fn add_links(&self, index: &Index, positions: &HashMap<&str, usize>) {
        let mut links: Vec<DocLink> = Vec::new();
        for (i, document) in self.documents.iter().enumerate() {
            if let Some(master) = document.duplicate_of.as_deref().and_then(|id| positions.get(id)) {
                let closed = document.document.stored.resolved_at;
                let known = closed.map_or(0, |at| self.documents.partition_point(|d| d.document.stored.opened_at < at));
                let seq = i.max(*master).max(known) as u64;
                let (from, to) = (number_at(i as u64).into(), number_at(*master as u64).into());
                links.push(DocLink { from, to, kind: LinkKind::Duplicate, seq });
            }
        }
        links.sort_by_key(|link| link.seq);
        index.add_links(links, self.documents.len() as u64 + 1);
    }
}

impl RankMetrics {
    /// Metrics of the 0-based ranks of the first right answers; `None`: not found.
    pub fn of(ranks: &[Option<usize>]) -> RankMetrics {
        let share = |count: usize| 100.0 * count as f64 / ranks.len().max(1) as f64;
        let within = |k: usize| share(ranks.iter().filter(|r| r.is_some_and(|r| r < k)).count());
        let reciprocal =
            ranks.iter().flatten().filter(|r| **r < 10).map(|r| 1.0 / (*r as f64 + 1.0)).fold(0.0, |sum: f64, r| sum + r);
        RankMetrics {
            queries: ranks.len(),
            recall: [1, 5, 10, 20].map(|k| (k, within(k))),
            mrr10: 100.0 * reciprocal / ranks.len().max(1) as f64,
        }
    }
}
