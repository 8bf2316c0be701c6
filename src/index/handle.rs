//! The index as the desk holds it: what is on disk, what is newer and in memory, and the ties between them.

use super::IndexError;
use super::bm25f::Scope;
use super::disk::{Disk, Unusable};
use super::document::Document;
use super::family::Families;
use super::glossary::Glossary;
use super::segment::Segment;
use super::shelf::{AsOf, Shelf, Sight, visible};
use super::sums::Pool;
use super::tail::Tail;
use super::weights::{Stamp, Weights};
use crate::case::LinkKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock, RwLockReadGuard};

/// Threads for a build of many documents; small commits need one.
const BUILD_THREADS: usize = 2;

pub struct Index {
    folder: PathBuf,
    weights: RwLock<(Arc<Weights>, Stamp)>,
    glossary: Glossary,
    /// None: this process may not write, and there is nothing on disk to read.
    disk: Mutex<Option<Disk>>,
    state: RwLock<State>,
}

/// What a question is put to.
#[derive(Default)]
pub struct State {
    pub segments: Vec<Segment>,
    pub tail: Tail,
    pub families: Families,
    /// Everything up to this place of the ledger is in, on disk or in memory.
    pub seq: u64,
    /// Everything up to this place is on disk.
    pub disk_seq: u64,
    /// Ties up to this place are in `families`.
    pub ties_seq: u64,
    /// Sums kept between questions.
    pub pool: Pool,
}

impl State {
    pub fn scope(&self, sight: Sight, as_of: Option<AsOf>, without: Option<u64>) -> Scope<'_> {
        let mut shelves: Vec<&dyn Shelf> = self.segments.iter().map(|s| s as &dyn Shelf).collect();
        shelves.push(&self.tail);
        let seen = shelves.iter().map(|shelf| visible(*shelf, sight, as_of)).collect();
        let limited = sight != Sight::Staff || as_of.is_some();
        Scope { shelves, seen, as_of, without, limited, pool: &self.pool }
    }

    fn hide_replaced(&mut self) -> Result<(), IndexError> {
        let codes: Vec<u64> = self.tail.codes().collect();
        for segment in &mut self.segments {
            for code in &codes {
                if let Some(document) = segment.find(*code)? {
                    segment.hide(document);
                }
            }
        }
        Ok(())
    }
}

