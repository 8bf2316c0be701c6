//! Boosted trees as they judge, and as they are stored.

use super::quick_scorer::{Abreast, BLOCK, Columns};
use super::tree::{Tree, rounded};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// Trees whose judgements add up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Forest {
    /// The names of the numbers the trees ask for, in their order.
    pub features: Vec<String>,
    trees: Vec<Tree>,
    #[serde(skip)]
    ready: Ready,
}

/// The trees made ready for many rows, once, when they are first asked.
#[derive(Default, Clone)]
struct Ready(OnceLock<Arc<[Option<Abreast>]>>);

/// Trees are the same whether they have been asked or not.
impl PartialEq for Ready {
    fn eq(&self, _: &Ready) -> bool {
        true
    }
}

impl std::fmt::Debug for Ready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ready")
    }
}

impl Forest {
    pub fn new(features: Vec<String>, trees: Vec<Tree>) -> Forest {
        Forest { features, trees, ready: Ready::default() }
    }

    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    pub fn extend(&mut self, trees: impl IntoIterator<Item = Tree>) {
        self.trees.extend(trees);
        self.ready = Ready::default();
    }

    /// What is wrong with trees read from a file, if anything.
    pub fn fault(&self) -> Option<String> {
        let unsound = self.trees.iter().position(|tree| !tree.is_sound(self.features.len()));
        unsound.map(|at| format!("tree {at} is not a tree over {} features", self.features.len()))
    }

    /// Makes trees from a file ask for `names` in their order. Err: what is wrong with the trees.
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
        self.ready = Ready::default();
        Ok(())
    }

    pub fn scale(&mut self, factor: f32) {
        self.trees.iter_mut().flat_map(|tree| &mut tree.leaf).for_each(|leaf| *leaf = rounded(*leaf * factor));
        self.ready = Ready::default();
    }

    /// The first so many trees, and the others: judged one after the other they come to the same.
    pub fn split(&self, at: usize) -> (Forest, Forest) {
        let (first, rest) = self.trees.split_at(at.min(self.trees.len()));
        let forest = |trees: &[Tree]| Forest::new(self.features.clone(), trees.to_vec());
        (forest(first), forest(rest))
    }

    /// Adds each row's judgement to `scores`. Rows by the block, tree by tree: a block stays at hand for all trees.
    pub fn judge(&self, rows: &[f32], scores: &mut [f32]) {
        self.judge_by(0..self.trees.len(), rows, scores);
    }

    /// The same by some of the trees.
    pub fn judge_by(&self, trees: std::ops::Range<usize>, rows: &[f32], scores: &mut [f32]) {
        let width = self.features.len().max(1);
        let (range, trees) = (trees.clone(), self.trees.get(trees).unwrap_or_default());
        if scores.len() < ABREAST_FROM {
            for tree in trees {
                walk(tree, width, rows, scores);
            }
            return;
        }
        let ready = self.ready.0.get_or_init(|| self.trees.iter().map(Abreast::new).collect());
        let ready = ready.get(range).unwrap_or_default();
        let mut columns = Columns::new(width);
        for (rows, scores) in rows.chunks(width * BLOCK).zip(scores.chunks_mut(BLOCK)) {
            columns.fill(rows);
            for (tree, ready) in trees.iter().zip(ready) {
                match ready {
                    Some(ready) => ready.judge(&columns, scores),
                    None => walk(tree, width, rows, scores),
                }
            }
        }
    }
}

fn walk(tree: &Tree, width: usize, rows: &[f32], scores: &mut [f32]) {
    for (row, score) in rows.chunks_exact(width).zip(scores.iter_mut()) {
        *score += tree.leaf[tree.find(row)];
    }
}

/// For fewer rows it is not worth making trees ready.
const ABREAST_FROM: usize = BLOCK / 2;
