//! The folder itself: one file a case, by year.

use super::ContentError;
use crate::digest;
use crate::ticket::Number;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A case file is text somebody wrote; what is larger is something else.
const FILE_BYTES_MAX: u64 = 64 << 20;
/// Folders below `content/` that are looked into.
const DEPTH_MAX: usize = 4;

pub struct Content {
    pub(super) folder: PathBuf,
}

/// A Markdown file below the folder.
#[derive(Debug, Clone)]
pub struct FoundFile {
    /// Relative to the folder, with `/` between its parts.
    pub path: String,
    pub text: String,
    pub digest: String,
}

impl Content {
    pub fn at(folder: &Path) -> Content {
        Content { folder: folder.to_path_buf() }
    }

    /// `2024/TS20240501001.md`
    pub fn path_of(number: Number) -> String {
        format!("{}/{number}.md", number.day.format("%Y"))
    }

    /// The digest of a file as it is on disk now; None if it is not there.
    pub fn digest(&self, path: &str) -> Result<Option<String>, ContentError> {
        Ok(self.read(path)?.map(|bytes| digest::hex(&bytes)))
    }

    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ContentError> {
        let full = self.folder.join(path);
        match fs::read(&full) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ContentError { path: full, source }),
        }
    }

    /// Puts a whole file in place or leaves the old one: readers never see half of it. Durable after [`Content::sync`].
    pub fn write(&self, path: &str, text: &str) -> Result<String, ContentError> {
        let full = self.folder.join(path);
        let parent = full.parent().unwrap_or(&self.folder);
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |source| ContentError { path, source }
        };
        fs::create_dir_all(parent).map_err(failed(parent))?;
        let temporary = full.with_extension("md.new");
        let mut file = File::create(&temporary).map_err(failed(&temporary))?;
        file.write_all(text.as_bytes()).map_err(failed(&temporary))?;
        file.sync_data().map_err(failed(&temporary))?;
        fs::rename(&temporary, &full).map_err(failed(&full))?;
        Ok(digest::hex(text.as_bytes()))
    }

    /// Makes the names of the files written durable too.
    pub fn sync(&self, paths: &[String]) -> Result<(), ContentError> {
        let mut folders: Vec<PathBuf> =
            paths.iter().filter_map(|p| self.folder.join(p).parent().map(Path::to_path_buf)).chain([self.folder.clone()]).collect();
        folders.sort();
        folders.dedup();
        for folder in folders {
            let opened = match File::open(&folder) {
                Err(e) if e.kind() == ErrorKind::NotFound => continue,
                other => other,
            };
            opened.and_then(|f| f.sync_all()).map_err(|source| ContentError { path: folder.clone(), source })?;
        }
        Ok(())
    }

    /// Every Markdown file, in order of its path. Links are not followed: they may lead out of the desk.
    pub fn list(&self) -> Result<Vec<String>, ContentError> {
        let mut found = Vec::new();
        self.walk(&self.folder, "", 0, &mut found)?;
        found.sort();
        Ok(found)
    }

    /// A file's text, if it is one that could be a case; None if it has gone meanwhile.
    pub fn load(&self, path: &str) -> Result<Option<FoundFile>, ContentError> {
        let Some(bytes) = self.read(path)? else { return Ok(None) };
        let digest = digest::hex(&bytes);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(FoundFile { path: path.to_string(), text, digest })),
            Err(e) => {
                let source = std::io::Error::new(ErrorKind::InvalidData, e.to_string());
                Err(ContentError { path: self.folder.join(path), source })
            }
        }
    }

    fn walk(&self, folder: &Path, prefix: &str, depth: usize, found: &mut Vec<String>) -> Result<(), ContentError> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(ContentError { path: folder.to_path_buf(), source }),
        };
        for entry in entries {
            let failed = |source| ContentError { path: folder.to_path_buf(), source };
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}{name}");
            if kind.is_dir() && depth < DEPTH_MAX {
                self.walk(&entry.path(), &format!("{path}/"), depth + 1, found)?;
            } else if kind.is_file() && name.ends_with(".md") && entry.metadata().map_err(failed)?.len() <= FILE_BYTES_MAX {
                found.push(path);
            }
        }
        Ok(())
    }
}
