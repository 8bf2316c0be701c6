//! Queries by a few typed words: parsed, expanded, looked up and shown.

pub mod keyword_scorer;
pub mod conjunction;
pub mod coverage;
pub mod query_expansion;
pub mod query_parser;
pub mod scored_docs;
pub mod search;
pub mod title_first;
