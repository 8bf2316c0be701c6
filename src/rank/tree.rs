//! One tree, as it judges a row and as it is stored.

use serde::{Deserialize, Serialize};

/// One tree. Inner nodes are numbered from 0, the root first; a child below 0 is the leaf `-1 - child`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Per node: the feature asked, and what it is compared with.
    #[serde(rename = "f")]
    pub feature: Vec<u16>,
    #[serde(rename = "t")]
    pub threshold: Vec<f32>,
    /// Where to go if the number is at most the threshold, and where else.
    #[serde(rename = "l")]
    pub left: Vec<i16>,
    #[serde(rename = "r")]
    pub right: Vec<i16>,
    /// Nodes at which "not known" goes left; at the others it goes right.
    #[serde(rename = "m")]
    pub missing_left: Vec<u8>,
    #[serde(rename = "v")]
    pub leaf: Vec<f32>,
}

impl Tree {
    /// Every child exists, and none stands above its parent: so that walking ends.
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

    /// The leaf of a row.
    pub fn find(&self, row: &[f32]) -> usize {
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

/// A number in five digits: what is written down is what is reckoned with.
pub fn rounded(value: f32) -> f32 {
    format!("{value:.4e}").parse().unwrap_or(value)
}
