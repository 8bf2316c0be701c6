//! A committed segment on disk: columns in memory, postings and stored documents read as needed.

use super::alive_docs::AliveDocs;
use super::columns::{FacetColumn, SegmentColumns, saturating_len};
use super::files::forward_file::ForwardFile;
use super::reader::{EachBlock, EachPlace, SegmentReader, part_of};
use crate::index::doc::schema::{Fields, TextField};
use crate::index::doc::stored::StoredDocument;
use crate::index::doc::units::{DocKey, EpochSeconds, OwnerHash};
use crate::index::error::IndexError;
use crate::index::text::fuzzy::TypoAutomaton;
use std::sync::{Arc, OnceLock};
use tantivy::schema::IndexRecordOption;
use tantivy::store::StoreReader;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader as TantivyReader, TERMINATED, TantivyDocument, Term};

/// A committed segment. Cloning shares everything; deletions affect only the copy they are made on.
#[derive(Clone)]
pub struct DiskSegment {
    reader: Arc<TantivyReader>,
    fields: Fields,
    /// Shared between versions of the segment: a commit does not reload what has not changed.
    columns: Arc<SegmentColumns>,
    forward: ForwardFile,
    /// Dictionary and postings of each field, opened at the first use. tantivy reopens those of a field that no document has
    /// for each term.
    inverted: Arc<[OnceLock<Arc<InvertedIndexReader>>; 3]>,
    /// Stored documents, opened at the first use.
    results: Arc<OnceLock<StoreReader>>,
    alive: Option<Arc<AliveDocs>>,
}

impl DiskSegment {
    /// Loads a segment; its columns are taken from `known` if it is there.
    pub fn load(reader: TantivyReader, fields: Fields, known: &[DiskSegment]) -> Result<DiskSegment, IndexError> {
        let same = known.iter().find(|segment| segment.reader.segment_id() == reader.segment_id());
        let (columns, forward) = match same {
            Some(same) => (same.columns.clone(), same.forward.clone()),
            None => DiskSegment::read(&reader, fields)?,
        };
        let gone = reader.alive_bitset().map(|alive| (0..reader.max_doc()).filter(move |d| alive.is_deleted(*d)));
        let alive = gone.map(|gone| Arc::new(AliveDocs::new(&columns, gone)));
        Ok(DiskSegment {
            columns,
            forward,
            inverted: Arc::default(),
            results: Arc::default(),
            alive,
            fields,
            reader: Arc::new(reader),
        })
    }

    /// Reads the columns.
    fn read(reader: &TantivyReader, fields: Fields) -> Result<(Arc<SegmentColumns>, ForwardFile), IndexError> {
        let count = reader.max_doc();
        let schema = reader.schema().clone();
        let fast = reader.fast_fields();
        let u64s = |field| -> Result<Vec<u64>, IndexError> {
            let column = fast.u64(schema.get_field_name(field))?.first_or_default_col(0);
            Ok((0..count).map(|d| column.get_val(d)).collect())
        };
        let times = |field| -> Result<Vec<EpochSeconds>, IndexError> {
            let column = fast.i64(schema.get_field_name(field))?.first_or_default_col(0);
            Ok((0..count).map(|d| EpochSeconds(column.get_val(d))).collect())
        };
        let u32s = |field| -> Result<Vec<u32>, IndexError> { Ok(u64s(field)?.into_iter().map(|v| v as u32).collect()) };
        let u16s = |field| -> Result<Vec<u16>, IndexError> { Ok(u64s(field)?.into_iter().map(saturating_len).collect()) };
        let mut facets: [FacetColumn; 5] = Default::default();
        for (column, field) in facets.iter_mut().zip(fields.facets) {
            column.ordinals = vec![0; count as usize];
            let Some(strings) = fast.str(schema.get_field_name(field))? else { continue };
            for ord in 0..strings.num_terms() as u64 {
                let mut value = String::new();
                strings.ord_to_str(ord, &mut value)?;
                column.values.push(value);
            }
            for (document, place) in column.ordinals.iter_mut().enumerate() {
                *place = strings.ords().first(document as u32).map_or(0, |ord| ord as u32 + 1);
            }
            if column.ordinals.iter().any(|place| *place as usize >= column.values.len()) {
                return Err(IndexError::Damaged("a column names a value that is not there".into()));
            }
        }
        let mut columns = SegmentColumns {
            key: u64s(fields.key)?.into_iter().map(DocKey).collect(),
            first_seq: u64s(fields.first_seq)?,
            opened_at: times(fields.opened_at)?,
            resolved_at: times(fields.resolved_at)?,
            flags: u32s(fields.flags)?,
            owner: u64s(fields.owner)?.into_iter().map(OwnerHash).collect(),
            length_sums: [0; 3],
            lengths: [u16s(fields.lengths[0])?, u16s(fields.lengths[1])?, u16s(fields.lengths[2])?],
            newest: None,
            facets,
            audiences: OnceLock::new(),
        };
        columns.newest = columns.first_seq.iter().max().copied().zip(columns.opened_at.iter().max().copied());
        let forward = ForwardFile::open(reader)?;
        columns.length_sums = columns.lengths.each_ref().map(|lengths| lengths.iter().map(|l| u64::from(*l)).sum());
        Ok((Arc::new(columns), forward))
    }

