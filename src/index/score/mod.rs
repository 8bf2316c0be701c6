//! Scoring: how much documents weigh for terms (BM25F), and the features and weights of the learned order.

pub mod accumulators;
pub mod bm25f;
pub mod features;
pub mod norms;
pub mod plan;
pub mod postings;
pub mod query;
pub mod slots;
pub mod term_weight;
pub mod weights;
