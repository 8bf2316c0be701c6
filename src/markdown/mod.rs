//! Case to file text and back, and Markdown to safe HTML.
//!
//! Useful for: writing and reading case files, and rendering text people wrote. What is written reads back the same. Not for:
//! where files lie (`content`).

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod bounded;
mod code;
mod escape;
mod front_matter;
mod html;
mod limits;
mod parts;
mod read;
mod renderer;
mod write;

pub use escape::escape_char;
pub use html::plain_text;
pub use parts::normalise;
pub use read::{BadCaseFile, CaseFile, read_case, read_case_in};
pub use renderer::Renderer;
pub use write::write_case;
