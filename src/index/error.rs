//! Errors of the index, and which of them mean damage. A damaged index is set aside and rebuilt; every other error is
//! temporary, and nothing is discarded because of it.

use crate::words::panic_said;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A file of the index could not be read, written or moved.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The library failed.
    #[error("index: {0}")]
    Tantivy(#[from] TantivyError),
    /// Stored bytes could not be read.
    #[error("index: {0}")]
    Read(#[from] std::io::Error),
    /// A stored document is not what was written.
    #[error("index: a stored document cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// The files contradict each other or their checksums.
    #[error("index: {0}")]
    Damaged(String),
    /// Anything else, in words.
    #[error("{0}")]
    Other(String),
}

impl IndexError {
    /// Whether the bytes on disk are wrong. A lock, a permission, too many open files, a full disk or an I/O error is not
    /// damage: the same bytes may be readable later.
    pub fn is_damage(&self) -> bool {
        match self {
            IndexError::Damaged(_) | IndexError::Json(_) => true,
            IndexError::Tantivy(error) => is_damage(error),
            IndexError::Read(error) => wrong_bytes(error),
            IndexError::Io { .. } | IndexError::Other(_) => false,
        }
    }

    /// Whether the disk is full.
    pub fn is_full(&self) -> bool {
        use tantivy::directory::error::OpenWriteError;
        let full = |source: &std::io::Error| matches!(source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
        match self {
            IndexError::Io { source, .. } | IndexError::Read(source) => full(source),
            IndexError::Tantivy(TantivyError::IoError(source)) => full(source),
            IndexError::Tantivy(TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })) => full(io_error),
            _ => false,
        }
    }
}

/// The same for errors of the library.
fn is_damage(error: &TantivyError) -> bool {
    match error {
        TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::SchemaError(_)
        | TantivyError::FieldNotFound(_)
        | TantivyError::InternalError(_)
        | TantivyError::DeserializeError(_)
        | TantivyError::MissingPlugin(_)
        | TantivyError::UnexpectedPlugin(_) => true,
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_)) => true,
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => wrong_bytes(io_error),
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_) | OpenDirectoryError::NotADirectory(_)) => true,
        TantivyError::IoError(error) => wrong_bytes(error),
        _ => false,
    }
}

/// Whether an I/O error was raised by code that parses the bytes. Errors of the operating system carry a code.
fn wrong_bytes(error: &std::io::Error) -> bool {
    let about_bytes = [ErrorKind::InvalidData, ErrorKind::UnexpectedEof, ErrorKind::InvalidInput, ErrorKind::Other];
    error.raw_os_error().is_none() && about_bytes.contains(&error.kind())
}

/// Runs what may panic, as parsing damaged bytes does, and returns the panic's message instead.
///
/// No state is left half changed although `AssertUnwindSafe` hides that from the compiler: queries read an immutable snapshot,
/// a change builds the next snapshot before it is published, and a failed file writer is discarded.
pub fn caught<T>(ask: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(ask)).map_err(|panic| panic_said(panic.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Error;
    use std::sync::Arc;
    use tantivy::directory::error::LockError;
    use tantivy::error::DataCorruption;

    #[test]
    fn damage_is_told_from_trouble() {
        let read = |io_error: Error| -> IndexError {
            TantivyError::OpenReadError(OpenReadError::wrap_io_error(io_error, "some.store".into())).into()
        };
        let gone = OpenReadError::FileDoesNotExist("some.store".into());
        let json = serde_json::from_str::<u64>("{").unwrap_err();
        let damage = [
            read(Error::new(ErrorKind::InvalidData, "Footer magic byte mismatch")),
            read(Error::new(ErrorKind::UnexpectedEof, "smaller than its footer")),
            TantivyError::DataCorruption(DataCorruption::comment_only("meta.json")).into(),
            TantivyError::OpenReadError(gone).into(),
            TantivyError::IoError(Arc::new(Error::other("lz4"))).into(),
            IndexError::Json(json),
            IndexError::Damaged("columns".into()),
        ];
        damage.iter().for_each(|error| assert!(error.is_damage(), "{error}"));
        // EACCES, EMFILE, EIO, ENOSPC as Linux numbers them.
        let trouble = [13, 24, 5, 28].map(|code| read(Error::from_raw_os_error(code)));
        trouble.iter().for_each(|error| assert!(!error.is_damage(), "{error}"));
        let more = [
            TantivyError::LockFailure(LockError::LockBusy, None).into(),
            IndexError::Read(Error::from(ErrorKind::StorageFull)),
            IndexError::Read(Error::from(ErrorKind::PermissionDenied)),
            IndexError::Other("no writer".into()),
        ];
        more.iter().for_each(|error| assert!(!error.is_damage(), "{error}"));
    }

    #[test]
    fn a_panic_is_told_and_not_passed_on() {
        let list: Vec<u32> = Vec::new();
        assert!(caught(|| list[7]).unwrap_err().contains("out of bounds"));
        assert_eq!(caught(|| 7), Ok(7));
    }
}
