//! The ledger: an append-only record of events in SQLite, and the tables kept beside it (board, people, tokens).
//!
//! Useful for: deciding inside the writer's transaction, and reading what was decided. Not for: derived data that lives
//! elsewhere (files, index).
//!
//! `connection` holds the file, the handle on it (`Ledger`) and a verb's transaction (`WriteTx`); each group of tables adds its
//! methods to both, in a folder of its own: `people`, `board`, `archive`, the `record`, and `queries` over the whole record.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod archive;
mod board;
mod connection;
mod error;
mod people;
mod queries;
mod record;
#[cfg(test)]
mod tests;

pub use archive::cases::CaseRow;
pub use archive::files::FileRow;
pub use archive::links::LinkRow;
pub use board::filter::BoardFilter;
pub use board::row::{BoardRow, BoardTimes, Owner};
pub use board::worklist_owner::WorklistOwner;
pub use connection::ledger::Ledger;
pub use connection::space::Space;
pub use connection::write_tx::WriteTx;
pub use error::{LedgerError, Unreadable};
pub use people::notices::NoticeRow;
pub use people::tokens::{TokenRow, token_id};
pub use queries::metrics::{DEFLECTED, TAKEN_BACK, TiedRow};
pub use record::policies::PolicyRow;
pub use record::source::CaseWithSource;
pub use record::stored_event::{Area, EventPage, StoredEvent};
pub use record::verify::Verified;
