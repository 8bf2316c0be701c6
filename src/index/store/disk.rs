//! The index on disk: opening, verifying, writing, merging.

use super::files::checksum;
use super::files::directory::{IndexDirectory, META, Seal, seal_of};
use super::files::forward_file::{ForwardPlugin, encoded};
use super::segment::DiskSegment;
use crate::index::doc::document::{AnalyzedDocument, Document, owner_hash};
use crate::index::doc::schema::{self, Fields};
use crate::index::doc::units::EpochSeconds;
use crate::index::error::{IndexError, caught};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

/// Memory of the writer per thread, in bytes.
const WRITER_BYTES: usize = 64 << 20;
/// The same while a whole index is built: larger segments mean fewer merges.
const BUILD_BYTES: usize = 160 << 20;
/// Share of deleted documents at which a segment is merged. They still count in tantivy's document frequencies until then.
const DELETED_SHARE_MAX: f32 = 0.2;
/// An index of up to this many documents is merged into one segment after a build: each query looks up its terms in every
/// segment.
const ONE_SEGMENT_MAX: u64 = 100_000;
/// An index of up to this many bytes is verified when it is opened for writing; a larger one by `check` only.
const VERIFIED_BYTES_MAX: u64 = 64 << 20;

/// What each commit stores about itself.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    format: String,
    /// Ledger place up to which documents are included.
    seq: u64,
}

/// An index folder with its reader and, once it has been used, its writer.
pub struct Disk {
    path: PathBuf,
    folder: IndexDirectory,
    index: Index,
    reader: IndexReader,
    fields: Fields,
    writer: Option<IndexWriter>,
}

/// Why an index on disk cannot be used as it is.
pub enum Unusable {
    /// It does not exist, or its creation never finished; it can be recreated.
    Absent,
    /// Written by another version of the program: intact, but not readable here.
    Foreign,
    /// Damaged: to be set aside and rebuilt.
    Damaged(String),
    /// Locked or unreadable: not damage, and nothing may be discarded.
    Refused(IndexError),
}

impl Disk {
    /// Opens an index; gives it with its segments and its ledger place. `verify` checks every byte of a small one against its
    /// checksums. A panic while parsing counts as damage.
    pub fn open(path: &Path, verify: bool) -> Result<(Disk, Vec<DiskSegment>, u64), Unusable> {
        caught(|| Disk::opened(path, verify)).unwrap_or_else(|panic| Err(Unusable::Damaged(format!("it cannot be read: {panic}"))))
    }

    fn opened(path: &Path, verify: bool) -> Result<(Disk, Vec<DiskSegment>, u64), Unusable> {
        let meta = match std::fs::read(path.join(META)) {
            Ok(meta) => meta,
            Err(e) if [ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&e.kind()) => {
                let empty = std::fs::read_dir(path).map_or(!path.exists(), |mut entries| entries.next().is_none());
                return Err(if empty { Unusable::Absent } else { Unusable::Damaged("meta.json is not there".into()) });
            }
            Err(source) => return Err(Unusable::Refused(IndexError::Io { path: path.join(META), source })),
        };
        let folder = IndexDirectory::open(path).map_err(TantivyError::from).map_err(unusable)?;
        let mut index = Index::open(folder.clone()).map_err(unusable)?;
        let (_, fields) = schema::schema();
        index.register_plugin(Arc::new(ForwardPlugin { field: fields.forward }));
        let Some(payload) = index.load_metas().map_err(unusable)?.payload else { return Err(Unusable::Absent) };
        let payload: Option<Payload> = serde_json::from_str(&payload).ok();
        let Some(payload) = payload.filter(|p| p.format == schema::format()) else { return Err(Unusable::Foreign) };
        if seal_of(&meta) != Seal::Right {
            return Err(Unusable::Damaged("meta.json is not what was written".into()));
        }
        let to_verify = verify && size_of(path) <= VERIFIED_BYTES_MAX;
        let damaged = if to_verify { damaged(path, &index).map_err(unusable)? } else { Vec::new() };
        if let Some(file) = damaged.first() {
            return Err(Unusable::Damaged(format!("{file} is damaged")));
        }
        let disk = Disk::over(path, folder, index).map_err(unusable)?;
        let segments = disk.segments(&[]).map_err(unusable)?;
        Ok((disk, segments, payload.seq))
    }

