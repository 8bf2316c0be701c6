//! Case ⇄ file text, and Markdown → safe HTML. One writer, one reader, one renderer; what is written reads back the same.

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
