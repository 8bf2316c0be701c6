//! The documents that are in the ledger and not on disk yet: a list of segments in memory, few and larger towards the oldest
//! (as in a log-structured merge tree).

use super::mem_segment::{MemSegment, MemSegmentData};
use crate::index::doc::document::Document;
use crate::index::doc::units::DocKey;
use std::sync::Arc;

/// A segment less than this many times as large as its successor is merged with it. A larger value means fewer segments to
/// search and more documents merged per insertion (measured with 500 waiting: 5 segments, 0.03 ms).
const GROWTH: usize = 4;

/// Segments in memory; cloning shares them.
#[derive(Default, Clone)]
pub struct MemSegmentList {
    /// The oldest first.
    segments: Vec<MemSegment>,
}

impl MemSegmentList {
    /// The list with more documents; older versions of the same tickets are deleted.
    pub fn with(&self, newer: MemSegmentData) -> MemSegmentList {
        let mut segments = self.segments.clone();
        for key in newer.keys() {
            segments.iter_mut().for_each(|segment| segment.delete(key));
        }
        let mut last = MemSegment::of(newer);
        while let Some(before) = segments.pop_if(|before| before.count() < GROWTH * last.count()) {
            last = MemSegment::of(MemSegmentData::merged(&before, &last, |_| true));
        }
        if last.count() > 0 {
            segments.push(last);
        }
        MemSegmentList { segments }
    }

    /// What remains once everything up to a ledger place is on disk.
    pub fn after(&self, seq: u64) -> MemSegmentList {
        let nothing = || MemSegment::of(MemSegmentData::of(Vec::new()));
        let mut left = Vec::new();
        for segment in self.segments.iter().filter(|segment| segment.documents().any(|document| document.last_seq > seq)) {
            left.push(MemSegment::of(MemSegmentData::merged(segment, &nothing(), |document| document.last_seq > seq)));
        }
        MemSegmentList { segments: left }
    }

    /// The segments, the oldest first.
    pub fn segments(&self) -> &[MemSegment] {
        &self.segments
    }

    /// The alive documents, each in its newest version.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.segments.iter().flat_map(MemSegment::documents)
    }

    /// Number of alive documents.
    pub fn len(&self) -> usize {
        self.segments.iter().map(MemSegment::count).sum()
    }

    /// Keys of the alive documents.
    pub fn keys(&self) -> impl Iterator<Item = DocKey> + '_ {
        self.documents().map(|document| document.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::doc::sample::document;
    use crate::index::doc::schema::TextField;
    use crate::index::error::IndexError;
    use crate::index::store::reader::SegmentReader;

    /// (key, frequency) of a term in bodies over all segments.
    fn postings_of(tail: &MemSegmentList, term: &str) -> Result<Vec<(DocKey, u32)>, IndexError> {
        let mut found = Vec::new();
        for segment in tail.segments() {
            let contains = |d: u32| segment.alive().is_none_or(|alive| alive.bits.has(d));
            segment.postings(TextField::Body, term, &mut |documents, frequencies| {
                let key = |d: u32| segment.columns().key[d as usize];
                let visible = documents.iter().zip(frequencies).filter(|(d, _)| contains(**d));
                found.extend(visible.map(|(d, frequency)| (key(*d), *frequency)));
            })?;
        }
        found.sort_unstable();
        Ok(found)
    }

    #[test]
    fn added_one_by_one_it_is_what_it_is_at_once() {
        let made: Vec<Document> = (0..500u64)
            .map(|at| {
                // Every seventh is a newer version of an earlier one.
                let of = if at % 7 == 6 { at / 2 } else { at };
                document(of, at + 1, &format!("title w{}", at % 11), &format!("same w{} w{} w{}", at % 3, at % 3, at % 50))
            })
            .collect();
        let at_once = MemSegmentList::default().with(MemSegmentData::of(made.clone()));
        let mut one_by_one = MemSegmentList::default();
        for document in made {
            let before = one_by_one.clone();
            let many = before.len();
            one_by_one = one_by_one.with(MemSegmentData::of(vec![document]));
            assert_eq!(before.len(), many, "a picture taken earlier stays as it is");
        }
        assert!(one_by_one.segments().len() <= 6, "{}", one_by_one.segments().len());
        assert_eq!(at_once.segments().len(), 1);
        assert_eq!(one_by_one.len(), at_once.len());
        for term in ["same", "w0", "w1", "w2", "w49"] {
            assert_eq!(postings_of(&one_by_one, term).unwrap(), postings_of(&at_once, term).unwrap(), "{term}");
        }
        let keys = |tail: &MemSegmentList| {
            let mut keys: Vec<DocKey> = tail.keys().collect();
            keys.sort_unstable();
            keys
        };
        assert_eq!(keys(&one_by_one), keys(&at_once));
        let later = |tail: &MemSegmentList| (tail.after(400).len(), tail.after(500).len(), tail.after(0).len());
        assert_eq!(later(&one_by_one), later(&at_once));
        assert_eq!(later(&at_once).1, 0);
    }
}
