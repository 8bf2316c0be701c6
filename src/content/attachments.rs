//! Files on tickets, below `attachments/`: named by the digest of what they hold, so that nothing a person typed is a path.

use super::ContentError;
use super::inside::Inside;
use super::whole::{Readers, remove_halves, sync_folder, write_whole};
use crate::digest;
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// More than any door takes in one file.
const FILE_BYTES_MAX: u64 = 2 << 30;

/// SHA-256 as it is written.
const DIGEST_CHARS: usize = 64;

pub struct Attachments {
    folder: PathBuf,
}

fn failed(path: &Path) -> impl FnOnce(Error) -> ContentError {
    let path = path.to_path_buf();
    move |source| ContentError { path, source }
}

impl Attachments {
    pub fn at(folder: &Path) -> Attachments {
        Attachments { folder: folder.to_path_buf() }
    }

    /// `ab/abcd…`, relative to the folder.
    pub fn path_of(digest: &str) -> String {
        format!("{}/{digest}", digest.get(..2).unwrap_or_default())
    }

    /// Where the bytes of a digest are; what is no digest has no place.
    fn place(&self, digest: &str) -> Result<Inside, ContentError> {
        let is_digest = digest.len() == DIGEST_CHARS && digest.bytes().all(|b| b.is_ascii_hexdigit());
        let named = if is_digest { Attachments::path_of(digest) } else { String::new() };
        Inside::at(&self.folder, &named)
    }

    /// Removes what uploads that were cut off by a kill left behind; for whoever holds the desk, before it is used.
    pub fn remove_halves(&self) -> Result<usize, ContentError> {
        remove_halves(&self.folder, 1).map_err(failed(&self.folder))
    }

    /// Keeps bytes durably, their name included; gives their digest. What is there already is written again: that mends it,
    /// should it be damaged.
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

    /// What is kept under a digest; None if it is not there. Bytes that are not what they were are an error, never given out.
    pub fn read(&self, digest: &str) -> Result<Option<Vec<u8>>, ContentError> {
        match self.place(digest)?.read(FILE_BYTES_MAX)? {
            Some(bytes) if digest::hex(&bytes) != digest => {
                let full = self.folder.join(Attachments::path_of(digest));
                Err(failed(&full)(Error::new(ErrorKind::InvalidData, "is not what was kept under this name")))
            }
            found => Ok(found),
        }
    }

    /// Removes a file by its name, a half-written one too; nothing if it is gone already.
    pub fn remove(&self, name: &str) -> Result<(), ContentError> {
        let full = Inside::at(&self.folder, &Attachments::path_of(name))?.full()?;
        match fs::remove_file(&full) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(failed(&full)(e)),
            _ => Ok(()),
        }
    }

    /// The names of all files, half-written ones too.
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
