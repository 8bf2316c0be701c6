//! What is asked about tickets: themselves, steps on them, files, forms, proposals.

pub mod attachments;
pub mod forms;
pub mod proposal;
pub mod tickets;
pub mod verbs;
