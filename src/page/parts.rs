//! The parts of a case in the order they are read: the answer first, then what led to it.

use crate::case::Parts;
use crate::markdown::Renderer;
use crate::words::Vocabulary;
use serde::Serialize;

/// A part as a page shows it; `name` is its message too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    pub name: &'static str,
    pub html: String,
}

/// Who comes to a case has the trouble now.
pub fn parts_for_reading(parts: &Parts, renderer: &Renderer) -> Vec<Part> {
    let told = crate::case::Part::READ.into_iter().map(|part| (part.word(), parts.text(part))).filter(|(_, text)| !text.is_empty());
    told.map(|(name, text)| Part { name, html: renderer.html(text) }).collect()
}
