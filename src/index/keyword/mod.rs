//! A few words typed by a person: read, widened, looked up and shown.

pub mod asking;
pub mod conjunction;
pub mod coverage;
pub mod query_expansion;
pub mod query_parser;
pub mod scored_docs;
pub mod search;
pub mod title_first;
