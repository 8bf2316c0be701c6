//! What one is told of.

use crate::page::messages::message::Message;

/// What one is told of.
pub const NOTICES: &[Message] = &[
    ("notices", "通知", "Notices"),
    ("notices.new", "新", "new"),
    ("notices.unseen", "条未读", "unread"),
    ("notices.of_ticket", "{} 条与此工单有关的未读通知", "{} unread [notice|notices] about this ticket"),
    ("notices.seen", "标为已读", "Mark as read"),
    ("notices.all_seen", "全部标为已读", "Mark all as read"),
    (
        "notices.none",
        "还没有通知。分派给你的、请你协助的、你关注的工单有变化时，会在这里告诉你。",
        "No notices yet. What is assigned to you, asked of you, or happens on tickets you watch is told here.",
    ),
];
