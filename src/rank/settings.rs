//! Hyperparameters of training.

/// The loss that is minimised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Objective {
    /// LambdaMART: right candidates first in each list; only the first `places` ranks count.
    Order {
        /// Ranks from here on do not count.
        places: usize,
    },
    /// Logistic loss: the score is the log-odds that a candidate is right.
    Odds,
}

/// Hyperparameters of [`super::train`].
#[derive(Debug, Clone)]
pub struct TrainingSettings {
    /// The loss that is minimised.
    pub objective: Objective,
    /// Number of trees.
    pub trees: usize,
    /// Leaves per tree at most.
    pub leaves: usize,
    /// Learning rate: the factor applied to each tree's leaves.
    pub rate: f64,
    /// Fewest rows on either side of a split.
    pub rows_min: u32,
    /// L2 regularisation, added to the curvature of a leaf.
    pub l2: f64,
    /// Share of the features that a tree may use, 0 to 1.
    pub feature_share: f32,
    /// Share of the lists that a tree is fitted to, 0 to 1.
    pub list_share: f32,
    /// Seed of all random choices.
    pub seed: u64,
}

impl Default for TrainingSettings {
    fn default() -> TrainingSettings {
        TrainingSettings {
            objective: Objective::Order { places: 20 },
            trees: 200,
            leaves: 15,
            rate: 0.06,
            rows_min: 40,
            l2: 5.0,
            feature_share: 0.5,
            list_share: 0.8,
            seed: 1,
        }
    }
}
