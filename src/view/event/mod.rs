//! What happened to a ticket, line by line, as its reader sees it.

pub mod data;
pub mod line;
pub mod of_event;
pub mod parts;
