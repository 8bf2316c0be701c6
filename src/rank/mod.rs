//! Learning to rank: boosted regression trees, their training on past queries, and their prediction.
//!
//! Useful for: ordering lists of candidates by feature values computed elsewhere. Pure: the same rows and the same seed give
//! the same trees. Not for: what the features mean (`index`), or where past queries come from (`learning`).

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod bins;
mod boosting;
mod dataset;
mod forest;
mod interval;
mod quick_scorer;
mod rng;
mod settings;
mod tree;
mod tree_builder;

pub use boosting::train;
pub use dataset::RankingDataset;
pub use forest::Forest;
pub use interval::bootstrap_interval;
pub use rng::SplitMix64;
pub use settings::{Objective, TrainingSettings};
pub use tree::Tree;
