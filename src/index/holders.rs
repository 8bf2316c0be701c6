//! Who holds a term: the postings of all its texts, weighed by how much each text counts and how long it is, in one pass.

use super::IndexError;
use super::bm25f::{Averages, was_known};
use super::schema::TextField;
use super::shelf::{AsOf, Seen, Shelf};
use super::sums::Sums;
use super::weights::Weights;

/// Lengths up to here have their norm in a table.
const NORMS: usize = 512;

/// A list with at most so many times as many documents as are asked for is quicker read than searched.
const READ_WHOLE: usize = 2;

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

    pub fn of(&self, slot: usize, length: u32) -> f32 {
        self.tables[slot].get(length as usize).copied().unwrap_or_else(|| self.reckon(slot, length))
    }
}

/// The documents of a shelf that hold a term, each once, and their weighted frequencies over all texts.
#[derive(Default)]
pub struct Holders {
    pub documents: Vec<u32>,
    /// One cell a document of the shelf; nothing but the cells of `documents` is not zero.
    weighed: Vec<f32>,
}

impl Holders {
    /// With cells that were made before.
    pub fn over(weighed: Vec<f32>) -> Holders {
        Holders { documents: Vec::new(), weighed }
    }

    /// Its cells, all zero.
    pub fn emptied(mut self) -> Vec<f32> {
        self.documents.iter().for_each(|d| self.weighed[*d as usize] = 0.0);
        self.weighed
    }

    /// Reads a term's postings of all texts.
    pub fn gather(
        &mut self,
        shelf: &dyn Shelf,
        seen: &Seen,
        as_of: Option<AsOf>,
        term: &str,
        norms: &Norms,
    ) -> Result<(), IndexError> {
        let columns = shelf.columns();
        self.weighed.resize(columns.len().max(self.weighed.len()), 0.0);
        // The longest lists first: of the first nothing has been seen before.
        for field in [TextField::Body, TextField::Answer, TextField::Title] {
            let slot = field as usize;
            if norms.weights[slot] <= 0.0 {
                continue;
            }
            let lengths = &columns.lengths[slot];
            let (documents, weighed) = (&mut self.documents, &mut self.weighed);
            // A solution found later than the moment asked about was not there to be matched.
            let dated = as_of.filter(|_| field == TextField::Answer);
            let plain = seen.mask.is_none() && dated.is_none();
            let first = documents.is_empty();
            let norm = |d: usize| norms.of(slot, lengths[d]);
            shelf.postings(field, term, &mut |block, frequencies| {
                if plain && first {
                    documents.extend_from_slice(block);
                    for (document, frequency) in block.iter().zip(frequencies) {
                        let d = *document as usize;
                        weighed[d] = *frequency as f32 * norm(d);
                    }
                    return;
                }
                documents.reserve(block.len());
                for (document, frequency) in block.iter().zip(frequencies) {
                    let d = *document as usize;
                    let told = || field != TextField::Answer || !seen.withholds_answer(columns, *document);
                    let then = || dated.is_none_or(|at| was_known(columns.resolved_at[d], at.time));
                    let counts = plain || (seen.sees(*document) && told() && then());
                    if counts {
                        let cell = &mut weighed[d];
                        if *cell == 0.0 {
                            documents.push(*document);
                        }
                        *cell += *frequency as f32 * norm(d);
                    }
                }
            })?;
        }
        Ok(())
    }

    /// The same for documents that were found already: `among`, ascending, or whatever `found` says yes to. A short list
    /// is read whole; of a long one only what may hold them.
    pub fn gather_among(
        &mut self,
        shelf: &dyn Shelf,
        among: &[u32],
        found: &dyn Fn(u32) -> bool,
        term: &str,
        norms: &Norms,
    ) -> Result<(), IndexError> {
        let columns = shelf.columns();
        self.weighed.resize(columns.len().max(self.weighed.len()), 0.0);
        for field in TextField::ALL.into_iter().filter(|_| !among.is_empty()) {
            let slot = field as usize;
            let lengths = &columns.lengths[slot];
            let (documents, weighed) = (&mut self.documents, &mut self.weighed);
            let mut add = |document: u32, frequency: u32| {
                let cell = &mut weighed[document as usize];
                if *cell == 0.0 {
                    documents.push(document);
                }
                *cell += frequency as f32 * norms.of(slot, lengths[document as usize]);
            };
            if shelf.frequency(field, term)? as usize <= READ_WHOLE * among.len() {
                shelf.postings(field, term, &mut |block, frequencies| {
                    for (document, frequency) in block.iter().zip(frequencies).filter(|(d, _)| found(**d)) {
                        add(*document, *frequency);
                    }
                })?;
            } else {
                shelf.postings_among(field, term, among, &mut |block, frequencies| {
                    block.iter().zip(frequencies).for_each(|(document, frequency)| add(*document, *frequency));
                })?;
            }
        }
        Ok(())
    }

    /// Adds the term to the documents' scores, and forgets it.
    pub fn score(&mut self, sums: &mut Sums, weight: f32, k1: f32) {
        for document in self.documents.drain(..) {
            let x = std::mem::take(&mut self.weighed[document as usize]);
            let score = &mut sums.scores[document as usize];
            if *score == 0.0 {
                sums.touched.push(document);
            }
            *score += weight * x / (k1 + x);
        }
    }

    /// The same, and what of the question is covered by it: a group's weight once.
    pub fn cover(&mut self, sums: &mut Sums, weight: f32, k1: f32, group: u32) {
        for document in self.documents.drain(..) {
            let x = std::mem::take(&mut self.weighed[document as usize]);
            let cell = &mut sums.cells[document as usize];
            if cell.score == 0.0 {
                sums.touched.push(document);
            }
            cell.score += weight * x / (k1 + x);
            let already = if cell.group == group { cell.counted } else { 0.0 };
            if weight > already {
                cell.covered += weight - already;
                (cell.group, cell.counted) = (group, weight);
            }
        }
    }

    /// Takes the term away without adding it to anything: documents and their weighted frequencies.
    pub fn take(&mut self) -> (Vec<u32>, Vec<f32>) {
        let documents = std::mem::take(&mut self.documents);
        let weighed = documents.iter().map(|d| std::mem::take(&mut self.weighed[*d as usize])).collect();
        (documents, weighed)
    }
}
