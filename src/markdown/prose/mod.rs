//! The light Markdown that people type, read so that what is not markup stays as it was written.

mod address;
mod emphasis;
mod inline;
mod lines;
mod parse;
mod sentinel;

pub use parse::light_markdown;
pub use sentinel::{Sentinel, has_sentinels, literal};
