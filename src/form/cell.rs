//! Fields of a form: their labels and contents.

use crate::ticket::Number;
use crate::words::Locale;

/// A field: its name in the API and its labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Name in the API.
    pub name: &'static str,
    /// Chinese label.
    pub zh: &'static str,
    /// English label.
    pub en: &'static str,
}

impl Label {
    /// Its label. The process names fields in Chinese; in English both are shown.
    pub fn text(&self, locale: Locale) -> String {
        match locale {
            Locale::Zh => self.zh.to_string(),
            Locale::En => format!("{} {}", self.zh, self.en),
        }
    }
}

/// A text of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormText {
    /// A title, which is no Markdown.
    Title(String),
    /// What somebody wrote, as light Markdown.
    Prose(String),
}

impl FormText {
    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        match self {
            FormText::Title(text) | FormText::Prose(text) => text,
        }
    }
}

/// The content of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// These words, which are no Markdown.
    Given(String),
    /// What people wrote: texts below each other, each read by itself.
    Prose(Vec<FormText>),
    /// A complete report has it, this one lacks it (待补充).
    Missing,
    /// Nothing yet, or nothing to say.
    None,
    /// To be filled in by hand.
    Blank,
}

impl Cell {
    /// The trimmed text; [`Cell::None`] if it is empty.
    pub fn of(text: impl Into<String>) -> Cell {
        let text: String = text.into();
        if text.trim().is_empty() { Cell::None } else { Cell::Given(text.trim().to_string()) }
    }
    /// What people wrote, trimmed; [`Cell::None`] if there is nothing.
    pub fn prose(texts: impl IntoIterator<Item = String>) -> Cell {
        let texts = texts.into_iter().map(|text| text.trim().to_string()).filter(|text| !text.is_empty());
        let texts: Vec<FormText> = texts.map(FormText::Prose).collect();
        if texts.is_empty() { Cell::None } else { Cell::Prose(texts) }
    }
    /// A title, and what people wrote below it.
    pub fn titled(texts: impl IntoIterator<Item = String>) -> Cell {
        let mut texts = texts.into_iter();
        let title = texts.next().map(|title| FormText::Title(title.trim().to_string()));
        let rest = match Cell::prose(texts) {
            Cell::Prose(rest) => rest,
            _ => Vec::new(),
        };
        Cell::Prose(title.into_iter().chain(rest).collect())
    }
    /// The texts of a field below each other.
    pub fn joined(texts: &[FormText]) -> String {
        texts.iter().map(FormText::as_str).collect::<Vec<_>>().join("\n")
    }
    /// The text, if there is one.
    pub fn maybe(text: Option<impl Into<String>>) -> Cell {
        text.map_or(Cell::None, Cell::of)
    }
    /// The kind of content, as the API has it.
    pub fn state(&self) -> &'static str {
        match self {
            Cell::Given(_) | Cell::Prose(_) => "told",
            Cell::Missing => "missing",
            Cell::None => "none",
            Cell::Blank => "blank",
        }
    }
    /// The text as in a spreadsheet; empty if there is none.
    pub fn plain(&self, locale: Locale) -> String {
        match self {
            Cell::Given(text) => text.clone(),
            Cell::Prose(texts) => Cell::joined(texts),
            Cell::Missing => missing(locale).to_string(),
            Cell::None | Cell::Blank => String::new(),
        }
    }
}

pub(super) fn missing(locale: Locale) -> &'static str {
    match locale {
        Locale::Zh => "待补充",
        Locale::En => "待补充 (to be told)",
    }
}

/// One filled-in form, or a line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its ticket; `None`: a line of the table of urgencies.
    pub number: Option<Number>,
    /// Its fields, in the order of the labels.
    pub cells: Vec<Cell>,
}
