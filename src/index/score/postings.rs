//! Who holds a term: the postings of all its texts, weighed by how much each text counts and how long it is.

use super::norms::Norms;
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::store::reader::Shelf;
use crate::index::store::visibility::{AsOf, Seen, was_known};

/// Documents, ascending, each with what a term counts in it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Weighed {
    pub documents: Vec<u32>,
    pub counts: Vec<f32>,
}

impl Weighed {
    fn clear(&mut self) {
        self.documents.clear();
        self.counts.clear();
    }

    /// The same as [`Weighed::take_in`], with where each document here stands, counted from 1. No step depends on a guess:
    /// what stands nowhere counts for nothing and is written to `rest`, where the next one overwrites what does not stay.
    fn take_in_placed(&mut self, other: &Weighed, rest: &mut Weighed, places: &[u32]) {
        let many = other.documents.len();
        rest.documents.resize(many, 0);
        rest.counts.resize(many, 0.0);
        let mut left = 0;
        for (document, count) in other.documents.iter().zip(&other.counts) {
            let place = places[*document as usize] as usize;
            let here = place > 0;
            if let Some(counted) = self.counts.get_mut(place.max(1) - 1) {
                *counted += if here { *count } else { 0.0 };
            }
            rest.documents[left] = *document;
            rest.counts[left] = *count;
            left += usize::from(!here);
        }
        rest.documents.truncate(left);
        rest.counts.truncate(left);
    }

    /// Adds what `other` counts to the documents that are here too; the rest of it goes to `rest`.
    fn take_in(&mut self, other: &Weighed, rest: &mut Weighed) {
        let mut at = 0;
        for (document, count) in other.documents.iter().zip(&other.counts) {
            at += passed(&self.documents[at..], *document);
            match self.documents.get(at) {
                Some(here) if here == document => self.counts[at] += count,
                _ => {
                    rest.documents.push(*document);
                    rest.counts.push(*count);
                }
            }
        }
    }
}

/// In a shelf of so many documents it is quicker to look up where a document stands than to find it in a list: the table
/// stays in near memory.
const PLACED_MAX: usize = 250_000;
/// Documents looked at together.
const STRIDE: usize = 16;

/// How many of the first documents, ascending, come before one: by strides, within the last one without a branch.
fn passed(documents: &[u32], document: u32) -> usize {
    let strides = documents.chunks_exact(STRIDE).take_while(|stride| stride[STRIDE - 1] < document).count();
    let rest = &documents[strides * STRIDE..];
    strides * STRIDE + rest[..rest.len().min(STRIDE)].iter().map(|d| usize::from(*d < document)).sum::<usize>()
}

/// The documents of a shelf that hold a term, each once, and their weighted frequencies over all texts: those whose body
/// holds it, those of the rest whose answer does, and those where it stands in the title alone.
#[derive(Debug, Default)]
pub struct Holders {
    pub held: [Weighed; 3],
    /// Room for one text's postings, and for what of a title's is not in a body.
    read: Weighed,
    rest: Weighed,
    /// Where each document of the shelf stands among the bodies, counted from 1; zeros between two terms.
    places: Vec<u32>,
}

impl Holders {
    /// Reads a term's postings of all texts; what was read before is forgotten.
    pub fn gather(
        &mut self,
        shelf: &dyn Shelf,
        seen: &Seen,
        as_of: Option<AsOf>,
        term: &str,
        norms: &Norms,
    ) -> Result<(), IndexError> {
        let Holders { held: [bodies, answers, titles], read: found, rest, places } = self;
        let placed = shelf.columns().len() <= PLACED_MAX;
        places.resize(if placed { shelf.columns().len() } else { 0 }, 0);
        [&mut *bodies, answers, titles, rest].into_iter().for_each(Weighed::clear);
        for field in [TextField::Body, TextField::Answer, TextField::Title] {
            if norms.weights[field as usize] <= 0.0 {
                continue;
            }
            match field {
                TextField::Body => {
                    read(shelf, seen, as_of, field, term, norms, bodies)?;
                    if placed {
                        (1..).zip(&bodies.documents).for_each(|(place, document)| places[*document as usize] = place);
                    }
                }
                TextField::Answer => {
                    read(shelf, seen, as_of, field, term, norms, found)?;
                    if placed { bodies.take_in_placed(found, answers, places) } else { bodies.take_in(found, answers) }
                }
                TextField::Title => {
                    read(shelf, seen, as_of, field, term, norms, found)?;
                    if placed {
                        bodies.take_in_placed(found, rest, places)
                    } else {
                        bodies.take_in(found, rest)
                    }
                    answers.take_in(rest, titles);
                }
            }
        }
        if placed {
            bodies.documents.iter().for_each(|document| places[*document as usize] = 0);
        }
        Ok(())
    }

