//! The current documents: segments on disk, newer ones in memory, and their links. Queries take an immutable snapshot; writers
//! publish the next one, one at a time.

use super::disk::{Disk, Unusable};
use super::families::DocLink;
use super::mem_segment::MemSegmentData;
use super::segment::DiskSegment;
use super::set_aside::{remove, rename, set_aside};
use super::snapshot::Snapshot;
use crate::index::doc::document::Document;
use crate::index::doc::units::DocKey;
use crate::index::error::{IndexError, caught};
use arc_swap::ArcSwap;
use parking_lot::Mutex;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Threads of a full build; small commits use one.
const BUILD_THREADS: usize = 2;

/// The index folder with the snapshot that queries see.
pub struct LiveIndex {
    folder: PathBuf,
    /// `None`: this process may not write, and there is nothing on disk to read.
    disk: Mutex<Option<Disk>>,
    /// What queries see; loading it never blocks.
    shown: ArcSwap<Snapshot>,
    /// Held while the next snapshot is built from the last.
    changing: Mutex<()>,
}

impl LiveIndex {
    /// Opens `folder/built`. With `may_write`, a missing or damaged index is set aside and replaced by an empty one; the note
    /// says so.
    pub fn open(folder: &Path, may_write: bool) -> Result<(LiveIndex, Option<String>), IndexError> {
        let built = folder.join("built");
        let (disk, segments, seq, note) = match Disk::open(&built, may_write) {
            Ok((disk, segments, seq)) => (Some(disk), segments, seq, None),
            Err(Unusable::Refused(error)) => return Err(error),
            Err(_) if !may_write => (None, Vec::new(), 0, None),
            Err(Unusable::Damaged(reason)) => {
                let note = set_aside(&built)?.map(|aside| format!("index/built: {reason}; set aside as {aside}, rebuilding"));
                (Some(Disk::create(&built)?), Vec::new(), 0, note)
            }
            // Everything in it can be derived from the ledger.
            Err(unusable @ (Unusable::Absent | Unusable::Foreign)) => {
                remove(&built)?;
                let note = matches!(unusable, Unusable::Foreign)
                    .then(|| "index/built: made by another version of the program; making it anew".to_string());
                (Some(Disk::create(&built)?), Vec::new(), 0, note)
            }
        };
        let shown = ArcSwap::from_pointee(Snapshot { disk_segments: segments, seq, disk_seq: seq, ..Snapshot::default() });
        let (disk, changing) = (Mutex::new(disk), Mutex::new(()));
        Ok((LiveIndex { folder: folder.to_path_buf(), disk, shown, changing }, note))
    }

