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

impl ContentError {
    /// Whether the disk, or the owner's share of it, is full.
    pub fn is_full(&self) -> bool {
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        matches!(self.source.kind(), StorageFull | QuotaExceeded | FileTooLarge)
    }
}
