//! Why a body did not become what it should.

use super::fields::FieldError;
use crate::reason::FieldReason;

/// What is wrong with a body.
#[derive(Debug)]
pub enum BadBody {
    /// No step has this name.
    UnknownVerb(String),
    /// These fields are wrong.
    Fields(Vec<FieldError>),
}

impl From<Vec<FieldError>> for BadBody {
    fn from(errors: Vec<FieldError>) -> BadBody {
        BadBody::Fields(errors)
    }
}

/// One field is wrong.
pub fn one(field: &str, why: FieldReason) -> BadBody {
    BadBody::Fields(vec![FieldError::new(field, why)])
}
