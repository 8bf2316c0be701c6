//! An immutable snapshot of the index. A query keeps the one it took; a writer publishes the next one, and neither waits for
//! the other.

use super::families::FamilyGraph;
use super::mem_segment_list::MemSegmentList;
use super::reader::SegmentReader;
use super::segment::DiskSegment;
use crate::index::doc::units::DocKey;
use crate::index::error::IndexError;
use std::sync::Arc;

/// Cloning is cheap: segments and families are shared.
#[derive(Default, Clone)]
pub struct Snapshot {
    /// Segments on disk.
    pub disk_segments: Vec<DiskSegment>,
    /// Newer documents in memory.
    pub mem_segments: MemSegmentList,
    /// Links between documents.
    pub families: Arc<FamilyGraph>,
    /// Ledger place up to which documents are included, on disk or in memory.
    pub seq: u64,
    /// Ledger place up to which documents are on disk.
    pub disk_seq: u64,
    /// Ledger place up to which links are in `families`.
    pub links_seq: u64,
}

impl Snapshot {
    /// All segments: those on disk first, then those in memory, the oldest first.
    pub fn readers(&self) -> impl Iterator<Item = &dyn SegmentReader> {
        let disk_segments = self.disk_segments.iter().map(|segment| segment as &dyn SegmentReader);
        disk_segments.chain(self.mem_segments.segments().iter().map(|segment| segment as &dyn SegmentReader))
    }

    /// Number of alive documents.
    pub fn len(&self) -> usize {
        self.readers().map(|segment| segment.alive().map_or(segment.columns().len(), |alive| alive.count)).sum()
    }

    /// Keys of the alive documents, ascending.
    pub fn keys(&self) -> Vec<DocKey> {
        let mut keys: Vec<DocKey> = Vec::new();
        for segment in self.readers() {
            let alive = (0..segment.columns().len()).filter(|d| segment.alive().is_none_or(|p| p.bits.has(*d as u32)));
            keys.extend(alive.map(|d| segment.columns().key[d]));
        }
        keys.sort_unstable();
        keys
    }

    /// Deletes on disk the documents of some keys, because newer versions are in memory.
    pub fn delete(&mut self, keys: &[DocKey]) -> Result<(), IndexError> {
        for segment in &mut self.disk_segments {
            for key in keys {
                if let Some(document) = segment.find(*key)? {
                    segment.delete(document);
                }
            }
        }
        Ok(())
    }
}
