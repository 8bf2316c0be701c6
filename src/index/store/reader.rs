//! A place with postings and columns: a segment on disk, or the newest documents in memory.

use super::bits::Bits;
use super::visibility::{Audiences, Present};
use crate::index::doc::document::Card;
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use std::sync::OnceLock;

/// What every document has, by position; one value per document of the shelf.
#[derive(Debug, Default, Clone)]
pub struct Columns {
    pub code: Vec<u64>,
    pub order: Vec<u64>,
    pub opened_at: Vec<i64>,
    pub resolved_at: Vec<i64>,
    pub flags: Vec<u32>,
    pub owner: Vec<u64>,
    /// Terms per text, in the order of [`TextField::ALL`]; what is longer than can be told is as long as that.
    pub lengths: [Vec<u16>; 3],
    /// Sums of the lengths over all documents, gone ones too.
    pub length_sums: [u64; 3],
    /// The latest place in `order`, and the latest of `opened_at`.
    pub newest: Option<(u64, i64)>,
    /// What results are narrowed and counted by, in the order of [`super::facet::Facet::ALL`].
    pub facets: [FacetColumn; 5],
    /// Found out at the first question that is limited; what is on disk never changes.
    pub audiences: OnceLock<Audiences>,
}

/// One facet of every document: the place of its value among those that occur; place 0 is none.
#[derive(Debug, Clone)]
pub struct FacetColumn {
    pub values: Vec<String>,
    pub places: Vec<u32>,
}

impl Default for FacetColumn {
    fn default() -> FacetColumn {
        FacetColumn { values: vec![String::new()], places: Vec::new() }
    }
}

impl FacetColumn {
    /// Which documents have one of some values, whatever their case.
    pub fn having(&self, wanted: &[&str]) -> Bits {
        let folded: Vec<String> = wanted.iter().map(|w| w.to_lowercase()).collect();
        let fits: Vec<bool> = self.values.iter().enumerate().map(|(i, v)| i > 0 && folded.contains(&v.to_lowercase())).collect();
        Bits::of(self.places.len(), |d| fits[self.places[d] as usize])
    }

    /// The place of a value, made if it is new.
    pub fn place_of(&mut self, value: &str) -> u32 {
        let known = self.values.iter().position(|v| v == value);
        known.unwrap_or_else(|| {
            self.values.push(value.to_string());
            self.values.len() - 1
        }) as u32
    }
}

/// A length as a column holds it.
pub fn short(length: u64) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}

impl Columns {
    pub fn len(&self) -> usize {
        self.code.len()
    }

    pub fn audiences(&self) -> &Audiences {
        self.audiences.get_or_init(|| Audiences::of(self))
    }
}

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
    /// The document's entries of the forward column, in their order.
    fn forward(&self, document: u32, into: &mut Vec<u64>);
    fn card(&self, document: u32) -> Result<Card, IndexError>;
}
