//! What a form offers to choose from, in the reader's language.

use super::codes::word;
use crate::words::{Locale, Vocabulary};
use serde::Serialize;

/// One value, and how it is called.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub word: &'static str,
    pub label: String,
}

/// Every word of a vocabulary.
pub fn choices<T: Vocabulary>(locale: Locale, values: &[T]) -> Vec<Choice> {
    values.iter().map(|value| Choice { word: value.word(), label: word(locale, *value) }).collect()
}
