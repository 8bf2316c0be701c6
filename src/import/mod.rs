//! The exchange format: one ticket a line, from other systems and back.
//!
//! Useful for: reading exports of other systems, in their words. Not for: deciding anything about a ticket.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod exchange;
mod jsonl;
mod mapping;
mod set;

pub use exchange::{ExchangeError, ExchangeLine, OWN_FIELD, OwnCaseFields, OwnFields};
pub use jsonl::{JsonlImport, read_jsonl};
pub use mapping::{Unmapped, WordMapping, fold};
pub use set::{SetError, read_set};
