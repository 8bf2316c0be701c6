//! What the archive answers: cases, what is like a report, what words find.

pub mod case;
pub mod matches;
pub mod search;
