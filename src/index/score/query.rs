//! A query's terms, the scope in which it is run, and its scored candidates.

use super::accumulators::AccumulatorPool;
use super::norms::Averages;
use crate::index::doc::schema::TextField;
use crate::index::doc::units::DocKey;
use crate::index::error::IndexError;
use crate::index::store::reader::SegmentReader;
use crate::index::store::snapshot::Snapshot;
use crate::index::store::visibility::{AsOf, Visibility, VisibleDocs, visible_docs};
use std::collections::HashMap;

/// Terms of a query that are scored; of longer queries the most promising. A whole ticket has about 150.
pub const QUERY_TERMS_MAX: usize = crate::ticket::ASKED_WORDS_MAX;
/// Identifiers of a query that are looked up; a stack trace has many frames, and its first ones are specific.
pub const IDENTIFIERS_MAX: usize = 30;

/// A term of the query.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryTerm {
    /// The analysed term.
    pub term: String,
    /// Its frequency in the query, words of the title weighted.
    pub frequency: f32,
    /// Terms of one group stand for the same word (a prefix and its completions).
    pub group: u32,
}

/// A document found, with its scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoredCandidate {
    /// Position in [`SearchScope::segments`].
    pub segment: usize,
    /// Document number in the segment.
    pub document: u32,
    /// BM25F score.
    pub score: f32,
    /// Score of the learned order; the BM25F score if there is none.
    pub predicted: f32,
    /// Log-odds that it is right, if a calibration is in force.
    pub odds: Option<f32>,
    /// Whether it has every word of a typed query.
    pub whole: bool,
}

impl ScoredCandidate {
    /// A candidate with a BM25F score only.
    pub fn of(segment: usize, document: u32, score: f32) -> ScoredCandidate {
        ScoredCandidate { segment, document, score, predicted: score, odds: None, whole: false }
    }
}

/// The candidates of a query, with statistics.
pub struct ScoredCandidates {
    /// The best first; equal scores by key.
    pub best: Vec<ScoredCandidate>,
    /// Inverse document frequency of each query term among visible documents.
    pub idf: HashMap<String, f32>,
    /// Approximate score of a document that contains every term of the query in title and body.
    pub ideal: f32,
    /// Number of visible documents.
    pub documents: f32,
}

/// The segments and the documents in them that a query sees.
pub struct SearchScope<'a> {
    /// All segments.
    pub segments: Vec<&'a dyn SegmentReader>,
    /// The visible documents of each.
    pub visible: Vec<VisibleDocs<'a>>,
    /// The moment asked about; `None`: now.
    pub as_of: Option<AsOf>,
    /// The document that asks: it is not its own answer.
    pub without: Option<DocKey>,
    /// Whether less is visible than alive: then statistics must not include documents that are not visible.
    pub limited: bool,
    /// Accumulators.
    pub pool: &'a AccumulatorPool,
}

impl<'s> SearchScope<'s> {
    /// The scope of a reader over a snapshot, as of a moment.
    pub fn over(
        snapshot: &'s Snapshot,
        pool: &'s AccumulatorPool,
        visibility: Visibility,
        as_of: Option<AsOf>,
        without: Option<DocKey>,
    ) -> SearchScope<'s> {
        let segments: Vec<&dyn SegmentReader> = snapshot.readers().collect();
        let visible = segments.iter().map(|segment| visible_docs(*segment, visibility, as_of)).collect();
        let limited = visibility != Visibility::Staff || as_of.is_some();
        SearchScope { segments, visible, as_of, without, limited, pool }
    }
}

impl SearchScope<'_> {
    /// Segment and document number of a key, if the reader may see it.
    pub fn find(&self, key: DocKey) -> Result<Option<(usize, u32)>, IndexError> {
        if self.without == Some(key) {
            return Ok(None);
        }
        for (i, (segment, visible)) in self.segments.iter().zip(&self.visible).enumerate() {
            if let Some(document) = segment.find(key)?.filter(|d| visible.contains(*d)) {
                return Ok(Some((i, document)));
            }
        }
        Ok(None)
    }

    /// Number of documents that could be found.
    pub fn count(&self) -> usize {
        let all: usize = self.visible.iter().map(|visible| visible.count).sum();
        let own = self.without.is_some_and(|key| {
            self.segments
                .iter()
                .zip(&self.visible)
                .any(|(segment, visible)| matches!(segment.find(key), Ok(Some(d)) if visible.contains(d)))
        });
        all - usize::from(own)
    }

    /// Number of visible documents with a term in a field; exact only if something is hidden.
    pub fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError> {
        let mut frequency = 0;
        for (segment, visible) in self.segments.iter().zip(&self.visible) {
            match &visible.mask {
                None => frequency += segment.frequency(field, term)?,
                Some(mask) => segment.postings(field, term, &mut |documents, _| {
                    let readable = |d: u32| field != TextField::Answer || !visible.withholds_answer(segment.columns(), d);
                    frequency += documents.iter().filter(|d| mask.has(**d) && readable(**d)).count() as u32;
                })?,
            }
        }
        Ok(frequency)
    }

    /// The best `limit` candidates, the best first; equal scores by key.
    pub fn ordered(&self, mut best: Vec<ScoredCandidate>, limit: usize) -> Vec<ScoredCandidate> {
        let key = |c: &ScoredCandidate| self.segments[c.segment].columns().key[c.document as usize];
        let better = |a: &ScoredCandidate, b: &ScoredCandidate| b.score.total_cmp(&a.score).then_with(|| key(a).cmp(&key(b)));
        if best.len() > limit && limit > 0 {
            best.select_nth_unstable_by(limit - 1, better);
            best.truncate(limit);
        }
        best.sort_unstable_by(better);
        best.truncate(limit);
        best
    }

    /// Statistics of the visible documents.
    pub fn averages(&self) -> Averages {
        let documents: usize = self.visible.iter().map(|visible| visible.count).sum();
        let sum = |slot: usize| self.visible.iter().map(|visible| visible.length_sums[slot]).sum::<u64>();
        let mean = |slot: usize| (sum(slot) as f32 / documents.max(1) as f32).max(1e-3);
        Averages { documents: documents as f32, lengths: [mean(0), mean(1), mean(2)] }
    }
}
