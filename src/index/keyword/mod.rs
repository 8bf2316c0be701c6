//! Queries by a few typed words: parsed, expanded, looked up and shown.

mod compounds;
pub mod conjunction;
pub mod coverage;
mod did_you_mean;
mod exclude;
pub mod keyword_scorer;
pub mod query_expansion;
pub mod query_parser;
pub mod scored_docs;
pub mod search;
pub mod title_first;
