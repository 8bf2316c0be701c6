//! What a benchmark holds the search against: the same postings uncompressed in memory, scored in one pass.

use super::error::IndexError;
use super::score::accumulators::Pool;
use super::score::bm25f;
use super::score::norms::Norms;
use super::score::postings::Holders;
use super::score::query::Scope;
use super::score::weights::Weights;
use super::similar::query::{Asked, Question};
use super::store::snapshot::Snapshot;
use super::store::visibility::Sight;

/// The postings of one question's terms, weighed: documents across all shelves, one list a term.
pub struct Floor {
    lists: Vec<(Vec<u32>, Vec<f32>)>,
    scores: Vec<f32>,
}

impl Floor {
    /// Reads a question's postings into memory.
    pub fn read(snapshot: &Snapshot, pool: &Pool, weights: &Weights, question: &Question) -> Result<Floor, IndexError> {
        let scope = Scope::over(snapshot, pool, Sight::Staff, None, None);
        let asked = Asked::new(question, weights.query_title_weight);
        let norms = Norms::new(weights, &scope.averages());
        let mut lists = Vec::with_capacity(asked.terms.len());
        for query in &asked.terms {
            let (mut documents, mut weighed, mut base) = (Vec::new(), Vec::new(), 0u32);
            for (shelf, seen) in scope.shelves.iter().zip(&scope.seen) {
                let mut holders = Holders::default();
                holders.gather(*shelf, seen, None, &query.term, &norms)?;
                for held in &holders.held {
                    documents.extend(held.documents.iter().map(|d| d + base));
                    weighed.extend(&held.counts);
                }
                base += shelf.columns().len() as u32;
            }
            lists.push((documents, weighed));
        }
        let documents = scope.shelves.iter().map(|shelf| shelf.columns().len()).sum();
        Ok(Floor { lists, scores: vec![0.0; documents] })
    }

    /// One pass over all postings; gives the best score, so that nothing of it is left out.
    pub fn run(&mut self) -> f32 {
        self.scores.fill(0.0);
        for (documents, weighed) in &self.lists {
            for (document, x) in documents.iter().zip(weighed) {
                self.scores[*document as usize] += x / (2.0 + x);
            }
        }
        self.scores.iter().copied().fold(0.0, f32::max)
    }

    /// How many postings there are.
    pub fn postings(&self) -> usize {
        self.lists.iter().map(|(documents, _)| documents.len()).sum()
    }
}

/// The first stage of `similar` alone: how many candidates there are, and the best score.
pub fn candidates_only(
    snapshot: &Snapshot,
    pool: &Pool,
    weights: &Weights,
    question: &Question,
    depth: usize,
) -> Result<(usize, f32), IndexError> {
    let scope = Scope::over(snapshot, pool, Sight::Staff, None, None);
    let asked = Asked::new(question, weights.query_title_weight);
    let found = bm25f::best(&scope, &asked.terms, &[], weights, depth)?.best;
    Ok((found.len(), found.first().map_or(0.0, |best| best.score)))
}