    pub fn count(&self) -> usize {
        self.held.iter().map(|held| held.documents.len()).sum()
    }

    /// Adds the term to the documents' scores.
    pub fn score(&self, sums: &mut [f32], weight: f32, k1: f32) {
        for held in &self.held {
            for (document, x) in held.documents.iter().zip(&held.counts) {
                sums[*document as usize] += weight * x / (k1 + x);
            }
        }
    }
}

/// A term's postings of one text, as far as they are seen.
fn read(
    shelf: &dyn Shelf,
    seen: &Seen,
    as_of: Option<AsOf>,
    field: TextField,
    term: &str,
    norms: &Norms,
    into: &mut Weighed,
) -> Result<(), IndexError> {
    into.clear();
    let (columns, slot) = (shelf.columns(), field as usize);
    let lengths = &columns.lengths[slot];
    // A solution found later than the moment asked about was not there to be matched.
    let dated = as_of.filter(|_| field == TextField::Answer);
    let plain = seen.mask.is_none() && dated.is_none();
    let count = |document: u32, frequency: u32| frequency as f32 * norms.of(slot, lengths[document as usize].into());
    shelf.postings(field, term, &mut |block, frequencies| {
        if plain {
            into.documents.extend_from_slice(block);
            into.counts.extend(block.iter().zip(frequencies).map(|(document, frequency)| count(*document, *frequency)));
            return;
        }
        for (document, frequency) in block.iter().zip(frequencies) {
            let known = |at: AsOf| was_known(columns.resolved_at[*document as usize], at.time);
            let told = field != TextField::Answer || !seen.withholds_answer(columns, *document);
            if seen.sees(*document) && told && dated.is_none_or(known) {
                into.documents.push(*document);
                into.counts.push(count(*document, *frequency));
            }
        }
    })
}

/// What a term counts in each of some documents, ascending, by one text: added to `counts`, place by place.
pub fn add_among(
    shelf: &dyn Shelf,
    seen: &Seen,
    field: TextField,
    term: &str,
    among: &[u32],
    norms: &Norms,
    counts: &mut [f32],
) -> Result<(), IndexError> {
    let (slot, columns) = (field as usize, shelf.columns());
    let lengths = &columns.lengths[slot];
    if norms.weights[slot] <= 0.0 || among.is_empty() {
        return Ok(());
    }
    shelf.postings_among(field, term, among, &mut |place, frequency| {
        let document = among[place];
        if field != TextField::Answer || !seen.withholds_answer(columns, document) {
            counts[place] += frequency as f32 * norms.of(slot, lengths[document as usize].into());
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Weighed, passed};

    #[test]
    fn looking_up_comes_to_the_same_as_merging() {
        let of = |every: u32, from: u32| -> Weighed {
            let documents: Vec<u32> = (from..900).filter(|d| d % every == 0 || d % 7 == 3).collect();
            let counts = documents.iter().map(|d| *d as f32 / 10.0).collect();
            Weighed { documents, counts }
        };
        for (every, from) in [(2, 0), (3, 100), (11, 5), (1, 0), (5, 899)] {
            let (mut merged, mut looked_up, other) = (of(4, 10), of(4, 10), of(every, from));
            let (mut rest, mut placed_rest) = (Weighed::default(), Weighed::default());
            let mut places = vec![0; 900];
            (1..).zip(&merged.documents).for_each(|(place, d)| places[*d as usize] = place);
            merged.take_in(&other, &mut rest);
            looked_up.take_in_placed(&other, &mut placed_rest, &places);
            assert_eq!((merged, rest), (looked_up, placed_rest));
            let mut none = Weighed::default();
            none.take_in_placed(&other, &mut Weighed::default(), &vec![0; 900]);
            assert_eq!(none, Weighed::default());
        }
    }

    #[test]
    fn so_many_come_before() {
        let documents: Vec<u32> = (0..100).map(|i| i * 3).collect();
        for document in 0..310 {
            for from in [0, 1, 15, 16, 17, 99, 100] {
                let plain = documents[from..].iter().take_while(|d| **d < document).count();
                assert_eq!(passed(&documents[from..], document), plain, "{document} from {from}");
            }
        }
    }
}
