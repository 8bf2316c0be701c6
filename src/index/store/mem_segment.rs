//! Some of the newest documents, in memory: made once and never changed, so that questions share it with whatever comes next.

use super::alive_docs::Present;
use super::columns::{Columns, FacetColumn, short};
use super::reader::{EachBlock, EachPlace, Shelf};
use crate::index::doc::document::{Analyzed, Document, owner_hash};
use crate::index::doc::schema::TextField;
use crate::index::doc::stored::Card;
use crate::index::error::{IndexError, caught};
use crate::index::text::fuzzy::Near;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// Terms while documents are read: who says each, and how often.
type Gathering = BTreeMap<String, (Vec<u32>, Vec<u32>)>;

/// Terms, ascending, each with its documents, ascending, and how often each says it.
#[derive(Default)]
struct Postings {
    terms: Vec<Arc<str>>,
    /// What each term begins with: told apart by that, most need not be looked at.
    heads: Vec<u64>,
    /// Where each term's documents begin; one more for the end.
    starts: Vec<u32>,
    documents: Vec<u32>,
    frequencies: Vec<u32>,
}

/// The first eight bytes of a term as a number: ordered as terms are.
fn head(term: &str) -> u64 {
    let mut head = [0; 8];
    head.iter_mut().zip(term.bytes()).for_each(|(head, byte)| *head = byte);
    u64::from_be_bytes(head)
}

impl Postings {
    fn new() -> Postings {
        Postings { starts: vec![0], ..Postings::default() }
    }

    fn of(held: Gathering) -> Postings {
        let mut postings = Postings::new();
        for (term, (documents, frequencies)) in held {
            postings.documents.extend(documents);
            postings.frequencies.extend(frequencies);
            postings.end_term(term.into());
        }
        postings
    }

    /// The term of what was added since the last one; of nothing there is no term.
    fn end_term(&mut self, term: Arc<str>) {
        let end = self.documents.len() as u32;
        if self.starts.last() != Some(&end) {
            self.heads.push(head(&term));
            self.terms.push(term);
            self.starts.push(end);
        }
    }

    fn list(&self, term: &str) -> Option<(&[u32], &[u32])> {
        let head = head(term);
        let from = self.heads.partition_point(|known| *known < head);
        let alike = self.heads[from..].partition_point(|known| *known == head);
        let place = self.terms[from..from + alike].binary_search_by(|known| (**known).cmp(term));
        place.ok().map(|at| self.at(from + at))
    }

    fn at(&self, at: usize) -> (&[u32], &[u32]) {
        let those = self.starts[at] as usize..self.starts[at + 1] as usize;
        (&self.documents[those.clone()], &self.frequencies[those])
    }

    /// Takes a term of another, with its documents under their new places.
    fn add(&mut self, other: &Postings, at: usize, places: &[Option<u32>]) {
        let (documents, frequencies) = other.at(at);
        for (document, frequency) in documents.iter().zip(frequencies) {
            if let Some(place) = places[*document as usize] {
                self.documents.push(place);
                self.frequencies.push(*frequency);
            }
        }
    }

    /// Both in one; where what is in either goes is told by its places, those of `a` before those of `b`.
    fn merged(a: &Postings, b: &Postings, [in_a, in_b]: [&[Option<u32>]; 2]) -> Postings {
        let (mut merged, mut i, mut j) = (Postings::new(), 0, 0);
        while let Some(term) = a.terms.get(i).into_iter().chain(b.terms.get(j)).min().cloned() {
            if a.terms.get(i) == Some(&term) {
                merged.add(a, i, in_a);
                i += 1;
            }
            if b.terms.get(j) == Some(&term) {
                merged.add(b, j, in_b);
                j += 1;
            }
            merged.end_term(term);
        }
        merged
    }
}

/// Documents, each ticket once.
pub struct Chunk {
    documents: Vec<Arc<Document>>,
    columns: Columns,
    /// Number codes, ascending, with their documents.
    codes: Vec<(u64, u32)>,
    texts: [Postings; 3],
    signs: Postings,
    forward: Vec<Arc<[u64]>>,
}

