//! The server: what it begins with, its threads, and how it ends.

pub mod background;
pub mod serve;