    /// Deletes a document, because a newer version exists elsewhere.
    pub fn delete(&mut self, document: u32) {
        let columns = &self.columns;
        let alive = self.alive.get_or_insert_with(|| Arc::new(AliveDocs::new(columns, std::iter::empty())));
        Arc::make_mut(alive).delete(columns, document);
    }

    /// Dictionary and postings of a field.
    fn inverted(&self, field: TextField) -> Result<&InvertedIndexReader, IndexError> {
        let slot = &self.inverted[field as usize];
        match slot.get() {
            Some(inverted) => Ok(inverted),
            None => {
                let opened = self.reader.inverted_index(self.fields.texts[field as usize])?;
                Ok(slot.get_or_init(|| opened))
            }
        }
    }

    /// Stored documents.
    fn results(&self) -> Result<&StoreReader, IndexError> {
        match self.results.get() {
            Some(results) => Ok(results),
            None => {
                let opened = self.reader.get_store_reader(STORE_BLOCKS_CACHED)?;
                Ok(self.results.get_or_init(|| opened))
            }
        }
    }

    /// Whether a document is deleted.
    pub fn is_deleted(&self, document: u32) -> bool {
        self.alive.as_ref().is_some_and(|alive| !alive.bits.has(document))
    }
}

impl SegmentReader for DiskSegment {
    fn columns(&self) -> &SegmentColumns {
        &self.columns
    }
    fn alive(&self) -> Option<&AliveDocs> {
        self.alive.as_deref()
    }
    fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError> {
        let text = self.fields.texts[field as usize];
        Ok(self.inverted(field)?.doc_freq(&Term::from_field_text(text, term))?)
    }
    fn postings_from(&self, field: TextField, term: &str, first: u32, each: &mut EachBlock) -> Result<(), IndexError> {
        let inverted = self.inverted(field)?;
        let term = Term::from_field_text(self.fields.texts[field as usize], term);
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
        let inverted = self.inverted(field)?;
        let term = Term::from_field_text(self.fields.texts[field as usize], term);
        let Some(mut blocks) = inverted.read_block_postings(&term, IndexRecordOption::WithFreqs)? else { return Ok(()) };
        let mut place = 0;
        while let Some(wanted) = among.get(place) {
            let mut at = blocks.seek(*wanted);
            let (documents, frequencies) = (blocks.docs(), blocks.freqs());
            // The block that may contain it; if the block ends before it, no postings are left.
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
    fn documents_with_identifier(&self, identifier: &str) -> Result<Vec<u32>, IndexError> {
        self.documents_with(self.fields.identifiers, identifier)
    }
    fn terms_with_prefix(&self, field: TextField, prefix: &str, limit: usize) -> Result<Vec<String>, IndexError> {
        let mut stream = self.inverted(field)?.terms().range().ge(prefix.as_bytes()).into_stream()?;
        let mut found = Vec::new();
        while found.len() < limit && stream.advance() {
            match std::str::from_utf8(stream.key()) {
                Ok(term) if term.starts_with(prefix) => found.push(term.to_string()),
                _ => break,
            }
        }
        Ok(found)
    }
    fn terms_near(&self, field: TextField, word: &str, edits: usize, limit: usize) -> Result<Vec<String>, IndexError> {
        let mut stream = self.inverted(field)?.terms().search(TypoAutomaton::in_dictionary(word, edits)).into_stream()?;
        let mut found = Vec::new();
        while found.len() < limit && stream.advance() {
            found.extend(std::str::from_utf8(stream.key()).ok().map(str::to_string));
        }
        Ok(found)
    }
    fn terms_containing(&self, field: TextField, part: &str, dictionary: usize, limit: usize) -> Result<Vec<String>, IndexError> {
        let inverted = self.inverted(field)?;
        if inverted.terms().num_terms() > dictionary {
            return Ok(Vec::new());
        }
        let (mut stream, mut found) = (inverted.terms().stream()?, Vec::new());
        while found.len() < limit && stream.advance() {
            let term = std::str::from_utf8(stream.key()).unwrap_or_default();
            found.extend(part_of(part, term).then(|| term.to_string()));
        }
        Ok(found)
    }
    fn find(&self, key: DocKey) -> Result<Option<u32>, IndexError> {
        let Some(number) = key.number() else { return Ok(None) };
        let found = self.documents_with(self.fields.number, &number.to_string())?;
        Ok(found.into_iter().find(|d| !self.is_deleted(*d)))
    }
    fn forward(&self, document: u32, into: &mut Vec<u64>) -> Result<(), IndexError> {
        Ok(self.forward.read(document, into)?)
    }
    fn stored(&self, document: u32) -> Result<StoredDocument, IndexError> {
        let stored: TantivyDocument = self.results()?.get(document)?;
        let bytes = stored.get_first(self.fields.stored).and_then(|v| tantivy::schema::Value::as_bytes(&v).map(<[u8]>::to_vec));
        Ok(serde_json::from_slice(&bytes.unwrap_or_default())?)
    }
}

/// Results read one block each; caching more gains nothing.
const STORE_BLOCKS_CACHED: usize = 1;

impl DiskSegment {
    /// Documents that contain a term in a field, ascending, deleted ones included.
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
