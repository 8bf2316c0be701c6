//! A place with postings and columns: a segment on disk, or the newest documents in memory.

use super::IndexError;
use super::bm25f::was_known;
use super::document::{Card, flag};
use super::schema::TextField;
use std::borrow::Cow;

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
    /// What results are narrowed and counted by, in the order of [`super::question::Facet::ALL`].
    pub facets: [FacetColumn; 5],
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
    pub fn having(&self, wanted: &[&str]) -> Vec<bool> {
        let folded: Vec<String> = wanted.iter().map(|w| w.to_lowercase()).collect();
        let fits: Vec<bool> = self.values.iter().enumerate().map(|(i, v)| i > 0 && folded.contains(&v.to_lowercase())).collect();
        self.places.iter().map(|place| fits[*place as usize]).collect()
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
}

/// The documents of a shelf that are still what they were.
#[derive(Debug, Clone, Default)]
pub struct Present {
    pub mask: Vec<bool>,
    pub count: usize,
    /// Sums of their lengths.
    pub length_sums: [u64; 3],
}

impl Present {
    /// All documents but those in `gone`.
    pub fn new(columns: &Columns, gone: impl Iterator<Item = u32>) -> Present {
        let mut present = Present { mask: vec![true; columns.len()], count: columns.len(), length_sums: columns.length_sums };
        gone.for_each(|document| present.lose(columns, document));
        present
    }

    /// A document is gone from now on.
    pub fn lose(&mut self, columns: &Columns, document: u32) {
        if std::mem::replace(&mut self.mask[document as usize], false) {
            self.count -= 1;
            for (sum, lengths) in self.length_sums.iter_mut().zip(&columns.lengths) {
                *sum -= u64::from(lengths[document as usize]);
            }
        }
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

/// The moment a question speaks of. Nothing later than it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// Only documents that began before this place in the record.
    pub before_order: u64,
    /// Solutions count if found before this time, seconds since the epoch. None: the time is unknown, none count as later.
    pub time: Option<i64>,
}

/// What the asker may see, as part of the search itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    Staff,
    /// Cases for customers, and the company's own tickets (0: none of their own).
    Customer {
        owner: u64,
    },
    Public,
}

impl Sight {
    fn sees(self, flags: u32, owner: u64) -> bool {
        match self {
            Sight::Staff => true,
            Sight::Customer { owner: own } => flags & (flag::FOR_CUSTOMERS | flag::PUBLIC) != 0 || (own != 0 && own == owner),
            Sight::Public => flags & flag::PUBLIC != 0,
        }
    }
}

/// Which documents of a shelf take part, how many they are and how long their texts.
pub struct Seen<'a> {
    /// None: all.
    pub mask: Option<Cow<'a, [bool]>>,
    pub count: usize,
    pub length_sums: [u64; 3],
    /// Whether of cases that are not for customers (their own, seen by them) only what was reported may be looked at.
    pub as_customer: bool,
}

impl Seen<'_> {
    /// Whether what was found out since the report is kept from the asker: the desk's analysis is in it.
    pub fn withholds_answer(&self, columns: &Columns, document: u32) -> bool {
        self.as_customer && columns.flags[document as usize] & (flag::FOR_CUSTOMERS | flag::PUBLIC) == 0
    }

    pub fn sees(&self, document: u32) -> bool {
        self.mask.as_ref().is_none_or(|mask| mask[document as usize])
    }
}

/// What an asker sees of a shelf as of a moment. Staff, now, see what is present: that is known without looking.
pub fn visible(shelf: &dyn Shelf, sight: Sight, as_of: Option<AsOf>) -> Seen<'_> {
    let (columns, present) = (shelf.columns(), shelf.present());
    if sight == Sight::Staff && as_of.is_none() {
        return match present {
            None => Seen { mask: None, count: columns.len(), length_sums: columns.length_sums, as_customer: false },
            Some(present) => {
                let (count, length_sums) = (present.count, present.length_sums);
                Seen { mask: Some(Cow::Borrowed(&present.mask)), count, length_sums, as_customer: false }
            }
        };
    }
    let before = as_of.map_or(u64::MAX, |a| a.before_order);
    let mask = (0..columns.len())
        .map(|d| present.is_none_or(|p| p.mask[d]) && columns.order[d] < before && sight.sees(columns.flags[d], columns.owner[d]));
    counted(columns, mask.collect(), as_of, sight != Sight::Staff)
}

/// A mask with what it leaves. What was answered later than the moment asked about had no length then.
pub fn counted(columns: &Columns, mask: Vec<bool>, as_of: Option<AsOf>, as_customer: bool) -> Seen<'static> {
    let (mut count, mut length_sums) = (0, [0u64; 3]);
    for (document, _) in mask.iter().enumerate().filter(|(_, seen)| **seen) {
        count += 1;
        let told = as_of.is_none_or(|at| was_known(columns.resolved_at[document], at.time));
        for (slot, (sum, lengths)) in length_sums.iter_mut().zip(&columns.lengths).enumerate() {
            *sum += if slot != TextField::Answer as usize || told { u64::from(lengths[document]) } else { 0 };
        }
    }
    Seen { mask: Some(Cow::Owned(mask)), count, length_sums, as_customer }
}
