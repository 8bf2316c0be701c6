//! One committed segment of the index on disk as a shelf: its columns in memory, its postings and cards on disk.

use super::alive_docs::Present;
use super::columns::{Columns, FacetColumn, short};
use super::files::forward_file::ForwardFile;
use super::reader::{EachBlock, EachPlace, Shelf};
use crate::index::doc::schema::{Fields, TextField};
use crate::index::doc::stored::Card;
use crate::index::error::IndexError;
use crate::index::text::fuzzy::Near;
use std::sync::{Arc, OnceLock};
use tantivy::schema::IndexRecordOption;
use tantivy::store::StoreReader;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED, TantivyDocument, Term};

/// One committed segment with its columns in memory. A copy shares everything, and what one copy hides the others go on
/// showing.
#[derive(Clone)]
pub struct Segment {
    reader: Arc<SegmentReader>,
    fields: Fields,
    /// Shared with what this segment was before: a commit does not read again what has not changed.
    columns: Arc<Columns>,
    forward: ForwardFile,
    /// Each text's dictionary and postings, opened when first asked: tantivy opens those of a text that no document has anew
    /// for each word.
    inverted: Arc<[OnceLock<Arc<InvertedIndexReader>>; 3]>,
    /// What results show, opened when first asked.
    results: Arc<OnceLock<StoreReader>>,
    present: Option<Arc<Present>>,
}

impl Segment {
    pub fn load(reader: SegmentReader, fields: Fields, known: &[Segment]) -> Result<Segment, IndexError> {
        let same = known.iter().find(|segment| segment.reader.segment_id() == reader.segment_id());
        let (columns, forward) = match same {
            Some(same) => (same.columns.clone(), same.forward.clone()),
            None => Segment::read(&reader, fields)?,
        };
        let gone = reader.alive_bitset().map(|alive| (0..reader.max_doc()).filter(move |d| alive.is_deleted(*d)));
        let present = gone.map(|gone| Arc::new(Present::new(&columns, gone)));
        Ok(Segment {
            columns,
            forward,
            inverted: Arc::default(),
            results: Arc::default(),
            present,
            fields,
            reader: Arc::new(reader),
        })
    }

    fn read(reader: &SegmentReader, fields: Fields) -> Result<(Arc<Columns>, ForwardFile), IndexError> {
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
            if column.places.iter().any(|place| *place as usize >= column.values.len()) {
                return Err(IndexError::Damaged("a column names a value that is not there".into()));
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
            audiences: OnceLock::new(),
        };
        columns.newest = columns.order.iter().max().copied().zip(columns.opened_at.iter().max().copied());
        let forward = ForwardFile::open(reader)?;
        columns.length_sums = columns.lengths.each_ref().map(|lengths| lengths.iter().map(|l| u64::from(*l)).sum());
        Ok((Arc::new(columns), forward))
    }

    /// Hides what a newer version elsewhere replaces.
    pub fn hide(&mut self, document: u32) {
        let columns = &self.columns;
        let present = self.present.get_or_insert_with(|| Arc::new(Present::new(columns, std::iter::empty())));
        Arc::make_mut(present).lose(columns, document);
    }

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

    fn results(&self) -> Result<&StoreReader, IndexError> {
        match self.results.get() {
            Some(results) => Ok(results),
            None => {
                let opened = self.reader.get_store_reader(STORE_BLOCKS_CACHED)?;
                Ok(self.results.get_or_init(|| opened))
            }
        }
    }

    pub fn is_gone(&self, document: u32) -> bool {
        self.present.as_ref().is_some_and(|present| !present.bits.has(document))
    }
}

impl Shelf for Segment {
    fn columns(&self) -> &Columns {
        &self.columns
    }
    fn present(&self) -> Option<&Present> {
        self.present.as_deref()
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
    fn terms_near(&self, field: TextField, word: &str, slips: usize, limit: usize) -> Result<Vec<String>, IndexError> {
        let mut stream = self.inverted(field)?.terms().search(Near::in_dictionary(word, slips)).into_stream()?;
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
    fn forward(&self, document: u32, into: &mut Vec<u64>) -> Result<(), IndexError> {
        Ok(self.forward.read(document, into)?)
    }
    fn card(&self, document: u32) -> Result<Card, IndexError> {
        let stored: TantivyDocument = self.results()?.get(document)?;
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
