//! What steps write on tickets: the only code that appends to them.

pub mod execute;
pub mod misses;
pub mod settle;
pub mod append;
pub mod project;
pub mod archive;
pub mod children;
pub mod propagate;
