//! Who holds a term: the postings of all its texts, weighed by how much each text counts and how long it is, in one pass.

use super::IndexError;
use super::bm25f::{Averages, was_known};
use super::schema::TextField;
use super::shelf::{AsOf, Seen, Shelf};
use super::sums::Sums;
use super::weights::Weights;

/// Lengths up to here have their norm in a table.
const NORMS: usize = 4_096;

/// What a term's frequency counts in a text of a length: the text's weight, divided by how long it is for one of its kind.
pub struct Norms {
    tables: [Vec<f32>; 3],
    weights: [f32; 3],
    b: [f32; 3],
    averages: [f32; 3],
}

impl Norms {
    pub fn new(weights: &Weights, averages: &Averages) -> Norms {
        let mut norms =
            Norms { tables: Default::default(), weights: weights.field_weight, b: weights.field_b, averages: averages.lengths };
        for slot in 0..3 {
            norms.tables[slot] = (0..NORMS as u32).map(|length| norms.reckon(slot, length)).collect();
        }
        norms
    }

    fn reckon(&self, slot: usize, length: u32) -> f32 {
        self.weights[slot] / (1.0 - self.b[slot] + self.b[slot] * length as f32 / self.averages[slot])
    }

    fn of(&self, slot: usize, length: u32) -> f32 {
        self.tables[slot].get(length as usize).copied().unwrap_or_else(|| self.reckon(slot, length))
    }
}

/// The documents of a shelf that hold a term, ascending, each with its weighted frequency over all texts.
#[derive(Default)]
pub struct Holders {
    pub documents: Vec<u32>,
    weighed: Vec<f32>,
    field: (Vec<u32>, Vec<f32>),
    merged: (Vec<u32>, Vec<f32>),
}

impl Holders {
    /// Reads a term's postings of all texts.
    pub fn gather(
        &mut self,
        shelf: &dyn Shelf,
        seen: &Seen,
        as_of: Option<AsOf>,
        term: &str,
        norms: &Norms,
    ) -> Result<(), IndexError> {
        self.documents.clear();
        self.weighed.clear();
        let columns = shelf.columns();
        for field in TextField::ALL {
            let slot = field as usize;
            if norms.weights[slot] <= 0.0 {
                continue;
            }
            let lengths = &columns.lengths[slot];
            let (documents, weighed) = (&mut self.field.0, &mut self.field.1);
            documents.clear();
            weighed.clear();
            // A solution found later than the moment asked about was not there to be matched.
            let known = |d: usize| field != TextField::Answer || as_of.is_none_or(|at| was_known(columns.resolved_at[d], at.time));
            let plain = seen.mask.is_none() && (as_of.is_none() || field != TextField::Answer);
            shelf.postings(field, term, &mut |block, frequencies| {
                for (document, frequency) in block.iter().zip(frequencies) {
                    let d = *document as usize;
                    if plain || (seen.sees(*document) && known(d)) {
                        documents.push(*document);
                        weighed.push(*frequency as f32 * norms.of(slot, lengths[d]));
                    }
                }
            })?;
            self.merge();
        }
        Ok(())
    }

    /// Takes in the field at hand.
    fn merge(&mut self) {
        if self.documents.is_empty() {
            std::mem::swap(&mut self.documents, &mut self.field.0);
            std::mem::swap(&mut self.weighed, &mut self.field.1);
            return;
        }
        if self.field.0.is_empty() {
            return;
        }
        let (documents, weighed) = (&mut self.merged.0, &mut self.merged.1);
        documents.clear();
        weighed.clear();
        let (mut i, mut j) = (0, 0);
        while i < self.documents.len() && j < self.field.0.len() {
            let (a, b) = (self.documents[i], self.field.0[j]);
            documents.push(a.min(b));
            weighed.push(if a <= b { self.weighed[i] } else { 0.0 } + if b <= a { self.field.1[j] } else { 0.0 });
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        documents.extend_from_slice(&self.documents[i..]);
        weighed.extend_from_slice(&self.weighed[i..]);
        documents.extend_from_slice(&self.field.0[j..]);
        weighed.extend_from_slice(&self.field.1[j..]);
        std::mem::swap(&mut self.documents, documents);
        std::mem::swap(&mut self.weighed, weighed);
    }

    /// Adds the term to the documents' scores.
    pub fn score(&self, sums: &mut Sums, weight: f32, k1: f32) {
        for (document, x) in self.documents.iter().zip(&self.weighed) {
            let score = &mut sums.scores[*document as usize];
            if *score == 0.0 {
                sums.touched.push(*document);
            }
            *score += weight * x / (k1 + x);
        }
    }

    /// The same, and what of the question is covered by it: a group's weight once.
    pub fn cover(&self, sums: &mut Sums, weight: f32, k1: f32, group: u32) {
        for (document, x) in self.documents.iter().zip(&self.weighed) {
            let cell = &mut sums.cells[*document as usize];
            if cell.score == 0.0 {
                sums.touched.push(*document);
            }
            cell.score += weight * x / (k1 + x);
            let already = if cell.group == group { cell.counted } else { 0.0 };
            if weight > already {
                cell.covered += weight - already;
                (cell.group, cell.counted) = (group, weight);
            }
        }
    }
}
