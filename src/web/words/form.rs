//! What a form shows in the reader's language: its choices, and what was wrong with it when it was sent.

use super::codes::{label, word};
use crate::page::{message, readable};
use crate::protocol::request::FieldError;
use crate::reason::Said;
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
    // Whoever reads only the head has to know that nothing was sent.
    let doubted = errors.iter().any(FieldError::is_doubt).then(|| ProblemLine::of_whole(message(locale, "doubt.not_sent").into()));
    let lines = errors.iter().map(|error| ProblemLine { label: named(&error.field), message: readable(&error.why.said(locale)) });
    doubted.into_iter().chain(lines).collect()
}

/// What was wrong with one field of the form, to stand beside it.
pub fn note_of(locale: Locale, errors: &[FieldError], field: &str) -> Option<String> {
    errors.iter().find(|error| error.field == field).map(|error| readable(&error.why.said(locale)))
}
