//! A filled-in form as data: labels, and a row of cells for each thing it speaks of.

use super::FormName;
use super::table::{csv, markdown_cell, markdown_table};
use crate::case::Language;
use crate::ticket::Number;

/// A field by its name for programs and its names for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    pub name: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

impl Label {
    /// Forms keep the process's Chinese names; English stands beside them.
    pub fn text(&self, tongue: Language) -> String {
        match tongue {
            Language::Zh => self.zh.to_string(),
            Language::En => format!("{} {}", self.zh, self.en),
        }
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Told(String),
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
        if text.trim().is_empty() { Cell::None } else { Cell::Told(text.trim().to_string()) }
    }
    pub fn maybe(text: Option<impl Into<String>>) -> Cell {
        text.map_or(Cell::None, Cell::of)
    }
    pub fn state(&self) -> &'static str {
        match self {
            Cell::Told(_) => "told",
            Cell::Missing => "missing",
            Cell::None => "none",
            Cell::Blank => "blank",
        }
    }
    /// As a spreadsheet has it.
    pub fn plain(&self, tongue: Language) -> String {
        match self {
            Cell::Told(text) => text.clone(),
            Cell::Missing => missing(tongue).to_string(),
            Cell::None | Cell::Blank => String::new(),
        }
    }
}

pub(super) fn missing(tongue: Language) -> &'static str {
    match tongue {
        Language::Zh => "待补充",
        Language::En => "待补充 (to be told)",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// None: a line of the desk's own table.
    pub number: Option<Number>,
    pub cells: Vec<Cell>,
}

/// One form of one ticket, or of many, a row each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub form: FormName,
    pub tongue: Language,
    pub rows: Vec<Row>,
    /// Several rows under one another, even if there happens to be one.
    pub list: bool,
}

impl Sheet {
    pub fn labels(&self) -> &'static [Label] {
        self.form.labels()
    }

    pub fn title(&self) -> String {
        self.form.title(self.tongue)
    }

    fn header(&self) -> Vec<String> {
        self.labels().iter().map(|label| label.text(self.tongue)).collect()
    }

    /// A line of names, then a line each.
    pub fn csv(&self) -> String {
        let lines = self.rows.iter().map(|row| row.cells.iter().map(|cell| cell.plain(self.tongue)).collect());
        csv(std::iter::once(self.header()).chain(lines))
    }

    /// One ticket as two columns, a list as one table.
    pub fn markdown(&self) -> String {
        let written = |cell: &Cell| match cell {
            Cell::Told(text) => markdown_cell(text),
            Cell::Missing => format!("**{}**", missing(self.tongue)),
            Cell::None => "—".to_string(),
            Cell::Blank => "＿＿＿＿＿＿＿＿".to_string(),
        };
        let mut text = format!("# {}\n\n", self.title());
        match (self.list, self.rows.as_slice()) {
            (false, [row]) => {
                let head = match self.tongue {
                    Language::Zh => ["项目", "内容"],
                    Language::En => ["项目 Field", "内容 Content"],
                };
                let lines = self.header().into_iter().zip(&row.cells).map(|(label, cell)| vec![label, written(cell)]);
                text.push_str(&markdown_table(&head.map(str::to_string), lines));
            }
            (_, rows) => {
                let lines = rows.iter().map(|row| row.cells.iter().map(written).collect());
                text.push_str(&markdown_table(&self.header(), lines));
            }
        }
        text
    }
}
