//! Paths inside a folder: none leads out of it, neither by `..` nor through a link.

use super::ContentError;
use std::fs::{self, File};
use std::io::{Error, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// A path below a folder. Every read and write of this room goes through it.
#[derive(Debug, Clone)]
pub(super) struct Inside {
    folder: PathBuf,
    path: PathBuf,
}

fn refused(path: &Path, why: &str) -> ContentError {
    ContentError { path: path.to_path_buf(), source: Error::new(ErrorKind::InvalidInput, why.to_string()) }
}

impl Inside {
    pub(super) fn at(folder: &Path, path: &str) -> Result<Inside, ContentError> {
        let inside = !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        match inside && !path.contains('\0') {
            true => Ok(Inside { folder: folder.to_path_buf(), path: PathBuf::from(path) }),
            false => Err(refused(&folder.join(path), "leads out of its folder")),
        }
    }

    /// The full path. The folder itself may be a link; nothing below it may.
    pub(super) fn full(&self) -> Result<PathBuf, ContentError> {
        let mut full = self.folder.clone();
        for part in self.path.components() {
            full.push(part);
            match fs::symlink_metadata(&full) {
                Ok(found) if found.file_type().is_symlink() => return Err(refused(&full, "is a link; links are not followed")),
                Ok(_) => {}
                // What is not there leads nowhere.
                Err(e) if e.kind() == ErrorKind::NotFound => break,
                Err(source) => return Err(ContentError { path: full, source }),
            }
        }
        Ok(self.folder.join(&self.path))
    }

    /// The file's bytes; `None` if it does not exist. Links, devices and files of more than `most` bytes are errors.
    pub(super) fn read(&self, most: u64) -> Result<Option<Vec<u8>>, ContentError> {
        let full = self.full()?;
        let found = match fs::symlink_metadata(&full) {
            Ok(found) => found,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(ContentError { path: full, source }),
        };
        if !found.is_file() {
            return Err(refused(&full, "is no regular file"));
        }
        let mut bytes = Vec::with_capacity(found.len().min(most) as usize);
        let read = open(&full).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) if bytes.len() as u64 > most => Err(refused(&full, &format!("is larger than {} MB", most >> 20))),
            Ok(_) => Ok(Some(bytes)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ContentError { path: full, source }),
        }
    }
}

/// Opens a file; should it have become a link since it was looked at, that is an error.
fn open(path: &Path) -> Result<File, Error> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NOFOLLOW.bits() as i32);
    options.open(path)
}
