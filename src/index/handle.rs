//! The index as the desk holds it: documents, weights, synonyms, and the queries on them.

use super::bm25_baseline::{Bm25Baseline, candidates_only};
use super::doc::document::Document;
use super::doc::units::DocKey;
use super::error::IndexError;
use super::keyword::search::{SearchRequest, SearchResults, search};
use super::score::accumulators::AccumulatorPool;
use super::score::weights::{FileStamp, Weights};
use super::similar::candidates::{Candidates, candidates};
use super::similar::matches::SimilarResults;
use super::similar::query::{SimilarQuery, SimilarScope};
use super::similar::search::similar;
use super::similar::timeline::{ArchiveTimeline, timeline};
use super::store::families::DocLink;
use super::store::live::{IndexBuild, LiveIndex};
use super::store::mem_segment::MemSegmentData;
use super::store::set_aside::set_aside;
use super::store::snapshot::Snapshot;
use super::text::glossary::Glossary;
use parking_lot::RwLock;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The search index of one desk. All methods take `&self` and may be called from several threads.
pub struct Index {
    folder: PathBuf,
    weights: RwLock<(Arc<Weights>, FileStamp)>,
    glossary: Glossary,
    live: LiveIndex,
    /// Score buffers reused between queries.
    pool: AccumulatorPool,
}

impl Index {
    /// Opens `folder/built`. With `may_write`, a missing or damaged index is set aside and replaced by an empty one; the note
    /// says so, and the caller fills it from the ledger (its [`Index::disk_seq`] is then 0). Without, it is opened as empty.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if files cannot be read or created, or the desk's weights are malformed. Damage is no error.
    pub fn open(folder: &Path, may_write: bool) -> Result<(Index, Option<String>), IndexError> {
        let stamp = Weights::stamp(folder);
        let (weights, glossary) = (Weights::load(folder)?, Glossary::load(folder)?);
        let weights = RwLock::new((Arc::new(weights), stamp));
        let (live, note) = LiveIndex::open(folder, may_write)?;
        Ok((Index { folder: folder.to_path_buf(), weights, glossary, live, pool: AccumulatorPool::default() }, note))
    }

    /// Moves `folder/built` out of the way, whatever its state; gives its new name, or `None` if there was none.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if it cannot be moved.
    pub fn set_aside(folder: &Path) -> Result<Option<String>, IndexError> {
        set_aside(&folder.join("built"))
    }

    /// The ranking weights in force.
    pub fn weights(&self) -> Arc<Weights> {
        self.weights.read().0.clone()
    }

    /// Reloads the desk's weights if their file changed since it was read; true if it did.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the changed file cannot be used; the weights in force stay, and the error is returned once.
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

/// State.
impl Index {
    /// The current snapshot; it does not change, whatever is written meanwhile.
    fn snapshot(&self) -> Arc<Snapshot> {
        self.live.snapshot()
    }

    /// Ledger place up to which documents can be found.
    pub fn seq(&self) -> u64 {
        self.snapshot().seq
    }

    /// Ledger place up to which links are known.
    pub fn links_seq(&self) -> u64 {
        self.snapshot().links_seq
    }

    /// Ledger place up to which documents are on disk: after a restart the ledger is read from here.
    pub fn disk_seq(&self) -> u64 {
        self.snapshot().disk_seq
    }

    /// Documents in memory that a [`Index::flush`] would write to disk.
    pub fn waiting(&self) -> usize {
        self.snapshot().mem_segments.len()
    }

    /// Number of documents that can be found.
    pub fn len(&self) -> usize {
        self.snapshot().len()
    }

    /// Whether no document can be found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The keys of all documents that can be found, ascending; `check` compares them with the ledger.
    pub fn keys(&self) -> Vec<DocKey> {
        self.snapshot().keys()
    }

    /// Reads every byte on disk against its checksum; gives the names of damaged files.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if a file cannot be read.
    pub fn verify(&self) -> Result<Vec<String>, IndexError> {
        self.live.verify()
    }
}

/// Writing.
impl Index {
    /// Whether a document can be analysed without a panic; one that cannot is logged.
    pub fn can_take(document: &Document) -> bool {
        MemSegmentData::can_take(document)
    }

