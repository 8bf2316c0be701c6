//! A file on a ticket, and its place in the record.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A file that was added to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub name: String,
    pub bytes: u64,
    /// SHA-256 of its content, hex: its name on disk.
    pub digest: String,
    /// For the desk alone; the customer neither sees nor reads it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
}

/// One with its place in the record. They count from 1, and withdrawn ones keep their number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    pub file: Attachment,
    pub by: String,
    pub at: DateTime<Utc>,
    pub withdrawn: bool,
}
