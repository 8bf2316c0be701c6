//! What follows the ledger and the clock: files, notices, what falls due.

pub mod late_consultation;
pub mod follow;
pub mod notify;
pub mod tick;
pub mod usage;
