//! The folder of an index on disk: `meta.json` carries a seal over its own bytes, and once a folder is given up nothing is
//! written into it any more, whatever threads are still at work.

use super::stored_file::{KeptBytes, StoredFile};
use crate::digest;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

/// The file that says what the index consists of. Every other file of tantivy's ends with a checksum; this one is bare JSON,
/// in which one wrong digit may pass for right.
pub const META: &str = "meta.json";
/// A member before all others; whoever does not know it passes over it.
const SEAL: (&[u8], &[u8]) = (b"{\"seal\":\"", b"\",");
const SEAL_CHARS: usize = 64;

/// A JSON object with a seal over the rest of its bytes.
fn sealed(object: &[u8]) -> Vec<u8> {
    let rest = object.strip_prefix(b"{").unwrap_or(object);
    [SEAL.0, digest::hex(rest).as_bytes(), SEAL.1, rest].concat()
}

/// Whether a seal is there and right. Bytes without one are none of ours, or of an earlier version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    None,
    Right,
    Wrong,
}

pub fn seal_of(object: &[u8]) -> Seal {
    let Some(after) = object.strip_prefix(SEAL.0) else { return Seal::None };
    let Some((told, rest)) = after.split_at_checked(SEAL_CHARS) else { return Seal::Wrong };
    match rest.strip_prefix(SEAL.1) {
        Some(rest) if digest::hex(rest).as_bytes() == told => Seal::Right,
        _ => Seal::Wrong,
    }
}

#[derive(Debug, Clone)]
pub struct Folder {
    files: MmapDirectory,
    path: PathBuf,
    kept: KeptBytes,
    given_up: Arc<AtomicBool>,
}

impl Folder {
    pub fn open(path: &Path) -> Result<Folder, OpenDirectoryError> {
        Ok(Folder { files: MmapDirectory::open(path)?, path: path.into(), kept: KeptBytes::default(), given_up: Arc::default() })
    }

    /// From now on nothing is written: another index may come to stand here under the same name.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::Release);
    }

    fn writable(&self) -> io::Result<()> {
        match self.given_up.load(Ordering::Acquire) {
            true => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
            false => Ok(()),
        }
    }
}

fn may_only_be_read(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let opened = StoredFile::open(&self.path.join(path), &self.kept);
        let told = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.into()),
            _ => OpenReadError::wrap_io_error(error, path.into()),
        };
        Ok(Arc::new(opened.map_err(told)?))
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
            // Where nothing may be written nobody writes, and there is nothing to be kept apart from.
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
