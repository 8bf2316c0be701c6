//! What is indexed: a document, the part of it that is stored, and the fields of the index.

pub mod document;
pub mod facet;
pub mod forward;
#[cfg(test)]
pub mod sample;
pub mod schema;
pub mod stored;
pub mod units;
