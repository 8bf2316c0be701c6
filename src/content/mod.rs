//! Files under `content/` and `attachments/`: written atomically, read back, hand edits noticed.
//!
//! Useful for: putting a case's text where people and other programs read it. Not for: deciding what a case says.

mod attachments;
mod counters;
mod files;
mod inside;
mod whole;

pub use attachments::Attachments;
pub use files::{Content, ContentFile, Survey};
pub use whole::{Readers, write_whole};

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct ContentError {
    pub path: PathBuf,
    pub source: std::io::Error,
}

impl ContentError {
    /// Whether there was no room for it: something people can mend, and which passes.
    pub fn is_full(&self) -> bool {
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        matches!(self.source.kind(), StorageFull | QuotaExceeded | FileTooLarge)
    }
}
