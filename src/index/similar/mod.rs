//! Queries by whole reports: the most similar documents in the learned order, with reasons.

pub mod candidates;
pub mod doc_profile;
pub mod explain;
pub mod feature_extraction;
pub mod matches;
pub mod near_duplicate;
pub mod query;
pub mod query_profile;
pub mod rerank;
pub mod search;
pub mod short_text;
pub mod timeline;
mod versions;
