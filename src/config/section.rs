//! Reading a table of `desk.toml` key by key, collecting every mistake with its line.

use crate::reason::{Mistake, SettingsMistake, ValueKind};
use std::cell::RefCell;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text of a settings file, and the mistakes found in it.
pub struct SettingsText<'t> {
    text: &'t str,
    mistakes: RefCell<Vec<Mistake>>,
}

impl<'t> SettingsText<'t> {
    pub fn new(text: &'t str) -> SettingsText<'t> {
        SettingsText { text, mistakes: RefCell::default() }
    }

    /// Line of a byte offset, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
    }

    /// Notes a mistake.
    pub fn wrong(&self, line: usize, place: impl Into<String>, why: impl Into<SettingsMistake>) {
        self.mistakes.borrow_mut().push(Mistake { line, place: place.into(), why: why.into() });
    }

    /// The mistakes found, by line.
    pub fn mistakes(self) -> Vec<Mistake> {
        let mut mistakes = self.mistakes.into_inner();
        mistakes.sort_by_key(|mistake| (mistake.line, mistake.to_string()));
        mistakes.dedup();
        mistakes
    }
}

/// One table of the file.
pub struct Section<'t> {
    source: &'t SettingsText<'t>,
    path: String,
    table: &'t DeTable<'t>,
    pub line: usize,
}

/// A string, with its line.
pub struct SpannedText<'t> {
    pub text: &'t str,
    pub line: usize,
}

impl<'t> Section<'t> {
    pub fn root(source: &'t SettingsText<'t>, table: &'t DeTable<'t>) -> Section<'t> {
        Section { source, path: String::new(), table, line: 1 }
    }

    fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) }
    }

    /// Notes a mistake at a key of this table.
    pub fn wrong(&self, key: &str, line: usize, why: impl Into<SettingsMistake>) {
        self.source.wrong(line, self.path(key), why);
    }

    /// How many mistakes have been found in the file so far.
    pub fn mistakes(&self) -> usize {
        self.source.mistakes.borrow().len()
    }

    /// Notes every key not among these as a mistake.
    pub fn only(&self, known: &[&str]) {
        for (key, _) in self.table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let line = self.source.line(key.span().start);
            self.wrong(key.get_ref(), line, SettingsMistake::NotKnown { known: known.join(", ") });
        }
    }

    /// The keys of the table, with their lines.
    pub fn keys(&self) -> Vec<SpannedText<'t>> {
        let located = |(key, _): (&'t Spanned<_>, _)| {
            let name: &std::borrow::Cow<'t, str> = key.get_ref();
            SpannedText { text: name.as_ref(), line: self.source.line(key.span().start) }
        };
        self.table.iter().map(located).collect()
    }

    /// Line of a key, else of the table.
    pub fn line_of(&self, key: &str) -> usize {
        self.keys().iter().find(|text| text.text == key).map_or(self.line, |text| text.line)
    }

    fn value(&self, key: &str) -> Option<(&'t DeValue<'t>, usize)> {
        let value = self.table.get(key)?;
        Some((value.get_ref(), self.source.line(value.span().start)))
    }

    /// The value if `read` accepts its kind; another kind is noted as a mistake.
    fn of_kind<T>(&self, key: &str, kind: ValueKind, read: impl Fn(&'t DeValue<'t>) -> Option<T>) -> Option<(T, usize)> {
        let (value, line) = self.value(key)?;
        let found = read(value);
        if found.is_none() {
            self.wrong(key, line, SettingsMistake::OtherKind { wanted: kind, found: kind_of(value) });
        }
        found.map(|value| (value, line))
    }

    pub fn text(&self, key: &str) -> Option<SpannedText<'t>> {
        self.of_kind(key, ValueKind::Text, |v| v.as_str()).map(|(text, line)| SpannedText { text, line })
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        self.of_kind(key, ValueKind::Flag, DeValue::as_bool).map(|(flag, _)| flag)
    }

    pub fn count(&self, key: &str) -> Option<u32> {
        self.of_kind(key, ValueKind::Count, |v| v.as_integer()?.as_str().parse().ok().filter(|n| *n > 0)).map(|(n, _)| n)
    }

    /// A text parsed by `parse`; a parse error is noted as a mistake.
    pub fn parsed<T, E: Into<SettingsMistake>>(&self, key: &str, parse: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let text = self.text(key)?;
        self.read(key, &text, parse)
    }

    pub fn read<T, E: Into<SettingsMistake>>(
        &self,
        key: &str,
        text: &SpannedText,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        parse(text.text).map_err(|error| self.wrong(key, text.line, error)).ok()
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Option<Vec<SpannedText<'t>>> {
        let (array, _) = self.of_kind(key, ValueKind::List, |v| v.as_array())?;
        let mut texts = Vec::new();
        for item in array {
            let line = self.source.line(item.span().start);
            match item.get_ref().as_str() {
                Some(text) => texts.push(SpannedText { text, line }),
                None => self.wrong(key, line, SettingsMistake::NotTexts),
            }
        }
        Some(texts)
    }

    /// A list of texts, each read as something.
    pub fn list<T, E: Into<SettingsMistake>>(&self, key: &str, parse: impl Fn(&str) -> Result<T, E>) -> Option<Vec<T>> {
        Some(self.texts(key)?.iter().filter_map(|text| self.read(key, text, &parse)).collect())
    }

    pub fn section(&self, key: &str) -> Option<Section<'t>> {
        let (table, value_line) = self.of_kind(key, ValueKind::Table, |v| v.as_table())?;
        let line = self.table.get_key_value(key).map_or(value_line, |(name, _)| self.source.line(name.span().start));
        Some(Section { source: self.source, path: self.path(key), table, line })
    }

    /// A list of tables, as `[[…]]` writes it.
    pub fn sections(&self, key: &str) -> Option<Vec<Section<'t>>> {
        let (array, _) = self.of_kind(key, ValueKind::Tables, |v| v.as_array())?;
        let mut found = Vec::new();
        for item in array {
            let line = self.source.line(item.span().start);
            match item.get_ref().as_table() {
                Some(table) => found.push(Section { source: self.source, path: self.path(key), table, line }),
                None => self.wrong(key, line, SettingsMistake::NotTables),
            }
        }
        Some(found)
    }
}

fn kind_of(value: &DeValue) -> ValueKind {
    match value {
        DeValue::String(_) => ValueKind::String,
        DeValue::Integer(_) => ValueKind::Integer,
        DeValue::Float(_) => ValueKind::Float,
        DeValue::Boolean(_) => ValueKind::Boolean,
        DeValue::Datetime(_) => ValueKind::Datetime,
        DeValue::Array(_) => ValueKind::Array,
        DeValue::Table(_) => ValueKind::OneTable,
    }
}
