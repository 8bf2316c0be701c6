//! A case: read, its revisions, and the form that makes a new one.

pub mod read;
pub mod revise;