impl Chunk {
    /// Of several versions of a ticket the last one is taken.
    pub fn of(documents: Vec<Document>) -> Chunk {
        let last: HashMap<u64, usize> = documents.iter().enumerate().map(|(at, d)| (d.card.number.code(), at)).collect();
        let mut chunk = Chunk {
            documents: Vec::with_capacity(last.len()),
            columns: Columns::default(),
            codes: Vec::new(),
            texts: [(); 3].map(|()| Postings::new()),
            signs: Postings::new(),
            forward: Vec::new(),
        };
        let mut texts: [Gathering; 3] = Default::default();
        let mut signs: Gathering = BTreeMap::new();
        let add = |held: &mut Gathering, term: String, id: u32| {
            let (documents, frequencies) = held.entry(term).or_default();
            match (documents.last(), frequencies.last_mut()) {
                (Some(last), Some(frequency)) if *last == id => *frequency += 1,
                _ => {
                    documents.push(id);
                    frequencies.push(1);
                }
            }
        };
        for (at, document) in documents.into_iter().enumerate() {
            if last.get(&document.card.number.code()) != Some(&at) {
                continue;
            }
            let id = chunk.documents.len() as u32;
            let analyzed = document.analyze();
            chunk.add_columns(&document, &analyzed);
            for (held, terms) in texts.iter_mut().zip(analyzed.texts) {
                terms.into_iter().for_each(|term| add(held, term, id));
            }
            analyzed.signs.into_iter().for_each(|sign| add(&mut signs, sign, id));
            chunk.forward.push(analyzed.forward.into());
            chunk.documents.push(Arc::new(document));
        }
        chunk.texts = texts.map(Postings::of);
        chunk.signs = Postings::of(signs);
        chunk.finish();
        chunk
    }

    /// Whether a document can be taken apart into its words; what cannot is named.
    pub fn can_take(document: &Document) -> bool {
        let taken = caught(|| drop(Chunk::of(vec![document.clone()])));
        if let Err(panic) = &taken {
            tracing::error!("{}: cannot be indexed, and is not found: {panic}", document.card.number);
        }
        taken.is_ok()
    }

    fn add_columns(&mut self, document: &Document, analyzed: &Analyzed) {
        let columns = &mut self.columns;
        columns.code.push(document.card.number.code());
        columns.order.push(document.order);
        columns.opened_at.push(document.card.opened_at.timestamp());
        columns.resolved_at.push(document.resolved_at());
        columns.flags.push(document.flags());
        columns.owner.push(owner_hash(document.customer.as_deref()));
        for (column, value) in columns.facets.iter_mut().zip(document.facets()) {
            let place = value.map_or(0, |value| column.place_of(value));
            column.places.push(place);
        }
        for (lengths, terms) in columns.lengths.iter_mut().zip(&analyzed.texts) {
            lengths.push(short(terms.len() as u64));
        }
    }

    /// What follows from the columns.
    fn finish(&mut self) {
        let columns = &mut self.columns;
        columns.newest = columns.order.iter().max().copied().zip(columns.opened_at.iter().max().copied());
        columns.length_sums = columns.lengths.each_ref().map(|lengths| lengths.iter().map(|l| u64::from(*l)).sum());
        self.codes = columns.code.iter().copied().zip(0..).collect();
        self.codes.sort_unstable();
    }

    /// What is left of two, the first one's documents first.
    pub fn merged(a: &Part, b: &Part, keeps: impl Fn(&Document) -> bool) -> Chunk {
        let mut chunk = Chunk::of(Vec::new());
        let mut placed = |part: &Part| -> Vec<Option<u32>> {
            let from = &part.chunk;
            let facets: Vec<Vec<u32>> = chunk.columns.facets.iter_mut().zip(&from.columns.facets).map(taken_in).collect();
            let place = |document: u32| {
                let d = document as usize;
                (part.has(document) && keeps(&from.documents[d])).then(|| {
                    chunk.columns.take_row(&from.columns, d, &facets);
                    chunk.forward.push(from.forward[d].clone());
                    chunk.documents.push(from.documents[d].clone());
                    chunk.documents.len() as u32 - 1
                })
            };
            (0..from.len() as u32).map(place).collect()
        };
        let (in_a, in_b) = (placed(a), placed(b));
        let (a, b, places) = (&a.chunk, &b.chunk, [in_a.as_slice(), &in_b]);
        chunk.texts = [0, 1, 2].map(|slot| Postings::merged(&a.texts[slot], &b.texts[slot], places));
        chunk.signs = Postings::merged(&a.signs, &b.signs, places);
        chunk.finish();
        chunk
    }

    pub fn len(&self) -> usize {
        self.documents.len()
    }

    pub fn codes(&self) -> impl Iterator<Item = u64> + '_ {
        self.codes.iter().map(|(code, _)| *code)
    }

    fn find(&self, code: u64) -> Option<u32> {
        self.codes.binary_search_by_key(&code, |(known, _)| *known).ok().map(|at| self.codes[at].1)
    }
}

/// Where each value of a facet goes among those of another.
fn taken_in((into, from): (&mut FacetColumn, &FacetColumn)) -> Vec<u32> {
    from.values.iter().enumerate().map(|(at, value)| if at == 0 { 0 } else { into.place_of(value) }).collect()
}

