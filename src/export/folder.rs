//! The folder an export is written to: only changed files are written, obsolete ones removed, foreign ones never touched.
//!
//! `export.tsv` in it lists every file of ours with its length and the key of what it was made from. A line is there
//! before its file is, so that an export killed in the middle leaves nothing that the next one would not know.

use crate::desk::DeskError;
use parking_lot::{Mutex, MutexGuard};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Name of the file that lists what an export wrote: path, length and key of each file.
pub const MANIFEST: &str = "export.tsv";
/// First line of the manifest.
const HEADING: &str = "precedent export 1";

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder holds something that is not an export of ours.
    #[error("{path}: is not empty, and no export of ours; name a new folder")]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system reported.
        source: io::Error,
    },
    /// From the desk.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A page could not be rendered, or a line not serialised.
    #[error("a page could not be made: {0}")]
    Page(String),
}

/// What became of the files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportCounts {
    /// Files written.
    pub written: usize,
    /// Files that were there with the same content.
    pub unchanged: usize,
    /// Files of an earlier export that no longer belong.
    pub removed: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    length: u64,
    key: String,
}

struct Books {
    /// The files of the previous export.
    before: BTreeMap<String, Entry>,
    now: BTreeMap<String, Entry>,
    journal: File,
    counts: ExportCounts,
}

pub struct ExportFolder {
    path: PathBuf,
    books: Mutex<Books>,
}

impl ExportFolder {
    /// Opens a folder that is empty, missing, or holds an export of ours.
    pub fn open(path: &Path) -> Result<ExportFolder, ExportError> {
        let failed = |source| ExportError::Io { path: path.to_path_buf(), source };
        fs::create_dir_all(path).map_err(failed)?;
        let manifest = path.join(MANIFEST);
        let before = match fs::read_to_string(&manifest) {
            Ok(text) => entries(&text).ok_or_else(|| ExportError::Foreign { path: path.to_path_buf() })?,
            Err(e) if e.kind() == ErrorKind::NotFound => {
                if fs::read_dir(path).map_err(failed)?.next().is_some() {
                    return Err(ExportError::Foreign { path: path.to_path_buf() });
                }
                fs::write(&manifest, format!("{HEADING}\n")).map_err(failed)?;
                BTreeMap::new()
            }
            Err(source) => return Err(failed(source)),
        };
        let journal = File::options().append(true).open(&manifest).map_err(failed)?;
        let books = Books { before, now: BTreeMap::new(), journal, counts: ExportCounts::default() };
        Ok(ExportFolder { path: path.to_path_buf(), books: Mutex::new(books) })
    }

    /// Whether a file made from this key is there; if so, it is kept.
    pub fn keeps(&self, path: &str, key: &str) -> bool {
        let mut books = self.books();
        let Some(entry) = books.before.get(path).filter(|e| e.key == key).cloned() else { return false };
        if fs::metadata(self.path.join(path)).is_ok_and(|m| m.is_file() && m.len() == entry.length) {
            books.now.insert(path.to_string(), entry);
            books.counts.unchanged += 1;
            return true;
        }
        false
    }

    /// Writes a file atomically, unless it has this content already.
    pub fn put(&self, path: &str, key: &str, text: &str) -> Result<(), ExportError> {
        let full = self.path.join(path);
        let failed = |source| ExportError::Io { path: full.clone(), source };
        let entry = Entry { length: text.len() as u64, key: key.to_string() };
        let mut books = self.books();
        books.journal.write_all(line(path, &Entry { length: 0, key: "-".into() }).as_bytes()).map_err(failed)?;
        drop(books);
        let same =
            fs::metadata(&full).is_ok_and(|m| m.len() == entry.length) && fs::read(&full).is_ok_and(|old| old == text.as_bytes());
        if !same {
            if let Some(parent) = full.parent() {
                fs::create_dir_all(parent).map_err(failed)?;
            }
            let half = self.path.join(format!("{path}.new"));
            put_in_place(&half, &full, text).map_err(failed)?;
        }
        let mut books = self.books();
        books.now.insert(path.to_string(), entry);
        match same {
            true => books.counts.unchanged += 1,
            false => books.counts.written += 1,
        }
        Ok(())
    }

