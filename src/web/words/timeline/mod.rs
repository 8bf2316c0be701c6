//! The timeline of a ticket: its lines, and the texts in them.

mod event_text;
mod line;
mod text_part;

pub use line::TimelineLine;
pub use text_part::{TextPart, line_html};
