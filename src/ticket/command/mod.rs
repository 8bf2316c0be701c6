//! What somebody may want, and who may.

pub mod authorise;
pub mod verb;
