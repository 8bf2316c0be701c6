//! A ticket: shown, its next steps as forms, steps taken, files.

pub mod act;
pub mod attachments;
pub mod show;
pub mod steps;
