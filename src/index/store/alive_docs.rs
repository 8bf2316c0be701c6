//! The documents of a segment that are alive: neither deleted nor replaced by a newer version elsewhere.

use super::bits::DocBitSet;
use super::columns::SegmentColumns;
use crate::index::doc::units::PerField;

/// The alive documents of a segment, with statistics.
#[derive(Debug, Clone, Default)]
pub struct AliveDocs {
    /// One bit per document.
    pub bits: DocBitSet,
    /// Number of alive documents.
    pub count: usize,
    /// Sum of their lengths per field, in terms.
    pub length_sums: PerField<u64>,
}

impl AliveDocs {
    /// All documents but those in `gone`.
    pub fn new(columns: &SegmentColumns, gone: impl Iterator<Item = u32>) -> AliveDocs {
        let mut alive = AliveDocs { bits: DocBitSet::all(columns.len()), count: columns.len(), length_sums: columns.length_sums };
        gone.for_each(|document| alive.delete(columns, document));
        alive
    }

    /// Marks a document as deleted.
    pub fn delete(&mut self, columns: &SegmentColumns, document: u32) {
        if self.bits.take(document) {
            self.count -= 1;
            for (sum, lengths) in self.length_sums.iter_mut().zip(&columns.lengths) {
                *sum -= u64::from(lengths[document as usize]);
            }
        }
    }
}
