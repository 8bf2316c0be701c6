//! Room on the disk: how much is left, and a reserve that lets the ledger go on recording when nothing else can be written.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of the file that is given up when the disk is full: a thousand further tickets and more.
const RESERVE_BYTES: u64 = 8 << 20;
/// Free bytes that only the ledger may use; uploads, case files and the index leave them alone.
const KEPT_BYTES: u64 = 32 << 20;
/// Fewer free bytes than this are none: a commit needs whole pages for its log.
const EXHAUSTED_BYTES: u64 = 1 << 20;
/// On a small disk none of these is more than such a part of it.
const PART_OF_DISK: u64 = 16;
/// The reserve's name in the desk's folder. It may be deleted; a server makes it again.
const FILE: &str = "desk.reserve";

/// The disk that holds a desk.
#[derive(Debug)]
pub struct Space {
    folder: PathBuf,
    /// Whether this process keeps the reserve, which only the holder of the desk does.
    keeps: AtomicBool,
}

/// Bytes of a file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Disk {
    free: u64,
    total: u64,
}

impl Disk {
    fn at_most(self, bytes: u64) -> u64 {
        bytes.min(self.total / PART_OF_DISK)
    }
}

impl Space {
    pub(in crate::ledger) fn of(folder: &Path) -> Space {
        Space { folder: folder.to_path_buf(), keeps: AtomicBool::new(false) }
    }

    /// None where the system does not tell; then there is room until a write fails.
    fn disk(&self) -> Option<Disk> {
        #[cfg(unix)]
        {
            let stat = rustix::fs::statvfs(&self.folder).ok()?;
            Some(Disk { free: stat.f_bavail.saturating_mul(stat.f_frsize), total: stat.f_blocks.saturating_mul(stat.f_frsize) })
        }
        #[cfg(not(unix))]
        None
    }

    /// Free bytes, where the system tells.
    pub fn free(&self) -> Option<u64> {
        self.disk().map(|disk| disk.free)
    }

    /// Whether there is room for `bytes` more beside what is kept for the ledger.
    pub fn has_room_for(&self, bytes: u64) -> bool {
        self.disk().is_none_or(|disk| disk.free >= disk.at_most(KEPT_BYTES).saturating_add(bytes))
    }

    /// Whether not even the ledger has room.
    pub(in crate::ledger) fn is_exhausted(&self) -> bool {
        self.disk().is_some_and(|disk| disk.free < disk.at_most(EXHAUSTED_BYTES))
    }

    /// Gives up the reserve; whether there was one to give.
    pub(in crate::ledger) fn release(&self) -> bool {
        let path = self.folder.join(FILE);
        let had = fs::metadata(&path).is_ok_and(|file| file.len() > 0);
        had && fs::remove_file(&path).inspect_err(|e| tracing::error!("{}: {e}", path.display())).is_ok()
    }

    /// Sets the reserve aside, if there is room for it and for what is kept. Called again and again by whoever serves the desk.
    pub fn keep_reserve(&self) -> std::io::Result<()> {
        self.keeps.store(true, Ordering::Relaxed);
        let path = self.folder.join(FILE);
        let Some(disk) = self.disk() else { return Ok(()) };
        let size = disk.at_most(RESERVE_BYTES);
        let there = fs::symlink_metadata(&path).map_or(0, |file| file.len());
        if there >= size || !self.has_room_for(size) {
            return Ok(());
        }
        let fill = || {
            let mut file = File::create(&path)?;
            // Written, not only made long: a hole in a file reserves nothing.
            file.write_all(&vec![0xA5; usize::try_from(size).unwrap_or(0)])
        };
        fill().inspect_err(|_| drop(fs::remove_file(&path)))
    }

    /// Whether the reserve has been used up by a full disk.
    pub fn reserve_is_spent(&self) -> bool {
        self.keeps.load(Ordering::Relaxed) && !self.folder.join(FILE).exists()
    }
}