    /// Creates an empty index in an empty folder.
    pub fn create(path: &Path) -> Result<Disk, IndexError> {
        std::fs::create_dir_all(path).map_err(|source| IndexError::Io { path: path.to_path_buf(), source })?;
        let (schema, fields) = schema::schema();
        let folder = IndexDirectory::open(path).map_err(TantivyError::from)?;
        let forward = Arc::new(ForwardPlugin { field: fields.forward });
        let index = Index::builder().schema(schema).register_plugin(forward).open_or_create(folder.clone())?;
        Ok(Disk::over(path, folder, index)?)
    }

    fn over(path: &Path, folder: IndexDirectory, index: Index) -> tantivy::Result<Disk> {
        let (_, fields) = schema::schema();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Disk { path: path.to_path_buf(), folder, index, reader, fields, writer: None })
    }

    /// Adds or replaces documents; nothing is visible or durable before [`Disk::commit`].
    pub fn write<'d>(&mut self, documents: impl Iterator<Item = &'d Document>) -> Result<(), IndexError> {
        let fields = self.fields;
        let writer = self.writer(1, WRITER_BYTES)?;
        for document in documents {
            let number = document.stored.number.to_string();
            writer.delete_term(Term::from_field_text(fields.number, &number));
            writer.add_document(to_tantivy(document, &number, fields)?)?;
        }
        Ok(())
    }

    /// Adds documents that are not in the index yet, on several threads. Older versions are not looked up, which saves a
    /// dictionary lookup per document and segment.
    pub fn write_new(&mut self, documents: &[Document], threads: usize) -> Result<(), IndexError> {
        let fields = self.fields;
        let writer = &*self.writer(threads, BUILD_BYTES)?;
        let add = |part: &[Document]| -> Result<(), IndexError> {
            for document in part {
                writer.add_document(to_tantivy(document, &document.stored.number.to_string(), fields)?)?;
            }
            Ok(())
        };
        let parts = documents.chunks(documents.len().div_ceil(threads).max(1));
        std::thread::scope(|scope| {
            let running: Vec<_> = parts.map(|part| scope.spawn(move || add(part))).collect();
            let mut ended = running.into_iter().map(|thread| thread.join());
            let died = |_| IndexError::Other("a thread that reads documents died".into());
            ended.try_for_each(|result| result.map_err(died).flatten())
        })
    }

    /// Makes everything written so far durable and visible, as of a ledger place.
    pub fn commit(&mut self, seq: u64) -> Result<(), IndexError> {
        let payload = serde_json::to_string(&Payload { format: schema::format(), seq })?;
        let writer = self.writer(1, WRITER_BYTES)?;
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.reader.reload()?;
        Ok(())
    }

    /// Waits for merges to finish; after a one-off build, so that the next opening finds few segments.
    pub fn finish(&mut self) -> Result<(), IndexError> {
        if let Some(mut writer) = self.writer.take() {
            let segments = self.index.searchable_segment_ids()?;
            if segments.len() > 1 && self.reader.searcher().num_docs() <= ONE_SEGMENT_MAX {
                writer.merge(&segments).wait()?;
            }
            writer.wait_merging_threads()?;
        }
        self.reader.reload()?;
        Ok(())
    }

    /// The writer, created at its first use.
    fn writer(&mut self, threads: usize, bytes: usize) -> Result<&mut IndexWriter, IndexError> {
        if self.writer.is_none() {
            let writer: IndexWriter = self.index.writer_with_num_threads(threads, bytes * threads)?;
            let mut policy = tantivy::merge_policy::LogMergePolicy::default();
            policy.set_del_docs_ratio_before_merge(DELETED_SHARE_MAX);
            writer.set_merge_policy(Box::new(policy));
            // A commit that was cut off leaves files that are listed nowhere, and this writer counts on from the same place: it
            // would give its own files the same names, and be refused for good.
            writer.garbage_collect_files().wait()?;
            self.writer = Some(writer);
        }
        self.writer.as_mut().ok_or_else(|| IndexError::Other("the index has no writer".into()))
    }

    /// The committed segments; columns of those in `known` are reused.
    pub fn segments(&self, known: &[DiskSegment]) -> Result<Vec<DiskSegment>, IndexError> {
        self.reader.searcher().segment_readers().iter().map(|r| DiskSegment::load(r.clone(), self.fields, known)).collect()
    }

    /// Names of damaged files.
    pub fn verify(&self) -> Result<Vec<String>, IndexError> {
        match damaged(&self.path, &self.index) {
            Err(error) if error.is_damage() => Ok(vec![META.to_string()]),
            result => result,
        }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Discards what was written and not committed; the next write starts afresh.
    pub fn forget(&mut self) {
        self.writer = None;
    }
}

