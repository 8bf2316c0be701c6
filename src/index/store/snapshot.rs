//! What a question is put to: a picture of the index that never changes. Who writes makes the next one and puts it in place;
//! who asks keeps the one they took, and nobody waits for anybody.

use super::families::Families;
use super::mem_segment_list::Tail;
use super::reader::Shelf;
use super::segment::Segment;
use crate::index::error::IndexError;
use std::sync::Arc;

/// A copy is cheap: segments, chunks and families are shared.
#[derive(Default, Clone)]
pub struct Snapshot {
    pub segments: Vec<Segment>,
    pub tail: Tail,
    pub families: Arc<Families>,
    /// Everything up to this place of the ledger is in, on disk or in memory.
    pub seq: u64,
    /// Everything up to this place is on disk.
    pub disk_seq: u64,
    /// Ties up to this place are in `families`.
    pub ties_seq: u64,
}

impl Snapshot {
    pub fn shelves(&self) -> impl Iterator<Item = &dyn Shelf> {
        let segments = self.segments.iter().map(|segment| segment as &dyn Shelf);
        segments.chain(self.tail.parts().iter().map(|part| part as &dyn Shelf))
    }

    /// How many documents can be found.
    pub fn len(&self) -> usize {
        self.shelves().map(|shelf| shelf.present().map_or(shelf.columns().len(), |present| present.count)).sum()
    }

    /// The numbers that can be found, ascending.
    pub fn codes(&self) -> Vec<u64> {
        let mut codes: Vec<u64> = Vec::new();
        for shelf in self.shelves() {
            let present = (0..shelf.columns().len()).filter(|d| shelf.present().is_none_or(|p| p.bits.has(*d as u32)));
            codes.extend(present.map(|d| shelf.columns().code[d]));
        }
        codes.sort_unstable();
        codes
    }

    /// Hides on disk what newer versions in memory replace.
    pub fn hide(&mut self, codes: &[u64]) -> Result<(), IndexError> {
        for segment in &mut self.segments {
            for code in codes {
                if let Some(document) = segment.find(*code)? {
                    segment.hide(document);
                }
            }
        }
        Ok(())
    }
}
