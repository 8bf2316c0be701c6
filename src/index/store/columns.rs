//! What every document of a place has, by position, and whom the documents are for.

use super::bits::Bits;
use crate::index::doc::document::flag;
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
    /// Terms per text, in the order of [`crate::index::doc::schema::TextField::ALL`]; what is longer than can be told is as
    /// long as that.
    pub lengths: [Vec<u16>; 3],
    /// Sums of the lengths over all documents, gone ones too.
    pub length_sums: [u64; 3],
    /// The latest place in `order`, and the latest of `opened_at`.
    pub newest: Option<(u64, i64)>,
    /// What results are narrowed and counted by, in the order of [`crate::index::doc::facet::Facet::ALL`].
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

/// Documents with the sums of their lengths.
#[derive(Debug, Clone)]
pub struct Shown {
    pub bits: Bits,
    pub length_sums: [u64; 3],
}

impl Shown {
    fn of(columns: &Columns, flags: u32) -> Shown {
        let bits = Bits::of(columns.len(), |d| columns.flags[d] & flags != 0);
        let length_sums = sums(columns, bits.ones());
        Shown { bits, length_sums }
    }
}

/// Whom a shelf's documents are for, gone ones too.
#[derive(Debug, Clone)]
pub struct Audiences {
    pub customers: Shown,
    pub public: Shown,
    /// Documents that are not for every customer and belong to a company, by company.
    owned: Vec<u32>,
}

impl Audiences {
    pub fn of(columns: &Columns) -> Audiences {
        let customers = Shown::of(columns, flag::FOR_CUSTOMERS | flag::PUBLIC);
        let mut owned: Vec<u32> =
            (0..columns.len() as u32).filter(|d| columns.owner[*d as usize] != 0 && !customers.bits.has(*d)).collect();
        owned.sort_unstable_by_key(|d| (columns.owner[*d as usize], *d));
        Audiences { customers, public: Shown::of(columns, flag::PUBLIC), owned }
    }

    /// What belongs to one company and is not for every customer, ascending.
    pub fn owned_by(&self, columns: &Columns, owner: u64) -> &[u32] {
        let of = |d: &u32| columns.owner[*d as usize];
        let from = self.owned.partition_point(|d| of(d) < owner);
        let many = self.owned[from..].partition_point(|d| of(d) == owner);
        if owner == 0 { &[] } else { &self.owned[from..from + many] }
    }
}

/// Sums of the lengths of some documents.
pub fn sums(columns: &Columns, documents: impl Iterator<Item = u32>) -> [u64; 3] {
    documents.fold([0; 3], |mut sums, document| {
        for (sum, lengths) in sums.iter_mut().zip(&columns.lengths) {
            *sum += u64::from(lengths[document as usize]);
        }
        sums
    })
}
