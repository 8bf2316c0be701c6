//! Files on tickets, below `attachments/`: named by the digest of what they hold, so that nothing a person typed is a path.

use super::ContentError;
use crate::digest;
use std::fs::{self, File};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

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

    fn full(&self, digest: &str) -> PathBuf {
        self.folder.join(Attachments::path_of(digest))
    }

    /// Keeps bytes durably, their name included; gives their digest. What is there already is written again: that mends it,
    /// should it be damaged.
    pub fn put(&self, bytes: &[u8]) -> Result<String, ContentError> {
        let digest = digest::hex(bytes);
        let full = self.full(&digest);
        let parent = full.parent().unwrap_or(&self.folder);
        fs::create_dir_all(parent).map_err(failed(parent))?;
        let temporary = full.with_extension("new");
        let write = || {
            let mut file = File::create(&temporary)?;
            file.write_all(bytes)?;
            file.sync_data()?;
            fs::rename(&temporary, &full)
        };
        write().map_err(failed(&full))?;
        for folder in [parent, &self.folder, self.folder.parent().unwrap_or(&self.folder)] {
            File::open(folder).and_then(|f| f.sync_all()).map_err(failed(folder))?;
        }
        Ok(digest)
    }

    /// What is kept under a digest; None if it is not there. Bytes that are not what they were are an error, never given out.
    pub fn read(&self, digest: &str) -> Result<Option<Vec<u8>>, ContentError> {
        let full = self.full(digest);
        match fs::read(&full) {
            Ok(bytes) if digest::hex(&bytes) == digest => Ok(Some(bytes)),
            Ok(_) => Err(failed(&full)(Error::new(ErrorKind::InvalidData, "is not what was kept under this name"))),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(failed(&full)(source)),
        }
    }

    /// Removes what is kept under a digest; nothing if it is gone already.
    pub fn remove(&self, digest: &str) -> Result<(), ContentError> {
        let full = self.full(digest);
        match fs::remove_file(&full) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(failed(&full)(e)),
            _ => Ok(()),
        }
    }

    /// The names of all files, half-written ones too.
    pub fn list(&self) -> Result<Vec<String>, ContentError> {
        let mut names = Vec::new();
        for folder in entries(&self.folder)?.into_iter().filter(|path| path.is_dir()) {
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
