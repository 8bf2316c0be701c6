//! A sheet: filled-in forms as data, and as CSV and Markdown.

use super::cell::{Cell, Label, Row, missing};
use super::fill;
use super::form_name::FormName;
use super::subject::FormContext;
use super::table::{csv, markdown_cell, markdown_table};
use super::urgency::rows;
use crate::sla::Policy;
use crate::words::Locale;

/// One form of one ticket, or of several, one row each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The form.
    pub form: FormName,
    /// Language of the labels and values.
    pub locale: Locale,
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether it is a list, even if it has one row.
    pub list: bool,
}

impl Sheet {
    /// The fields, in order.
    pub fn labels(&self) -> &'static [Label] {
        fill::labels(self.form)
    }

    /// The title.
    pub fn title(&self) -> String {
        self.form.title(self.locale)
    }

    fn header(&self) -> Vec<String> {
        self.labels().iter().map(|label| label.text(self.locale)).collect()
    }

    /// As CSV: a line of labels, then one line per row.
    pub fn csv(&self) -> String {
        let lines = self.rows.iter().map(|row| row.cells.iter().map(|cell| cell.plain(self.locale)).collect());
        csv(std::iter::once(self.header()).chain(lines))
    }

    /// As Markdown: one ticket as two columns, a list as one table.
    pub fn markdown(&self) -> String {
        let written = |cell: &Cell| match cell {
            Cell::Given(text) => markdown_cell(text),
            Cell::Prose(texts) => markdown_cell(&Cell::joined(texts)),
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

/// Form 1: the table of urgencies.
pub fn urgency(policy: &Policy, ctx: &FormContext) -> Sheet {
    Sheet { form: FormName::Urgency, locale: ctx.locale, rows: rows(policy, ctx), list: true }
}
