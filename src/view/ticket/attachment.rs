//! A file on a ticket.

use crate::ticket::{Filed, Number, Ticket};
use crate::view::redacted::{Reading, Redacted};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// A file that the reader may read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AttachmentView {
    /// Its number on the ticket, from 1.
    pub attachment: u32,
    /// Of the file.
    pub name: Redacted,
    /// Its size.
    pub bytes: u64,
    /// Of its content, in hex.
    pub sha256: String,
    /// Who added it.
    pub by: Redacted,
    /// When it was added.
    pub at: DateTime<Utc>,
    /// Where a browser loads it.
    pub url: String,
    /// Whether it is kept from the customer; staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal: Option<bool>,
}

impl AttachmentView {
    fn of(ticket: Number, nth: u32, filed: &Filed, reading: &Reading) -> AttachmentView {
        AttachmentView {
            attachment: nth,
            name: reading.text(&filed.file.name),
            bytes: filed.file.bytes,
            sha256: filed.file.digest.clone(),
            by: reading.name(&filed.by),
            at: filed.at,
            url: format!("/tickets/{ticket}/attachments/{nth}"),
            internal: reading.staff(|| filed.file.internal),
        }
    }

    /// Those of a ticket that the reader may read, in the order of their numbers.
    pub fn all(ticket: &Ticket, reading: &Reading) -> Vec<AttachmentView> {
        let files = ticket.attachments_for(reading.reader);
        files.map(|(nth, filed)| AttachmentView::of(ticket.number, nth, filed, reading)).collect()
    }
}
