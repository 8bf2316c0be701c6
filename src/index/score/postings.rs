//! Postings of a term merged over its fields, weighted by field and field length.

use super::norms::Norms;
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::store::reader::SegmentReader;
use crate::index::store::visibility::{AsOf, VisibleDocs, was_known};

/// Documents, ascending, each with the weighted frequency of a term.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct WeightedPostings {
    /// Document numbers, ascending.
    pub documents: Vec<u32>,
    /// Weighted frequencies of the whole segment (table mode); all zero between two terms.
    pub counts: Vec<f32>,
}

impl WeightedPostings {
    fn clear(&mut self) {
        self.documents.clear();
        self.counts.clear();
    }

    /// Adds the frequencies of `other` to the documents present here; the others go to `rest`.
    fn take_in(&mut self, other: &WeightedPostings, rest: &mut WeightedPostings) {
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

/// Up to this many documents, frequencies are added up in a table of the whole segment, which fits in the cache; above it lists
/// are merged.
const TABLED_MAX: usize = 250_000;
/// Documents skipped per comparison.
const STRIDE: usize = 16;
/// Gains computed at once.
const STRETCH: usize = 64;

/// Number of leading documents below `document`: by strides, then without branches within one.
fn passed(documents: &[u32], document: u32) -> usize {
    let strides = documents.chunks_exact(STRIDE).take_while(|stride| stride[STRIDE - 1] < document).count();
    let rest = &documents[strides * STRIDE..];
    strides * STRIDE + rest[..rest.len().min(STRIDE)].iter().map(|d| usize::from(*d < document)).sum::<usize>()
}

/// The documents of a segment that have a term, each once, with weighted frequencies over all fields. Reused from term to term.
#[derive(Debug, Default)]
pub struct TermPostings {
    /// Documents with the term in the body; of the rest, those with it in the answer; and those with it in the title only.
    pub lists: [WeightedPostings; 3],
    /// Buffers for merging.
    read: WeightedPostings,
    rest: WeightedPostings,
    /// Weighted frequency per document of the segment; zeros between two terms.
    counts: Vec<f32>,
    left: FilteredBlock,
}

impl TermPostings {
    /// Reads the postings of a term in all fields, replacing the last term's.
    pub fn read_term(
        &mut self,
        segment: &dyn SegmentReader,
        visible: &VisibleDocs,
        as_of: Option<AsOf>,
        term: &str,
        norms: &Norms,
    ) -> Result<(), IndexError> {
        let among = PostingsFilter { segment, visible, as_of, norms };
        self.lists.iter_mut().for_each(WeightedPostings::clear);
        if segment.columns().len() > TABLED_MAX {
            return self.merge(&among, term);
        }
        let added_up = self.add_up(&among, term);
        if added_up.is_err() {
            // Leave no partial sums to the next term.
            self.counts.fill(0.0);
        }
        added_up
    }

    /// Table mode.
    fn add_up(&mut self, among: &PostingsFilter, term: &str) -> Result<(), IndexError> {
        let TermPostings { lists: [bodies, answers, titles], counts, left, .. } = self;
        counts.resize(among.segment.columns().len(), 0.0);
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
                    // Branch-free: every document is written, and the position advances only if it is new.
                    found[many] = *document;
                    many += usize::from(*counted == 0.0);
                    *counted += counting.of(*document, *frequency);
                }
                found.truncate(many);
            })?;
        }
        for held in &mut self.lists {
            held.counts.extend(held.documents.iter().map(|document| std::mem::take(&mut counts[*document as usize])));
        }
        Ok(())
    }

    /// List mode.
    fn merge(&mut self, among: &PostingsFilter, term: &str) -> Result<(), IndexError> {
        let TermPostings { lists: [bodies, answers, titles], read, rest, left, .. } = self;
        among.list(TextField::Body, term, left, bodies)?;
        among.list(TextField::Answer, term, left, read)?;
        bodies.take_in(read, answers);
        among.list(TextField::Title, term, left, read)?;
        rest.clear();
        bodies.take_in(read, rest);
        answers.take_in(rest, titles);
        Ok(())
    }

    /// Document frequency of the term.
    pub fn count(&self) -> usize {
        self.lists.iter().map(|held| held.documents.len()).sum()
    }

    /// Adds `weight · x / (k1 + x)` to the score of every document, x being its weighted frequency.
    pub fn score(&self, sums: &mut [f32], weight: f32, k1: f32) {
        let mut gains = [0.0f32; STRETCH];
        for held in &self.lists {
            for (documents, counts) in held.documents.chunks(STRETCH).zip(held.counts.chunks(STRETCH)) {
                gains.iter_mut().zip(counts).for_each(|(gain, x)| *gain = weight * x / (k1 + x));
                for (document, gain) in documents.iter().zip(&gains) {
                    sums[*document as usize] += gain;
                }
            }
        }
    }
}

