//! A ticket: shown, its next steps as forms, steps taken, files.

pub mod act;
pub mod attachments;
pub mod sent_step;
pub mod show;
mod step_form;
pub mod steps;
