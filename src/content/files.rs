//! The folder of case files: one a case, by year.

use super::ContentError;
use super::inside::Inside;
use super::whole::{Readers, remove_half, remove_halves, sync_folder, write_half};
use crate::digest;
use crate::ticket::Number;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Larger files are not case files.
const FILE_BYTES_MAX: u64 = 64 << 20;
/// Depth of folders below `content/` that are searched.
const DEPTH_MAX: usize = 4;
/// More files than this are not a folder of cases.
const FILES_MAX: usize = 2_000_000;

/// More files than this are made durable together, by syncing their whole file system once.
#[cfg(target_os = "linux")]
const SYNCED_ONE_BY_ONE_MAX: usize = 16;

/// The files below a folder.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Every Markdown file, by path.
    pub files: Vec<String>,
    /// (path, reason) of what looks like one and is not read.
    pub passed_over: Vec<(String, String)>,
}

/// The folder `content/`: one Markdown file a case, by year.
pub struct Content {
    pub(super) folder: PathBuf,
}

/// A Markdown file.
#[derive(Debug, Clone)]
pub struct ContentFile {
    /// Relative to the folder, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub digest: String,
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> ContentError {
    let path = path.to_path_buf();
    move |source| ContentError { path, source }
}

impl Content {
    /// The case files in `folder`, which need not exist.
    pub fn at(folder: &Path) -> Content {
        Content { folder: folder.to_path_buf() }
    }

    /// Path of a case relative to the folder: `2024/TS20240501001.md`.
    pub fn path_of(number: Number) -> String {
        format!("{}/{number}.md", number.day.format("%Y"))
    }

    /// SHA-256 of a file as it is on disk now; `None` if it does not exist.
    ///
    /// # Errors
    /// [`ContentError`] if the path leads out of the folder or through a link, or the file is too large or cannot be read.
    pub fn digest(&self, path: &str) -> Result<Option<String>, ContentError> {
        Ok(self.read(path)?.map(|bytes| digest::hex(&bytes)))
    }

    /// The bytes of a file; `None` if it does not exist.
    ///
    /// # Errors
    /// [`ContentError`] if the path leads out of the folder or through a link, or the file is too large or cannot be read.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ContentError> {
        Inside::at(&self.folder, path)?.read(FILE_BYTES_MAX)
    }

    fn full(&self, path: &str) -> Result<PathBuf, ContentError> {
        Inside::at(&self.folder, path)?.full()
    }

