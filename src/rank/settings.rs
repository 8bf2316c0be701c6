//! How trees are grown: for what, how many, how large, on which share.

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Objective {
    /// Right ones first within each list; places from here on do not matter.
    Order { places: usize },
    /// The logarithm of the odds that a row is right.
    Odds,
}

#[derive(Debug, Clone)]
pub struct Settings {
    pub objective: Objective,
    pub trees: usize,
    pub leaves: usize,
    pub rate: f64,
    /// Fewest rows on a side of a split.
    pub rows_min: u32,
    pub l2: f64,
    /// Shares of features, and of lists, that a tree sees.
    pub feature_share: f32,
    pub list_share: f32,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
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
