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

/// In a shelf of so many documents it is quicker to add up what a term counts in a table of all of them than in lists: the
/// table stays in near memory.
const TABLED_MAX: usize = 250_000;
/// Documents looked at together.
const STRIDE: usize = 16;
/// Documents whose gains are reckoned together.
const STRETCH: usize = 64;

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
    /// What the term counts in each document of the shelf so far; zeros between two terms.
    counts: Vec<f32>,
    left: Left,
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
        let among = Among { shelf, seen, as_of, norms };
        self.held.iter_mut().for_each(Weighed::clear);
        if shelf.columns().len() > TABLED_MAX {
            return self.merge(&among, term);
        }
        let added_up = self.add_up(&among, term);
        if added_up.is_err() {
            // What was added up so far is not for the next term.
            self.counts.fill(0.0);
        }
        added_up
    }

    /// In a table of all documents.
    fn add_up(&mut self, among: &Among, term: &str) -> Result<(), IndexError> {
        let Holders { held: [bodies, answers, titles], counts, left, .. } = self;
        counts.resize(among.shelf.columns().len(), 0.0);
        let counting = among.counting(TextField::Body);
        among.read(TextField::Body, term, left, &mut |documents, frequencies| {
            bodies.documents.extend_from_slice(documents);
            for (document, frequency) in documents.iter().zip(frequencies) {
                counts[*document as usize] = counting.of(*document, *frequency);
            }
        })?;
        for (field, found) in [(TextField::Answer, &mut answers.documents), (TextField::Title, &mut titles.documents)] {
            let counting = among.counting(field);
            among.read(field, term, left, &mut |documents, frequencies| {
                let mut many = found.len();
                found.resize(many + documents.len(), 0);
                for (document, frequency) in documents.iter().zip(frequencies) {
                    let counted = &mut counts[*document as usize];
                    // No step depends on a guess: what has been found already is overwritten by the next one.
                    found[many] = *document;
                    many += usize::from(*counted == 0.0);
                    *counted += counting.of(*document, *frequency);
                }
                found.truncate(many);
            })?;
        }
        for held in &mut self.held {
            held.counts.extend(held.documents.iter().map(|document| std::mem::take(&mut counts[*document as usize])));
        }
        Ok(())
    }

    /// List by list.
    fn merge(&mut self, among: &Among, term: &str) -> Result<(), IndexError> {
        let Holders { held: [bodies, answers, titles], read, rest, left, .. } = self;
        among.list(TextField::Body, term, left, bodies)?;
        among.list(TextField::Answer, term, left, read)?;
        bodies.take_in(read, answers);
        among.list(TextField::Title, term, left, read)?;
        rest.clear();
        bodies.take_in(read, rest);
        answers.take_in(rest, titles);
        Ok(())
    }

    pub fn count(&self) -> usize {
        self.held.iter().map(|held| held.documents.len()).sum()
    }

    /// Adds the term to the documents' scores.
    pub fn score(&self, sums: &mut [f32], weight: f32, k1: f32) {
        let mut gains = [0.0f32; STRETCH];
        for held in &self.held {
            for (documents, counts) in held.documents.chunks(STRETCH).zip(held.counts.chunks(STRETCH)) {
                gains.iter_mut().zip(counts).for_each(|(gain, x)| *gain = weight * x / (k1 + x));
                for (document, gain) in documents.iter().zip(&gains) {
                    sums[*document as usize] += gain;
                }
            }
        }
    }
}

/// Room for what is left of a block.
#[derive(Debug, Default)]
struct Left {
    documents: Vec<u32>,
    frequencies: Vec<u32>,
}

impl Left {
    /// What of a block is kept.
    fn of(&mut self, documents: &[u32], frequencies: &[u32], keeps: impl Fn(u32) -> bool) -> (&[u32], &[u32]) {
        self.documents.resize(documents.len(), 0);
        self.frequencies.resize(documents.len(), 0);
        let mut left = 0;
        for (document, frequency) in documents.iter().zip(frequencies) {
            // Written in any case: whether it stays cannot be foretold.
            self.documents[left] = *document;
            self.frequencies[left] = *frequency;
            left += usize::from(keeps(*document));
        }
        (&self.documents[..left], &self.frequencies[..left])
    }
}

/// Where a term is looked for, and how much its texts count.
struct Among<'a> {
    shelf: &'a dyn Shelf,
    seen: &'a Seen<'a>,
    as_of: Option<AsOf>,
    norms: &'a Norms,
}

/// What a term counts in one text of a document.
#[derive(Clone, Copy)]
struct Counting<'a> {
    slot: usize,
    norms: &'a Norms,
    lengths: &'a [u16],
}

impl Counting<'_> {
    fn of(&self, document: u32, frequency: u32) -> f32 {
        frequency as f32 * self.norms.of(self.slot, self.lengths[document as usize].into())
    }
}

