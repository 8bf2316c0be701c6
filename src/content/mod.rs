//! Files under `content/` and `attachments/`: written atomically, read back, hand edits noticed.
//!
//! Useful for: writing a case's text where people and other programs read it. Not for: deciding what a case says.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod attachments;
mod counters;
mod files;
mod inside;
mod whole;

pub use attachments::Attachments;
pub use files::{Content, ContentFile, Survey};
pub use whole::{Readers, write_whole};

use std::path::PathBuf;

/// An I/O error, with its place.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct ContentError {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system reported.
    pub source: std::io::Error,
}

impl ContentError {
    /// Whether the disk was full, which passes once there is room.
    pub fn is_full(&self) -> bool {
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        matches!(self.source.kind(), StorageFull | QuotaExceeded | FileTooLarge)
    }
}
