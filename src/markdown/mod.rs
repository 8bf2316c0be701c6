//! Case ⇄ file text. One writer, one reader; what is written reads back the same.

mod front_matter;
mod parts;
mod read;
mod write;

pub use parts::normalise;
pub use read::{BadCaseFile, CaseFile, read_case};
pub use write::write_case;
