//! The index as the desk holds it: what is on disk, what is newer and in memory, and the ties between them.

use super::bm25_baseline::{Floor, candidates_only};
use super::doc::document::Document;
use super::error::{IndexError, caught};
use super::keyword::search::{Found, SearchRequest, search};
use super::score::accumulators::Pool;
use super::score::weights::{Stamp, Weights};
use super::similar::candidates::{Candidates, candidates};
use super::similar::matches::Similar;
use super::similar::query::{Question, Scope as SimilarScope};
use super::similar::search::similar;
use super::similar::timeline::{Past, past};
use super::store::disk::{Disk, Unusable};
use super::store::mem_segment::Chunk;
use super::store::segment::Segment;
use super::store::set_aside::{remove, rename, set_aside};
use super::store::snapshot::Snapshot;
use super::text::glossary::Glossary;
use crate::case::LinkKind;
use arc_swap::ArcSwap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Threads for a build of many documents; small commits need one.
const BUILD_THREADS: usize = 2;

pub struct Index {
    folder: PathBuf,
    weights: RwLock<(Arc<Weights>, Stamp)>,
    glossary: Glossary,
    /// None: this process may not write, and there is nothing on disk to read.
    disk: Mutex<Option<Disk>>,
    /// What questions see. Taken without waiting, whatever is being written.
    shown: ArcSwap<Snapshot>,
    /// One at a time makes the next picture from the last.
    changing: Mutex<()>,
    /// Sums kept between questions.
    pool: Pool,
}

impl Index {
    /// Opens `folder/built`. With `may_write` a missing or damaged one is set aside and begun anew, empty; the note
    /// says so, and the caller fills it from the ledger (its place is then 0).
    pub fn open(folder: &Path, may_write: bool) -> Result<(Index, Option<String>), IndexError> {
        let built = folder.join("built");
        let stamp = Weights::stamp(folder);
        let (weights, glossary) = (Weights::load(folder)?, Glossary::load(folder)?);
        let weights = RwLock::new((Arc::new(weights), stamp));
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
        let (disk, changing, pool) = (Mutex::new(disk), Mutex::new(()), Pool::default());
        let index = Index { folder: folder.to_path_buf(), weights, glossary, disk, shown, changing, pool };
        Ok((index, note))
    }

    /// Moves `folder/built` out of the way, whatever state it is in; gives its new name, or None where there was none.
    pub fn set_aside(folder: &Path) -> Result<Option<String>, IndexError> {
        set_aside(&folder.join("built"))
    }

    pub fn weights(&self) -> Arc<Weights> {
        self.weights.read().unwrap_or_else(|poisoned| poisoned.into_inner()).0.clone()
    }

    /// Takes the desk's weights anew if their file is another than the one that was read. Those in force stay where it
    /// cannot be read; that is said once.
    pub fn notice_weights(&self) -> Result<bool, IndexError> {
        let stamp = Weights::stamp(&self.folder);
        if self.weights.read().unwrap_or_else(|poisoned| poisoned.into_inner()).1 == stamp {
            return Ok(false);
        }
        let loaded = Weights::load(&self.folder);
        let mut weights = self.weights.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        weights.1 = stamp;
        weights.0 = Arc::new(loaded?);
        Ok(true)
    }

    /// The picture as it is now; it stays as it is, whatever is written meanwhile.
    fn snapshot(&self) -> Arc<Snapshot> {
        self.shown.load_full()
    }

    /// Puts the next picture in place, unless something goes wrong on the way to it.
    fn change(&self, next: impl FnOnce(&mut Snapshot) -> Result<(), IndexError>) -> Result<(), IndexError> {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut snapshot = Snapshot::clone(&self.shown.load());
        next(&mut snapshot)?;
        self.shown.store(Arc::new(snapshot));
        Ok(())
    }

    /// Everything up to this place can be found.
    pub fn seq(&self) -> u64 {
        self.shown.load().seq
    }

    pub fn ties_seq(&self) -> u64 {
        self.shown.load().ties_seq
    }

    /// Everything up to this place survives a restart without the ledger being read again.
    pub fn disk_seq(&self) -> u64 {
        self.shown.load().disk_seq
    }

    /// Documents in memory that a [`Index::flush`] would put on disk.
    pub fn waiting(&self) -> usize {
        self.shown.load().tail.len()
    }

    /// How many documents can be found.
    pub fn len(&self) -> usize {
        self.snapshot().shelves().map(|shelf| shelf.present().map_or(shelf.columns().len(), |present| present.count)).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Runs what reads from disk. Damage that comes to light ends all writing of this process there: it is for whoever holds
    /// the index to open it anew, which sets aside what is damaged. A panic is damage only if the bytes on disk are not what was
    /// written; else it is a mistake of ours, and nothing is thrown away for it.
    fn guarded<T>(&self, ask: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
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
        let disk = self.disk.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Threads of a writer that met damage may panic when they are waited for.
        let _ = caught(|| drop(disk));
    }

    /// Whether a document can be taken apart into its words; what cannot is named.
    pub fn can_take(document: &Document) -> bool {
        let taken = caught(|| drop(Chunk::of(vec![document.clone()])));
        if let Err(panic) = &taken {
            tracing::error!("{}: cannot be indexed, and is not found: {panic}", document.card.number);
        }
        taken.is_ok()
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
        let mut disk = self.disk.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
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
        Ok(Build { index: self, disk: Disk::create(&path)? })
    }

    /// Damage found by reading every byte on disk.
    pub fn verify(&self) -> Result<Vec<String>, IndexError> {
        let disk = self.disk.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        disk.as_ref().map_or(Ok(Vec::new()), Disk::verify)
    }

    /// The numbers that can be found, ascending: what `check` compares with the ledger.
    pub fn codes(&self) -> Vec<u64> {
        let mut codes: Vec<u64> = Vec::new();
        for shelf in self.snapshot().shelves() {
            let present = (0..shelf.columns().len()).filter(|d| shelf.present().is_none_or(|p| p.bits.has(*d as u32)));
            codes.extend(present.map(|d| shelf.columns().code[d]));
        }
        codes.sort_unstable();
        codes
    }
}

/// What is asked of it. Each question is put to the picture as it is at that moment.
impl Index {
    /// A few words typed by a person.
    pub fn search(&self, request: &SearchRequest) -> Result<Found, IndexError> {
        self.guarded(|| search(&self.snapshot(), &self.pool, &self.weights(), &self.glossary, request))
    }

