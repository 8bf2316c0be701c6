//! One regression tree: evaluation and stored form.

use serde::{Deserialize, Serialize};

/// A tree as parallel arrays. Inner nodes are numbered from 0, the root first; a child below 0 is the leaf `-1 - child`. The
/// field names are abbreviated in stored files.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Per node, the column that is compared.
    #[serde(rename = "f")]
    pub feature: Vec<u16>,
    /// Per node, the value it is compared with.
    #[serde(rename = "t")]
    pub threshold: Vec<f32>,
    /// Per node, the child for values up to the threshold.
    #[serde(rename = "l")]
    pub left: Vec<i16>,
    /// Per node, the child for larger values.
    #[serde(rename = "r")]
    pub right: Vec<i16>,
    /// Per node, 1 if missing values (NaN) go left, 0 if right.
    #[serde(rename = "m")]
    pub missing_left: Vec<u8>,
    /// Leaf values.
    #[serde(rename = "v")]
    pub leaf: Vec<f32>,
}

impl Tree {
    /// Whether all arrays agree in length, features are within `width`, and every child exists and comes after its parent, so
    /// that walking terminates.
    pub(super) fn is_sound(&self, width: usize) -> bool {
        let nodes = self.feature.len();
        let same = [self.threshold.len(), self.left.len(), self.right.len(), self.missing_left.len()].iter().all(|n| *n == nodes);
        let child = |at: usize, child: i16| match usize::try_from(child) {
            Ok(node) => node > at && node < nodes,
            Err(_) => ((-1 - i32::from(child)) as usize) < self.leaf.len(),
        };
        let children = || (0..nodes).all(|at| child(at, self.left[at]) && child(at, self.right[at]));
        same && !self.leaf.is_empty() && self.feature.iter().all(|f| (*f as usize) < width) && children()
    }

    /// Index of the leaf that a row of feature values falls into.
    pub fn leaf_of(&self, row: &[f32]) -> usize {
        if self.feature.is_empty() {
            return 0;
        }
        let mut at = 0usize;
        loop {
            let (value, threshold) = (row[self.feature[at] as usize], self.threshold[at]);
            let left = value <= threshold || (value.is_nan() && self.missing_left[at] != 0);
            let next = if left { self.left[at] } else { self.right[at] };
            if next < 0 {
                return (-1 - i32::from(next)) as usize;
            }
            at = next as usize;
        }
    }
}

/// Rounds to 5 significant digits, so that a model read back from JSON scores exactly like the one just trained.
pub fn rounded(value: f32) -> f32 {
    format!("{value:.4e}").parse().unwrap_or(value)
}
