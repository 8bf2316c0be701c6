//! Folders of an index moved out of the way, put in place and removed.

use crate::index::error::IndexError;
use std::path::Path;

pub fn rename(from: &Path, to: &Path) -> Result<(), IndexError> {
    std::fs::rename(from, to).map_err(|source| IndexError::Io { path: from.to_path_buf(), source })
}

pub fn remove(path: &Path) -> Result<(), IndexError> {
    match std::fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(IndexError::Io { path: path.to_path_buf(), source }),
        _ => Ok(()),
    }
}

/// Moves a folder out of the way; gives its new name, or None where there was none.
pub fn set_aside(path: &Path) -> Result<Option<String>, IndexError> {
    if !path.exists() {
        return Ok(None);
    }
    for i in 1..1_000 {
        let aside = path.with_extension(format!("damaged-{i}"));
        if !aside.exists() {
            rename(path, &aside)?;
            return Ok(aside.file_name().map(|n| format!("index/{}", n.to_string_lossy())));
        }
    }
    Err(IndexError::Other("too many damaged indexes are set aside in index/; remove them".into()))
}
