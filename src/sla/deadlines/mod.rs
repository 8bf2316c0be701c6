//! Deadlines of a ticket: its clocks and how they were computed, escalations and reminders that fall due.

pub mod clock;
pub mod clocks;
pub mod escalation;
pub mod explain;
pub mod obligations;
pub mod pauses;
pub mod reminders;
pub mod rule;
pub mod waited;
