//! What a person is notified of.

use crate::desk::Notice;
use crate::ticket::NotificationReason;
use crate::view::event::line::EventView;
use crate::view::redacted::{Reading, Redacted};
use crate::view::word::{TicketNo, WordOf};
use schemars::JsonSchema;
use serde::Serialize;

/// One event that concerns the reader.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NoticeView {
    /// The event's place in the desk's record.
    pub seq: u64,
    /// The ticket it is about.
    pub ticket: TicketNo,
    /// Of the ticket.
    pub title: Redacted,
    /// Why the reader is notified.
    pub concern: WordOf<NotificationReason>,
    /// Whether the reader has marked it as seen.
    pub seen: bool,
    /// What happened.
    pub event: EventView,
}

/// How many notices the reader has not seen.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct UnseenView {
    /// How many of their notices the reader has not seen.
    pub unseen: usize,
}

impl NoticeView {
    /// `reading`: of the notice's ticket.
    pub fn of(notice: &Notice, reading: &Reading) -> NoticeView {
        NoticeView {
            seq: notice.seq,
            ticket: notice.number.into(),
            title: reading.text(&notice.ticket.report.title),
            concern: notice.reason.into(),
            seen: notice.seen,
            event: EventView::of(&notice.event, reading),
        }
    }
}
