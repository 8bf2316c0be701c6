//! Batch evaluation of a tree without data-dependent branches (QuickScorer, Lucchese et al. 2015).
//!
//! Leaves are numbered from left to right. A node at which a row goes right rules out the leaves of its left subtree; after all
//! nodes, the row's leaf is the first one not ruled out. Every node is evaluated, but for many rows per instruction, whereas
//! walking the tree mispredicts about every second branch.

use super::tree::Tree;

/// Rows evaluated together: about 15 KB of feature values, which fit in the first-level cache beside a tree.
pub const BLOCK: usize = 48;

/// Feature values of up to [`BLOCK`] rows, column-major.
pub struct FeatureBlock(Vec<[f32; BLOCK]>);

impl FeatureBlock {
    /// A block for rows of `width` features.
    pub fn new(width: usize) -> FeatureBlock {
        FeatureBlock(vec![[0.0; BLOCK]; width])
    }

    /// Transposes up to [`BLOCK`] row-major rows into the block.
    pub fn fill(&mut self, rows: &[f32]) {
        let width = self.0.len();
        for (at, row) in rows.chunks_exact(width).take(BLOCK).enumerate() {
            for (column, value) in self.0.iter_mut().zip(row) {
                column[at] = *value;
            }
        }
    }
}

/// An inner node as a comparison and a mask.
struct Node {
    feature: usize,
    threshold: f32,
    missing_left: bool,
    /// Mask that clears the leaves of the left subtree; applied if the row goes right.
    right: u32,
}

/// A tree of fewer than 32 leaves, converted for batch evaluation.
pub struct QuickScorer {
    nodes: Vec<Node>,
    /// Leaf values from left to right.
    leaves: Vec<f32>,
}

impl QuickScorer {
    /// `None` if the tree has too many leaves or a node with two parents; such trees are walked.
    pub fn new(tree: &Tree) -> Option<QuickScorer> {
        // Also bounds the recursion depth for trees read from a file.
        if tree.feature.len() >= u32::BITS as usize {
            return None;
        }
        let mut made = QuickScorer { nodes: Vec::with_capacity(tree.feature.len()), leaves: Vec::new() };
        match tree.feature.is_empty() {
            true => made.leaves.push(*tree.leaf.first()?),
            false => made.add(tree, 0)?,
        }
        Some(made)
    }

    /// Adds a node with its subtrees, left to right.
    fn add(&mut self, tree: &Tree, node: usize) -> Option<()> {
        let first = self.leaves.len() as u32;
        self.child(tree, tree.left[node])?;
        let left = (1u32 << (self.leaves.len() as u32 - first)) - 1;
        self.nodes.push(Node {
            feature: tree.feature[node] as usize,
            threshold: tree.threshold[node],
            missing_left: tree.missing_left[node] != 0,
            right: !(left << first),
        });
        self.child(tree, tree.right[node])
    }

    /// Adds a child: a subtree or a leaf.
    fn child(&mut self, tree: &Tree, child: i16) -> Option<()> {
        match usize::try_from(child) {
            Ok(node) => self.add(tree, node),
            Err(_) => {
                self.leaves.push(tree.leaf[(-1 - i32::from(child)) as usize]);
                // One bit stays unused, so that a mask of left leaves is never as wide as the word.
                (self.leaves.len() < u32::BITS as usize).then_some(())
            }
        }
    }

    /// Adds each row's leaf value to its score.
    pub fn predict(&self, columns: &FeatureBlock, scores: &mut [f32]) {
        let mut left_over = [u32::MAX; BLOCK];
        for node in &self.nodes {
            let (column, right, threshold) = (&columns.0[node.feature], node.right, node.threshold);
            // Written as arithmetic so that the compiler vectorises it. NaN compares false.
            if node.missing_left {
                for (left_over, value) in left_over.iter_mut().zip(column) {
                    *left_over &= right | u32::from(value.is_nan() | (*value <= threshold)).wrapping_neg();
                }
            } else {
                for (left_over, value) in left_over.iter_mut().zip(column) {
                    *left_over &= right | u32::from(*value <= threshold).wrapping_neg();
                }
            }
        }
        for (score, left_over) in scores.iter_mut().zip(&left_over) {
            *score += self.leaves[left_over.trailing_zeros() as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::forest::Forest;

    /// A linear congruential generator, for reproducible test data.
    fn next(state: &mut u64) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize
    }

    /// Splits random leaves until there are `leaves` of them.
    fn random_tree(chance: &mut u64, leaves: usize, width: usize) -> Tree {
        let mut tree = Tree { leaf: vec![next(chance) as f32], ..Tree::default() };
        let mut parents: Vec<Option<(usize, bool)>> = vec![None];
        while tree.leaf.len() < leaves {
            let leaf = next(chance) % tree.leaf.len();
            let node = tree.feature.len();
            match parents[leaf] {
                Some((parent, true)) => tree.left[parent] = node as i16,
                Some((parent, false)) => tree.right[parent] = node as i16,
                None => {}
            }
            tree.feature.push((next(chance) % width) as u16);
            tree.threshold.push((next(chance) % 10) as f32);
            tree.missing_left.push((next(chance) % 2) as u8);
            tree.left.push(-1 - leaf as i16);
            tree.right.push(-1 - tree.leaf.len() as i16);
            tree.leaf.push(next(chance) as f32);
            parents[leaf] = Some((node, true));
            parents.push(Some((node, false)));
        }
        tree
    }

    #[test]
    fn abreast_comes_to_what_walking_comes_to() {
        let (mut chance, width) = (7u64, 5);
        let rows: Vec<f32> = (0..width * (2 * BLOCK + 11))
            .map(|_| match next(&mut chance) % 6 {
                0 => f32::NAN,
                _ => (next(&mut chance) % 11) as f32,
            })
            .collect();
        for leaves in [1, 2, 3, 15, 31, 32, 40] {
            let trees: Vec<Tree> = (0..20).map(|_| random_tree(&mut chance, leaves, width)).collect();
            assert_eq!(QuickScorer::new(&trees[0]).is_some(), leaves < 32);
            let forest = Forest::new((0..width).map(|i| i.to_string()).collect(), trees);
            assert_eq!(forest.fault(), None);
            let mut predictions = vec![0.0; rows.len() / width];
            forest.predict(&rows, &mut predictions);
            let walked: Vec<f32> = rows
                .chunks_exact(width)
                .map(|row| forest.trees().iter().fold(0.0, |sum, t| sum + t.leaf[t.leaf_of(row)]))
                .collect();
            assert_eq!(predictions, walked);
        }
    }

    #[test]
    fn a_node_with_two_parents_is_walked() {
        // Both children of every node are the next node: 2^20 paths.
        let nodes = 20usize;
        let next: Vec<i16> = (1..=nodes).map(|n| if n < nodes { n as i16 } else { -1 }).collect();
        let tree = Tree {
            feature: vec![0; nodes],
            threshold: vec![0.0; nodes],
            left: next.clone(),
            right: next,
            missing_left: vec![0; nodes],
            leaf: vec![1.0],
        };
        assert!(QuickScorer::new(&tree).is_none());
    }
}
