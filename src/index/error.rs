//! What may go wrong with the index, and which of it is damage: then what is on disk is set aside and made anew. All else is
//! trouble, which passes, and for which nothing is thrown away.

use crate::words::panic_said;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};

#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("index: {0}")]
    Tantivy(#[from] TantivyError),
    #[error("index: {0}")]
    Read(#[from] std::io::Error),
    #[error("index: a stored document cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// What is on disk contradicts itself.
    #[error("index: {0}")]
    Damaged(String),
    #[error("{0}")]
    Other(String),
}

impl IndexError {
    /// Whether what is on disk is at fault. A lock, a permission, too many open files, a full disk and an I/O error are not
    /// damage: the same bytes may be read later.
    pub fn is_damage(&self) -> bool {
        match self {
            IndexError::Damaged(_) | IndexError::Json(_) => true,
            IndexError::Tantivy(error) => is_damage(error),
            IndexError::Read(error) => wrong_bytes(error),
            IndexError::Io { .. } | IndexError::Other(_) => false,
        }
    }

    /// Whether the disk is full: it passes, and nothing is thrown away.
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

/// An error of whoever reads the bytes, not of the system that fetches them: that one has a code.
fn wrong_bytes(error: &std::io::Error) -> bool {
    let about_bytes = [ErrorKind::InvalidData, ErrorKind::UnexpectedEof, ErrorKind::InvalidInput, ErrorKind::Other];
    error.raw_os_error().is_none() && about_bytes.contains(&error.kind())
}

/// Runs what may panic, as reading damaged bytes does: the panic is told, not passed on.
///
/// Nothing half done is seen afterwards, though the compiler cannot know it: a question is put to a snapshot that never
/// changes, a change makes the next snapshot before it is put in place, and the writer of files is thrown away.
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