/// Buffers for the part of a block that is visible.
#[derive(Debug, Default)]
struct FilteredBlock {
    documents: Vec<u32>,
    frequencies: Vec<u32>,
}

impl FilteredBlock {
    /// The postings of a block whose document passes `keeps`.
    fn of(&mut self, documents: &[u32], frequencies: &[u32], keeps: impl Fn(u32) -> bool) -> (&[u32], &[u32]) {
        self.documents.resize(documents.len(), 0);
        self.frequencies.resize(documents.len(), 0);
        let mut left = 0;
        for (document, frequency) in documents.iter().zip(frequencies) {
            // Branch-free: every posting is written, and the position advances only if it is kept.
            self.documents[left] = *document;
            self.frequencies[left] = *frequency;
            left += usize::from(keeps(*document));
        }
        (&self.documents[..left], &self.frequencies[..left])
    }
}

/// A segment, what of it is visible, and the norms.
struct PostingsFilter<'a> {
    segment: &'a dyn SegmentReader,
    visible: &'a VisibleDocs<'a>,
    as_of: Option<AsOf>,
    norms: &'a Norms,
}

/// Weights the frequencies of one field.
#[derive(Clone, Copy)]
struct FieldWeighting<'a> {
    slot: usize,
    norms: &'a Norms,
    lengths: &'a [u16],
}

impl FieldWeighting<'_> {
    /// The weighted frequency.
    fn of(&self, document: u32, frequency: u32) -> f32 {
        frequency as f32 * self.norms.of(self.slot, self.lengths[document as usize].into())
    }
}

impl<'a> PostingsFilter<'a> {
    /// The weighting of a field.
    fn counting(&self, field: TextField) -> FieldWeighting<'a> {
        let slot = field as usize;
        FieldWeighting { slot, norms: self.norms, lengths: &self.segment.columns().lengths[slot] }
    }

    /// Calls `each` with the visible postings of a term in one field.
    fn read(
        &self,
        field: TextField,
        term: &str,
        left: &mut FilteredBlock,
        each: &mut impl FnMut(&[u32], &[u32]),
    ) -> Result<(), IndexError> {
        if self.norms.weights[field as usize] <= 0.0 {
            return Ok(());
        }
        let (visible, columns) = (self.visible, self.segment.columns());
        // Answers found later than the moment asked about are not visible.
        let dated = self.as_of.filter(|_| field == TextField::Answer);
        let partly_readable = field == TextField::Answer && visible.as_customer;
        match &visible.mask {
            None if dated.is_none() && !partly_readable => self.segment.postings(field, term, each),
            Some(mask) if dated.is_none() && !partly_readable => self.segment.postings(field, term, &mut |block, frequencies| {
                let (block, frequencies) = left.of(block, frequencies, |document| mask.has(document));
                each(block, frequencies);
            }),
            _ => self.segment.postings(field, term, &mut |block, frequencies| {
                let (block, frequencies) = left.of(block, frequencies, |document| {
                    let known = |at: AsOf| was_known(columns.resolved_at[document as usize], at.time);
                    visible.contains(document) && !visible.withholds_answer(columns, document) && dated.is_none_or(known)
                });
                each(block, frequencies);
            }),
        }
    }

    /// The same as a weighted list.
    fn list(&self, field: TextField, term: &str, left: &mut FilteredBlock, into: &mut WeightedPostings) -> Result<(), IndexError> {
        into.clear();
        let counting = self.counting(field);
        self.read(field, term, left, &mut |documents, frequencies| {
            into.documents.extend_from_slice(documents);
            into.counts.extend(documents.iter().zip(frequencies).map(|(document, frequency)| counting.of(*document, *frequency)));
        })
    }
}

