//! The sums a question is scored in: one cell per document, kept between questions. Making and clearing a million of
//! them would cost more than a short question does.

use std::sync::{Mutex, PoisonError};

/// Documents for which sums are kept, some 24 bytes each; more are made under load and dropped again.
const KEPT_DOCUMENTS_MAX: usize = 3_000_000;

/// What a document has gathered.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell {
    pub score: f32,
    /// Weight of the words of the question found so far.
    pub covered: f32,
    /// The group last counted in `covered` plus one, and with how much.
    pub group: u32,
    pub counted: f32,
}

/// The cells of one shelf.
#[derive(Debug, Default)]
pub struct Sums {
    /// Scores alone, for whole reports: a quarter of the memory to walk through.
    pub scores: Vec<f32>,
    /// Scores with how much of the question they cover, for a few words.
    pub cells: Vec<Cell>,
    /// Documents with a score, in the order they were found; once each.
    pub touched: Vec<u32>,
    /// Where one term's frequencies are added up; all zero between terms.
    pub weighed: Vec<f32>,
}

impl Sums {
    fn documents(&self) -> usize {
        self.scores.len().max(self.cells.len())
    }

    fn fit(&mut self, documents: usize, covering: bool) {
        if covering && self.cells.len() < documents {
            self.cells.resize(documents, Cell::default());
        } else if !covering && self.scores.len() < documents {
            self.scores.resize(documents, 0.0);
        }
        if self.weighed.len() < documents {
            self.weighed.resize(documents, 0.0);
        }
    }

    /// The documents with a score, ascending.
    pub fn found(&self) -> Vec<u32> {
        let mut found = self.touched.clone();
        // Few ascending stretches, one for each text: this sort makes use of that.
        found.sort();
        found
    }

    /// Back to nothing: document by document if they were few, else all at once.
    pub fn clear(&mut self) {
        if self.touched.len() * 8 < self.documents() {
            for document in self.touched.drain(..) {
                if let Some(score) = self.scores.get_mut(document as usize) {
                    *score = 0.0;
                }
                if let Some(cell) = self.cells.get_mut(document as usize) {
                    *cell = Cell::default();
                }
            }
        } else {
            self.touched.clear();
            self.scores.fill(0.0);
            self.cells.fill(Cell::default());
        }
    }
}

#[derive(Default)]
pub struct Pool {
    kept: Mutex<Vec<Sums>>,
}

impl Pool {
    /// Empty sums for a shelf of so many documents.
    pub fn take(&self, documents: usize, covering: bool) -> Sums {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // The one that fits best: large ones are for large shelves.
        let size = |sums: &Sums| if covering { sums.cells.len() } else { sums.scores.len() };
        let best = (0..kept.len()).min_by_key(|i| (size(&kept[*i]) < documents, size(&kept[*i]).abs_diff(documents)));
        let mut sums = best.map(|i| kept.swap_remove(i)).unwrap_or_default();
        drop(kept);
        sums.fit(documents, covering);
        sums
    }

    pub fn give_back(&self, mut sums: Sums) {
        sums.clear();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().map(Sums::documents).sum::<usize>() < KEPT_DOCUMENTS_MAX {
            kept.push(sums);
        }
    }
}
