//! What a form offers to choose from, in the reader's language.

use super::codes::word;
use crate::words::{Locale, Vocabulary};
use serde::Serialize;

/// One value of a choice: the word that is sent, how it is called, and whether it is the chosen one.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub word: &'static str,
    pub label: String,
    pub chosen: bool,
}

/// Every word of a vocabulary; `chosen` is the word that is selected.
pub fn choices<T: Vocabulary>(locale: Locale, values: &[T], chosen: &str) -> Vec<Choice> {
    let choice = |value: &T| Choice { word: value.word(), label: word(locale, *value), chosen: value.word() == chosen };
    values.iter().map(choice).collect()
}

/// A name of a choice of people.
#[derive(Debug, Clone, Serialize)]
pub struct NameChoice {
    pub name: String,
    pub chosen: bool,
}

/// The names of a choice of people; `chosen` is the one that is selected.
pub fn name_choices<'a>(names: impl Iterator<Item = &'a str>, chosen: &str) -> Vec<NameChoice> {
    names.map(|name| NameChoice { name: name.to_string(), chosen: name == chosen }).collect()
}