    /// The like cases and open tickets for a report, with what solved them and why they match.
    pub fn similar(&self, question: &Question, scope: &SimilarScope) -> Result<Similar, IndexError> {
        self.guarded(|| similar(&self.snapshot(), &self.pool, &self.weights(), question, scope))
    }

    /// The candidates for a report as `similar` sees them before they are put into order; with the ties of a past where
    /// one is given.
    pub fn candidates(
        &self,
        question: &Question,
        scope: &SimilarScope,
        depth: usize,
        past: Option<&Past>,
    ) -> Result<Candidates, IndexError> {
        candidates(&self.snapshot(), &self.pool, &self.weights(), question, scope, depth, past)
    }

    /// `undated` says of a document that is not resolved whether the record cannot tell when its ties were found out.
    pub fn past(&self, undated: impl Fn(u64) -> bool) -> Past {
        past(&self.snapshot(), &self.pool, undated)
    }

    /// The first stage of `similar` alone: how many candidates there are, and the best score.
    pub fn candidates_only(&self, question: &Question, depth: usize) -> Result<(usize, f32), IndexError> {
        candidates_only(&self.snapshot(), &self.pool, &self.weights(), question, depth)
    }

    /// What the first stage is measured against.
    pub fn floor(&self, question: &Question) -> Result<Floor, IndexError> {
        Floor::read(&self.snapshot(), &self.pool, &self.weights(), question)
    }
}

/// A whole index being made beside the present one.
pub struct Build<'a> {
    index: &'a Index,
    disk: Disk,
}

impl Build<'_> {
    /// Adds documents, each ticket once.
    pub fn add(&mut self, documents: &[Document]) -> Result<(), IndexError> {
        self.disk.write_new(documents, BUILD_THREADS)
    }

    /// Commits, then takes the place of the present index.
    pub fn swap(self, seq: u64) -> Result<(), IndexError> {
        let index = self.index;
        index.guarded(|| self.swapped(seq))
    }

    fn swapped(mut self, seq: u64) -> Result<(), IndexError> {
        self.disk.commit(seq)?;
        self.disk.finish()?;
        let from = self.disk.path().to_path_buf();
        drop(self.disk);
        let built = self.index.folder.join("built");
        let old = self.index.folder.join("built.old");
        let mut disk = self.index.disk.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
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
        self.index.show(segments, seq)?;
        *disk = Some(opened);
        remove(&old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::doc::sample::document;
    use crate::index::keyword::search::SearchRequest;
    use crate::index::store::visibility::Sight;
    use std::sync::mpsc;
    use std::time::Duration;

    fn asked(index: &Index, text: &str) -> usize {
        let request =
            SearchRequest { text: text.into(), limit: 10, offset: 0, sight: Sight::Staff, filters: vec![], named: vec![] };
        index.search(&request).unwrap().hits.len()
    }

    #[test]
    fn a_search_does_not_wait_for_who_writes() {
        let home = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(home.path(), true).unwrap();
        index.put(vec![document(1, 1, "pump leaks", "water")], 1).unwrap();
        let index = Arc::new(index);
        // Somebody is in the middle of a change, and of putting documents on disk.
        let _changing = index.changing.lock().unwrap();
        let _writing = index.disk.lock().unwrap();
        let (done, answered) = mpsc::channel();
        let asking = index.clone();
        std::thread::spawn(move || {
            let _ = done.send((asked(&asking, "pump "), asking.len(), asking.seq(), asking.waiting()));
        });
        assert_eq!(answered.recv_timeout(Duration::from_secs(20)), Ok((1, 1, 1, 1)));
    }

    #[test]
    fn each_picture_is_whole_while_another_is_made() {
        let home = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(home.path(), true).unwrap();
        // Every version of the one ticket says the same word: whoever asks finds it once, never twice and never not at all.
        index.put(vec![document(1, 1, "pump leaks", "version 0")], 1).unwrap();
        std::thread::scope(|scope| {
            let writing = scope.spawn(|| {
                for seq in 2..200 {
                    index.put(vec![document(1, seq, "pump leaks", &format!("version {seq}"))], seq).unwrap();
                    if seq % 50 == 0 {
                        index.flush().unwrap();
                    }
                }
            });
            while !writing.is_finished() {
                assert_eq!((asked(&index, "pump "), index.len(), index.codes().len()), (1, 1, 1));
            }
        });
        assert_eq!((index.seq(), index.disk_seq()), (199, 150));
    }
}
