//! Tables written in the same transaction as the events: cases, links, files, numbers, cursors.

pub mod cases;
pub mod cursors;
pub mod files;
pub mod links;
pub mod numbers;