    /// Makes documents findable at once, in memory, replacing older versions. Must be called in ledger order; `seq` is the
    /// place they go up to.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the segments on disk cannot be read.
    pub fn put(&self, documents: Vec<Document>, seq: u64) -> Result<(), IndexError> {
        self.live.put(documents, seq)
    }

    /// Adds links. Links at or before [`Index::links_seq`] are skipped, so repeats are harmless if places ascend from call to
    /// call; `seq` is the place they go up to.
    pub fn add_links(&self, links: impl IntoIterator<Item = DocLink>, seq: u64) {
        self.live.add_links(links, seq);
    }

    /// Writes what is in memory to disk in one commit. Only the holder of the desk's lock may call it.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if writing fails; the documents stay in memory.
    pub fn flush(&self) -> Result<(), IndexError> {
        self.live.flush()
    }

    /// Begins to build a new index beside the present one, which stays in use until [`IndexBuild::swap`].
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the folder cannot be created.
    pub fn build(&self) -> Result<IndexBuild<'_>, IndexError> {
        self.live.build()
    }

    /// Stops writing to disk for good; documents in memory can still be found.
    pub fn give_up(&self) {
        self.live.give_up();
    }
}

/// Queries, each on the snapshot of that moment.
impl Index {
    /// Searches for a few words typed by a person.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the index cannot be read; if it is damaged, nothing is written any more.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, IndexError> {
        self.live.guarded(|| search(&self.snapshot(), &self.pool, &self.weights(), &self.glossary, request))
    }

    /// The most similar cases and open tickets for a report, with their solutions and reasons.
    ///
    /// # Errors
    ///
    /// As [`Index::search`].
    pub fn similar(&self, question: &SimilarQuery, scope: &SimilarScope) -> Result<SimilarResults, IndexError> {
        self.live.guarded(|| similar(&self.snapshot(), &self.pool, &self.weights(), question, scope))
    }

    /// The candidates for a report as `similar` sees them before they are ordered; with the dated links of a timeline if one is
    /// given.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the index cannot be read.
    pub fn candidates(
        &self,
        question: &SimilarQuery,
        scope: &SimilarScope,
        depth: usize,
        timeline: Option<&ArchiveTimeline>,
    ) -> Result<Candidates, IndexError> {
        candidates(&self.snapshot(), &self.pool, &self.weights(), question, scope, depth, timeline)
    }

    /// The archive's timeline. `undated` says of a document that is not resolved whether the ledger does not tell when its
    /// links were found out.
    pub fn timeline(&self, undated: impl Fn(DocKey) -> bool) -> ArchiveTimeline {
        timeline(&self.snapshot(), &self.pool, undated)
    }

    /// Number of candidates of the first stage of `similar`, and the best score.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the index cannot be read.
    pub fn candidates_only(&self, question: &SimilarQuery, depth: usize) -> Result<(usize, f32), IndexError> {
        candidates_only(&self.snapshot(), &self.pool, &self.weights(), question, depth)
    }

    /// What the first stage is benchmarked against.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if the index cannot be read.
    pub fn bm25_baseline(&self, question: &SimilarQuery) -> Result<Bm25Baseline, IndexError> {
        Bm25Baseline::read(&self.snapshot(), &self.pool, &self.weights(), question)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::doc::sample::document;
    use crate::index::keyword::search::SearchRequest;
    use crate::index::store::visibility::Visibility;
    use std::sync::mpsc;
    use std::time::Duration;

    fn asked(index: &Index, text: &str) -> usize {
        let request = SearchRequest {
            text: text.into(),
            limit: 10,
            offset: 0,
            visibility: Visibility::Staff,
            filters: vec![],
            named: vec![],
        };
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
                assert_eq!((asked(&index, "pump "), index.len(), index.keys().len()), (1, 1, 1));
            }
        });
        assert_eq!((index.seq(), index.disk_seq()), (199, 150));
    }
}
