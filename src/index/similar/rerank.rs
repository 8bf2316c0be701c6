//! The learned order: candidates' numbers judged by trees.

use super::feature_extraction;
use super::query::Asked;
use super::short_text::{self, Alike};
use crate::index::error::IndexError;
use crate::index::score::features;
use crate::index::score::query::{Candidate, Scope, Scored};
use crate::index::score::weights::Weights;
use crate::index::store::families::Families;
use crate::index::store::snapshot::Snapshot;

/// Trees were grown on archives of thousands. In a small one, age and rarity mean something else, and what the texts say
/// decides: alone up to so many documents, and less and less up to so many.
const LEARNED_FROM: f32 = 200.0;
const LEARNED_FULLY: f32 = 1_000.0;
/// Judgements go from about -5 to 5; so much is the best text worth where trees are not fully trusted.
const TEXT_WEIGHT: f32 = 10.0;
/// Where a question and what it is held against are single lines without a time, so much of the order is how alike these are:
/// the trees were grown on reports, and most of what they ask for is not known here.
const LINES_SHARE: f32 = 0.5;
/// Matches further down are weak.
const BANDED_MAX: usize = 50;

/// What the trees see of each candidate.
pub fn rows(
    families: &Families,
    scope: &Scope,
    asked: &Asked,
    scored: &Scored,
    candidates: &[Candidate],
) -> Result<Vec<f32>, IndexError> {
    let before = scope.as_of.map_or(u64::MAX, |a| a.before_order);
    let seen = |code: u64| scope.find(code).is_ok_and(|place| place.is_some());
    let family = |code: u64| match families.is_tied(code, before) {
        true => families.members(code, before, seen),
        false => Vec::new(),
    };
    feature_extraction::rows(scope, asked, scored, candidates, &family)
}

/// Judgements of the first candidates.
pub struct Judged {
    /// By the trees that were grown elsewhere: what bands are told by.
    pub given: Vec<f32>,
    /// By all.
    pub all: Vec<f32>,
}

/// None where scores decide: without trees, and in small archives.
pub fn judge(weights: &Weights, rows: &[f32], scores: &[f32], documents: f32, alike: Option<&Alike>) -> Option<Judged> {
    let forest = weights.order.as_ref()?;
    let trust = ((documents - LEARNED_FROM) / (LEARNED_FULLY - LEARNED_FROM)).clamp(0.0, 1.0);
    if trust == 0.0 {
        return None;
    }
    let split = weights.trees_given.unwrap_or(forest.trees().len());
    let mut given = vec![0.0f32; scores.len()];
    forest.judge_by(0..split, rows, &mut given);
    let mut all = given.clone();
    forest.judge_by(split..forest.trees().len(), rows, &mut all);
    let best = scores.first().map_or(1e-6, |score| score.max(1e-6));
    for judged in [&mut given, &mut all] {
        for (judged, score) in judged.iter_mut().zip(scores) {
            *judged = trust * *judged + (1.0 - trust) * TEXT_WEIGHT * score / best;
        }
    }
    // Bands go on being told by the trees.
    if let Some((share, alike)) = alike {
        let share = trust * LINES_SHARE * share;
        for (judged, alike) in all.iter_mut().zip(alike) {
            *judged = (1.0 - share) * *judged + share * TEXT_WEIGHT * alike;
        }
    }
    Some(Judged { given, all })
}

/// Places by judgement, the best first; equal ones stay as they are.
pub fn places(judged: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..judged.len()).collect();
    order.sort_by(|a, b| judged[*b].total_cmp(&judged[*a]));
    order
}

/// Puts candidates into the learned order; without trees they stay as they are.
pub fn rerank(snapshot: &Snapshot, scope: &Scope, asked: &Asked, scored: &mut Scored, weights: &Weights) -> Result<(), IndexError> {
    if weights.order.is_none() || scored.documents <= LEARNED_FROM {
        return Ok(());
    }
    let depth = weights.depth.min(scored.best.len());
    let rows = rows(&snapshot.families, scope, asked, scored, &scored.best[..depth])?;
    let scores: Vec<f32> = scored.best[..depth].iter().map(|c| c.score).collect();
    let alike = short_text::alike(scope, asked, scored, &scored.best[..depth])?;
    let Some(judged) = judge(weights, &rows, &scores, scored.documents, alike.as_ref()) else { return Ok(()) };
    let lowest = judged.all.iter().copied().fold(f32::INFINITY, f32::min);
    for (i, candidate) in scored.best.iter_mut().enumerate() {
        // Beyond the depth the old order goes on, below all that were judged.
        candidate.order = judged.all.get(i).copied().unwrap_or(lowest - 1.0);
    }
    if let Some(chance) = &weights.chance {
        let order = places(&judged.given);
        let sorted: Vec<f32> = order.iter().map(|i| judged.given[*i]).collect();
        scored.best.iter_mut().for_each(|candidate| candidate.odds = Some(f32::NEG_INFINITY));
        for (place, at) in order.iter().enumerate().take(BANDED_MAX) {
            let telling = features::telling(&rows[at * features::WIDTH..(at + 1) * features::WIDTH], &sorted, place);
            let mut odds = [0.0];
            chance.forest.judge(&telling, &mut odds);
            scored.best[*at].odds = Some(odds[0]);
        }
    }
    let orders: Vec<f32> = scored.best.iter().map(|c| c.order).collect();
    scored.best = places(&orders).into_iter().map(|at| scored.best[at]).collect();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_that_are_shipped_can_be_used() {
        let weights = Weights::built_in().unwrap();
        assert!(weights.order.is_some() && weights.chance.is_some_and(|chance| chance.strong >= chance.likely));
        assert_eq!(features::names().len(), features::WIDTH);
    }
}
