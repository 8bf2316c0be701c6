//! The state of a ticket: the fold of its events.

pub mod escalation;
pub mod attachments;
pub mod milestones;
pub mod begin;
pub mod fold;
pub mod phase;
pub mod status;
