//! A case as a body revises it.

use super::fields::FieldError;
use super::tables::REVISE;
use super::validate::{Checked, check};
use crate::case::Case;
use crate::case::Part;
use crate::words::Vocabulary;
use serde_json::Value;

/// A case revised by a body.
pub fn revised(case: Case, body: &Value) -> Result<Case, Vec<FieldError>> {
    Ok(with(case, &check(body, REVISE)?))
}

/// What is told replaces; what is left out stays.
pub fn with(mut case: Case, told: &Checked) -> Case {
    case.title = told.maybe("title").unwrap_or(case.title);
    case.audience = told.word("audience").unwrap_or(case.audience);
    case.confidence = told.word("confidence").unwrap_or(case.confidence);
    case.product = told.maybe("product").or(case.product);
    case.component = told.maybe("component").or(case.component);
    if told.has("versions") {
        case.versions = told.texts("versions");
    }
    let parts = told.object("parts");
    for part in Part::ALL.iter().filter(|part| parts.has(part.word())) {
        *case.parts.text_mut(*part) = parts.text(part.word());
    }
    case
}
