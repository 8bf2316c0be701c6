//! What can go wrong with the ledger, by cause: damage, a lock, a full disk, a conflict, an I/O error.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why the ledger could not be opened, read or written.
///
/// *Reads* fail with [`Busy`](LedgerError::Busy) or [`Sql`](LedgerError::Sql), and with [`Damaged`](LedgerError::Damaged) if a stored
/// value cannot be parsed. *Writes* fail with [`Full`](LedgerError::Full), [`ReadOnly`](LedgerError::ReadOnly),
/// [`Busy`](LedgerError::Busy) or [`Sql`](LedgerError::Sql); their transaction is then rolled back.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The file is not an SQLite database, or could not be opened.
    #[error("{path}: cannot be opened as a desk's ledger: {source}")]
    Open {
        /// The database file.
        path: PathBuf,
        /// What SQLite reported.
        source: rusqlite::Error,
    },
    /// The file has a later format (`user_version`) than this program knows.
    #[error("{path}: written by a newer version (format {found}, this program knows {known})")]
    Newer {
        /// The database file.
        path: PathBuf,
        /// The file's format.
        found: i64,
        /// The latest format this program reads.
        known: i64,
    },
    /// The stream already has an event of this version: somebody else wrote to it first.
    #[error("somebody else changed it at the same moment; read it again and retry")]
    Conflict,
    /// A stored value cannot be parsed. `precedent check` lists such rows.
    #[error("{}{reason}", at_event(*seq))]
    Damaged {
        /// Sequence number of the damaged event; `None` for a row of a derived table, such as the board.
        seq: Option<u64>,
        /// What cannot be parsed, and why.
        reason: String,
    },
    /// Another process held the write lock for longer than the busy timeout. Nothing was written; retrying may succeed.
    #[error("another process is writing to the ledger; try again in a moment")]
    Busy,
    /// The disk is full. Nothing was written; retrying succeeds once there is room.
    #[error("the disk is full")]
    Full,
    /// The desk's folder or disk is not writable.
    #[error("the desk can only be read: its folder or its disk may not be written to")]
    ReadOnly,
    /// `COMMIT` failed; the transaction was rolled back.
    #[error("the ledger could not commit: {0}")]
    Commit(Arc<rusqlite::Error>),
    /// The closure given to [`Ledger::write`](crate::ledger::Ledger::write) panicked, with this message. Its writes were rolled
    /// back; the writer goes on.
    #[error("a decision ended unexpectedly: {0}")]
    Panicked(String),
    /// The writer thread could not be started, or has ended.
    #[error("the ledger's writer has stopped: {0}")]
    Stopped(String),
    /// Any other SQLite error.
    #[error("ledger: {0}")]
    Sql(rusqlite::Error),
}

/// `event 7: ` before the reason, where the damaged row is an event.
fn at_event(seq: Option<u64>) -> String {
    seq.map(|seq| format!("event {seq}: ")).unwrap_or_default()
}

/// A stored row that cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Sequence number of the event; `None` for a row of a derived table.
    pub seq: Option<u64>,
    /// What cannot be parsed, and why.
    pub reason: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.seq {
            Some(seq) => write!(f, "event {seq} cannot be read: {}", self.reason),
            None => write!(f, "cannot be read: {}", self.reason),
        }
    }
}

/// `SQLITE_IOERR_SHMSIZE`: the shared-memory file of the write-ahead log could not grow, because the disk is full.
const SHARED_MEMORY_COULD_NOT_GROW: i32 = 10 | (19 << 8);

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> LedgerError {
        let Some(failure) = error.sqlite_error().copied() else { return LedgerError::Sql(error) };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => LedgerError::Busy,
            ErrorCode::DiskFull => LedgerError::Full,
            ErrorCode::ReadOnly => LedgerError::ReadOnly,
            _ if failure.extended_code == SHARED_MEMORY_COULD_NOT_GROW => LedgerError::Full,
            _ => LedgerError::Sql(error),
        }
    }
}

impl LedgerError {
    /// The damaged row, if the error is [`Damaged`](LedgerError::Damaged).
    pub fn damage(self) -> Option<Unreadable> {
        match self {
            LedgerError::Damaged { seq, reason } => Some(Unreadable { seq, reason }),
            _ => None,
        }
    }

    /// The event `seq`, or a row derived from it, cannot be parsed.
    pub(super) fn damaged(seq: u64, reason: impl ToString) -> LedgerError {
        LedgerError::Damaged { seq: Some(seq), reason: reason.to_string() }
    }

    /// A row of a derived table cannot be parsed.
    pub(super) fn damaged_table(reason: impl ToString) -> LedgerError {
        LedgerError::Damaged { seq: None, reason: reason.to_string() }
    }

    pub(super) fn open(path: &Path, source: rusqlite::Error) -> LedgerError {
        LedgerError::Open { path: path.to_path_buf(), source }
    }
}
