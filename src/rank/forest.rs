//! A boosted forest: prediction and stored form.

use super::quick_scorer::{BLOCK, FeatureBlock, QuickScorer};
use super::tree::{Tree, rounded};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// Trees whose predictions add up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Forest {
    /// Names of the features in column order; trees refer to them by position.
    pub features: Vec<String>,
    trees: Vec<Tree>,
    #[serde(skip)]
    ready: PreparedTrees,
}

/// The trees converted for batch evaluation, once, at the first large batch. `None` for a tree that must be walked.
#[derive(Default, Clone)]
struct PreparedTrees(OnceLock<Arc<[Option<QuickScorer>]>>);

/// A cache: it does not take part in comparisons.
impl PartialEq for PreparedTrees {
    fn eq(&self, _: &PreparedTrees) -> bool {
        true
    }
}

impl std::fmt::Debug for PreparedTrees {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ready")
    }
}

impl Forest {
    /// A forest over the named features.
    pub fn new(features: Vec<String>, trees: Vec<Tree>) -> Forest {
        Forest { features, trees, ready: PreparedTrees::default() }
    }

    /// The trees in the order in which they were trained.
    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    /// Appends trees.
    pub fn extend(&mut self, trees: impl IntoIterator<Item = Tree>) {
        self.trees.extend(trees);
        self.ready = PreparedTrees::default();
    }

    /// Describes what is malformed in trees read from a file; `None` if they are sound.
    pub fn fault(&self) -> Option<String> {
        let unsound = self.trees.iter().position(|tree| !tree.is_sound(self.features.len()));
        unsound.map(|at| format!("tree {at} is not a tree over {} features", self.features.len()))
    }

    /// Renumbers the features of trees read from a file to the order of `names`.
    ///
    /// # Errors
    ///
    /// A description, if a tree is malformed or refers to a feature that is not in `names`.
    pub fn align(&mut self, names: &[String]) -> Result<(), String> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        let place = |name: &String| names.iter().position(|n| n == name).ok_or_else(|| format!("feature {name:?} is not known"));
        let places = self.features.iter().map(place).collect::<Result<Vec<usize>, String>>()?;
        for feature in self.trees.iter_mut().flat_map(|tree| &mut tree.feature) {
            *feature = places[*feature as usize] as u16;
        }
        self.features = names.to_vec();
        self.ready = PreparedTrees::default();
        Ok(())
    }

    /// Multiplies every leaf by a factor, rounded as stored leaves are.
    pub fn scale(&mut self, factor: f32) {
        self.trees.iter_mut().flat_map(|tree| &mut tree.leaf).for_each(|leaf| *leaf = rounded(*leaf * factor));
        self.ready = PreparedTrees::default();
    }

    /// The first `at` trees and the rest. Predicting with one after the other adds up to the same scores.
    pub fn split(&self, at: usize) -> (Forest, Forest) {
        let (first, rest) = self.trees.split_at(at.min(self.trees.len()));
        let forest = |trees: &[Tree]| Forest::new(self.features.clone(), trees.to_vec());
        (forest(first), forest(rest))
    }

    /// Adds each row's prediction to `scores`. `rows` is row-major with one value per feature; blocks of rows pass through all
    /// trees so that they stay in cache.
    pub fn predict(&self, rows: &[f32], scores: &mut [f32]) {
        self.predict_with(0..self.trees.len(), rows, scores);
    }

    /// The same with a range of the trees only.
    pub fn predict_with(&self, trees: std::ops::Range<usize>, rows: &[f32], scores: &mut [f32]) {
        let width = self.features.len().max(1);
        let (range, trees) = (trees.clone(), self.trees.get(trees).unwrap_or_default());
        if scores.len() < QUICK_SCORER_ROWS_MIN {
            for tree in trees {
                walk(tree, width, rows, scores);
            }
            return;
        }
        let ready = self.ready.0.get_or_init(|| self.trees.iter().map(QuickScorer::new).collect());
        let ready = ready.get(range).unwrap_or_default();
        let mut columns = FeatureBlock::new(width);
        for (rows, scores) in rows.chunks(width * BLOCK).zip(scores.chunks_mut(BLOCK)) {
            columns.fill(rows);
            for (tree, ready) in trees.iter().zip(ready) {
                match ready {
                    Some(ready) => ready.predict(&columns, scores),
                    None => walk(tree, width, rows, scores),
                }
            }
        }
    }
}

/// Evaluates one tree row by row.
fn walk(tree: &Tree, width: usize, rows: &[f32], scores: &mut [f32]) {
    for (row, score) in rows.chunks_exact(width).zip(scores.iter_mut()) {
        *score += tree.leaf[tree.leaf_of(row)];
    }
}

/// Below this many rows, converting the trees costs more than it saves.
const QUICK_SCORER_ROWS_MIN: usize = BLOCK / 2;
