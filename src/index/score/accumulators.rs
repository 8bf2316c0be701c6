//! What a report is scored in: a sum for each document, and room for a term's postings. Both are kept between questions;
//! making a million sums anew would cost more than a short report does.

use super::postings::Holders;
use parking_lot::Mutex;

/// Documents for which sums are kept, four bytes each, and at most four times that for postings; more are made under load
/// and dropped again.
const KEPT_DOCUMENTS_MAX: usize = 3_000_000;

/// For one shelf.
#[derive(Debug, Default)]
pub struct Sums {
    /// One for each document, maybe more of them.
    pub scores: Vec<f32>,
    pub holders: Holders,
}

#[derive(Default)]
pub struct Pool {
    kept: Mutex<Vec<Sums>>,
}

impl Pool {
    /// Zeros, at least one for each of so many documents.
    pub fn take(&self, documents: usize) -> Sums {
        let mut kept = self.kept.lock();
        // Those that fit best: many are for large shelves.
        let size = |sums: &Sums| sums.scores.len();
        let best = (0..kept.len()).min_by_key(|i| (size(&kept[*i]) < documents, size(&kept[*i]).abs_diff(documents)));
        let mut sums = best.map(|i| kept.swap_remove(i)).unwrap_or_default();
        drop(kept);
        if sums.scores.len() < documents {
            sums.scores.resize(documents, 0.0);
        }
        sums
    }

    pub fn give_back(&self, mut sums: Sums) {
        sums.scores.fill(0.0);
        let mut kept = self.kept.lock();
        if kept.iter().map(|sums| sums.scores.len()).sum::<usize>() < KEPT_DOCUMENTS_MAX {
            kept.push(sums);
        }
    }
}
