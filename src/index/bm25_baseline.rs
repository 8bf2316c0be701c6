//! The benchmark's baseline: the same postings uncompressed in memory, scored in one pass.

use super::error::IndexError;
use super::score::accumulators::AccumulatorPool;
use super::score::bm25f;
use super::score::norms::Norms;
use super::score::postings::TermPostings;
use super::score::query::SearchScope;
use super::score::weights::Weights;
use super::similar::query::{AnalyzedQuery, SimilarQuery};
use super::store::snapshot::Snapshot;
use super::store::visibility::Visibility;

/// The weighted postings of one query's terms over all segments, one list per term.
pub struct Bm25Baseline {
    lists: Vec<(Vec<u32>, Vec<f32>)>,
    scores: Vec<f32>,
}

impl Bm25Baseline {
    /// Reads the postings of a query into memory.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the index cannot be read.
    pub fn read(
        snapshot: &Snapshot,
        pool: &AccumulatorPool,
        weights: &Weights,
        question: &SimilarQuery,
    ) -> Result<Bm25Baseline, IndexError> {
        let scope = SearchScope::over(snapshot, pool, Visibility::Staff, None, None);
        let asked = AnalyzedQuery::new(question, weights.query_title_weight);
        let norms = Norms::new(weights, &scope.averages());
        let mut lists = Vec::with_capacity(asked.terms.len());
        for query in &asked.terms {
            let (mut documents, mut weighed, mut base) = (Vec::new(), Vec::new(), 0u32);
            for (segment, visible) in scope.segments.iter().zip(&scope.visible) {
                let mut postings = TermPostings::default();
                postings.read_term(*segment, visible, None, &query.term, &norms)?;
                for held in &postings.lists {
                    documents.extend(held.documents.iter().map(|d| d + base));
                    weighed.extend(&held.counts);
                }
                base += segment.columns().len() as u32;
            }
            lists.push((documents, weighed));
        }
        let documents = scope.segments.iter().map(|segment| segment.columns().len()).sum();
        Ok(Bm25Baseline { lists, scores: vec![0.0; documents] })
    }

    /// Scores all postings once; gives the best score so that the work cannot be optimised away.
    pub fn run(&mut self) -> f32 {
        self.scores.fill(0.0);
        for (documents, weighed) in &self.lists {
            for (document, x) in documents.iter().zip(weighed) {
                self.scores[*document as usize] += x / (2.0 + x);
            }
        }
        self.scores.iter().copied().fold(0.0, f32::max)
    }

    /// Number of postings.
    pub fn postings(&self) -> usize {
        self.lists.iter().map(|(documents, _)| documents.len()).sum()
    }
}

/// Number of candidates of the first stage of `similar`, and the best score.
pub fn candidates_only(
    snapshot: &Snapshot,
    pool: &AccumulatorPool,
    weights: &Weights,
    question: &SimilarQuery,
    depth: usize,
) -> Result<(usize, f32), IndexError> {
    let scope = SearchScope::over(snapshot, pool, Visibility::Staff, None, None);
    let asked = AnalyzedQuery::new(question, weights.query_title_weight);
    let found = bm25f::best(&scope, &asked.terms, &[], weights, depth)?.best;
    Ok((found.len(), found.first().map_or(0.0, |best| best.score)))
}
