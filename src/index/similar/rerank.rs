//! The learned order: candidates are reordered by the predictions of a forest.

use super::feature_extraction;
use super::query::AnalyzedQuery;
use super::short_text::{self, LineSimilarity};
use crate::index::doc::units::DocKey;
use crate::index::error::IndexError;
use crate::index::score::features;
use crate::index::score::query::{ScoredCandidate, ScoredCandidates, SearchScope};
use crate::index::score::weights::Weights;
use crate::index::store::families::FamilyGraph;
use crate::index::store::snapshot::Snapshot;

/// The trees were trained on archives of thousands of documents; in a small one age and rarity mean something else. Up to this
/// many documents only the text score counts,
const LEARNED_FROM: f32 = 200.0;
/// and from this many on only the trees; in between they are blended.
const LEARNED_FULLY: f32 = 1_000.0;
/// Weight of the normalised BM25F score when blended with the forest's score (which lies in about −5…5).
const TEXT_WEIGHT: f32 = 10.0;
/// Share of the line similarity in the order where query and candidates are single lines without a time: the trees were trained
/// on reports, and most of their features are missing here.
const LINES_SHARE: f32 = 0.5;
/// Matches after this rank are weak.
const BANDED_MAX: usize = 50;

/// Feature values of the candidates, row-major.
pub fn rows(
    families: &FamilyGraph,
    scope: &SearchScope,
    asked: &AnalyzedQuery,
    scored: &ScoredCandidates,
    candidates: &[ScoredCandidate],
) -> Result<Vec<f32>, IndexError> {
    let before = scope.as_of.map_or(u64::MAX, |a| a.before_seq);
    let visible = |key: DocKey| scope.find(key).is_ok_and(|place| place.is_some());
    let family = |key: DocKey| match families.is_linked(key, before) {
        true => families.members(key, before, visible),
        false => Vec::new(),
    };
    feature_extraction::rows(scope, asked, scored, candidates, &family)
}

/// Predictions of the first candidates, in their order.
pub struct Predictions {
    /// By the shipped trees, which bands are based on.
    pub given: Vec<f32>,
    /// By all trees.
    pub all: Vec<f32>,
}

/// Predicts the candidates with the given rows and scores; `None` if scores alone decide: without trees, and in small archives.
pub fn predict(
    weights: &Weights,
    rows: &[f32],
    scores: &[f32],
    documents: f32,
    line_similarity: Option<&LineSimilarity>,
) -> Option<Predictions> {
    let forest = weights.order.as_ref()?;
    let trust = ((documents - LEARNED_FROM) / (LEARNED_FULLY - LEARNED_FROM)).clamp(0.0, 1.0);
    if trust == 0.0 {
        return None;
    }
    let split = weights.trees_given.unwrap_or(forest.trees().len());
    let mut given = vec![0.0f32; scores.len()];
    forest.predict_with(0..split, rows, &mut given);
    let mut all = given.clone();
    forest.predict_with(split..forest.trees().len(), rows, &mut all);
    let best = scores.first().map_or(1e-6, |score| score.max(1e-6));
    for predictions in [&mut given, &mut all] {
        for (predictions, score) in predictions.iter_mut().zip(scores) {
            *predictions = trust * *predictions + (1.0 - trust) * TEXT_WEIGHT * score / best;
        }
    }
    // Bands use the trees only, not the line similarity.
    if let Some((share, line_similarity)) = line_similarity {
        let share = trust * LINES_SHARE * share;
        for (predictions, line_similarity) in all.iter_mut().zip(line_similarity) {
            *predictions = (1.0 - share) * *predictions + share * TEXT_WEIGHT * line_similarity;
        }
    }
    Some(Predictions { given, all })
}

/// Positions sorted by prediction, the best first; stable.
pub fn places(predictions: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..predictions.len()).collect();
    order.sort_by(|a, b| predictions[*b].total_cmp(&predictions[*a]));
    order
}

/// Reorders candidates by prediction and sets their odds; without trees they stay as they are.
pub fn rerank(
    snapshot: &Snapshot,
    scope: &SearchScope,
    asked: &AnalyzedQuery,
    scored: &mut ScoredCandidates,
    weights: &Weights,
) -> Result<(), IndexError> {
    if weights.order.is_none() || scored.documents <= LEARNED_FROM {
        return Ok(());
    }
    let depth = weights.depth.min(scored.best.len());
    let rows = rows(&snapshot.families, scope, asked, scored, &scored.best[..depth])?;
    let scores: Vec<f32> = scored.best[..depth].iter().map(|c| c.score).collect();
    let line_similarity = short_text::line_similarity(scope, asked, scored, &scored.best[..depth])?;
    let Some(predictions) = predict(weights, &rows, &scores, scored.documents, line_similarity.as_ref()) else { return Ok(()) };
    let lowest = predictions.all.iter().copied().fold(f32::INFINITY, f32::min);
    for (i, candidate) in scored.best.iter_mut().enumerate() {
        // Beyond the depth the order by score continues, below all predicted ones.
        candidate.predicted = predictions.all.get(i).copied().unwrap_or(lowest - 1.0);
    }
    if let Some(calibration) = &weights.calibration {
        let order = places(&predictions.given);
        let sorted: Vec<f32> = order.iter().map(|i| predictions.given[*i]).collect();
        scored.best.iter_mut().for_each(|candidate| candidate.odds = Some(f32::NEG_INFINITY));
        for (place, at) in order.iter().enumerate().take(BANDED_MAX) {
            let calibration_features =
                features::calibration_features(&rows[at * features::WIDTH..(at + 1) * features::WIDTH], &sorted, place);
            let mut odds = [0.0];
            calibration.forest.predict(&calibration_features, &mut odds);
            scored.best[*at].odds = Some(odds[0]);
        }
    }
    let orders: Vec<f32> = scored.best.iter().map(|c| c.predicted).collect();
    scored.best = places(&orders).into_iter().map(|at| scored.best[at]).collect();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_that_are_shipped_can_be_used() {
        let weights = Weights::built_in().unwrap();
        assert!(weights.order.is_some() && weights.calibration.is_some_and(|calibration| calibration.strong >= calibration.likely));
        assert_eq!(features::feature_names().len(), features::WIDTH);
    }
}