impl Index {
    /// Opens `folder/built`. With `may_write` a missing or damaged one is set aside and begun anew, empty; the note
    /// says so, and the caller fills it from the ledger (its place is then 0).
    pub fn open(folder: &Path, may_write: bool) -> Result<(Index, Option<String>), IndexError> {
        let built = folder.join("built");
        let stamp = Weights::stamp(folder);
        let (weights, glossary) = (Weights::load(folder)?, Glossary::load(folder)?);
        let weights = RwLock::new((Arc::new(weights), stamp));
        let (disk, seq, note) = match Disk::open(&built, may_write) {
            Ok((disk, seq)) => (Some(disk), seq, None),
            Err(Unusable::Refused(error)) => return Err(error),
            Err(_) if !may_write => (None, 0, None),
            Err(Unusable::Damaged(reason)) => {
                let note = set_aside(&built)?.map(|aside| format!("index/built: {reason}; set aside as {aside}, rebuilding"));
                (Some(Disk::create(&built)?), 0, note)
            }
            // Derived and whole elsewhere: there is nothing in it worth keeping.
            Err(unusable @ (Unusable::Absent | Unusable::Foreign)) => {
                remove(&built)?;
                let note = matches!(unusable, Unusable::Foreign)
                    .then(|| "index/built: made by another version of the program; making it anew".to_string());
                (Some(Disk::create(&built)?), 0, note)
            }
        };
        let segments = disk.as_ref().map(|disk| disk.segments(&[])).transpose()?.unwrap_or_default();
        let state = State { segments, seq, disk_seq: seq, ..State::default() };
        let index = Index { folder: folder.to_path_buf(), weights, glossary, disk: Mutex::new(disk), state: RwLock::new(state) };
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

    pub(super) fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    pub(super) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Everything up to this place can be found.
    pub fn seq(&self) -> u64 {
        self.state().seq
    }

    pub fn ties_seq(&self) -> u64 {
        self.state().ties_seq
    }

    /// Everything up to this place survives a restart without the ledger being read again.
    pub fn disk_seq(&self) -> u64 {
        self.state().disk_seq
    }

    /// Documents in memory that a [`Index::flush`] would put on disk.
    pub fn waiting(&self) -> usize {
        self.state().tail.len()
    }

    /// How many documents can be found.
    pub fn len(&self) -> usize {
        let state = self.state();
        let alive = |shelf: &dyn Shelf| shelf.present().map_or(shelf.columns().len(), |present| present.count);
        state.segments.iter().map(|s| alive(s)).sum::<usize>() + alive(&state.tail)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes documents findable at once, in memory; they replace older versions. Called in the ledger's order.
    pub fn put(&self, documents: Vec<Document>, seq: u64) -> Result<(), IndexError> {
        let mut state = self.state.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        let state = &mut *state;
        for document in documents {
            let code = document.card.number.code();
            for segment in &mut state.segments {
                if let Some(replaced) = segment.find(code)? {
                    segment.hide(replaced);
                }
            }
            state.tail.put(document);
        }
        state.seq = state.seq.max(seq);
        Ok(())
    }

    /// Takes in ties; repeats do no harm as long as places ascend from call to call.
    pub fn tie(&self, ties: impl IntoIterator<Item = (u64, u64, LinkKind, u64)>, seq: u64) {
        let mut state = self.state.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        for (from, to, kind, order) in ties {
            if order > state.ties_seq {
                state.families.tie(from, to, kind, order);
            }
        }
        state.ties_seq = state.ties_seq.max(seq);
    }

    /// Puts what is in memory on disk in one commit. Only the holder of the desk's lock does this.
    pub fn flush(&self) -> Result<(), IndexError> {
        let mut disk = self.disk.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let Some(disk) = disk.as_mut() else { return Ok(()) };
        let (documents, seq) = {
            let state = self.state();
            if state.seq == state.disk_seq {
                return Ok(());
            }
            (state.tail.documents().cloned().collect::<Vec<_>>(), state.seq)
        };
        disk.write(documents.iter())?;
        disk.commit(seq)?;
        self.show(disk, seq)
    }

    /// Lets questions see what is on disk now.
    fn show(&self, disk: &Disk, seq: u64) -> Result<(), IndexError> {
        let segments = disk.segments(&self.state().segments)?;
        let mut state = self.state.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        state.segments = segments;
        state.tail = std::mem::take(&mut state.tail).after(seq);
        state.disk_seq = seq;
        state.seq = state.seq.max(seq);
        state.hide_replaced()
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
        let state = self.state();
        let scope = state.scope(Sight::Staff, None, None);
        let mut codes: Vec<u64> = Vec::new();
        for (shelf, seen) in scope.shelves.iter().zip(&scope.seen) {
            let present = (0..shelf.columns().len()).filter(|d| seen.sees(*d as u32));
            codes.extend(present.map(|d| shelf.columns().code[d]));
        }
        codes.sort_unstable();
        codes
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
    pub fn swap(mut self, seq: u64) -> Result<(), IndexError> {
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
        let (opened, seq) = Disk::open(&built, false).map_err(|unusable| match unusable {
            Unusable::Refused(error) => error,
            Unusable::Damaged(reason) => IndexError::Other(format!("the new index cannot be used: {reason}")),
            Unusable::Absent | Unusable::Foreign => IndexError::Other("the new index is not there".into()),
        })?;
        self.index.show(&opened, seq)?;
        *disk = Some(opened);
        remove(&old)
    }
}

fn rename(from: &Path, to: &Path) -> Result<(), IndexError> {
    std::fs::rename(from, to).map_err(|source| IndexError::Io { path: from.to_path_buf(), source })
}

fn remove(path: &Path) -> Result<(), IndexError> {
    match std::fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(IndexError::Io { path: path.to_path_buf(), source }),
        _ => Ok(()),
    }
}

/// Moves a folder out of the way; gives its new name, or None where there was none.
fn set_aside(path: &Path) -> Result<Option<String>, IndexError> {
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
