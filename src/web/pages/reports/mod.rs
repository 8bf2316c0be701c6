//! What is counted and printed: forms and documents, measures, the quality of suggestions.

pub mod forms;
pub mod measures;
pub mod quality;
