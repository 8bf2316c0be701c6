//! The common interface of segments on disk and in memory: columns, postings, stored documents.

use super::alive_docs::AliveDocs;
use super::columns::SegmentColumns;
use crate::index::doc::schema::TextField;
use crate::index::doc::stored::StoredDocument;
use crate::index::doc::units::DocKey;
use crate::index::error::IndexError;

/// Receives blocks of postings: documents ascending, and the term's frequency in each. Blocks ascend and do not overlap.
pub type EachBlock<'a> = dyn FnMut(&[u32], &[u32]) + 'a;
/// Receives positions in a list of documents, ascending, and the term's frequency in the document there.
pub type EachPlace<'a> = dyn FnMut(usize, u32) + 'a;

/// Bytes from which on a part of a word may stand in its middle.
const INNER_BYTES_MIN: usize = 6;

/// Whether a term holds a part: a short one at its beginning or end.
pub fn part_of(part: &str, term: &str) -> bool {
    term.ends_with(part) || term.starts_with(part) || part.len() >= INNER_BYTES_MIN && term.contains(part)
}

/// A segment of the index. Documents are numbered from 0 within the segment; postings include deleted documents. Reading from
/// disk may fail, in memory it cannot.
pub trait SegmentReader: Send + Sync {
    /// Per-document values, in memory.
    fn columns(&self) -> &SegmentColumns;
    /// The documents neither deleted nor replaced by a newer version elsewhere; `None`: all.
    fn alive(&self) -> Option<&AliveDocs>;
    /// Upper bound on the term's document frequency in this field. O(1) apart from the dictionary lookup; deleted documents are
    /// still counted.
    fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError>;
    /// Calls `each` with the postings of a term in one field.
    fn postings(&self, field: TextField, term: &str, each: &mut EachBlock) -> Result<(), IndexError> {
        self.postings_from(field, term, 0, each)
    }
    /// The same, beginning with the block that contains `first`; on disk that block may begin earlier.
    fn postings_from(&self, field: TextField, term: &str, first: u32, each: &mut EachBlock) -> Result<(), IndexError>;
    /// Calls `each` for the documents of `among` (ascending, distinct) that contain the term; blocks without any of them are
    /// skipped.
    fn postings_among(&self, field: TextField, term: &str, among: &[u32], each: &mut EachPlace) -> Result<(), IndexError>;
    /// Documents with an identifier, given as `Identifier::term`; ascending.
    fn documents_with_identifier(&self, identifier: &str) -> Result<Vec<u32>, IndexError>;
    /// Terms of a field that begin with `prefix`, ascending, at most `limit`.
    fn terms_with_prefix(&self, field: TextField, prefix: &str, limit: usize) -> Result<Vec<String>, IndexError>;
    /// Terms of a field within `edits` edits of `word`, ascending, at most `limit`.
    fn terms_near(&self, field: TextField, word: &str, edits: usize, limit: usize) -> Result<Vec<String>, IndexError>;
    /// Terms of a field that hold `part` ([`part_of`]), ascending, at most `limit`; none if the field has more than `dictionary`
    /// terms.
    fn terms_containing(&self, field: TextField, part: &str, dictionary: usize, limit: usize) -> Result<Vec<String>, IndexError>;
    /// The alive document of a key.
    fn find(&self, key: DocKey) -> Result<Option<u32>, IndexError>;
    /// Replaces the content of `into` by the document's forward entries, in order.
    fn forward(&self, document: u32, into: &mut Vec<u64>) -> Result<(), IndexError>;
    /// The stored document.
    fn stored(&self, document: u32) -> Result<StoredDocument, IndexError>;
}
