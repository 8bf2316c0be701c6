//! A case as a body revises it.

use super::fields::FieldError;
use super::tables::REVISE;
use super::validate::{Checked, check};
use crate::case::Case;
use crate::case::Part;
use crate::words::Vocabulary;
use serde_json::Value;

/// A case revised by a body.
///
/// # Errors
/// Every field that is wrong.
pub fn revised(case: Case, body: &Value) -> Result<Case, Vec<FieldError>> {
    Ok(with(case, &check(body, REVISE)?))
}

/// The case with the fields of the body; what the body leaves out stays.
pub fn with(mut case: Case, fields: &Checked) -> Case {
    case.title = fields.maybe("title").unwrap_or(case.title);
    case.audience = fields.word("audience").unwrap_or(case.audience);
    case.confidence = fields.word("confidence").unwrap_or(case.confidence);
    case.product = fields.maybe("product").or(case.product);
    case.component = fields.maybe("component").or(case.component);
    if fields.has("versions") {
        case.versions = fields.texts("versions");
    }
    let parts = fields.object("parts");
    for part in Part::ALL.iter().filter(|part| parts.has(part.word())) {
        *case.parts.text_mut(*part) = parts.text(part.word());
    }
    case
}
