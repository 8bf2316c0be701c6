//! A filled-in form as data, with a row for each thing it speaks of; as CSV, as Markdown.

use super::cell::{Cell, Label, Row, missing};
use super::fill;
use super::form_name::FormName;
use super::subject::FormContext;
use super::table::{csv, markdown_cell, markdown_table};
use super::urgency::rows;
use crate::sla::Policy;
use crate::words::Locale;

/// One form of one ticket, or of many, a row each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub form: FormName,
    pub locale: Locale,
    pub rows: Vec<Row>,
    /// Several rows under one another, even if there happens to be one.
    pub list: bool,
}

impl Sheet {
    pub fn labels(&self) -> &'static [Label] {
        fill::labels(self.form)
    }

    pub fn title(&self) -> String {
        self.form.title(self.locale)
    }

    fn header(&self) -> Vec<String> {
        self.labels().iter().map(|label| label.text(self.locale)).collect()
    }

    /// A line of names, then a line each.
    pub fn csv(&self) -> String {
        let lines = self.rows.iter().map(|row| row.cells.iter().map(|cell| cell.plain(self.locale)).collect());
        csv(std::iter::once(self.header()).chain(lines))
    }

    /// One ticket as two columns, a list as one table.
    pub fn markdown(&self) -> String {
        let written = |cell: &Cell| match cell {
            Cell::Given(text) => markdown_cell(text),
            Cell::Missing => format!("**{}**", missing(self.locale)),
            Cell::None => "—".to_string(),
            Cell::Blank => "＿＿＿＿＿＿＿＿".to_string(),
        };
        let mut text = format!("# {}\n\n", self.title());
        match (self.list, self.rows.as_slice()) {
            (false, [row]) => {
                let head = match self.locale {
                    Locale::Zh => ["项目", "内容"],
                    Locale::En => ["项目 Field", "内容 Content"],
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

/// The desk's urgencies, the whole table.
pub fn urgency(policy: &Policy, ctx: &FormContext) -> Sheet {
    Sheet { form: FormName::Urgency, locale: ctx.locale, rows: rows(policy, ctx), list: true }
}
