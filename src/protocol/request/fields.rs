//! A body as a table of fields: one declaration checks it, asks for it on a form, and documents it.

use crate::reason::{Reason, Said, ValueKind};
use crate::words::Locale;
use serde_json::{Map, Value, json};

/// What a field holds. Lengths are in characters.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Text {
        max: usize,
    },
    Choice(&'static [&'static str]),
    Flag,
    /// A whole number from 1 on.
    Count,
    Time,
    Object(&'static [Field]),
    List(&'static [Field]),
    Texts {
        max: usize,
    },
}

/// Items of any list in a body; the largest that makes sense is all reports of a flood.
pub const ITEMS_MAX: usize = 1_000;

#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
}

/// Texts longer than a line get a larger box on a form.
const LINE_CHARS: usize = 500;

impl Field {
    /// Whether what it holds may take several lines.
    pub fn is_long(&self) -> bool {
        match self.kind {
            Kind::Text { max } => max > LINE_CHARS,
            Kind::List(_) | Kind::Texts { .. } => true,
            Kind::Choice(_) | Kind::Flag | Kind::Time | Kind::Count | Kind::Object(_) => false,
        }
    }

    /// What a form's text means: "true" is a flag; each line of a list is an item, one that begins with ✗ did not pass.
    pub fn read_form(&self, text: &str) -> Value {
        match self.kind {
            Kind::Flag => json!(text == "true"),
            Kind::List(_) => {
                let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
                let item =
                    |line: &str| json!({"item": line.trim_start_matches(['✗', '✓']).trim(), "passed": !line.starts_with('✗')});
                Value::Array(lines.map(item).collect())
            }
            Kind::Count => text.trim().parse::<u32>().map_or_else(|_| json!(text), |n| json!(n)),
            Kind::Texts { .. } => json!(text.lines().collect::<Vec<_>>()),
            _ => json!(text),
        }
    }
}

pub const fn required(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

pub const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

/// One wrong field, by its path in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: String,
    pub why: Reason,
}

impl FieldError {
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

impl Kind {
    /// As a message names it.
    pub fn name(self) -> ValueKind {
        match self {
            Kind::Text { .. } | Kind::Choice(_) => ValueKind::Text,
            Kind::Flag => ValueKind::Flag,
            Kind::Count => ValueKind::Count,
            Kind::Time => ValueKind::Time,
            Kind::Object(_) => ValueKind::Object,
            Kind::List(_) => ValueKind::Objects,
            Kind::Texts { .. } => ValueKind::Texts,
        }
    }

    /// As JSON Schema.
    fn schema(self) -> Value {
        match self {
            Kind::Text { max } => json!({"type": "string", "maxLength": max}),
            Kind::Choice(words) => json!({"type": "string", "enum": words}),
            Kind::Flag => json!({"type": "boolean"}),
            Kind::Count => json!({"type": "integer", "minimum": 1}),
            Kind::Time => json!({"type": "string", "format": "date-time"}),
            Kind::Object(fields) => schema(fields),
            Kind::List(fields) => json!({"type": "array", "maxItems": ITEMS_MAX, "items": schema(fields)}),
            Kind::Texts { max } => json!({"type": "array", "maxItems": ITEMS_MAX, "items": {"type": "string", "maxLength": max}}),
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
