//! The verbs, and who may use them.

pub mod authorise;
pub mod verb;
