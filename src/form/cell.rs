//! A field of a form and what stands in it.

use crate::ticket::Number;
use crate::words::Locale;

/// A field by its name for programs and its names for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    pub name: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

impl Label {
    /// Forms keep the process's Chinese names; English stands beside them.
    pub fn text(&self, locale: Locale) -> String {
        match locale {
            Locale::Zh => self.zh.to_string(),
            Locale::En => format!("{} {}", self.zh, self.en),
        }
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Given(String),
    /// A complete report has it and this one lacks it (待补充).
    Missing,
    /// It has not come to that, or there is nothing to say.
    None,
    /// For a pen.
    Blank,
}

impl Cell {
    /// Empty text says nothing.
    pub fn of(text: impl Into<String>) -> Cell {
        let text: String = text.into();
        if text.trim().is_empty() { Cell::None } else { Cell::Given(text.trim().to_string()) }
    }
    pub fn maybe(text: Option<impl Into<String>>) -> Cell {
        text.map_or(Cell::None, Cell::of)
    }
    pub fn state(&self) -> &'static str {
        match self {
            Cell::Given(_) => "told",
            Cell::Missing => "missing",
            Cell::None => "none",
            Cell::Blank => "blank",
        }
    }
    /// As a spreadsheet has it.
    pub fn plain(&self, locale: Locale) -> String {
        match self {
            Cell::Given(text) => text.clone(),
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// None: a line of the desk's own table.
    pub number: Option<Number>,
    pub cells: Vec<Cell>,
}