impl<'a> Among<'a> {
    fn counting(&self, field: TextField) -> Counting<'a> {
        let slot = field as usize;
        Counting { slot, norms: self.norms, lengths: &self.shelf.columns().lengths[slot] }
    }

    /// A term's postings of one text, as far as they are seen.
    fn read(&self, field: TextField, term: &str, left: &mut Left, each: &mut impl FnMut(&[u32], &[u32])) -> Result<(), IndexError> {
        if self.norms.weights[field as usize] <= 0.0 {
            return Ok(());
        }
        let (seen, columns) = (self.seen, self.shelf.columns());
        // A solution found later than the moment asked about was not there to be matched.
        let dated = self.as_of.filter(|_| field == TextField::Answer);
        let partly_told = field == TextField::Answer && seen.as_customer;
        match &seen.mask {
            None if dated.is_none() && !partly_told => self.shelf.postings(field, term, each),
            Some(mask) if dated.is_none() && !partly_told => self.shelf.postings(field, term, &mut |block, frequencies| {
                let (block, frequencies) = left.of(block, frequencies, |document| mask.has(document));
                each(block, frequencies);
            }),
            _ => self.shelf.postings(field, term, &mut |block, frequencies| {
                let (block, frequencies) = left.of(block, frequencies, |document| {
                    let known = |at: AsOf| was_known(columns.resolved_at[document as usize], at.time);
                    seen.sees(document) && !seen.withholds_answer(columns, document) && dated.is_none_or(known)
                });
                each(block, frequencies);
            }),
        }
    }

    /// The same as a list.
    fn list(&self, field: TextField, term: &str, left: &mut Left, into: &mut Weighed) -> Result<(), IndexError> {
        into.clear();
        let counting = self.counting(field);
        self.read(field, term, left, &mut |documents, frequencies| {
            into.documents.extend_from_slice(documents);
            into.counts.extend(documents.iter().zip(frequencies).map(|(document, frequency)| counting.of(*document, *frequency)));
        })
    }
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
    use super::*;
    use crate::case::Audience;
    use crate::index::doc::sample::document;
    use crate::index::score::norms::Averages;
    use crate::index::score::weights::Weights;
    use crate::index::store::mem_segment::{Chunk, Part};
    use crate::index::store::visibility::{Sight, visible};

    #[test]
    fn a_table_comes_to_the_same_as_lists() {
        // A word in each of the texts that the bits of a number say, more often in some, in texts of many lengths.
        let made = (0..400u64).map(|at| {
            let said = |bit: u64| "relay ".repeat(((at >> bit & 1) * (1 + at % 3)) as usize);
            let mut made =
                document(at, at + 1, &format!("{}title", said(0)), &format!("{}{}", said(1), "long ".repeat(at as usize % 40)));
            made.card.resolution = format!("{}mended", said(2));
            made.audience = [Audience::Internal, Audience::Customer][at as usize % 2];
            made.customer = [None, Some("north")][at as usize / 2 % 2].map(str::to_string);
            made.card.resolved_at = (at % 5 == 0).then(|| made.card.opened_at + chrono::Duration::minutes(30));
            made
        });
        let made: Vec<_> = made.collect();
        let whole = Part::of(Chunk::of(made.clone()));
        let mut some = Part::of(Chunk::of(made.clone()));
        made.iter().step_by(7).for_each(|gone| some.hide(gone.card.number.code()));
        let norms = Norms::new(&Weights::built_in().unwrap(), &Averages { documents: 400.0, lengths: [2.0, 20.0, 2.0] });
        let mut tabled = Holders::default();
        for part in [&whole, &some] {
            for sight in [Sight::Staff, Sight::Customer { owner: crate::index::doc::document::owner_hash(Some("north")) }] {
                let time = Some(made[300].card.opened_at.timestamp());
                for as_of in [None, Some(AsOf { before_order: 350, time })] {
                    let seen = visible(part, sight, as_of);
                    for term in ["relay", "long", "mend", "titl", "nowhere"] {
                        let among = Among { shelf: part, seen: &seen, as_of, norms: &norms };
                        let mut merged = Holders::default();
                        merged.merge(&among, term).unwrap();
                        // The same one for all: a table left as it was is of use for the next term.
                        tabled.gather(part, &seen, as_of, term, &norms).unwrap();
                        assert_eq!(tabled.held, merged.held, "{term} {sight:?} {as_of:?}");
                        assert_eq!(tabled.count() > 0, term != "nowhere");
                        let (mut sums, mut one_by_one) = (vec![1.0f32; 400], vec![1.0f32; 400]);
                        tabled.score(&mut sums, 0.7, 1.2);
                        for (document, x) in merged.held.iter().flat_map(|held| held.documents.iter().zip(&held.counts)) {
                            one_by_one[*document as usize] += 0.7 * x / (1.2 + x);
                        }
                        assert_eq!(sums, one_by_one);
                    }
                }
            }
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
