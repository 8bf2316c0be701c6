//! What a desk promises: its policy, escalation levels, duty schedule, and which policy was in force when.

pub mod clock_name;
pub mod duty;
pub mod level;
pub mod lints;
pub mod policy;
pub mod policy_history;
pub mod starts;
