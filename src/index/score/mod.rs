//! What a document is worth to some terms: BM25F and what it is reckoned with.

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
