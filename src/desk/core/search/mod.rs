//! The index under the desk: its documents, rebuilding, querying.

pub mod documents;
pub mod rebuild;
pub mod search_index;
