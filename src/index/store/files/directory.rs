//! The folder of an index: `meta.json` carries a digest of its own bytes, and after `give_up` nothing is written, whatever
//! threads are still running.

use super::stored_file::{KeptBytes, StoredFile};
use crate::digest;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

/// The file that lists the segments. tantivy's other files end with a checksum; this one is plain JSON, in which a flipped
/// digit could go unnoticed.
pub const META: &str = "meta.json";
/// Prefix and suffix of the seal: a first member of the object, which other readers ignore.
const SEAL: (&[u8], &[u8]) = (b"{\"seal\":\"", b"\",");
/// Length of the digest, SHA-256 in hexadecimal.
const SEAL_CHARS: usize = 64;

/// A JSON object with the digest of its other bytes as first member.
fn sealed(object: &[u8]) -> Vec<u8> {
    let rest = object.strip_prefix(b"{").unwrap_or(object);
    [SEAL.0, digest::hex(rest).as_bytes(), SEAL.1, rest].concat()
}

/// State of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// There is none: written by something else, or by an earlier version.
    None,
    /// It matches the bytes.
    Right,
    /// It does not match: the file is damaged.
    Wrong,
}

/// Checks the seal of a JSON object.
pub fn seal_of(object: &[u8]) -> Seal {
    let Some(after) = object.strip_prefix(SEAL.0) else { return Seal::None };
    let Some((digest, rest)) = after.split_at_checked(SEAL_CHARS) else { return Seal::Wrong };
    match rest.strip_prefix(SEAL.1) {
        Some(rest) if digest::hex(rest).as_bytes() == digest => Seal::Right,
        _ => Seal::Wrong,
    }
}

/// A folder as tantivy's `Directory`.
#[derive(Debug, Clone)]
pub struct IndexDirectory {
    files: MmapDirectory,
    path: PathBuf,
    kept: KeptBytes,
    given_up: Arc<AtomicBool>,
}

impl IndexDirectory {
    /// Opens an existing folder.
    pub fn open(path: &Path) -> Result<IndexDirectory, OpenDirectoryError> {
        Ok(IndexDirectory {
            files: MmapDirectory::open(path)?,
            path: path.into(),
            kept: KeptBytes::default(),
            given_up: Arc::default(),
        })
    }

    /// Refuses all writes from now on: another index may come to stand in this folder.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::Release);
    }

    /// Fails once the folder has been given up.
    fn writable(&self) -> io::Result<()> {
        match self.given_up.load(Ordering::Acquire) {
            true => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
            false => Ok(()),
        }
    }
}

/// Whether an error means that the folder is read-only.
fn may_only_be_read(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let opened = StoredFile::open(&self.path.join(path), &self.kept);
        let open_error = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.into()),
            _ => OpenReadError::wrap_io_error(error, path.into()),
        };
        Ok(Arc::new(opened.map_err(open_error)?))
    }
    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let filepath: PathBuf = path.into();
        self.writable().map_err(|e| DeleteError::IoError { io_error: Arc::new(e), filepath })?;
        self.files.delete(path)
    }
    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }
    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.writable().map_err(|e| OpenWriteError::wrap_io_error(e, path.into()))?;
        self.files.open_write(path)
    }
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.files.atomic_read(path)?;
        if path == Path::new(META) && seal_of(&bytes) == Seal::Wrong {
            let wrong = io::Error::new(io::ErrorKind::InvalidData, "meta.json is not what was written");
            return Err(OpenReadError::wrap_io_error(wrong, path.into()));
        }
        Ok(bytes)
    }
    fn atomic_write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.writable()?;
        if path == Path::new(META) {
            return self.files.atomic_write(path, &sealed(bytes));
        }
        self.files.atomic_write(path, bytes)
    }
    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.files.acquire_lock(lock) {
            // Nobody can write to a read-only folder, so no lock is needed.
            Err(LockError::IoError(e)) if may_only_be_read(&e) => Ok(DirectoryLock::from(Box::new(()))),
            locked => locked,
        }
    }
    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_tells_every_wrong_byte() {
        let plain = b"{\"segments\":[],\"opstamp\":12,\"payload\":\"{}\"}";
        let whole = sealed(plain);
        assert_eq!((seal_of(plain), seal_of(&whole)), (Seal::None, Seal::Right));
        let read: serde_json::Value = serde_json::from_slice(&whole).unwrap();
        assert_eq!(read["opstamp"], 12);
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            assert_ne!(seal_of(&flipped), Seal::Right, "{at}");
            assert_ne!(seal_of(&whole[..at]), Seal::Right, "cut at {at}");
        }
    }
}
