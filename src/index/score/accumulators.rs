//! Score accumulators, one per document, and buffers for a term's postings. Both are reused between queries: allocating a
//! million accumulators would cost more than scoring a short report.

use super::postings::TermPostings;
use parking_lot::Mutex;

/// Accumulators kept at most, four bytes each, and up to four times that for postings; under load more are allocated and freed
/// again.
const KEPT_DOCUMENTS_MAX: usize = 3_000_000;

/// The buffers for one segment.
#[derive(Debug, Default)]
pub struct Accumulators {
    /// One score per document; may be longer than the segment.
    pub scores: Vec<f32>,
    /// The postings of the current term.
    pub postings: TermPostings,
}

/// Buffers that are not in use.
#[derive(Default)]
pub struct AccumulatorPool {
    kept: Mutex<Vec<Accumulators>>,
}

impl AccumulatorPool {
    /// Buffers with at least one zero score for each of `documents` documents.
    pub fn take(&self, documents: usize) -> Accumulators {
        let mut kept = self.kept.lock();
        // The best fit, so that large buffers stay available for large segments.
        let size = |sums: &Accumulators| sums.scores.len();
        let best = (0..kept.len()).min_by_key(|i| (size(&kept[*i]) < documents, size(&kept[*i]).abs_diff(documents)));
        let mut sums = best.map(|i| kept.swap_remove(i)).unwrap_or_default();
        drop(kept);
        if sums.scores.len() < documents {
            sums.scores.resize(documents, 0.0);
        }
        sums
    }

    /// Returns buffers, zeroed, to the pool.
    pub fn give_back(&self, mut sums: Accumulators) {
        sums.scores.fill(0.0);
        let mut kept = self.kept.lock();
        if kept.iter().map(|sums| sums.scores.len()).sum::<usize>() < KEPT_DOCUMENTS_MAX {
            kept.push(sums);
        }
    }
}
