//! The index as the desk holds it: documents that can be found, weights, synonyms, and what is asked of them.

use super::bm25_baseline::{Floor, candidates_only};
use super::doc::document::Document;
use super::error::IndexError;
use super::keyword::search::{Found, SearchRequest, search};
use super::score::accumulators::Pool;
use super::score::weights::{Stamp, Weights};
use super::similar::candidates::{Candidates, candidates};
use super::similar::matches::Similar;
use super::similar::query::{Question, Scope as SimilarScope};
use super::similar::search::similar;
use super::similar::timeline::{Past, past};
use super::store::live::{Build, Live};
use super::store::mem_segment::Chunk;
use super::store::set_aside::set_aside;
use super::store::snapshot::Snapshot;
use super::text::glossary::Glossary;
use crate::case::LinkKind;
use parking_lot::RwLock;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub struct Index {
    folder: PathBuf,
    weights: RwLock<(Arc<Weights>, Stamp)>,
    glossary: Glossary,
    live: Live,
    /// Sums kept between questions.
    pool: Pool,
}

impl Index {
    /// Opens `folder/built`. With `may_write` a missing or damaged one is set aside and begun anew, empty; the note
    /// says so, and the caller fills it from the ledger (its place is then 0).
    pub fn open(folder: &Path, may_write: bool) -> Result<(Index, Option<String>), IndexError> {
        let stamp = Weights::stamp(folder);
        let (weights, glossary) = (Weights::load(folder)?, Glossary::load(folder)?);
        let weights = RwLock::new((Arc::new(weights), stamp));
        let (live, note) = Live::open(folder, may_write)?;
        Ok((Index { folder: folder.to_path_buf(), weights, glossary, live, pool: Pool::default() }, note))
    }

    /// Moves `folder/built` out of the way, whatever state it is in; gives its new name, or None where there was none.
    pub fn set_aside(folder: &Path) -> Result<Option<String>, IndexError> {
        set_aside(&folder.join("built"))
    }

    pub fn weights(&self) -> Arc<Weights> {
        self.weights.read().0.clone()
    }

    /// Takes the desk's weights anew if their file is another than the one that was read. Those in force stay where it
    /// cannot be read; that is said once.
    pub fn notice_weights(&self) -> Result<bool, IndexError> {
        let stamp = Weights::stamp(&self.folder);
        if self.weights.read().1 == stamp {
            return Ok(false);
        }
        let loaded = Weights::load(&self.folder);
        let mut weights = self.weights.write();
        weights.1 = stamp;
        weights.0 = Arc::new(loaded?);
        Ok(true)
    }
}

/// What can be found.
impl Index {
    /// The picture as it is now; it stays as it is, whatever is written meanwhile.
    fn snapshot(&self) -> Arc<Snapshot> {
        self.live.snapshot()
    }

    /// Everything up to this place can be found.
    pub fn seq(&self) -> u64 {
        self.snapshot().seq
    }

    pub fn ties_seq(&self) -> u64 {
        self.snapshot().ties_seq
    }

    /// Everything up to this place survives a restart without the ledger being read again.
    pub fn disk_seq(&self) -> u64 {
        self.snapshot().disk_seq
    }

    /// Documents in memory that a [`Index::flush`] would put on disk.
    pub fn waiting(&self) -> usize {
        self.snapshot().tail.len()
    }

    /// How many documents can be found.
    pub fn len(&self) -> usize {
        self.snapshot().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers that can be found, ascending: what `check` compares with the ledger.
    pub fn codes(&self) -> Vec<u64> {
        self.snapshot().codes()
    }

    /// Damage found by reading every byte on disk.
    pub fn verify(&self) -> Result<Vec<String>, IndexError> {
        self.live.verify()
    }
}

/// What is written into it.
impl Index {
    /// Whether a document can be taken apart into its words; what cannot is named.
    pub fn can_take(document: &Document) -> bool {
        Chunk::can_take(document)
    }

    /// Makes documents findable at once, in memory; they replace older versions. Called in the ledger's order.
    pub fn put(&self, documents: Vec<Document>, seq: u64) -> Result<(), IndexError> {
        self.live.put(documents, seq)
    }

    /// Takes in ties; repeats do no harm as long as places ascend from call to call.
    pub fn tie(&self, ties: impl IntoIterator<Item = (u64, u64, LinkKind, u64)>, seq: u64) {
        self.live.tie(ties, seq);
    }

    /// Puts what is in memory on disk in one commit. Only the holder of the desk's lock does this.
    pub fn flush(&self) -> Result<(), IndexError> {
        self.live.flush()
    }

    /// Begins a build beside the present index, which goes on answering until [`Build::swap`].
    pub fn build(&self) -> Result<Build<'_>, IndexError> {
        self.live.build()
    }

    /// Nothing is written to disk by this index any more; what is in memory goes on being found.
    pub fn give_up(&self) {
        self.live.give_up();
    }
}

/// What is asked of it. Each question is put to the picture as it is at that moment.
impl Index {
    /// A few words typed by a person.
    pub fn search(&self, request: &SearchRequest) -> Result<Found, IndexError> {
        self.live.guarded(|| search(&self.snapshot(), &self.pool, &self.weights(), &self.glossary, request))
    }

    /// The like cases and open tickets for a report, with what solved them and why they match.
    pub fn similar(&self, question: &Question, scope: &SimilarScope) -> Result<Similar, IndexError> {
        self.live.guarded(|| similar(&self.snapshot(), &self.pool, &self.weights(), question, scope))
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
        let _busy = index.live.busy();
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
