//! Values of tickets and their events: numbers, vocabularies, reports, payloads, files.

pub mod attachment;
pub mod file_kind;
pub mod number;
pub mod payloads;
pub mod report;
pub mod vocabulary;
