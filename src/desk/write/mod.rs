//! The write core: the only code that appends to tickets, in one transaction with all consequences.

pub mod misses;
pub mod project;
pub mod archive;
pub mod append;
pub mod facts;
pub mod transact;
pub mod execute;
pub mod fall_due;
