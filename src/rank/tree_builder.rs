//! Growing one tree leaf-wise, best gain first (as LightGBM does), from histograms over bins.

use super::bins::BinnedFeatures;
use super::settings::TrainingSettings;
use super::tree::{Tree, rounded};

/// Sums over the rows of a bin.
#[derive(Debug, Clone, Copy, Default)]
struct BinSum {
    gradient: f64,
    curvature: f64,
    rows: u32,
}

impl BinSum {
    fn add(&mut self, other: BinSum) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
        self.rows += other.rows;
    }

    fn less(self, other: BinSum) -> BinSum {
        BinSum {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            rows: self.rows - other.rows,
        }
    }

    /// Score of a leaf with these sums, G² / (H + λ): twice the loss that its best value removes.
    fn gain(self, l2: f64) -> f64 {
        self.gradient * self.gradient / (self.curvature + l2)
    }
}

/// One array of bins per feature considered.
type Histogram = Vec<[BinSum; 64]>;

/// A candidate split.
struct Split {
    gain: f64,
    /// Position in [`TreeBuilder::features`].
    slot: usize,
    /// The last bin that goes left.
    bin: u8,
    missing_left: bool,
}

/// A leaf that may still be split.
struct Leaf {
    rows: Vec<u32>,
    histogram: Histogram,
    total: BinSum,
    split: Option<Split>,
    /// The node above it, and whether it is that node's left child; `None` for the root.
    parent: Option<(usize, bool)>,
}

/// Everything one tree is grown from.
pub struct TreeBuilder<'a> {
    /// The data set.
    pub binned: &'a BinnedFeatures,
    /// (gradient, curvature) per row of the data set.
    pub gradients: &'a [(f32, f32)],
    /// The features this tree may use.
    pub features: Vec<usize>,
    /// Hyperparameters.
    pub settings: &'a TrainingSettings,
}

impl TreeBuilder<'_> {
    /// Grows a tree on some rows of the data set.
    pub fn tree(&self, rows: Vec<u32>) -> Tree {
        let mut tree = Tree::default();
        let mut leaves = vec![self.leaf(rows, None, None)];
        while leaves.len() < self.settings.leaves {
            let gain = |leaf: &Leaf| leaf.split.as_ref().map_or(0.0, |s| s.gain);
            let Some(best) = (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b]))) else { break };
            if gain(&leaves[best]) <= 1e-9 {
                break;
            }
            let leaf = leaves.swap_remove(best);
            let (left, right) = self.split(leaf, &mut tree);
            leaves.extend([left, right]);
        }
        for leaf in leaves {
            let value = -leaf.total.gradient / (leaf.total.curvature + self.settings.l2) * self.settings.rate;
            let at = -1 - tree.leaf.len() as i16;
            tree.leaf.push(rounded(value as f32));
            hang(&mut tree, leaf.parent, at);
        }
        tree
    }

    /// Splits a leaf into two, the smaller one first, and adds the node to the tree.
    fn split(&self, leaf: Leaf, tree: &mut Tree) -> (Leaf, Leaf) {
        let node = tree.feature.len();
        let split = leaf.split.unwrap_or(Split { gain: 0.0, slot: 0, bin: 0, missing_left: false });
        let feature = self.features[split.slot];
        tree.feature.push(feature as u16);
        tree.threshold.push(self.binned.cuts[feature][split.bin as usize - 1]);
        tree.missing_left.push(u8::from(split.missing_left));
        tree.left.push(0);
        tree.right.push(0);
        hang(tree, leaf.parent, node as i16);
        let column = &self.binned.columns[feature];
        let goes_left = |row: &u32| match column[*row as usize] {
            0 => split.missing_left,
            bin => bin <= split.bin,
        };
        let (left, right): (Vec<u32>, Vec<u32>) = leaf.rows.into_iter().partition(goes_left);
        // Only the smaller side is counted; the other histogram is the difference.
        let left_is_smaller = left.len() <= right.len();
        let (smaller, larger) = if left_is_smaller { (left, right) } else { (right, left) };
        let smaller = self.leaf(smaller, None, Some((node, left_is_smaller)));
        let mut rest = leaf.histogram;
        for (of_rest, counted) in rest.iter_mut().zip(&smaller.histogram) {
            of_rest.iter_mut().zip(counted).for_each(|(a, b)| *a = a.less(*b));
        }
        let larger = self.leaf(larger, Some(rest), Some((node, !left_is_smaller)));
        (smaller, larger)
    }

    /// A leaf over some rows, with its histogram if that is known already, and its best split.
    fn leaf(&self, rows: Vec<u32>, known: Option<Histogram>, parent: Option<(usize, bool)>) -> Leaf {
        let histogram = known.unwrap_or_else(|| self.count(&rows));
        let mut total = BinSum::default();
        histogram.first().into_iter().flatten().for_each(|sum| total.add(*sum));
        let split = self.best(&histogram, total);
        Leaf { rows, histogram, total, split, parent }
    }

    /// The histogram of some rows; two threads, half of the features each.
    fn count(&self, rows: &[u32]) -> Histogram {
        let mut histogram: Histogram = vec![[BinSum::default(); 64]; self.features.len()];
        let half = self.features.len().div_ceil(2);
        std::thread::scope(|threads| {
            for (part, features) in histogram.chunks_mut(half.max(1)).zip(self.features.chunks(half.max(1))) {
                threads.spawn(move || {
                    for (bins, feature) in part.iter_mut().zip(features) {
                        let column = &self.binned.columns[*feature];
                        for row in rows {
                            let (gradient, curvature) = self.gradients[*row as usize];
                            let sum = BinSum { gradient: gradient.into(), curvature: curvature.into(), rows: 1 };
                            bins[(column[*row as usize] & 63) as usize].add(sum);
                        }
                    }
                });
            }
        });
        histogram
    }

    /// The split with the largest gain, or `None` if every split leaves too few rows on a side.
    fn best(&self, histogram: &Histogram, total: BinSum) -> Option<Split> {
        let (l2, fewest) = (self.settings.l2, self.settings.rows_min);
        let mut best: Option<Split> = None;
        for (slot, bins) in histogram.iter().enumerate() {
            let cuts = self.binned.cuts[self.features[slot]].len();
            let missing = bins[0];
            for missing_left in [false, true] {
                if missing_left && missing.rows == 0 {
                    continue;
                }
                let mut left = if missing_left { missing } else { BinSum::default() };
                for (bin, sum) in bins.iter().enumerate().take(cuts + 1).skip(1) {
                    left.add(*sum);
                    let right = total.less(left);
                    if left.rows < fewest || right.rows < fewest {
                        continue;
                    }
                    let gain = left.gain(l2) + right.gain(l2) - total.gain(l2);
                    if best.as_ref().is_none_or(|b| gain > b.gain) {
                        best = Some(Split { gain, slot, bin: bin as u8, missing_left });
                    }
                }
            }
        }
        best
    }
}

/// Makes a node or leaf the child of its parent.
fn hang(tree: &mut Tree, parent: Option<(usize, bool)>, child: i16) {
    match parent {
        Some((node, true)) => tree.left[node] = child,
        Some((node, false)) => tree.right[node] = child,
        None => {}
    }
}