    /// The current snapshot; it does not change, whatever is written meanwhile.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.shown.load_full()
    }

    /// Publishes the next snapshot, unless building it fails.
    fn change(&self, next: impl FnOnce(&mut Snapshot) -> Result<(), IndexError>) -> Result<(), IndexError> {
        let _one_at_a_time = self.changing.lock();
        let mut snapshot = Snapshot::clone(&self.shown.load());
        next(&mut snapshot)?;
        self.shown.store(Arc::new(snapshot));
        Ok(())
    }

    /// Runs what reads from disk. If damage is found, this process stops writing; whoever holds the index must reopen it, which
    /// sets the damaged one aside. A panic counts as damage only if checksums are wrong; otherwise it is a bug, and nothing is
    /// discarded.
    pub fn guarded<T>(&self, ask: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
        let result = caught(ask).unwrap_or_else(|panic| {
            let damaged = caught(|| self.verify()).unwrap_or_else(|panic| Ok(vec![panic]));
            Err(match damaged {
                Ok(files) if files.is_empty() => IndexError::Other(format!("the search failed: {panic}")),
                Ok(files) => IndexError::Damaged(format!("{} cannot be read", files.join(", "))),
                Err(error) => error,
            })
        });
        if result.as_ref().is_err_and(IndexError::is_damage) {
            self.give_up();
        }
        result
    }

    /// Stops writing to disk for good; documents in memory can still be found.
    pub fn give_up(&self) {
        let disk = self.disk.lock().take();
        // Joining the threads of a writer that met damage may panic.
        let _ = caught(|| drop(disk));
    }

    /// Makes documents findable at once, in memory, replacing older versions. Must be called in ledger order.
    pub fn put(&self, documents: Vec<Document>, seq: u64) -> Result<(), IndexError> {
        self.guarded(|| {
            let data = MemSegmentData::of(documents);
            let keys: Vec<DocKey> = data.keys().collect();
            self.change(|snapshot| {
                snapshot.delete(&keys)?;
                if !keys.is_empty() {
                    snapshot.mem_segments = snapshot.mem_segments.with(data);
                }
                snapshot.seq = snapshot.seq.max(seq);
                Ok(())
            })
        })
    }

    /// Adds links; those at or before the snapshot's `links_seq` are skipped.
    pub fn add_links(&self, links: impl IntoIterator<Item = DocLink>, seq: u64) {
        let changed = self.change(|snapshot| {
            for link in links {
                if link.seq > snapshot.links_seq {
                    Arc::make_mut(&mut snapshot.families).link(link);
                }
            }
            snapshot.links_seq = snapshot.links_seq.max(seq);
            Ok(())
        });
        debug_assert!(changed.is_ok(), "taking in ties reads nothing that could fail");
    }

    /// Writes what is in memory to disk in one commit. Only the holder of the desk's lock may call it.
    pub fn flush(&self) -> Result<(), IndexError> {
        self.guarded(|| self.flushed())
    }

    fn flushed(&self) -> Result<(), IndexError> {
        let mut disk = self.disk.lock();
        let Some(disk) = disk.as_mut() else { return Ok(()) };
        let snapshot = self.snapshot();
        if snapshot.seq == snapshot.disk_seq {
            return Ok(());
        }
        let written =
            disk.write(snapshot.mem_segments.documents().map(|document| &**document)).and_then(|()| disk.commit(snapshot.seq));
        if written.is_err() {
            disk.forget();
        }
        written?;
        self.show(disk.segments(&snapshot.disk_segments)?, snapshot.seq)
    }

    /// Publishes the segments on disk as of a ledger place, and drops from memory what they include.
    fn show(&self, segments: Vec<DiskSegment>, seq: u64) -> Result<(), IndexError> {
        self.change(|snapshot| {
            snapshot.disk_segments = segments;
            snapshot.mem_segments = snapshot.mem_segments.after(seq);
            snapshot.disk_seq = seq;
            snapshot.seq = snapshot.seq.max(seq);
            let waiting: Vec<DocKey> = snapshot.mem_segments.keys().collect();
            snapshot.delete(&waiting)
        })
    }

    /// Begins to build a new index beside the present one.
    pub fn build(&self) -> Result<IndexBuild<'_>, IndexError> {
        let path = self.folder.join("built.new");
        remove(&path)?;
        Ok(IndexBuild { live: self, disk: Disk::create(&path)? })
    }

    /// Names of damaged files on disk.
    pub fn verify(&self) -> Result<Vec<String>, IndexError> {
        let disk = self.disk.lock();
        disk.as_ref().map_or(Ok(Vec::new()), Disk::verify)
    }
}

/// A new index being built beside the present one.
pub struct IndexBuild<'a> {
    live: &'a LiveIndex,
    disk: Disk,
}

impl IndexBuild<'_> {
    /// Adds documents, each ticket once.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if they cannot be written.
    pub fn add(&mut self, documents: &[Document]) -> Result<(), IndexError> {
        self.disk.write_new(documents, BUILD_THREADS)
    }

    /// Commits as of ledger place `seq` and replaces the present index.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the new index cannot be written, moved into place or opened.
    pub fn swap(self, seq: u64) -> Result<(), IndexError> {
        let live = self.live;
        live.guarded(|| self.swapped(seq))
    }

    fn swapped(mut self, seq: u64) -> Result<(), IndexError> {
        self.disk.commit(seq)?;
        self.disk.finish()?;
        let from = self.disk.path().to_path_buf();
        drop(self.disk);
        let built = self.live.folder.join("built");
        let old = self.live.folder.join("built.old");
        let mut disk = self.live.disk.lock();
        *disk = None;
        remove(&old)?;
        if built.exists() {
            rename(&built, &old)?;
        }
        rename(&from, &built)?;
        let (opened, segments, seq) = Disk::open(&built, false).map_err(|unusable| match unusable {
            Unusable::Refused(error) => error,
            Unusable::Damaged(reason) => IndexError::Other(format!("the new index cannot be used: {reason}")),
            Unusable::Absent | Unusable::Foreign => IndexError::Other("the new index is not there".into()),
        })?;
        self.live.show(segments, seq)?;
        *disk = Some(opened);
        remove(&old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parking_lot::MutexGuard;

    impl LiveIndex {
        /// Locks held by a writer in the middle of a change and of a flush.
        pub fn busy(&self) -> (MutexGuard<'_, ()>, MutexGuard<'_, Option<Disk>>) {
            (self.changing.lock(), self.disk.lock())
        }
    }
}
