//! A body as a table of fields: one declaration checks it, asks for it on a form, and documents it.

use super::choices::Choices;
use super::marks::marked_item;
use crate::reason::{FieldReason, Reason, Said, ValueKind};
use crate::words::{Locale, Vocabulary};
use serde_json::{Map, Value, json};

/// What a field holds. Lengths are in characters.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// A text.
    Text {
        /// The longest, in characters.
        max: usize,
    },
    /// One of these words.
    Choice(Choices),
    /// Yes or no.
    Flag,
    /// A whole number from 1 on.
    Count,
    /// A moment as RFC 3339 has it.
    Time,
    /// An object with these fields.
    Object(&'static [Field]),
    /// A list of such objects.
    List(&'static [Field]),
    /// A list of texts.
    Texts {
        /// The longest of them, in characters.
        max: usize,
    },
}

/// Items of any list in a body; the largest that makes sense is all reports of a flood.
pub const ITEMS_MAX: usize = 1_000;

/// A field of a body.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key in the body.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a body without it is refused.
    pub required: bool,
}

/// Characters of a line that an error quotes.
const LINE_CHARS_SHOWN: usize = 40;

/// Texts longer than a line get a larger box on a form.
const LINE_CHARS: usize = 500;

impl Field {
    /// Whether what it holds may take several lines.
    pub fn is_long(&self) -> bool {
        match self.kind {
            FieldKind::Text { max } => max > LINE_CHARS,
            FieldKind::List(_) | FieldKind::Texts { .. } => true,
            FieldKind::Choice(_) | FieldKind::Flag | FieldKind::Time | FieldKind::Count | FieldKind::Object(_) => false,
        }
    }

    /// What a form's text means: "true" is a flag; each line of a list is an item with its mark.
    ///
    /// # Errors
    /// [`FieldReason::UnclearMark`] if a line of a list says neither that its item passed nor that it did not.
    pub fn read_form(&self, text: &str) -> Result<Value, FieldReason> {
        Ok(match self.kind {
            FieldKind::Flag => json!(text == "true"),
            FieldKind::List(_) => {
                let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
                let item = |line: &str| match marked_item(line) {
                    Some((item, passed)) => Ok(json!({"item": item, "passed": passed})),
                    None => Err(FieldReason::UnclearMark { line: line.chars().take(LINE_CHARS_SHOWN).collect() }),
                };
                Value::Array(lines.map(item).collect::<Result<_, _>>()?)
            }
            FieldKind::Count => text.trim().parse::<u32>().map_or_else(|_| json!(text), |n| json!(n)),
            FieldKind::Texts { .. } => json!(text.lines().collect::<Vec<_>>()),
            _ => json!(text),
        })
    }
}

/// A field that a body must have.
pub const fn required(name: &'static str, kind: FieldKind) -> Field {
    Field { name, kind, required: true }
}

/// A field that a body may leave out.
pub const fn optional(name: &'static str, kind: FieldKind) -> Field {
    Field { name, kind, required: false }
}

/// One wrong field, by its path in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Its path in the body: `contact.name`.
    pub field: String,
    /// What is wrong with it.
    pub why: Reason,
}

impl FieldError {
    /// Whether it is taken as it is once its sender has seen that it looks like a slip.
    pub fn is_doubt(&self) -> bool {
        matches!(self.why, Reason::Field(FieldReason::Doubtful { .. }))
    }

    /// A field, and what is wrong with it.
    pub fn new(field: impl Into<String>, why: impl Into<Reason>) -> FieldError {
        FieldError { field: field.into(), why: why.into() }
    }
}

/// As programs read it: the sentence in English.
impl serde::Serialize for FieldError {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut error = serializer.serialize_struct("FieldError", 2)?;
        error.serialize_field("field", &self.field)?;
        error.serialize_field("message", &self.why.said(Locale::En))?;
        error.end()
    }
}

impl FieldKind {
    /// A choice among all words of a vocabulary.
    pub const fn one_of<T: Vocabulary>() -> FieldKind {
        FieldKind::Choice(Choices::of::<T>())
    }

    /// As a message names it.
    pub fn name(self) -> ValueKind {
        match self {
            FieldKind::Text { .. } | FieldKind::Choice(_) => ValueKind::Text,
            FieldKind::Flag => ValueKind::Flag,
            FieldKind::Count => ValueKind::Count,
            FieldKind::Time => ValueKind::Time,
            FieldKind::Object(_) => ValueKind::Object,
            FieldKind::List(_) => ValueKind::Objects,
            FieldKind::Texts { .. } => ValueKind::Texts,
        }
    }

    /// As JSON Schema.
    fn schema(self) -> Value {
        match self {
            FieldKind::Text { max } => json!({"type": "string", "maxLength": max}),
            FieldKind::Choice(words) => json!({"type": "string", "enum": words.words()}),
            FieldKind::Flag => json!({"type": "boolean"}),
            FieldKind::Count => json!({"type": "integer", "minimum": 1}),
            FieldKind::Time => json!({"type": "string", "format": "date-time"}),
            FieldKind::Object(fields) => schema(fields),
            FieldKind::List(fields) => json!({"type": "array", "maxItems": ITEMS_MAX, "items": schema(fields)}),
            FieldKind::Texts { max } => {
                json!({"type": "array", "maxItems": ITEMS_MAX, "items": {"type": "string", "maxLength": max}})
            }
        }
    }
}

/// A table as JSON Schema, for OpenAPI.
pub fn schema(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|f| (f.name.to_string(), f.kind.schema())).collect();
    let required: Vec<&str> = fields.iter().filter(|f| f.required).map(|f| f.name).collect();
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}