    /// Removes half-written files that killed processes left; returns how many.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn remove_halves(&self) -> Result<usize, ContentError> {
        remove_halves(&self.folder, DEPTH_MAX).map_err(failed(&self.folder))
    }

    /// Writes a file beside its place and returns its digest. Until [`Content::settle`] readers, and a crash, see the old file.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn stage(&self, path: &str, text: &str) -> Result<String, ContentError> {
        let temporary = self.staged(path)?;
        let parent = temporary.parent().unwrap_or(&self.folder);
        fs::create_dir_all(parent).map_err(failed(parent))?;
        // Durable once it is settled, together with the others. Cases are masked, and there to be read.
        write_half(&temporary, text.as_bytes(), Readers::Anybody, false).map_err(failed(&temporary))?;
        Ok(digest::hex(text.as_bytes()))
    }

    /// Renames staged files into place and makes them durable: first the bytes, then the names. On an error all staged files
    /// are removed.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn settle(&self, paths: &[String]) -> Result<(), ContentError> {
        self.put_in_place(paths).inspect_err(|_| self.forget(paths))
    }

    /// Removes staged files that will not be settled.
    pub fn forget(&self, paths: &[String]) {
        paths.iter().filter_map(|path| self.staged(path).ok()).for_each(|half| remove_half(&half));
    }

    fn put_in_place(&self, paths: &[String]) -> Result<(), ContentError> {
        self.sync_staged(paths)?;
        for path in paths {
            let full = self.full(path)?;
            fs::rename(self.staged(path)?, &full).map_err(failed(&full))?;
        }
        let mut folders: Vec<PathBuf> = paths.iter().filter_map(|p| self.folder.join(p).parent().map(Path::to_path_buf)).collect();
        folders.push(self.folder.clone());
        folders.sort();
        folders.dedup();
        for folder in folders {
            match sync_folder(&folder) {
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                synced => synced.map_err(failed(&folder))?,
            }
        }
        Ok(())
    }

    fn sync_staged(&self, paths: &[String]) -> Result<(), ContentError> {
        // One call for many: an import of thousands of files is not to wait for the disk thousands of times.
        #[cfg(target_os = "linux")]
        if paths.len() > SYNCED_ONE_BY_ONE_MAX {
            let folder = File::open(&self.folder).map_err(failed(&self.folder))?;
            return rustix::fs::syncfs(folder).map_err(|e| failed(&self.folder)(e.into()));
        }
        for path in paths {
            let temporary = self.staged(path)?;
            File::open(&temporary).and_then(|f| f.sync_data()).map_err(failed(&temporary))?;
        }
        Ok(())
    }

    fn staged(&self, path: &str) -> Result<PathBuf, ContentError> {
        Ok(self.full(path)?.with_extension("md.new"))
    }

    /// Every Markdown file, by path. Links are not followed: they may lead out of the desk.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn list(&self) -> Result<Vec<String>, ContentError> {
        Ok(self.survey()?.files)
    }

    /// Every Markdown file, and what looks like one and is not read.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn survey(&self) -> Result<Survey, ContentError> {
        let mut found = Survey::default();
        self.walk(&self.folder, "", 0, &mut found)?;
        found.files.sort();
        found.passed_over.sort();
        Ok(found)
    }

    /// A file with its text; `None` if it does not exist.
    ///
    /// # Errors
    /// [`ContentError`] if the path leads out of the folder or through a link, or the file is too large, not UTF-8 or cannot be
    /// read.
    pub fn load(&self, path: &str) -> Result<Option<ContentFile>, ContentError> {
        let Some(bytes) = self.read(path)? else { return Ok(None) };
        let digest = digest::hex(&bytes);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(ContentFile { path: path.to_string(), text, digest })),
            Err(e) => {
                let source = std::io::Error::new(ErrorKind::InvalidData, e.to_string());
                Err(ContentError { path: self.folder.join(path), source })
            }
        }
    }

    fn walk(&self, folder: &Path, prefix: &str, depth: usize, found: &mut Survey) -> Result<(), ContentError> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
            // An unreadable folder does not stop the others from being taken in.
            Err(e) if depth > 0 && e.kind() == ErrorKind::PermissionDenied => {
                found.passed_over.push((prefix.trim_end_matches('/').to_string(), format!("cannot be looked into: {e}")));
                return Ok(());
            }
            Err(source) => return Err(ContentError { path: folder.to_path_buf(), source }),
        };
        for entry in entries {
            let entry = entry.map_err(failed(folder))?;
            let kind = entry.file_type().map_err(failed(folder))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}{name}");
            let why = if kind.is_dir() {
                if depth < DEPTH_MAX {
                    self.walk(&entry.path(), &format!("{path}/"), depth + 1, found)?;
                    continue;
                }
                format!("lies more than {DEPTH_MAX} folders deep; nothing in it is looked at")
            } else if kind.is_symlink() && (name.ends_with(".md") || entry.path().is_dir()) {
                "is a link; links are not followed".into()
            } else if !name.ends_with(".md") {
                continue;
            } else if !kind.is_file() {
                "is no regular file".into()
            } else if entry.metadata().map_err(failed(folder))?.len() > FILE_BYTES_MAX {
                format!("is larger than {} MB", FILE_BYTES_MAX >> 20)
            } else if found.files.len() >= FILES_MAX {
                let source = std::io::Error::other(format!("holds more than {FILES_MAX} files"));
                return Err(ContentError { path: self.folder.clone(), source });
            } else {
                found.files.push(path);
                continue;
            };
            found.passed_over.push((path, why));
        }
        Ok(())
    }
}
