//! What can go wrong with the ledger, told apart: damage, a lock, a full disk, a conflict, an I/O error.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("{path}: cannot be opened as a desk's ledger: {source}")]
    Open { path: PathBuf, source: rusqlite::Error },
    #[error("{path}: written by a newer version (format {found}, this program knows {known})")]
    Newer { path: PathBuf, found: i64, known: i64 },
    /// Somebody else wrote to the same stream first.
    #[error("somebody else changed it at the same moment; read it again and retry")]
    Conflict,
    /// A row that does not read as what it must be. `check` names it.
    #[error("event {seq}: {reason}")]
    Damaged { seq: u64, reason: String },
    /// Another process held the write lock for longer than we wait. Nothing was written; trying again may work.
    #[error("another process is writing to the ledger; try again in a moment")]
    Busy,
    /// The disk has no room left. Nothing of this was written; it works again once there is room.
    #[error("the disk is full")]
    Full,
    /// The desk's folder may not be written to.
    #[error("the desk can only be read: its folder or its disk may not be written to")]
    ReadOnly,
    /// What was decided could not be made durable, and is not on the record.
    #[error("the ledger could not commit: {0}")]
    Commit(Arc<rusqlite::Error>),
    /// The code that decided came to an unexpected end. Nothing of it is on the record; the ledger goes on.
    #[error("a decision ended unexpectedly: {0}")]
    Panicked(String),
    #[error("the ledger's writer has stopped: {0}")]
    Stopped(String),
    #[error("ledger: {0}")]
    Sql(rusqlite::Error),
}

/// A row of the record that does not read as what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub seq: u64,
    pub reason: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "event {} cannot be read: {}", self.seq, self.reason)
    }
}

/// `SQLITE_IOERR_SHMSIZE`: the shared memory file of the write-ahead log could not grow, for want of room.
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
    /// The damaged row, if that is what it is; anything else is passed on.
    pub fn damage(self) -> Option<Unreadable> {
        match self {
            LedgerError::Damaged { seq, reason } => Some(Unreadable { seq, reason }),
            _ => None,
        }
    }

    pub(super) fn open(path: &Path, source: rusqlite::Error) -> LedgerError {
        LedgerError::Open { path: path.to_path_buf(), source }
    }
}
