//! Searching the archive before a report is registered.

pub mod question;
pub mod consultation;
