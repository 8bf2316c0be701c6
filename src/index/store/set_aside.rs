//! Moves, replaces and removes folders of an index.

use crate::index::error::IndexError;
use std::path::Path;

/// Renames a folder.
pub fn rename(from: &Path, to: &Path) -> Result<(), IndexError> {
    std::fs::rename(from, to).map_err(|source| IndexError::Io { path: from.to_path_buf(), source })
}

/// Removes a folder with everything in it; it need not exist.
pub fn remove(path: &Path) -> Result<(), IndexError> {
    match std::fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(IndexError::Io { path: path.to_path_buf(), source }),
        _ => Ok(()),
    }
}

/// Renames a folder to `….damaged-N` with the first free N; gives its new name, or `None` if there was none.
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
