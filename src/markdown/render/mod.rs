//! Text to what people read: safe HTML, and excerpts.

mod bounded;
mod code;
mod escape;
mod excerpt;
mod footnotes;
mod html;
mod limits;
mod renderer;

pub use escape::escape_char;
pub use excerpt::{Excerpt, ExcerptRun, first_step, plain_text};
pub use renderer::Renderer;
