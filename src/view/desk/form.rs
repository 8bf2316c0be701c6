//! A form of the process: values by the fields' names, and the fields in their order for who shows them.

use crate::form::{FormName, Row, Sheet};
use crate::view::redacted::{Redacted, masked_before};
use crate::view::word::{TicketNo, WordOf};
use crate::words::Vocabulary;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// One form about one ticket, with its title.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FormView {
    /// Which form.
    pub form: WordOf<FormName>,
    /// What it is called.
    pub title: TitleView,
    /// Its fields.
    #[serde(flatten)]
    pub row: FormRowView,
}

/// A title in both languages.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TitleView {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// A row of a form. Its texts are masked, whoever asks.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FormRowView {
    /// Null for a line of the desk's own table.
    pub ticket: Option<TicketNo>,
    /// By field name; null where nothing is said.
    pub values: BTreeMap<&'static str, Option<Redacted>>,
    /// In the order of the form.
    pub fields: Vec<FieldView>,
}

/// One field.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FieldView {
    /// For programs.
    pub name: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// Null where nothing stands in it.
    pub value: Option<Redacted>,
    /// `told`, `missing` (asked for and not given yet), `none` or `blank` (for a pen).
    pub state: &'static str,
}

impl FormRowView {
    /// A row of a sheet.
    pub fn of(sheet: &Sheet, row: &Row) -> FormRowView {
        let fields: Vec<FieldView> = sheet
            .labels()
            .iter()
            .zip(&row.cells)
            .map(|(label, cell)| FieldView {
                name: label.name,
                zh: label.zh,
                en: label.en,
                value: Some(cell.plain(sheet.locale)).filter(|text| !text.is_empty()).as_deref().map(masked_before),
                state: cell.state(),
            })
            .collect();
        let values = fields.iter().map(|field| (field.name, field.value.clone())).collect();
        FormRowView { ticket: row.number.map(TicketNo), values, fields }
    }
}

impl FormView {
    /// The form of one ticket; None for a sheet without rows.
    pub fn of(sheet: &Sheet) -> Option<FormView> {
        let row = FormRowView::of(sheet, sheet.rows.first()?);
        Some(FormView { form: sheet.form.into(), title: TitleView { zh: sheet.form.zh(), en: sheet.form.en() }, row })
    }
}
