//! The index on disk: opening, healing, writing, and its segments as shelves.

use super::IndexError;
use super::document::{Analyzed, Card, Document, owner_hash};
use super::fuzzy::Near;
use super::schema::{self, Fields, TextField};
use super::shelf::{Columns, EachBlock, EachPlace, FacetColumn, Present, Shelf, short};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{DocSet, Index, IndexReader, IndexWriter, ReloadPolicy, SegmentReader, TERMINATED, TantivyDocument, Term};

/// Memory for documents on their way to disk, bytes; per thread.
const WRITER_BYTES: usize = 64 << 20;
/// The same while a whole index is built: larger segments at first, fewer merges afterwards.
const BUILD_BYTES: usize = 160 << 20;
/// Deleted documents still count in tantivy's frequencies until merged away, so they are merged away early.
const DELETED_SHARE_MAX: f32 = 0.2;
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
    /// Opens an index; `verify` reads every byte of a small one against its checksums.
    pub fn open(path: &Path, verify: bool) -> Result<(Disk, u64), Unusable> {
        if !path.join("meta.json").exists() {
            let empty = std::fs::read_dir(path).map_or(true, |mut entries| entries.next().is_none());
            return Err(if empty { Unusable::Absent } else { Unusable::Damaged("meta.json is not there".into()) });
        }
        let index = Index::open_in_dir(path).map_err(unusable)?;
        let Some(told) = index.load_metas().map_err(unusable)?.payload else { return Err(Unusable::Absent) };
        let payload: Option<Payload> = serde_json::from_str(&told).ok();
        let Some(payload) = payload.filter(|p| p.format == schema::format()) else { return Err(Unusable::Foreign) };
        if verify && size_of(path) <= VERIFIED_BYTES_MAX {
            let damaged = index.validate_checksum().map_err(unusable)?;
            if let Some(file) = damaged.iter().next() {
                return Err(Unusable::Damaged(format!("{} is damaged", file.display())));
            }
        }
        Ok((Disk::over(path, index).map_err(unusable)?, payload.seq))
    }

    /// Makes an empty index in an empty folder.
    pub fn create(path: &Path) -> Result<Disk, IndexError> {
        std::fs::create_dir_all(path).map_err(|source| IndexError::Io { path: path.to_path_buf(), source })?;
        let (schema, _) = schema::schema();
        let index = Index::create_in_dir(path, schema)?;
        Ok(Disk::over(path, index)?)
    }

    fn over(path: &Path, index: Index) -> tantivy::Result<Disk> {
        let (_, fields) = schema::schema();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Disk { path: path.to_path_buf(), index, reader, fields, writer: None })
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
        if let Some(writer) = self.writer.take() {
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
        let damaged = self.index.validate_checksum()?;
        Ok(damaged.iter().map(|file| file.display().to_string()).collect())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn size_of(path: &Path) -> u64 {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum()
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
    for entry in forward {
        out.add_u64(fields.forward, entry);
    }
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

/// A missing or unreadable file of the index is damage; a lock or an I/O error is not.
fn unusable(error: tantivy::TantivyError) -> Unusable {
    use tantivy::TantivyError::*;
    use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
    match &error {
        DataCorruption(_) | IncompatibleIndex(_) | SchemaError(_) | OpenReadError(OpenReadError::FileDoesNotExist(_)) => {
            Unusable::Damaged(error.to_string())
        }
        OpenReadError(OpenReadError::IncompatibleIndex(_)) | OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => {
            Unusable::Damaged(error.to_string())
        }
        _ => Unusable::Refused(error.into()),
    }
}

/// One committed segment with its columns in memory.
pub struct Segment {
    reader: SegmentReader,
    fields: Fields,
    /// Shared with what this segment was before: a commit does not read again what has not changed.
    columns: Arc<Columns>,
    forward: Column<u64>,
    present: Option<Present>,
}

impl Segment {
    fn load(reader: SegmentReader, fields: Fields, known: &[Segment]) -> Result<Segment, IndexError> {
        let same = known.iter().find(|segment| segment.reader.segment_id() == reader.segment_id());
        let (columns, forward) = match same {
            Some(same) => (same.columns.clone(), same.forward.clone()),
            None => Segment::read(&reader, fields)?,
        };
        let gone = reader.alive_bitset().map(|alive| (0..reader.max_doc()).filter(move |d| alive.is_deleted(*d)));
        let present = gone.map(|gone| Present::new(&columns, gone));
        Ok(Segment { columns, forward, present, fields, reader })
    }

    fn read(reader: &SegmentReader, fields: Fields) -> Result<(Arc<Columns>, Column<u64>), IndexError> {
        let count = reader.max_doc();
        let schema = reader.schema().clone();
        let fast = reader.fast_fields();
        let u64s = |field| -> Result<Vec<u64>, IndexError> {
            let column = fast.u64(schema.get_field_name(field))?.first_or_default_col(0);
            Ok((0..count).map(|d| column.get_val(d)).collect())
        };
        let i64s = |field| -> Result<Vec<i64>, IndexError> {
            let column = fast.i64(schema.get_field_name(field))?.first_or_default_col(0);
            Ok((0..count).map(|d| column.get_val(d)).collect())
        };
        let u32s = |field| -> Result<Vec<u32>, IndexError> { Ok(u64s(field)?.into_iter().map(|v| v as u32).collect()) };
        let u16s = |field| -> Result<Vec<u16>, IndexError> { Ok(u64s(field)?.into_iter().map(short).collect()) };
        let mut facets: [FacetColumn; 5] = Default::default();
        for (column, field) in facets.iter_mut().zip(fields.facets) {
            column.places = vec![0; count as usize];
            let Some(told) = fast.str(schema.get_field_name(field))? else { continue };
            for ord in 0..told.num_terms() as u64 {
                let mut value = String::new();
                told.ord_to_str(ord, &mut value)?;
                column.values.push(value);
            }
            for (document, place) in column.places.iter_mut().enumerate() {
                *place = told.ords().first(document as u32).map_or(0, |ord| ord as u32 + 1);
            }
        }
        let mut columns = Columns {
            code: u64s(fields.code)?,
            order: u64s(fields.order)?,
            opened_at: i64s(fields.opened_at)?,
            resolved_at: i64s(fields.resolved_at)?,
            flags: u32s(fields.flags)?,
            owner: u64s(fields.owner)?,
            length_sums: [0; 3],
            lengths: [u16s(fields.lengths[0])?, u16s(fields.lengths[1])?, u16s(fields.lengths[2])?],
            newest: None,
            facets,
        };
        columns.newest = columns.order.iter().max().copied().zip(columns.opened_at.iter().max().copied());
        let forward = fast.u64(schema.get_field_name(fields.forward))?;
        columns.length_sums = columns.lengths.each_ref().map(|lengths| lengths.iter().map(|l| u64::from(*l)).sum());
        Ok((Arc::new(columns), forward))
    }

    /// Hides what a newer version elsewhere replaces.
    pub fn hide(&mut self, document: u32) {
        let columns = &self.columns;
        self.present.get_or_insert_with(|| Present::new(columns, std::iter::empty())).lose(columns, document);
    }

    pub fn is_gone(&self, document: u32) -> bool {
        self.present.as_ref().is_some_and(|present| !present.mask[document as usize])
    }
}

impl Shelf for Segment {
    fn columns(&self) -> &Columns {
        &self.columns
    }
    fn present(&self) -> Option<&Present> {
        self.present.as_ref()
    }
    fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError> {
        let field = self.fields.texts[field as usize];
        Ok(self.reader.inverted_index(field)?.doc_freq(&Term::from_field_text(field, term))?)
    }
    fn postings_from(&self, field: TextField, term: &str, first: u32, each: &mut EachBlock) -> Result<(), IndexError> {
        let field = self.fields.texts[field as usize];
        let inverted = self.reader.inverted_index(field)?;
        let term = Term::from_field_text(field, term);
        if let Some(mut blocks) = inverted.read_block_postings(&term, IndexRecordOption::WithFreqs)? {
            blocks.seek(first);
            while !blocks.docs().is_empty() {
                each(blocks.docs(), blocks.freqs());
                blocks.advance();
            }
        }
        Ok(())
    }
    fn postings_among(&self, field: TextField, term: &str, among: &[u32], each: &mut EachPlace) -> Result<(), IndexError> {
        let field = self.fields.texts[field as usize];
        let inverted = self.reader.inverted_index(field)?;
        let term = Term::from_field_text(field, term);
        let Some(mut blocks) = inverted.read_block_postings(&term, IndexRecordOption::WithFreqs)? else { return Ok(()) };
        let mut place = 0;
        while let Some(wanted) = among.get(place) {
            let mut at = blocks.seek(*wanted);
            let (documents, frequencies) = (blocks.docs(), blocks.freqs());
            // Of the block that may hold it; if its last one comes before, nothing is left.
            let Some(last) = documents.last().filter(|last| *last >= wanted) else { break };
            while let Some(wanted) = among.get(place).filter(|wanted| *wanted <= last) {
                while documents[at] < *wanted {
                    at += 1;
                }
                if documents[at] == *wanted {
                    each(place, frequencies[at]);
                }
                place += 1;
            }
        }
        Ok(())
    }
    fn signed(&self, sign: &str) -> Result<Vec<u32>, IndexError> {
        self.documents_with(self.fields.signs, sign)
    }
    fn terms_with_prefix(&self, field: TextField, prefix: &str, limit: usize) -> Result<Vec<String>, IndexError> {
        let inverted = self.reader.inverted_index(self.fields.texts[field as usize])?;
        let mut stream = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
        let mut found = Vec::new();
        while found.len() < limit && stream.advance() {
            match std::str::from_utf8(stream.key()) {
                Ok(term) if term.starts_with(prefix) => found.push(term.to_string()),
                _ => break,
            }
        }
        Ok(found)
    }
    fn terms_near(&self, field: TextField, word: &str, slips: usize, limit: usize) -> Result<Vec<String>, IndexError> {
        let inverted = self.reader.inverted_index(self.fields.texts[field as usize])?;
        let mut stream = inverted.terms().search(Near::in_dictionary(word, slips)).into_stream()?;
        let mut found = Vec::new();
        while found.len() < limit && stream.advance() {
            found.extend(std::str::from_utf8(stream.key()).ok().map(str::to_string));
        }
        Ok(found)
    }
    fn find(&self, code: u64) -> Result<Option<u32>, IndexError> {
        let Some(number) = crate::ticket::Number::from_code(code) else { return Ok(None) };
        let found = self.documents_with(self.fields.number, &number.to_string())?;
        Ok(found.into_iter().find(|d| !self.is_gone(*d)))
    }
    fn forward(&self, document: u32, into: &mut Vec<u64>) {
        // All at once: asked one by one, each value would be a call of its own.
        let rows = self.forward.index.value_row_ids(document);
        into.clear();
        into.resize(rows.len(), 0);
        self.forward.values.get_range(u64::from(rows.start), into);
    }
    fn card(&self, document: u32) -> Result<Card, IndexError> {
        let stored: TantivyDocument = self.reader.get_store_reader(STORE_BLOCKS_CACHED)?.get(document)?;
        let bytes = stored.get_first(self.fields.card).and_then(|v| tantivy::schema::Value::as_bytes(&v).map(<[u8]>::to_vec));
        Ok(serde_json::from_slice(&bytes.unwrap_or_default())?)
    }
}

/// A result needs one block; nothing is gained by keeping more.
const STORE_BLOCKS_CACHED: usize = 1;

impl Segment {
    fn documents_with(&self, field: tantivy::schema::Field, text: &str) -> Result<Vec<u32>, IndexError> {
        let inverted = self.reader.inverted_index(field)?;
        let mut found = Vec::new();
        if let Some(mut postings) = inverted.read_postings(&Term::from_field_text(field, text), IndexRecordOption::Basic)? {
            let mut document = postings.doc();
            while document != TERMINATED {
                found.push(document);
                document = postings.advance();
            }
        }
        Ok(found)
    }
}
