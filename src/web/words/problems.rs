//! What was wrong with a form that was sent, line by line.

use super::codes::label;
use crate::protocol::request::FieldError;
use crate::reason::Said;
use crate::words::Locale;
use serde::Serialize;

/// One thing that was wrong.
#[derive(Debug, Serialize)]
pub struct ProblemLine {
    /// The field; empty where it is about the whole.
    label: String,
    message: String,
}

impl ProblemLine {
    /// What was wrong with the form as a whole.
    pub fn of_whole(message: String) -> ProblemLine {
        ProblemLine { label: String::new(), message }
    }
}

/// All of them, in the reader's language.
pub fn problems(locale: Locale, errors: &[FieldError]) -> Vec<ProblemLine> {
    let named = |field: &str| if field.is_empty() { String::new() } else { label(locale, field) };
    errors.iter().map(|error| ProblemLine { label: named(&error.field), message: error.why.said(locale) }).collect()
}
