//! The file itself: opening it, its format, its one writer, the room on its disk.

pub mod columns;
pub mod ledger;
pub mod schema;
pub mod space;
pub mod write_tx;
pub mod writer;
