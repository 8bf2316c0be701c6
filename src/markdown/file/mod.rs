//! A case as the text of its file, and back.

mod commonmark;
mod front_matter;
mod parts;
mod read;
mod write;

pub use parts::normalise;
pub use read::{BadCaseFile, CaseFile, read_case, read_case_in};
pub use write::write_case;

#[cfg(test)]
pub use parts::{TextFormat, read as read_parts, write as write_parts};
