//! A place with postings and columns: a segment on disk, or some of the newest documents in memory.

use super::alive_docs::Present;
use super::columns::Columns;
use crate::index::doc::schema::TextField;
use crate::index::doc::stored::Card;
use crate::index::error::IndexError;

/// Called with blocks of (documents ascending, their term frequencies).
pub type EachBlock<'a> = dyn FnMut(&[u32], &[u32]) + 'a;
/// Called with places in a list of documents, ascending, and the term's frequency there.
pub type EachPlace<'a> = dyn FnMut(usize, u32) + 'a;

pub trait Shelf: Send + Sync {
    fn columns(&self) -> &Columns;
    /// Which documents are neither deleted nor replaced by a newer version elsewhere. None: all are present.
    fn present(&self) -> Option<&Present>;
    /// At most how many documents hold the term in this text. Cheap; may count what is gone.
    fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError>;
    fn postings(&self, field: TextField, term: &str, each: &mut EachBlock) -> Result<(), IndexError> {
        self.postings_from(field, term, 0, each)
    }
    /// The same from the block on that holds a document: what lies before is skipped over, not read.
    fn postings_from(&self, field: TextField, term: &str, first: u32, each: &mut EachBlock) -> Result<(), IndexError>;
    /// The same for those of `among` (ascending) that hold the term: the rest is skipped over, not read.
    fn postings_among(&self, field: TextField, term: &str, among: &[u32], each: &mut EachPlace) -> Result<(), IndexError>;
    /// Documents that carry an exact sign.
    fn signed(&self, sign: &str) -> Result<Vec<u32>, IndexError>;
    /// Terms of a text that begin with `prefix`, at most `limit`.
    fn terms_with_prefix(&self, field: TextField, prefix: &str, limit: usize) -> Result<Vec<String>, IndexError>;
    /// Terms of a text within a few slips of `word`, at most `limit`.
    fn terms_near(&self, field: TextField, word: &str, slips: usize, limit: usize) -> Result<Vec<String>, IndexError>;
    /// The document of a ticket number's code.
    fn find(&self, code: u64) -> Result<Option<u32>, IndexError>;
    /// The document's forward entries in their order, in place of what was in `into`.
    fn forward(&self, document: u32, into: &mut Vec<u64>) -> Result<(), IndexError>;
    fn card(&self, document: u32) -> Result<Card, IndexError>;
}
