//! What a document is worth to some terms: BM25F and what it is reckoned with.

pub mod accumulators;
pub mod bm25f;
pub mod features;
pub mod plan;
pub mod postings;
pub mod weights;
