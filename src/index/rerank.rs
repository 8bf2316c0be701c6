//! The learned order: candidates' numbers judged by trees.

use super::IndexError;
use super::bm25f::{Candidate, Scope, Scored};
use super::features;
use super::handle::{Index, State};
use super::similar::{Asked, Question, Scope as SimilarScope};
use super::weights::Weights;
use crate::ticket::Number;

/// What the trees see of each candidate.
pub fn rows(state: &State, scope: &Scope, asked: &Asked, scored: &Scored, candidates: &[Candidate]) -> Vec<f32> {
    let before = scope.as_of.map_or(u64::MAX, |a| a.before_order);
    let seen = |code: u64| scope.find(code).is_ok_and(|place| place.is_some());
    let family = |code: u64| match state.families.is_tied(code, before) {
        true => state.families.members(code, before, seen),
        false => Vec::new(),
    };
    features::rows(scope, asked, scored, candidates, &family)
}

/// Puts candidates into the learned order; without trees they stay as they are.
pub fn rerank(state: &State, scope: &Scope, asked: &Asked, scored: &mut Scored, weights: &Weights) -> Result<(), IndexError> {
    let Some(forest) = &weights.order else { return Ok(()) };
    let depth = weights.depth.min(scored.best.len());
    let rows = rows(state, scope, asked, scored, &scored.best[..depth]);
    let mut judged = vec![0.0f32; depth];
    forest.judge(&rows, &mut judged);
    let lowest = judged.iter().copied().fold(f32::INFINITY, f32::min);
    for (i, candidate) in scored.best.iter_mut().enumerate() {
        // Beyond the depth the old order goes on, below all that were judged.
        candidate.order = judged.get(i).copied().unwrap_or(lowest - 1.0);
    }
    scored.best.sort_by(|a, b| b.order.total_cmp(&a.order));
    Ok(())
}

/// What the learned order has to choose from, for training.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// The best by score first.
    pub numbers: Vec<Number>,
    pub rows: Vec<f32>,
}

impl Candidates {
    /// The names of a row's numbers.
    pub fn names() -> Vec<String> {
        features::names()
    }
}

impl Index {
    /// The candidates for a report as `similar` sees them before they are put into order.
    pub fn candidates(&self, question: &Question, scope: &SimilarScope, depth: usize) -> Result<Candidates, IndexError> {
        let state = self.state();
        let asked = Asked::new(question, self.weights().query_title_weight);
        let searched = state.scope(scope.sight, scope.as_of, scope.without.map(|n| n.code()));
        let scored = super::bm25f::best(&searched, &asked.terms, &asked.telling_signs(), self.weights(), depth)?;
        let rows = rows(&state, &searched, &asked, &scored, &scored.best);
        let code = |c: &Candidate| searched.shelves[c.shelf].columns().code[c.document as usize];
        let numbers = scored.best.iter().filter_map(|c| Number::from_code(code(c))).collect();
        Ok(Candidates { numbers, rows })
    }
}
