//! A file on a ticket.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A file that was added to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name, cleaned by [`file_name`](super::file_kind::file_name).
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its content in hex: its name on disk.
    pub digest: String,
    /// For staff only; the customer does not see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
}

/// A file with who added it and when. Places count from 1; a withdrawn file keeps its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The file.
    pub file: Attachment,
    /// Name of who added it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}
