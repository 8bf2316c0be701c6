//! The house as a value: its text files by path, and what a rule says when it finds something wrong.

use crate::source::{Token, tokens, without_tests};
use std::path::Path;
use std::{fmt, fs, io};

/// Kinds of files that people write and rules read.
const WRITTEN: &[&str] = &["md", "rs", "toml", "sh", "html"];

pub struct File {
    /// From the root of the house, with `/` between the names.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn tokens(&self) -> Vec<Token<'_>> {
        tokens(&self.text)
    }

    /// The tokens outside `#[cfg(test)]` modules.
    pub fn code(&self) -> Vec<Token<'_>> {
        without_tests(&self.tokens())
    }

    pub fn finding(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, what: what.into() }
    }

    /// The room a file of `src` belongs to: its folder or, at the top, its own stem.
    pub fn room(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        Some(inside.split_once('/').map_or_else(|| inside.trim_end_matches(".rs"), |(folder, _)| folder))
    }
}

/// What is wrong at a place, and what to do about it.
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

pub struct House {
    pub files: Vec<File>,
    /// The paths of what stands there beside them: styles, scripts, data.
    pub others: Vec<String>,
}

impl House {
    pub fn of(files: &[(&str, &str)]) -> House {
        let (files, others): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| is_written(path));
        House {
            files: files.into_iter().map(|(path, text)| File { path: path.into(), text: text.into() }).collect(),
            others: others.into_iter().map(|(path, _)| path.into()).collect(),
        }
    }

    /// The house on disk, without what git ignores: a desk that ran here leaves files that are not ours to judge.
    pub fn read(root: &Path) -> io::Result<House> {
        let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
        let mut house = House { files: Vec::new(), others: Vec::new() };
        house.walk(root, "", &ignored)?;
        house.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(house)
    }

    fn walk(&mut self, root: &Path, folder: &str, ignored: &str) -> io::Result<()> {
        for entry in fs::read_dir(root.join(folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if path == ".git" || path == "target" || is_ignored(&path, ignored) {
                continue;
            }
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.walk(root, &path, ignored)?;
            } else if kind.is_file() && is_written(&path) {
                let text = fs::read_to_string(entry.path()).map_err(|e| io::Error::new(e.kind(), format!("{path}: {e}")))?;
                self.files.push(File { path, text });
            } else if kind.is_file() {
                self.others.push(path);
            }
        }
        Ok(())
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The Rust files below any of these folders.
    pub fn rust<'a>(&'a self, folders: &'a [&'a str]) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(|file| file.path.ends_with(".rs")).filter(|file| {
            let top = file.path.split_once('/').map_or("", |(top, _)| top);
            folders.contains(&top)
        })
    }
}

fn is_written(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| WRITTEN.contains(&ending))
}

/// Patterns are rooted here, some end in `*`; a richer .gitignore needs a richer reader.
fn is_ignored(path: &str, ignored: &str) -> bool {
    ignored.lines().filter_map(|line| line.trim().strip_prefix('/')).any(|pattern| {
        let pattern = pattern.trim_end_matches('/');
        match pattern.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        }
    })
}
