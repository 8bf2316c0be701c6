//! What single fields hold beyond their kind: roles by their words, a ticket's number.

use super::bad_body::{BadBody, one};
use super::validate::Checked;
use crate::people::Role;
use crate::ticket::{BadNumber, Number};
use crate::words::Vocabulary;

/// Roles by their words.
///
/// # Errors
/// [`BadBody::Fields`] if a word is no role.
pub fn roles(words: &[String]) -> Result<Vec<Role>, BadBody> {
    words.iter().map(|word| Role::parse(word.trim()).map_err(|e| one("roles", e.into()))).collect()
}

/// A number given as text in a field.
///
/// # Errors
/// [`BadBody::Fields`] if it is no number.
pub fn number(fields: &Checked, field: &'static str) -> Result<Number, BadBody> {
    fields.text(field).parse().map_err(|e: BadNumber| one(field, e.into()))
}
