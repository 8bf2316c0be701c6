//! Why something waits for the reader.

use crate::page::messages::message::Message;

/// Why something waits for the reader.
pub const MINE: &[Message] = &[
    ("mine.for", "代 {}（外出至 {}）", "for {}, away until {}"),
    ("mine.asked", "{} 请你协助：{}", "asked by {}: {}"),
    ("mine.asked_team", "{} 请{}协助：{}", "asked by {} of {}: {}"),
    ("mine.delivery", "计划由你交付：{}", "yours to deliver: {}"),
    ("mine.by", "期限 {}", "due {}"),
    ("mine.due", "约定期限", "agreed"),
    ("queue.of", "处理责任人：{}", "Responsible: {}"),
];
