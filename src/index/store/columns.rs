//! Per-document values of a segment, and the documents that each audience may see.

use super::bits::DocBitSet;
use crate::index::doc::document::flag;
use crate::index::doc::units::{DocKey, EpochSeconds, OwnerHash, PerField};
use std::sync::OnceLock;

/// Per-document values of a segment; every vector has one entry per document.
#[derive(Debug, Default, Clone)]
pub struct SegmentColumns {
    /// The document's identity.
    pub key: Vec<DocKey>,
    /// Ledger place of its first event.
    pub first_seq: Vec<u64>,
    /// When it was submitted.
    pub opened_at: Vec<EpochSeconds>,
    /// When it was resolved, or `NEVER`.
    pub resolved_at: Vec<EpochSeconds>,
    /// Bits of [`flag`].
    pub flags: Vec<u32>,
    /// Hash of its company.
    pub owner: Vec<OwnerHash>,
    /// Field lengths in terms, saturating at `u16::MAX`.
    pub lengths: PerField<Vec<u16>>,
    /// Sums of the lengths over all documents, deleted ones included.
    pub length_sums: PerField<u64>,
    /// The largest `first_seq` and the largest `opened_at`; `None` without documents.
    pub newest: Option<(u64, EpochSeconds)>,
    /// One column per facet, in the order of [`crate::index::doc::facet::Facet::ALL`].
    pub facets: [FacetColumn; 5],
    /// Computed at the first query that is not by staff.
    pub audiences: OnceLock<Audiences>,
}

/// A facet as a dictionary-encoded column.
#[derive(Debug, Clone)]
pub struct FacetColumn {
    /// The distinct values; ordinal 0 is the empty value.
    pub values: Vec<String>,
    /// Per document, the ordinal of its value.
    pub ordinals: Vec<u32>,
}

impl Default for FacetColumn {
    fn default() -> FacetColumn {
        FacetColumn { values: vec![String::new()], ordinals: Vec::new() }
    }
}

impl FacetColumn {
    /// The documents that have one of some values, without regard to case.
    pub fn having(&self, wanted: &[&str]) -> DocBitSet {
        let folded: Vec<String> = wanted.iter().map(|w| w.to_lowercase()).collect();
        let fits: Vec<bool> = self.values.iter().enumerate().map(|(i, v)| i > 0 && folded.contains(&v.to_lowercase())).collect();
        DocBitSet::of(self.ordinals.len(), |d| fits[self.ordinals[d] as usize])
    }

    /// The ordinal of a value, which is added if it is new.
    pub fn ordinal_of(&mut self, value: &str) -> u32 {
        let known = self.values.iter().position(|v| v == value);
        known.unwrap_or_else(|| {
            self.values.push(value.to_string());
            self.values.len() - 1
        }) as u32
    }
}

/// A length as the column stores it.
pub fn saturating_len(length: u64) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}

impl SegmentColumns {
    /// Number of documents, deleted ones included.
    pub fn len(&self) -> usize {
        self.key.len()
    }

    /// The documents of each audience.
    pub fn audiences(&self) -> &Audiences {
        self.audiences.get_or_init(|| Audiences::of(self))
    }
}

/// The documents that an audience may see.
#[derive(Debug, Clone)]
pub struct AudienceDocs {
    /// One bit per document.
    pub bits: DocBitSet,
    /// Sum of their lengths per field, in terms.
    pub length_sums: PerField<u64>,
}

impl AudienceDocs {
    /// The documents with one of some flags.
    fn of(columns: &SegmentColumns, flags: u32) -> AudienceDocs {
        let bits = DocBitSet::of(columns.len(), |d| columns.flags[d] & flags != 0);
        let length_sums = length_sums_of(columns, bits.ones());
        AudienceDocs { bits, length_sums }
    }
}

/// The documents of each audience, deleted ones included.
#[derive(Debug, Clone)]
pub struct Audiences {
    /// What every customer may see.
    pub customers: AudienceDocs,
    /// What everybody may see.
    pub public: AudienceDocs,
    /// Documents that belong to a company and are not for every customer, sorted by company.
    owned: Vec<u32>,
}

impl Audiences {
    /// Computes them from the columns.
    pub fn of(columns: &SegmentColumns) -> Audiences {
        let customers = AudienceDocs::of(columns, flag::FOR_CUSTOMERS | flag::PUBLIC);
        let mut owned: Vec<u32> = (0..columns.len() as u32)
            .filter(|d| columns.owner[*d as usize] != OwnerHash::NONE && !customers.bits.has(*d))
            .collect();
        owned.sort_unstable_by_key(|d| (columns.owner[*d as usize], *d));
        Audiences { customers, public: AudienceDocs::of(columns, flag::PUBLIC), owned }
    }

    /// The documents of one company that are not for every customer, ascending.
    pub fn owned_by(&self, columns: &SegmentColumns, owner: OwnerHash) -> &[u32] {
        let of = |d: &u32| columns.owner[*d as usize];
        let from = self.owned.partition_point(|d| of(d) < owner);
        let many = self.owned[from..].partition_point(|d| of(d) == owner);
        if owner == OwnerHash::NONE { &[] } else { &self.owned[from..from + many] }
    }
}

/// Sums of the lengths of some documents, per field.
pub fn length_sums_of(columns: &SegmentColumns, documents: impl Iterator<Item = u32>) -> PerField<u64> {
    documents.fold([0; 3], |mut sums, document| {
        for (sum, lengths) in sums.iter_mut().zip(&columns.lengths) {
            *sum += u64::from(lengths[document as usize]);
        }
        sums
    })
}
