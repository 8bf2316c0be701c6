//! The file of forward entries ([`crate::index::doc::forward`]), one per segment.
//!
//! A tantivy column would have to be loaded into memory as a whole, and this is the largest one. Here only the offsets are in
//! memory, and the entries of one document are read at a time.
//!
//! Layout, all integers little-endian: the entries, [`ENTRY`] bytes each (four of the hash, one of the kind); per document the
//! end of its entries, eight bytes, counted in entries; the number of documents, eight bytes.

use crate::index::doc::schema::FORWARD;
use std::any::Any;
use std::io::Write;
use std::sync::Arc;
use tantivy::directory::{FileSlice, TerminatingWrite, WritePtr};
use tantivy::error::DataCorruption;
use tantivy::index::SegmentComponent;
use tantivy::indexer::doc_id_mapping::{DocIdMapping, MappingType};
use tantivy::schema::document::ErasedDocument;
use tantivy::schema::{Field, Schema, Value};
use tantivy::{
    DocId, HasLen, PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin, SegmentReader, TantivyDocument,
    TantivyError,
};

/// Bytes per entry.
const ENTRY: usize = 5;
/// Bytes per offset.
const PLACE: usize = 8;

/// The file as a component of a segment.
fn component() -> SegmentComponent {
    SegmentComponent::Custom(FORWARD.into())
}

/// Entries as the bytes of the document's forward field.
pub fn encoded(entries: &[u64]) -> Vec<u8> {
    entries.iter().flat_map(|entry| entry.to_le_bytes().into_iter().take(ENTRY)).collect()
}

/// Appends decoded entries.
fn decode(bytes: &[u8], into: &mut Vec<u64>) {
    let (entries, _) = bytes.as_chunks::<ENTRY>();
    into.extend(entries.iter().map(|[a, b, c, d, kind]| u64::from_le_bytes([*a, *b, *c, *d, *kind, 0, 0, 0])));
}

/// A segment's forward entries. Cloning shares everything.
#[derive(Clone)]
pub struct ForwardFile {
    entries: FileSlice,
    /// Per document, the end of its entries, counted in entries.
    ends: Arc<[u64]>,
}

impl ForwardFile {
    /// Opens the file of a segment and checks that its offsets are consistent.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<ForwardFile> {
        let damaged = |what: &str| TantivyError::DataCorruption(DataCorruption::comment_only(format!("forward entries: {what}")));
        let file = segment.open_read(component())?;
        let documents = segment.max_doc() as usize;
        let tail = documents * PLACE + PLACE;
        let Some(begin) = file.len().checked_sub(tail) else { return Err(damaged("places are missing")) };
        let (entries, places) = file.split(begin);
        let places = places.read_bytes()?;
        let (places, _) = places.as_chunks::<PLACE>();
        let (ends, count) = places.split_at(documents);
        let ends: Arc<[u64]> = ends.iter().map(|place| u64::from_le_bytes(*place)).collect();
        let right = count.iter().all(|count| u64::from_le_bytes(*count) == documents as u64)
            && ends.is_sorted()
            && ends.last().copied().unwrap_or(0).checked_mul(ENTRY as u64) == Some(entries.len() as u64);
        if !right {
            return Err(damaged("places contradict each other"));
        }
        Ok(ForwardFile { entries, ends })
    }

    /// Replaces the content of `into` by the document's entries, in order.
    pub fn read(&self, document: DocId, into: &mut Vec<u64>) -> std::io::Result<()> {
        into.clear();
        decode(&self.bytes(document)?, into);
        Ok(())
    }

    /// The encoded entries of a document.
    fn bytes(&self, document: DocId) -> std::io::Result<tantivy::directory::OwnedBytes> {
        let document = document as usize;
        let first = document.checked_sub(1).map_or(0, |before| self.ends[before]) as usize;
        self.entries.read_bytes_slice(first * ENTRY..self.ends[document] as usize * ENTRY)
    }
}

/// Writes the file with each new segment, and merges the files of merged segments.
pub struct ForwardPlugin {
    /// The field that carries a document's encoded entries.
    pub field: Field,
}

impl SegmentPlugin for ForwardPlugin {
    fn extensions(&self) -> &[&str] {
        &[FORWARD]
    }

    fn create_writer(&self, _: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Collected { field: self.field, entries: Vec::new(), ends: Vec::new() }))
    }

    fn merge(&self, merging: PluginMergeContext) -> tantivy::Result<()> {
        in_order(merging.doc_id_mapping.mapping_type() != MappingType::Shuffled)?;
        let mut file = merging.target_segment.open_write(component())?;
        let (mut ends, mut end) = (Vec::new(), 0);
        for reader in merging.readers {
            let from = ForwardFile::open(reader)?;
            for document in reader.doc_ids_alive() {
                let bytes = from.bytes(document)?;
                file.write_all(&bytes)?;
                end += (bytes.len() / ENTRY) as u64;
                ends.push(end);
            }
        }
        finish(file, &ends)
    }
}

/// The entries of a segment being written.
struct Collected {
    field: Field,
    entries: Vec<u8>,
    ends: Vec<u64>,
}

impl PluginWriter for Collected {
    fn add_document(&mut self, _: DocId, document: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        let document = document.as_any().downcast_ref::<TantivyDocument>();
        let bytes = document.and_then(|document| document.get_first(self.field)).and_then(|value| value.as_custom());
        self.entries.extend_from_slice(bytes.unwrap_or_default());
        self.ends.push((self.entries.len() / ENTRY) as u64);
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, order: Option<&DocIdMapping>) -> tantivy::Result<()> {
        in_order(order.is_none())?;
        let mut file = segment.open_write(component())?;
        file.write_all(&self.entries)?;
        finish(file, &self.ends)
    }

    fn mem_usage(&self) -> usize {
        self.entries.capacity() + self.ends.capacity() * size_of::<u64>()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// Fails for a sorted index: documents must keep the order in which they were added.
fn in_order(right: bool) -> tantivy::Result<()> {
    let wrong = || TantivyError::InvalidArgument("forward entries are not made for a sorted index".into());
    right.then_some(()).ok_or_else(wrong)
}

/// Writes the offsets and closes the file.
fn finish(mut file: WritePtr, ends: &[u64]) -> tantivy::Result<()> {
    for end in ends.iter().copied().chain([ends.len() as u64]) {
        file.write_all(&end.to_le_bytes())?;
    }
    Ok(file.terminate()?)
}
