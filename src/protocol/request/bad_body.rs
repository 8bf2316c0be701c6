//! Why a body did not become what it should.

use super::fields::FieldError;
use crate::reason::FieldReason;

#[derive(Debug)]
pub enum BadBody {
    UnknownVerb(String),
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
