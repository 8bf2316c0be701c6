//! The index on disk: opening, healing, writing, merging.

use super::files::checksum;
use super::files::directory::{Folder, META, Seal, seal_of};
use super::files::forward_file::{ForwardPlugin, encoded};
use super::segment::Segment;
use crate::index::doc::document::{Analyzed, Document, owner_hash};
use crate::index::doc::schema::{self, Fields};
use crate::index::error::{IndexError, caught};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

/// Memory for documents on their way to disk, bytes; per thread.
const WRITER_BYTES: usize = 64 << 20;
/// The same while a whole index is built: larger segments at first, fewer merges afterwards.
const BUILD_BYTES: usize = 160 << 20;
/// Deleted documents still count in tantivy's frequencies until merged away, so they are merged away early.
const DELETED_SHARE_MAX: f32 = 0.2;
/// An index of up to so many documents is one segment once it is built: a question looks up its words in each segment.
const ONE_SEGMENT_MAX: u64 = 100_000;
/// An index up to this size is read whole when it is opened for writing, to notice damage; a larger one by `check`.
const VERIFIED_BYTES_MAX: u64 = 64 << 20;

/// What a commit says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    format: String,
    /// Everything up to this place of the ledger is in.
    seq: u64,
}

pub struct Disk {
    path: PathBuf,
    folder: Folder,
    index: Index,
    reader: IndexReader,
    fields: Fields,
    writer: Option<IndexWriter>,
}

/// Why an index on disk cannot be used as it is.
pub enum Unusable {
    /// Not there, or begun and never finished: nothing is lost by making it anew.
    Absent,
    /// Made by another version of the program: sound, but not ours to read.
    Foreign,
    /// Damaged: set aside and made anew.
    Damaged(String),
    /// Locked or unreadable: not damage, nothing is thrown away.
    Refused(IndexError),
}

impl Disk {
    /// Opens an index with its segments and its place in the ledger; `verify` reads every byte of a small one against its
    /// checksums. Whoever reads damaged bytes may panic: that is damage, too.
    pub fn open(path: &Path, verify: bool) -> Result<(Disk, Vec<Segment>, u64), Unusable> {
        caught(|| Disk::opened(path, verify)).unwrap_or_else(|panic| Err(Unusable::Damaged(format!("it cannot be read: {panic}"))))
    }

    fn opened(path: &Path, verify: bool) -> Result<(Disk, Vec<Segment>, u64), Unusable> {
        let meta = match std::fs::read(path.join(META)) {
            Ok(meta) => meta,
            Err(e) if [ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&e.kind()) => {
                let empty = std::fs::read_dir(path).map_or(!path.exists(), |mut entries| entries.next().is_none());
                return Err(if empty { Unusable::Absent } else { Unusable::Damaged("meta.json is not there".into()) });
            }
            Err(source) => return Err(Unusable::Refused(IndexError::Io { path: path.join(META), source })),
        };
        let folder = Folder::open(path).map_err(TantivyError::from).map_err(unusable)?;
        let mut index = Index::open(folder.clone()).map_err(unusable)?;
        let (_, fields) = schema::schema();
        index.register_plugin(Arc::new(ForwardPlugin { field: fields.forward }));
        let Some(told) = index.load_metas().map_err(unusable)?.payload else { return Err(Unusable::Absent) };
        let payload: Option<Payload> = serde_json::from_str(&told).ok();
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

    /// Makes an empty index in an empty folder.
    pub fn create(path: &Path) -> Result<Disk, IndexError> {
        std::fs::create_dir_all(path).map_err(|source| IndexError::Io { path: path.to_path_buf(), source })?;
        let (schema, fields) = schema::schema();
        let folder = Folder::open(path).map_err(TantivyError::from)?;
        let forward = Arc::new(ForwardPlugin { field: fields.forward });
        let index = Index::builder().schema(schema).register_plugin(forward).open_or_create(folder.clone())?;
        Ok(Disk::over(path, folder, index)?)
    }

    fn over(path: &Path, folder: Folder, index: Index) -> tantivy::Result<Disk> {
        let (_, fields) = schema::schema();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Disk { path: path.to_path_buf(), folder, index, reader, fields, writer: None })
    }

