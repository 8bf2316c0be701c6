//! A whole file or none: written beside its place, made durable, then renamed; what fails leaves no half behind.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// How the name of a file ends that is still being written. A kill leaves one behind; the next start removes it.
pub(super) const HALF: &str = "new";

/// Who may read a file besides its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Nobody else: attachments, and what the desk keeps for itself.
    Owner,
    /// As the process's umask allows: case files.
    Anybody,
}

/// Writes a file durably and atomically: readers see the old one or the new one. On an error nothing half-written is left.
///
/// # Errors
/// The I/O error; the old file is then unchanged.
pub fn write_whole(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    // Two that write one file at a time do not write into each other's half.
    static HALVES: AtomicU64 = AtomicU64::new(0);
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}-{}.{HALF}", std::process::id(), HALVES.fetch_add(1, Ordering::Relaxed)));
    let half = path.with_file_name(name);
    write_half(&half, bytes, readers, true)?;
    if let Err(error) = fs::rename(&half, path) {
        remove_half(&half);
        return Err(error);
    }
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Writes a file that is still to be renamed; removed again on an error. A link in its place is replaced, never followed.
pub(super) fn write_half(half: &Path, bytes: &[u8], readers: Readers, durable: bool) -> io::Result<()> {
    match fs::remove_file(half) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let write = || {
        let mut file = create(half, readers)?;
        file.write_all(bytes)?;
        if durable { file.sync_data() } else { Ok(()) }
    };
    write().inspect_err(|_| remove_half(half))
}

/// Creates a file that must not exist, so that a link is never followed.
fn create(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    options.open(path)
}

/// Removes a half-written file; an error is ignored, because the next start tries again.
pub(super) fn remove_half(half: &Path) {
    let _ = fs::remove_file(half);
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder).and_then(|f| f.sync_all())
}

/// Removes half-written files of killed processes down to `depth` folders below; returns how many. Links are not followed.
pub(super) fn remove_halves(folder: &Path, depth: usize) -> io::Result<usize> {
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut removed = 0;
    for entry in entries {
        let entry = entry?;
        let (kind, path): (_, PathBuf) = (entry.file_type()?, entry.path());
        if kind.is_dir() && depth > 0 {
            removed += remove_halves(&path, depth - 1)?;
        } else if kind.is_file() && path.extension().is_some_and(|ending| ending == HALF) {
            fs::remove_file(&path)?;
            removed += 1;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_put_in_place_leaves_no_half() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("taken");
        fs::create_dir_all(place.join("inside")).unwrap();
        assert!(write_whole(&place, b"text", Readers::Owner).is_err());
        let left: Vec<_> = fs::read_dir(home.path()).unwrap().flatten().map(|e| e.file_name()).collect();
        assert_eq!(left, ["taken"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_file_is_replaced_and_never_written_through() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let (outside, place) = (home.path().join("outside"), home.path().join("place"));
        fs::write(&outside, "theirs").unwrap();
        std::os::unix::fs::symlink(&outside, &place).unwrap();
        write_whole(&place, b"ours", Readers::Owner).unwrap();
        assert_eq!((fs::read_to_string(&outside).unwrap(), fs::read_to_string(&place).unwrap()), ("theirs".into(), "ours".into()));
        let mode = fs::symlink_metadata(&place).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
