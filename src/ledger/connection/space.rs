//! Room on the disk: how much is left, and a reserve that lets the ledger go on recording when nothing else can be written.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Size of the reserve file, bytes: enough for over a thousand tickets after the disk is full.
const RESERVE_BYTES: u64 = 8 << 20;
/// Free bytes that only the ledger may use; uploads, case files and the index leave them alone.
const KEPT_BYTES: u64 = 32 << 20;
/// With fewer free bytes than this the disk counts as full: a commit needs whole pages for its log.
const EXHAUSTED_BYTES: u64 = 1 << 20;
/// None of these is more than this fraction (1/16) of the disk.
const PART_OF_DISK: u64 = 16;
/// The reserve's name in the desk's folder. It may be deleted; a server makes it again.
const FILE: &str = "desk.reserve";

/// The disk that holds a desk, and the reserve file on it.
#[derive(Debug)]
pub struct Space {
    folder: PathBuf,
    /// Whether this process maintains the reserve; only the holder of the lock does.
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

    /// `None` where the system does not say; a full disk then shows only when a write fails.
    fn disk(&self) -> Option<Disk> {
        #[cfg(unix)]
        {
            let stat = rustix::fs::statvfs(&self.folder).ok()?;
            Some(Disk { free: stat.f_bavail.saturating_mul(stat.f_frsize), total: stat.f_blocks.saturating_mul(stat.f_frsize) })
        }
        #[cfg(not(unix))]
        None
    }

    /// Free bytes; `None` where the system does not say.
    pub fn free(&self) -> Option<u64> {
        self.disk().map(|disk| disk.free)
    }

    /// Whether `bytes` more fit beside what is kept free for the ledger.
    pub fn has_room_for(&self, bytes: u64) -> bool {
        self.disk().is_none_or(|disk| disk.free >= disk.at_most(KEPT_BYTES).saturating_add(bytes))
    }

    /// Whether there is no room even for the ledger.
    pub(in crate::ledger) fn is_exhausted(&self) -> bool {
        self.disk().is_some_and(|disk| disk.free < disk.at_most(EXHAUSTED_BYTES))
    }

    /// Deletes the reserve file; whether there was one.
    pub(in crate::ledger) fn release(&self) -> bool {
        let path = self.folder.join(FILE);
        let had = fs::metadata(&path).is_ok_and(|file| file.len() > 0);
        had && fs::remove_file(&path).inspect_err(|e| tracing::error!("{}: {e}", path.display())).is_ok()
    }

    /// Creates the reserve file if it is missing and there is room. Whoever serves the desk calls this once a second.
    ///
    /// # Errors
    /// The I/O error if the file cannot be written; nothing of it is left then.
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
            // Written, because a sparse file reserves nothing.
            file.write_all(&vec![0xA5; usize::try_from(size).unwrap_or(0)])
        };
        fill().inspect_err(|_| drop(fs::remove_file(&path)))
    }

    /// Whether the reserve was given up to a full disk.
    pub fn reserve_is_spent(&self) -> bool {
        self.keeps.load(Ordering::Relaxed) && !self.folder.join(FILE).exists()
    }
}
