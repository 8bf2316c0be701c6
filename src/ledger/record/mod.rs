//! The record: events as rows, appended in their streams, read back, verified.

pub mod append;
pub mod stored_event;
pub mod policies;
pub mod source;
pub mod streams;
pub mod tickets;
pub mod verify;