impl Columns {
    /// A row of another's; its facets' values have found their places.
    fn take_row(&mut self, from: &Columns, d: usize, facets: &[Vec<u32>]) {
        self.code.push(from.code[d]);
        self.order.push(from.order[d]);
        self.opened_at.push(from.opened_at[d]);
        self.resolved_at.push(from.resolved_at[d]);
        self.flags.push(from.flags[d]);
        self.owner.push(from.owner[d]);
        for (lengths, from) in self.lengths.iter_mut().zip(&from.lengths) {
            lengths.push(from[d]);
        }
        for ((facet, from), places) in self.facets.iter_mut().zip(&from.facets).zip(facets) {
            facet.places.push(places[from.places[d] as usize]);
        }
        self.audiences = OnceLock::new();
    }
}

/// A chunk with what of it is still what it was. A copy shares the chunk.
#[derive(Clone)]
pub struct Part {
    chunk: Arc<Chunk>,
    /// None: all.
    present: Option<Arc<Present>>,
}

impl Part {
    pub fn of(chunk: Chunk) -> Part {
        Part { chunk: Arc::new(chunk), present: None }
    }

    fn has(&self, document: u32) -> bool {
        self.present.as_ref().is_none_or(|present| present.bits.has(document))
    }

    /// Hides what a newer version elsewhere replaces.
    pub fn hide(&mut self, code: u64) {
        let Some(document) = self.chunk.find(code).filter(|document| self.has(*document)) else { return };
        let columns = &self.chunk.columns;
        let present = self.present.get_or_insert_with(|| Arc::new(Present::new(columns, std::iter::empty())));
        Arc::make_mut(present).lose(columns, document);
    }

    /// How many documents are present.
    pub fn count(&self) -> usize {
        self.present.as_ref().map_or(self.chunk.len(), |present| present.count)
    }

    /// The documents present.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        (0..).zip(&self.chunk.documents).filter(|(at, _)| self.has(*at)).map(|(_, document)| document)
    }
}

impl Shelf for Part {
    fn columns(&self) -> &Columns {
        &self.chunk.columns
    }
    fn present(&self) -> Option<&Present> {
        self.present.as_deref()
    }
    fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError> {
        Ok(self.chunk.texts[field as usize].list(term).map_or(0, |(documents, _)| documents.len() as u32))
    }
    fn postings_from(&self, field: TextField, term: &str, first: u32, each: &mut EachBlock) -> Result<(), IndexError> {
        if let Some((documents, frequencies)) = self.chunk.texts[field as usize].list(term) {
            let at = documents.partition_point(|document| *document < first);
            each(&documents[at..], &frequencies[at..]);
        }
        Ok(())
    }
    fn postings_among(&self, field: TextField, term: &str, among: &[u32], each: &mut EachPlace) -> Result<(), IndexError> {
        if let Some((documents, frequencies)) = self.chunk.texts[field as usize].list(term) {
            for (place, document) in among.iter().enumerate() {
                if let Ok(at) = documents.binary_search(document) {
                    each(place, frequencies[at]);
                }
            }
        }
        Ok(())
    }
    fn signed(&self, sign: &str) -> Result<Vec<u32>, IndexError> {
        Ok(self.chunk.signs.list(sign).map(|(documents, _)| documents.to_vec()).unwrap_or_default())
    }
    fn terms_with_prefix(&self, field: TextField, prefix: &str, limit: usize) -> Result<Vec<String>, IndexError> {
        let terms = &self.chunk.texts[field as usize].terms;
        let from = terms.partition_point(|term| **term < *prefix);
        Ok(terms[from..].iter().take_while(|t| t.starts_with(prefix)).take(limit).map(|t| t.to_string()).collect())
    }
    fn terms_near(&self, field: TextField, word: &str, slips: usize, limit: usize) -> Result<Vec<String>, IndexError> {
        let near = Near::in_dictionary(word, slips);
        Ok(near.among(&self.chunk.texts[field as usize].terms).take(limit).map(str::to_string).collect())
    }
    fn find(&self, code: u64) -> Result<Option<u32>, IndexError> {
        Ok(self.chunk.find(code).filter(|document| self.has(*document)))
    }
    fn forward(&self, document: u32, into: &mut Vec<u64>) -> Result<(), IndexError> {
        into.clear();
        into.extend_from_slice(&self.chunk.forward[document as usize]);
        Ok(())
    }
    fn card(&self, document: u32) -> Result<Card, IndexError> {
        Ok(self.chunk.documents[document as usize].card.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_begin_alike_are_told_apart() {
        let terms = ["connect", "connecti", "connectio", "connection", "connections", "池", "连接池", "连接池满", "连接池空", "a"];
        let held: Gathering = (0..).zip(terms).map(|(at, term)| (term.to_string(), (vec![at], vec![at + 1]))).collect();
        let postings = Postings::of(held);
        for (at, term) in (0..).zip(terms) {
            assert_eq!(postings.list(term), Some((&[at][..], &[at + 1][..])), "{term}");
        }
        for term in ["", "c", "connecte", "connectiom", "connectionz", "连接", "连接池连", "zebra"] {
            assert_eq!(postings.list(term), None, "{term}");
        }
        assert_eq!(Postings::new().list("a"), None);
    }
}
