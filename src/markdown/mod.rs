//! Texts: light Markdown as people type it, rendered safe, and cases as files.
//!
//! Useful for: writing and reading case files, and rendering text people wrote. What is written reads back the same. Not for:
//! where files lie (`content`).

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod file;
mod outside;
mod prose;
mod render;
#[cfg(test)]
mod tests;

pub use file::{BadCaseFile, CaseFile, normalise, read_case, read_case_in, write_case};
pub use outside::from_outside;
pub use render::{Excerpt, ExcerptRun, Renderer, escape_char, first_step, plain_text};
