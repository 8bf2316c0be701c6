//! The parts of a case in the order they are read: the answer first, then what led to it.

use crate::case::{Part, Parts};
use crate::markdown::Renderer;
use crate::words::Vocabulary;
use serde::Serialize;

/// A part of a case as HTML; `name` is also the key of its heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartHtml {
    /// The stored word of the part.
    pub name: &'static str,
    /// Its text, rendered.
    pub html: String,
    /// What a button copies, as it was written: the solution.
    pub copied: Option<String>,
}

/// The parts that hold something, in reading order: whoever opens a case has the trouble now.
pub fn parts_for_reading(parts: &Parts, renderer: &Renderer) -> Vec<PartHtml> {
    let filled = Part::READ.into_iter().filter(|part| !parts.text(*part).is_empty());
    let html = |part: Part| PartHtml {
        name: part.word(),
        html: renderer.html(parts.text(part)),
        copied: (part == Part::Resolution).then(|| parts.text(part).to_string()),
    };
    filled.map(html).collect()
}
