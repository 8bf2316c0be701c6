//! Case ⇄ file text, and Markdown → safe HTML. One writer, one reader, one renderer; what is written reads back the same.

mod code;
mod front_matter;
mod html;
mod parts;
mod read;
mod write;

pub use html::{escape_char, plain_text, safe_html};
pub use parts::normalise;
pub use read::{BadCaseFile, CaseFile, read_case, read_case_in};
pub use write::write_case;
