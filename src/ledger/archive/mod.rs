//! What stands beside the record in the same transaction: cases at hand, ties, files, numbers given.

pub mod cases;
pub mod cursors;
pub mod files;
pub mod links;
pub mod numbers;
