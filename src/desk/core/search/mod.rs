//! The index under the desk: what goes in, how it is made anew, how it is asked.

pub mod documents;
pub mod rebuild;
pub mod search_index;
