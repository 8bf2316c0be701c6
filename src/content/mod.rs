//! Files under `content/` and `attachments/`: written atomically, read back, hand edits noticed.
//!
//! Useful for: putting a case's text where people and other programs read it. Not for: deciding what a case says.

mod attachments;
mod counters;
mod files;

pub use attachments::Attachments;
pub use files::{Content, FoundFile};

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct ContentError {
    pub path: PathBuf,
    pub source: std::io::Error,
}
