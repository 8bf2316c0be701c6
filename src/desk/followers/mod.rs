//! Followers of the ledger and the clock: files, notices, due times.

pub mod late_consultation;
pub mod follow;
pub mod notify;
pub mod tick;
pub mod usage;
