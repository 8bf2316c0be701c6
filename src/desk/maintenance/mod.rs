//! Checking that ledger, board, files and index agree, and repairing them.

pub mod check;
pub mod remask;
pub mod repair;
