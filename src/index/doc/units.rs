//! The units of stored values: document keys, owners, times, and one value per scored field.

use crate::ticket::Number;
use chrono::{DateTime, Utc};

/// One value per scored field, indexed by `TextField as usize`: title, body, answer.
pub type PerField<T> = [T; 3];

/// A ticket number packed into an integer ([`Number::code`]): the identity of a document. Ordered as the numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocKey(pub u64);

impl DocKey {
    /// The ticket number, or `None` if the integer encodes no valid date.
    pub fn number(self) -> Option<Number> {
        Number::from_code(self.0)
    }
}

impl From<Number> for DocKey {
    fn from(number: Number) -> DocKey {
        DocKey(number.code())
    }
}

/// Hash of the company a document belongs to; 0 ([`OwnerHash::NONE`]) if it belongs to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnerHash(pub u64);

impl OwnerHash {
    /// No company.
    pub const NONE: OwnerHash = OwnerHash(0);
}

/// Seconds since 1970-01-01 00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EpochSeconds(pub i64);

impl EpochSeconds {
    /// Resolution time of a document that is not resolved; later than any moment.
    pub const NEVER: EpochSeconds = EpochSeconds(i64::MAX);
    /// Opening time of documents whose source has no dates.
    pub const UNKNOWN: EpochSeconds = EpochSeconds(0);
}

impl From<DateTime<Utc>> for EpochSeconds {
    fn from(time: DateTime<Utc>) -> EpochSeconds {
        EpochSeconds(time.timestamp())
    }
}
