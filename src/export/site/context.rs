//! What all pages of the site share.

use crate::desk::{Archive, Listed};
use crate::digest;
use crate::export::folder::{ExportError, ExportFolder};
use crate::markdown::Renderer;
use crate::page::{OtherLanguage, Template, message, render};
use crate::sla::Calendar;
use crate::ticket::Number;
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// What all pages share.
pub struct Site<'a> {
    pub name: String,
    pub listed: &'a BTreeMap<Number, Listed>,
    pub families: HashMap<Number, Vec<Number>>,
    /// The language of files without a language in their name: that of most cases.
    pub standard: Locale,
    calendar: &'a Calendar,
    /// Shared, so that repeated text is rendered once.
    pub renderer: Renderer,
}

impl<'a> Site<'a> {
    pub(super) fn new(archive: &'a Archive, name: &str, calendar: &'a Calendar) -> Site<'a> {
        let listed = archive.listed();
        let mut families: HashMap<Number, Vec<Number>> = HashMap::new();
        for (number, entry) in listed {
            families.entry(entry.family).or_default().push(*number);
        }
        families.retain(|_, members| members.len() > 1);
        let english = listed.values().filter(|entry| entry.language == Locale::En).count();
        let standard = if english * 2 > listed.len() { Locale::En } else { Locale::Zh };
        Site { name: name.to_string(), listed, families, standard, calendar, renderer: Renderer::default() }
    }

    /// `cases/2024/TS20240501001`: where a case's page is, without its ending.
    pub fn case_path(number: Number) -> String {
        format!("cases/{}/{number}", Listed::year(number))
    }

    /// How files in a language end.
    pub fn ending(&self, locale: Locale) -> String {
        if locale == self.standard { ".html".into() } else { format!(".{}.html", locale.word()) }
    }

    /// How many cases there are, in words.
    pub fn case_count(locale: Locale, count: usize) -> String {
        format!("{count} {}", message(locale, if count == 1 { "site.case_one" } else { "site.cases" }))
    }

    /// A day as the desk's calendar has it.
    pub fn day(&self, at: DateTime<Utc>) -> String {
        self.calendar.local_day(at).to_string()
    }

    /// Renders and puts a page that exists in both languages.
    pub fn page(
        &self,
        folder: &ExportFolder,
        template: Template,
        locale: Locale,
        path: &str,
        root: &str,
        values: Value,
    ) -> Result<(), ExportError> {
        let last = path.rsplit('/').next().unwrap_or(path);
        let mut all = json!({
            "lang": locale.tag(), "desk": self.name, "root": root, "standard": self.standard.word(),
            "home": format!("index{}", self.ending(locale)), "other_language": OtherLanguage::at(locale.other(), format!("{last}{}", self.ending(locale.other()))),
        });
        if let (Value::Object(all), Value::Object(values)) = (&mut all, values) {
            all.extend(values);
        }
        let html = render(template, all).map_err(ExportError::Page)?;
        folder.put(&format!("{path}{}", self.ending(locale)), &digest::hex(html.as_bytes())[..16], &html)
    }

    /// What the filter by title searches, as a script: data files cannot be fetched from disk.
    pub(super) fn titles(&self) -> Result<String, ExportError> {
        let rows = self.listed.iter().rev().map(|(number, entry)| {
            let place = format!("{}/{number}", Listed::year(*number));
            let about = [&entry.product, &entry.component].map(|name| name.as_deref().unwrap_or_default());
            json!([place, entry.title, about[0], about[1]])
        });
        let rows = serde_json::to_string(&rows.collect::<Vec<_>>()).map_err(|e| ExportError::Page(e.to_string()))?;
        Ok(format!("precedentTitles({rows});\n"))
    }

    /// A case as lists show it, the same in both languages.
    pub fn row(&self, number: Number, entry: &Listed, root: &str) -> Result<String, ExportError> {
        let values = json!({
            "root": root, "path": format!("{}.html", Site::case_path(number)), "number": number, "title": entry.title, "language": entry.language,
            "product": entry.product, "component": entry.component, "day": self.day(entry.at),
        });
        render(Template::SiteRow, values).map_err(ExportError::Page)
    }
}