/// Adds to `counts` the weighted frequency of a term in one field, for each document of `among` (ascending), by position in it.
pub fn add_among(
    segment: &dyn SegmentReader,
    visible: &VisibleDocs,
    field: TextField,
    term: &str,
    among: &[u32],
    norms: &Norms,
    counts: &mut [f32],
) -> Result<(), IndexError> {
    let (slot, columns) = (field as usize, segment.columns());
    let lengths = &columns.lengths[slot];
    if norms.weights[slot] <= 0.0 || among.is_empty() {
        return Ok(());
    }
    segment.postings_among(field, term, among, &mut |place, frequency| {
        let document = among[place];
        if field != TextField::Answer || !visible.withholds_answer(columns, document) {
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
    use crate::index::store::mem_segment::{MemSegment, MemSegmentData};
    use crate::index::store::visibility::{Visibility, visible_docs};

    #[test]
    fn a_table_comes_to_the_same_as_lists() {
        // A term in each combination of fields, with various frequencies and field lengths.
        let made = (0..400u64).map(|at| {
            let said = |bit: u64| "relay ".repeat(((at >> bit & 1) * (1 + at % 3)) as usize);
            let mut made =
                document(at, at + 1, &format!("{}title", said(0)), &format!("{}{}", said(1), "long ".repeat(at as usize % 40)));
            made.stored.resolution = format!("{}mended", said(2));
            made.audience = [Audience::Internal, Audience::Customer][at as usize % 2];
            made.customer = [None, Some("north")][at as usize / 2 % 2].map(str::to_string);
            made.stored.resolved_at = (at % 5 == 0).then(|| made.stored.opened_at + chrono::Duration::minutes(30));
            made
        });
        let made: Vec<_> = made.collect();
        let whole = MemSegment::of(MemSegmentData::of(made.clone()));
        let mut some = MemSegment::of(MemSegmentData::of(made.clone()));
        made.iter().step_by(7).for_each(|gone| some.delete(gone.key()));
        let norms = Norms::new(&Weights::built_in().unwrap(), &Averages { documents: 400.0, lengths: [2.0, 20.0, 2.0] });
        let mut tabled = TermPostings::default();
        for part in [&whole, &some] {
            for visibility in
                [Visibility::Staff, Visibility::Customer { owner: crate::index::doc::document::owner_hash(Some("north")) }]
            {
                let time = Some(made[300].stored.opened_at.into());
                for as_of in [None, Some(AsOf { before_seq: 350, time })] {
                    let visible = visible_docs(part, visibility, as_of);
                    for term in ["relay", "long", "mend", "titl", "nowhere"] {
                        let among = PostingsFilter { segment: part, visible: &visible, as_of, norms: &norms };
                        let mut merged = TermPostings::default();
                        merged.merge(&among, term).unwrap();
                        // One instance for all terms: its table must be zero again after each.
                        tabled.read_term(part, &visible, as_of, term, &norms).unwrap();
                        assert_eq!(tabled.lists, merged.lists, "{term} {visibility:?} {as_of:?}");
                        assert_eq!(tabled.count() > 0, term != "nowhere");
                        let (mut sums, mut one_by_one) = (vec![1.0f32; 400], vec![1.0f32; 400]);
                        tabled.score(&mut sums, 0.7, 1.2);
                        for (document, x) in merged.lists.iter().flat_map(|held| held.documents.iter().zip(&held.counts)) {
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