    /// Adds or replaces documents; nothing is visible or durable before [`Disk::commit`].
    pub fn write<'d>(&mut self, documents: impl Iterator<Item = &'d Document>) -> Result<(), IndexError> {
        let fields = self.fields;
        let writer = self.writer(1, WRITER_BYTES)?;
        for document in documents {
            let number = document.card.number.to_string();
            writer.delete_term(Term::from_field_text(fields.number, &number));
            writer.add_document(to_tantivy(document, &number, fields)?)?;
        }
        Ok(())
    }

    /// Adds documents that are not there yet, on several threads. What was there before is not looked for: that would cost
    /// a look into each segment for each document.
    pub fn write_new(&mut self, documents: &[Document], threads: usize) -> Result<(), IndexError> {
        let fields = self.fields;
        let writer = &*self.writer(threads, BUILD_BYTES)?;
        let add = |part: &[Document]| -> Result<(), IndexError> {
            for document in part {
                writer.add_document(to_tantivy(document, &document.card.number.to_string(), fields)?)?;
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

    /// Makes everything written so far durable, as of a place in the ledger.
    pub fn commit(&mut self, seq: u64) -> Result<(), IndexError> {
        let payload = serde_json::to_string(&Payload { format: schema::format(), seq })?;
        let writer = self.writer(1, WRITER_BYTES)?;
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.reader.reload()?;
        Ok(())
    }

    /// Waits until merging is over; for a one-off build, so that the next opening finds few segments.
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

    fn writer(&mut self, threads: usize, bytes: usize) -> Result<&mut IndexWriter, IndexError> {
        if self.writer.is_none() {
            let writer: IndexWriter = self.index.writer_with_num_threads(threads, bytes * threads)?;
            let mut policy = tantivy::merge_policy::LogMergePolicy::default();
            policy.set_del_docs_ratio_before_merge(DELETED_SHARE_MAX);
            writer.set_merge_policy(Box::new(policy));
            self.writer = Some(writer);
        }
        self.writer.as_mut().ok_or_else(|| IndexError::Other("the index has no writer".into()))
    }

    /// The committed segments; columns of those known before are not read again.
    pub fn segments(&self, known: &[Segment]) -> Result<Vec<Segment>, IndexError> {
        self.reader.searcher().segment_readers().iter().map(|r| Segment::load(r.clone(), self.fields, known)).collect()
    }

    /// Damaged files, by name.
    pub fn verify(&self) -> Result<Vec<String>, IndexError> {
        match damaged(&self.path, &self.index) {
            Err(error) if error.is_damage() => Ok(vec![META.to_string()]),
            told => told,
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was begun and did not come to a commit is forgotten; the next write begins anew.
    pub fn forget(&mut self) {
        self.writer = None;
    }
}

/// Merges may still be running when an index is closed. What they make is of no use to anybody, and by then another index
/// may stand in this place.
impl Drop for Disk {
    fn drop(&mut self) {
        self.folder.give_up();
    }
}

fn size_of(path: &Path) -> u64 {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum()
}

/// The files of an index that are not what was written or are not there, by name; each is read to its end.
fn damaged(path: &Path, index: &Index) -> Result<Vec<String>, IndexError> {
    let mut damaged = BTreeSet::new();
    for file in needed(index)? {
        let io = |source| IndexError::Io { path: path.join(&file), source };
        // What has been merged into another one meanwhile is gone, and no longer needed.
        let whole = match checksum::is_whole(&path.join(&file)) {
            Err(e) if e.kind() == ErrorKind::NotFound => !needed(index)?.contains(&file),
            told => told.map_err(io)?,
        };
        if !whole {
            damaged.insert(file.display().to_string());
        }
    }
    Ok(damaged.into_iter().collect())
}

/// The files that what is committed consists of.
fn needed(index: &Index) -> Result<HashSet<PathBuf>, IndexError> {
    let mut files = index.directory().list_managed_files();
    let segments: Vec<String> = index.load_metas()?.segments.iter().map(|segment| segment.id().uuid_string()).collect();
    files.retain(|file| file.to_str().is_some_and(|name| segments.iter().any(|segment| name.starts_with(segment))));
    Ok(files)
}

fn to_tantivy(document: &Document, number: &str, fields: Fields) -> Result<TantivyDocument, IndexError> {
    let Analyzed { texts, signs, forward } = document.analyze();
    let mut out = TantivyDocument::default();
    out.add_text(fields.number, number);
    for ((field, length), terms) in fields.texts.into_iter().zip(fields.lengths).zip(texts) {
        out.add_u64(length, terms.len() as u64);
        let tokens = terms.into_iter().enumerate().map(|(position, text)| Token { position, text, ..Token::default() }).collect();
        out.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
    }
    for sign in signs {
        out.add_text(fields.signs, sign);
    }
    out.add_custom(fields.forward, &encoded(&forward));
    out.add_bytes(fields.card, &serde_json::to_vec(&document.card)?);
    out.add_u64(fields.code, document.card.number.code());
    out.add_u64(fields.order, document.order);
    out.add_i64(fields.opened_at, document.card.opened_at.timestamp());
    out.add_i64(fields.resolved_at, document.resolved_at());
    out.add_u64(fields.flags, u64::from(document.flags()));
    out.add_u64(fields.owner, owner_hash(document.customer.as_deref()));
    for (field, value) in fields.facets.iter().zip(document.facets()) {
        if let Some(value) = value {
            out.add_text(*field, value);
        }
    }
    Ok(out)
}

/// Damage, or trouble: nothing is thrown away for that.
fn unusable(error: impl Into<IndexError>) -> Unusable {
    match error.into() {
        damage if damage.is_damage() => Unusable::Damaged(damage.to_string()),
        trouble => Unusable::Refused(trouble),
    }
}
