//! Which documents of a place are still what they were: neither deleted nor replaced by a newer version elsewhere.

use super::bits::Bits;
use super::columns::Columns;

/// The documents of a shelf that are still what they were.
#[derive(Debug, Clone, Default)]
pub struct Present {
    pub bits: Bits,
    pub count: usize,
    /// Sums of their lengths.
    pub length_sums: [u64; 3],
}

impl Present {
    /// All documents but those in `gone`.
    pub fn new(columns: &Columns, gone: impl Iterator<Item = u32>) -> Present {
        let mut present = Present { bits: Bits::all(columns.len()), count: columns.len(), length_sums: columns.length_sums };
        gone.for_each(|document| present.lose(columns, document));
        present
    }

    /// A document is gone from now on.
    pub fn lose(&mut self, columns: &Columns, document: u32) {
        if self.bits.take(document) {
            self.count -= 1;
            for (sum, lengths) in self.length_sums.iter_mut().zip(&columns.lengths) {
                *sum -= u64::from(lengths[document as usize]);
            }
        }
    }
}