/// Merges may still be running when an index is closed; they must not write into a folder that another index may have taken
/// over.
impl Drop for Disk {
    fn drop(&mut self) {
        self.folder.give_up();
    }
}

/// Size of a folder's files, in bytes.
fn size_of(path: &Path) -> u64 {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum()
}

/// Names of files whose checksum is wrong or which are missing.
fn damaged(path: &Path, index: &Index) -> Result<Vec<String>, IndexError> {
    let mut damaged = BTreeSet::new();
    for file in needed(index)? {
        let io = |source| IndexError::Io { path: path.join(&file), source };
        // A segment that was merged into another one meanwhile is no longer needed.
        let whole = match checksum::is_whole(&path.join(&file)) {
            Err(e) if e.kind() == ErrorKind::NotFound => !needed(index)?.contains(&file),
            whole => whole.map_err(io)?,
        };
        if !whole {
            damaged.insert(file.display().to_string());
        }
    }
    Ok(damaged.into_iter().collect())
}

/// The files of the committed segments.
fn needed(index: &Index) -> Result<HashSet<PathBuf>, IndexError> {
    let mut files = index.directory().list_managed_files();
    let segments: Vec<String> = index.load_metas()?.segments.iter().map(|segment| segment.id().uuid_string()).collect();
    files.retain(|file| file.to_str().is_some_and(|name| segments.iter().any(|segment| name.starts_with(segment))));
    Ok(files)
}

/// A document as tantivy's fields.
fn to_tantivy(document: &Document, number: &str, fields: Fields) -> Result<TantivyDocument, IndexError> {
    let AnalyzedDocument { texts, once, identifiers, forward } = document.analyze();
    let mut out = TantivyDocument::default();
    out.add_text(fields.number, number);
    for (((field, length), terms), once) in fields.texts.into_iter().zip(fields.lengths).zip(texts).zip(once) {
        out.add_u64(length, terms.len() as u64);
        let tokens = terms
            .into_iter()
            .chain(once)
            .enumerate()
            .map(|(position, text)| Token { position, text, ..Token::default() })
            .collect();
        out.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
    }
    for identifier in identifiers {
        out.add_text(fields.identifiers, identifier);
    }
    out.add_custom(fields.forward, &encoded(&forward));
    out.add_bytes(fields.stored, &serde_json::to_vec(&document.stored)?);
    out.add_u64(fields.key, document.key().0);
    out.add_u64(fields.first_seq, document.first_seq);
    out.add_i64(fields.opened_at, EpochSeconds::from(document.stored.opened_at).0);
    out.add_i64(fields.resolved_at, document.resolved_at().0);
    out.add_u64(fields.flags, u64::from(document.flags()));
    out.add_u64(fields.owner, owner_hash(document.customer.as_deref()).0);
    for (field, value) in fields.facets.iter().zip(document.facets()) {
        if let Some(value) = value {
            out.add_text(*field, value);
        }
    }
    Ok(out)
}

/// Sorts an error into damage and everything else.
fn unusable(error: impl Into<IndexError>) -> Unusable {
    match error.into() {
        damage if damage.is_damage() => Unusable::Damaged(damage.to_string()),
        trouble => Unusable::Refused(trouble),
    }
}
