//! A text as a page shows it: safe HTML under a label, made by the text's kind.

use crate::markdown::{Renderer, escape_char};
use crate::view::{ProgramOutput, Prose};
use serde::Serialize;

/// A text under its label, as HTML.
#[derive(Debug, Serialize)]
pub struct TextPart {
    /// What it is; empty where it needs no name.
    label: String,
    html: String,
}

impl TextPart {
    /// What somebody wrote.
    pub fn prose(label: String, text: &Prose, renderer: &Renderer) -> TextPart {
        TextPart { label, html: text.html(renderer) }
    }

    /// What a program printed.
    pub fn output(label: String, text: &ProgramOutput, renderer: &Renderer) -> TextPart {
        TextPart { label, html: text.html(renderer) }
    }

    /// A line that is no Markdown: a word, a name.
    pub fn line(label: String, text: &str) -> TextPart {
        TextPart { label, html: line_html(text) }
    }
}

/// A line that is no Markdown, as HTML.
pub fn line_html(text: &str) -> String {
    let mut html = String::from("<p>");
    text.chars().for_each(|c| escape_char(&mut html, c));
    html.push_str("</p>");
    html
}
