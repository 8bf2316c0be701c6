//! What can go wrong with the ledger, told apart: damage, a lock, a conflict, an I/O error.

use super::stored::Unreadable;
use std::path::{Path, PathBuf};

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
    #[error("the ledger's writer has stopped: {0}")]
    Stopped(String),
    #[error("ledger: {0}")]
    Sql(#[from] rusqlite::Error),
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
