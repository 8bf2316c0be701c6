//! The exchange format: one ticket a line, from other systems and back.
//!
//! Useful for: reading what others exported, in words of theirs. Not for: deciding anything about a live ticket.

mod exchange;
mod jsonl;
mod mapping;
mod set;

pub use exchange::{BadLine, ExchangeLine, OWN, Own, OwnCase};
pub use jsonl::{Read, read_jsonl};
pub use mapping::{Unmapped, Words, fold};
pub use set::{BadSet, read_set};
