//! Files on tickets, below `attachments/`: named by the digest of what they hold, so that nothing a person typed is a path.

use super::ContentError;
use super::inside::Inside;
use super::whole::{Readers, remove_halves, sync_folder, write_whole};
use crate::digest;
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// Larger than any upload accepted.
const FILE_BYTES_MAX: u64 = 2 << 30;

/// SHA-256 as it is written.
const DIGEST_CHARS: usize = 64;

/// The folder `attachments/`: files named by the SHA-256 of their content.
pub struct Attachments {
    folder: PathBuf,
}

fn failed(path: &Path) -> impl FnOnce(Error) -> ContentError {
    let path = path.to_path_buf();
    move |source| ContentError { path, source }
}

impl Attachments {
    /// The attachments in `folder`, which need not exist.
    pub fn at(folder: &Path) -> Attachments {
        Attachments { folder: folder.to_path_buf() }
    }

    /// Path of a digest relative to the folder: `ab/abcd…`.
    pub fn path_of(digest: &str) -> String {
        format!("{}/{digest}", digest.get(..2).unwrap_or_default())
    }

    /// The place of a digest; an error for text that is no digest.
    fn place(&self, digest: &str) -> Result<Inside, ContentError> {
        let is_digest = digest.len() == DIGEST_CHARS && digest.bytes().all(|b| b.is_ascii_hexdigit());
        let named = if is_digest { Attachments::path_of(digest) } else { String::new() };
        Inside::at(&self.folder, &named)
    }

    /// Removes half-written files that killed uploads left; returns how many.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn remove_halves(&self) -> Result<usize, ContentError> {
        remove_halves(&self.folder, 1).map_err(failed(&self.folder))
    }

    /// Stores bytes durably and returns their digest. A file that is there already is rewritten, which mends it if it was
    /// damaged.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn put(&self, bytes: &[u8]) -> Result<String, ContentError> {
        let digest = digest::hex(bytes);
        let full = self.place(&digest)?.full()?;
        let parent = full.parent().unwrap_or(&self.folder);
        fs::create_dir_all(parent).map_err(failed(parent))?;
        write_whole(&full, bytes, Readers::Owner).map_err(failed(&full))?;
        for folder in [self.folder.as_path(), self.folder.parent().unwrap_or(&self.folder)] {
            sync_folder(folder).map_err(failed(folder))?;
        }
        Ok(digest)
    }

    /// The bytes of a digest; `None` if there are none.
    ///
    /// # Errors
    /// [`ContentError`] if the path leads out of the folder or through a link, or the file is too large or cannot be read; also
    /// if the bytes do not have this digest.
    pub fn read(&self, digest: &str) -> Result<Option<Vec<u8>>, ContentError> {
        match self.place(digest)?.read(FILE_BYTES_MAX)? {
            Some(bytes) if digest::hex(&bytes) != digest => {
                let full = self.folder.join(Attachments::path_of(digest));
                Err(failed(&full)(Error::new(ErrorKind::InvalidData, "is not what was kept under this name")))
            }
            found => Ok(found),
        }
    }

    /// Removes a file by name, a half-written one too; it need not exist.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn remove(&self, name: &str) -> Result<(), ContentError> {
        let full = Inside::at(&self.folder, &Attachments::path_of(name))?.full()?;
        match fs::remove_file(&full) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(failed(&full)(e)),
            _ => Ok(()),
        }
    }

    /// Names of all files, half-written ones too, sorted.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn list(&self) -> Result<Vec<String>, ContentError> {
        let mut names = Vec::new();
        for folder in entries(&self.folder)?.into_iter().filter(|path| fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()))
        {
            let found = entries(&folder)?;
            names.extend(found.iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_string())));
        }
        names.sort();
        Ok(names)
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, ContentError> {
    match fs::read_dir(folder) {
        Ok(found) => found.map(|entry| entry.map(|e| e.path()).map_err(failed(folder))).collect(),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(failed(folder)(source)),
    }
}