    /// Removes files of earlier exports that this one has not, and writes the manifest.
    pub fn finish(self) -> Result<ExportCounts, ExportError> {
        let mut books = self.books.into_inner();
        let gone: Vec<&String> = books.before.keys().filter(|path| !books.now.contains_key(*path)).collect();
        for path in gone {
            for full in [self.path.join(path), self.path.join(format!("{path}.new"))] {
                match fs::remove_file(&full) {
                    Ok(()) => books.counts.removed += 1,
                    Err(e) if e.kind() == ErrorKind::NotFound => {}
                    Err(source) => return Err(ExportError::Io { path: full, source }),
                }
                // Fails, as it should, unless the folder is empty.
                let _ = full.parent().filter(|parent| *parent != self.path).map(fs::remove_dir);
            }
        }
        let text: String = std::iter::once(format!("{HEADING}\n")).chain(books.now.iter().map(|(p, e)| line(p, e))).collect();
        let (half, manifest) = (self.path.join(format!("{MANIFEST}.new")), self.path.join(MANIFEST));
        put_in_place(&half, &manifest, &text).map_err(|source| ExportError::Io { path: manifest, source })?;
        Ok(books.counts)
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock()
    }
}

/// Writes atomically but without fsync: an export can be repeated. A half-written file is removed on an error.
fn put_in_place(half: &Path, place: &Path, text: &str) -> io::Result<()> {
    let put = fs::write(half, text).and_then(|()| fs::rename(half, place));
    put.inspect_err(|_| drop(fs::remove_file(half)))
}

fn line(path: &str, entry: &Entry) -> String {
    format!("{path}\t{}\t{}\n", entry.length, entry.key)
}

/// The files of a manifest; `None` if it is not one of ours. A line cut short still names its file; paths that lead out of the
/// folder are ignored.
fn entries(text: &str) -> Option<BTreeMap<String, Entry>> {
    let mut lines = text.lines();
    (lines.next() == Some(HEADING)).then_some(())?;
    let mut found = BTreeMap::new();
    for line in lines {
        let mut cells = line.split('\t');
        let path = cells.next().unwrap_or_default();
        let inside = Path::new(path).components().all(|c| matches!(c, std::path::Component::Normal(_)));
        if path.is_empty() || !inside {
            continue;
        }
        let length = cells.next().and_then(|n| n.parse().ok()).unwrap_or(0);
        found.insert(path.to_string(), Entry { length, key: cells.next().unwrap_or("-").to_string() });
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_written_and_what_is_gone_is_removed() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("out");
        let export = |files: &[(&str, &str, &str)]| {
            let folder = ExportFolder::open(&dir).unwrap();
            for (path, key, text) in files {
                if !folder.keeps(path, key) {
                    folder.put(path, key, text).unwrap();
                }
            }
            folder.finish().unwrap()
        };
        let counts = |written, unchanged, removed| ExportCounts { written, unchanged, removed };
        assert_eq!(export(&[("a/1.html", "k1", "one"), ("2.html", "k2", "two")]), counts(2, 0, 0));
        assert_eq!(export(&[("a/1.html", "k1", "one"), ("2.html", "k2", "two")]), counts(0, 2, 0));
        assert_eq!(export(&[("a/1.html", "k9", "one"), ("3.html", "k3", "drei")]), counts(1, 1, 1));
        assert!(!dir.join("2.html").exists());
        // Somebody cut a page short: it is written again.
        fs::write(dir.join("3.html"), "x").unwrap();
        assert_eq!(export(&[("a/1.html", "k9", "one"), ("3.html", "k3", "drei")]), counts(1, 1, 0));
    }

    #[test]
    fn a_killed_export_leaves_nothing_behind_for_good() {
        let home = tempfile::tempdir().unwrap();
        let folder = ExportFolder::open(home.path()).unwrap();
        folder.put("old.html", "k", "old").unwrap();
        drop(folder);
        let folder = ExportFolder::open(home.path()).unwrap();
        assert!(!folder.keeps("old.html", "k"), "it may be half of what it should be");
        assert_eq!(folder.finish().unwrap().removed, 1);
    }

    #[test]
    fn a_folder_of_somebody_elses_is_refused() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("letter.txt"), "x").unwrap();
        assert!(matches!(ExportFolder::open(home.path()), Err(ExportError::Foreign { .. })));
        fs::write(home.path().join(MANIFEST), "something else").unwrap();
        assert!(matches!(ExportFolder::open(home.path()), Err(ExportError::Foreign { .. })));
        assert_eq!(entries(&format!("{HEADING}\n../x\t1\tk\n/etc/x\t1\tk\n")).unwrap().len(), 0);
    }
}
