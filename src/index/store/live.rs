//! The documents as they are now: what is on disk, what is newer and in memory, and the ties between them. Who asks takes a
//! picture; one at a time makes the next picture from the last.

use super::disk::{Disk, Unusable};
use super::mem_segment::Chunk;
use super::segment::Segment;
use super::set_aside::{remove, rename, set_aside};
use super::snapshot::Snapshot;
use crate::case::LinkKind;
use crate::index::doc::document::Document;
use crate::index::error::{IndexError, caught};
use arc_swap::ArcSwap;
use parking_lot::Mutex;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Threads for a build of many documents; small commits need one.
const BUILD_THREADS: usize = 2;

pub struct Live {
    folder: PathBuf,
    /// None: this process may not write, and there is nothing on disk to read.
    disk: Mutex<Option<Disk>>,
    /// What questions see. Taken without waiting, whatever is being written.
    shown: ArcSwap<Snapshot>,
    /// One at a time makes the next picture from the last.
    changing: Mutex<()>,
}

impl Live {
    /// Opens `folder/built`. With `may_write` a missing or damaged one is set aside and begun anew, empty; the note says so.
    pub fn open(folder: &Path, may_write: bool) -> Result<(Live, Option<String>), IndexError> {
        let built = folder.join("built");
        let (disk, segments, seq, note) = match Disk::open(&built, may_write) {
            Ok((disk, segments, seq)) => (Some(disk), segments, seq, None),
            Err(Unusable::Refused(error)) => return Err(error),
            Err(_) if !may_write => (None, Vec::new(), 0, None),
            Err(Unusable::Damaged(reason)) => {
                let note = set_aside(&built)?.map(|aside| format!("index/built: {reason}; set aside as {aside}, rebuilding"));
                (Some(Disk::create(&built)?), Vec::new(), 0, note)
            }
            // Derived and whole elsewhere: there is nothing in it worth keeping.
            Err(unusable @ (Unusable::Absent | Unusable::Foreign)) => {
                remove(&built)?;
                let note = matches!(unusable, Unusable::Foreign)
                    .then(|| "index/built: made by another version of the program; making it anew".to_string());
                (Some(Disk::create(&built)?), Vec::new(), 0, note)
            }
        };
        let shown = ArcSwap::from_pointee(Snapshot { segments, seq, disk_seq: seq, ..Snapshot::default() });
        let (disk, changing) = (Mutex::new(disk), Mutex::new(()));
        Ok((Live { folder: folder.to_path_buf(), disk, shown, changing }, note))
    }

    /// The picture as it is now; it stays as it is, whatever is written meanwhile.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.shown.load_full()
    }

    /// Puts the next picture in place, unless something goes wrong on the way to it.
    fn change(&self, next: impl FnOnce(&mut Snapshot) -> Result<(), IndexError>) -> Result<(), IndexError> {
        let _one_at_a_time = self.changing.lock();
        let mut snapshot = Snapshot::clone(&self.shown.load());
        next(&mut snapshot)?;
        self.shown.store(Arc::new(snapshot));
        Ok(())
    }

    /// Runs what reads from disk. Damage that comes to light ends all writing of this process there: it is for whoever holds
    /// the index to open it anew, which sets aside what is damaged. A panic is damage only if the bytes on disk are not what was
    /// written; else it is a mistake of ours, and nothing is thrown away for it.
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

    /// Nothing is written to disk by this index any more; what is in memory goes on being found.
    pub fn give_up(&self) {
        let disk = self.disk.lock().take();
        // Threads of a writer that met damage may panic when they are waited for.
        let _ = caught(|| drop(disk));
    }

    /// Makes documents findable at once, in memory; they replace older versions. Called in the ledger's order.
    pub fn put(&self, documents: Vec<Document>, seq: u64) -> Result<(), IndexError> {
        self.guarded(|| {
            let chunk = Chunk::of(documents);
            let codes: Vec<u64> = chunk.codes().collect();
            self.change(|snapshot| {
                snapshot.hide(&codes)?;
                if !codes.is_empty() {
                    snapshot.tail = snapshot.tail.with(chunk);
                }
                snapshot.seq = snapshot.seq.max(seq);
                Ok(())
            })
        })
    }

    /// Takes in ties; repeats do no harm as long as places ascend from call to call.
    pub fn tie(&self, ties: impl IntoIterator<Item = (u64, u64, LinkKind, u64)>, seq: u64) {
        let told = self.change(|snapshot| {
            for (from, to, kind, order) in ties {
                if order > snapshot.ties_seq {
                    Arc::make_mut(&mut snapshot.families).tie(from, to, kind, order);
                }
            }
            snapshot.ties_seq = snapshot.ties_seq.max(seq);
            Ok(())
        });
        debug_assert!(told.is_ok(), "taking in ties reads nothing that could fail");
    }

    /// Puts what is in memory on disk in one commit. Only the holder of the desk's lock does this.
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
        let written = disk.write(snapshot.tail.documents().map(|document| &**document)).and_then(|()| disk.commit(snapshot.seq));
        if written.is_err() {
            disk.forget();
        }
        written?;
        self.show(disk.segments(&snapshot.segments)?, snapshot.seq)
    }

    /// Lets questions see what is on disk now.
    fn show(&self, segments: Vec<Segment>, seq: u64) -> Result<(), IndexError> {
        self.change(|snapshot| {
            snapshot.segments = segments;
            snapshot.tail = snapshot.tail.after(seq);
            snapshot.disk_seq = seq;
            snapshot.seq = snapshot.seq.max(seq);
            let waiting: Vec<u64> = snapshot.tail.codes().collect();
            snapshot.hide(&waiting)
        })
    }

    /// Begins a build beside the present index, which goes on answering until [`Build::swap`].
    pub fn build(&self) -> Result<Build<'_>, IndexError> {
        let path = self.folder.join("built.new");
        remove(&path)?;
        Ok(Build { live: self, disk: Disk::create(&path)? })
    }

    /// Damage found by reading every byte on disk.
    pub fn verify(&self) -> Result<Vec<String>, IndexError> {
        let disk = self.disk.lock();
        disk.as_ref().map_or(Ok(Vec::new()), Disk::verify)
    }
}

/// A whole index being made beside the present one.
pub struct Build<'a> {
    live: &'a Live,
    disk: Disk,
}

impl Build<'_> {
    /// Adds documents, each ticket once.
    pub fn add(&mut self, documents: &[Document]) -> Result<(), IndexError> {
        self.disk.write_new(documents, BUILD_THREADS)
    }

    /// Commits, then takes the place of the present index.
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

    impl Live {
        /// As long as this is held somebody is in the middle of a change, and of putting documents on disk.
        pub fn busy(&self) -> (MutexGuard<'_, ()>, MutexGuard<'_, Option<Disk>>) {
            (self.changing.lock(), self.disk.lock())
        }
    }
}
