//! What a ticket is spoken of in: numbers, closed vocabularies, reports, what a step carries, files.

pub mod attachment;
pub mod file_kind;
pub mod number;
pub mod payloads;
pub mod report;
pub mod vocabulary;
