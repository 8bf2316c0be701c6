//! Learning to rank: boosted trees, how they are grown from past questions, and how they judge.
//!
//! Useful for: ordering lists of candidates by numbers that somebody else reckoned. Pure: the same numbers and the same
//! seed give the same trees. Not for: knowing what the numbers mean (`index`), or where past questions come from (`desk`).

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
pub use dataset::Lists;
pub use forest::Forest;
pub use interval::interval;
pub use rng::Seed;
pub use settings::{Objective, Settings};
pub use tree::Tree;
