//! What steps write on tickets: the only code that appends to them, in one transaction with all that follows.

pub mod misses;
pub mod project;
pub mod archive;
pub mod append;
pub mod facts;
pub mod transact;
pub mod execute;
pub mod fall_due;
