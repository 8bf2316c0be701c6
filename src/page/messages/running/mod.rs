//! Messages for those who run the desk: people and duty, the policy, the measures.

pub mod duty;
pub mod measures;
pub mod people;
pub mod policy;
