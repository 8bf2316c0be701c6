//! What is indexed: a document, what of it is stored, and the fields it is stored in.

pub mod document;
pub mod facet;
pub mod forward;
#[cfg(test)]
pub mod sample;
pub mod schema;
pub mod stored;
