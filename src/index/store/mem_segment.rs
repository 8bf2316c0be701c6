//! A segment of the newest documents in memory: immutable once made, so that snapshots share it.

use super::alive_docs::AliveDocs;
use super::columns::{FacetColumn, SegmentColumns, saturating_len};
use super::reader::{EachBlock, EachPlace, SegmentReader, part_of};
use crate::index::doc::document::{AnalyzedDocument, Document, owner_hash};
use crate::index::doc::schema::TextField;
use crate::index::doc::stored::StoredDocument;
use crate::index::doc::units::DocKey;
use crate::index::error::{IndexError, caught};
use crate::index::text::fuzzy::TypoAutomaton;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// Per term, its documents and its frequency in each.
type PostingsBuilder = BTreeMap<String, (Vec<u32>, Vec<u32>)>;

/// An inverted field: terms ascending, each with its documents ascending and its frequencies.
#[derive(Default)]
struct Postings {
    terms: Vec<Arc<str>>,
    /// The first eight bytes of each term: most comparisons are decided by them.
    heads: Vec<u64>,
    /// Where each term's documents begin; one more entry for the end.
    starts: Vec<u32>,
    documents: Vec<u32>,
    frequencies: Vec<u32>,
}

/// The first eight bytes of a term, big-endian, so that heads are ordered as terms are.
fn head(term: &str) -> u64 {
    let mut head = [0; 8];
    head.iter_mut().zip(term.bytes()).for_each(|(head, byte)| *head = byte);
    u64::from_be_bytes(head)
}

impl Postings {
    fn new() -> Postings {
        Postings { starts: vec![0], ..Postings::default() }
    }

    /// Postings of the collected terms.
    fn of(held: PostingsBuilder) -> Postings {
        let mut postings = Postings::new();
        for (term, (documents, frequencies)) in held {
            postings.documents.extend(documents);
            postings.frequencies.extend(frequencies);
            postings.end_term(term.into());
        }
        postings
    }

    /// Closes the term of the documents added since the last call; without documents there is no term.
    fn end_term(&mut self, term: Arc<str>) {
        let end = self.documents.len() as u32;
        if self.starts.last() != Some(&end) {
            self.heads.push(head(&term));
            self.terms.push(term);
            self.starts.push(end);
        }
    }

    /// Documents and frequencies of a term.
    fn list(&self, term: &str) -> Option<(&[u32], &[u32])> {
        let head = head(term);
        let from = self.heads.partition_point(|known| *known < head);
        let line_similarity = self.heads[from..].partition_point(|known| *known == head);
        let place = self.terms[from..from + line_similarity].binary_search_by(|known| (**known).cmp(term));
        place.ok().map(|at| self.at(from + at))
    }

    /// Documents and frequencies of the `at`-th term.
    fn at(&self, at: usize) -> (&[u32], &[u32]) {
        let those = self.starts[at] as usize..self.starts[at + 1] as usize;
        (&self.documents[those.clone()], &self.frequencies[those])
    }

    /// Appends the postings of another's term, with documents renumbered by `places`; `None` drops a document.
    fn add(&mut self, other: &Postings, at: usize, places: &[Option<u32>]) {
        let (documents, frequencies) = other.at(at);
        for (document, frequency) in documents.iter().zip(frequencies) {
            if let Some(place) = places[*document as usize] {
                self.documents.push(place);
                self.frequencies.push(*frequency);
            }
        }
    }

    /// Merges two; the new numbers of `a` must all come before those of `b`.
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

/// The immutable content of a segment: documents, each ticket once, with columns and postings.
pub struct MemSegmentData {
    documents: Vec<Arc<Document>>,
    columns: SegmentColumns,
    /// (key, document), ascending.
    keys: Vec<(DocKey, u32)>,
    texts: [Postings; 3],
    identifiers: Postings,
    forward: Vec<Arc<[u64]>>,
}

impl MemSegmentData {
    /// Indexes documents; of several versions of a ticket the last one is taken.
    pub fn of(documents: Vec<Document>) -> MemSegmentData {
        let last: HashMap<DocKey, usize> = documents.iter().enumerate().map(|(at, d)| (d.key(), at)).collect();
        let mut data = MemSegmentData {
            documents: Vec::with_capacity(last.len()),
            columns: SegmentColumns::default(),
            keys: Vec::new(),
            texts: [(); 3].map(|()| Postings::new()),
            identifiers: Postings::new(),
            forward: Vec::new(),
        };
        let mut texts: [PostingsBuilder; 3] = Default::default();
        let mut identifiers: PostingsBuilder = BTreeMap::new();
        let add = |held: &mut PostingsBuilder, term: String, id: u32| {
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
            if last.get(&document.key()) != Some(&at) {
                continue;
            }
            let id = data.documents.len() as u32;
            let analyzed = document.analyze();
            data.add_columns(&document, &analyzed);
            for (held, terms) in texts.iter_mut().zip(analyzed.texts.into_iter().zip(analyzed.once)) {
                terms.0.into_iter().chain(terms.1).for_each(|term| add(held, term, id));
            }
            analyzed.identifiers.into_iter().for_each(|identifier| add(&mut identifiers, identifier, id));
            data.forward.push(analyzed.forward.into());
            data.documents.push(Arc::new(document));
        }
        data.texts = texts.map(Postings::of);
        data.identifiers = Postings::of(identifiers);
        data.finish();
        data
    }

    /// Whether a document can be analysed without a panic; one that cannot is logged.
    pub fn can_take(document: &Document) -> bool {
        let taken = caught(|| drop(MemSegmentData::of(vec![document.clone()])));
        if let Err(panic) = &taken {
            tracing::error!("{}: cannot be indexed, and is not found: {panic}", document.stored.number);
        }
        taken.is_ok()
    }

    /// Appends the column values of a document.
    fn add_columns(&mut self, document: &Document, analyzed: &AnalyzedDocument) {
        let columns = &mut self.columns;
        columns.key.push(document.key());
        columns.first_seq.push(document.first_seq);
        columns.opened_at.push(document.stored.opened_at.into());
        columns.resolved_at.push(document.resolved_at());
        columns.flags.push(document.flags());
        columns.owner.push(owner_hash(document.customer.as_deref()));
        for (column, value) in columns.facets.iter_mut().zip(document.facets()) {
            let place = value.map_or(0, |value| column.ordinal_of(value));
            column.ordinals.push(place);
        }
        for (lengths, terms) in columns.lengths.iter_mut().zip(&analyzed.texts) {
            lengths.push(saturating_len(terms.len() as u64));
        }
    }

    /// Computes what is derived from the columns.
    fn finish(&mut self) {
        let columns = &mut self.columns;
        columns.newest = columns.first_seq.iter().max().copied().zip(columns.opened_at.iter().max().copied());
        columns.length_sums = columns.lengths.each_ref().map(|lengths| lengths.iter().map(|l| u64::from(*l)).sum());
        self.keys = columns.key.iter().copied().zip(0..).collect();
        self.keys.sort_unstable();
    }

    /// Merges the alive documents of two segments for which `keeps` is true, those of `a` first.
    pub fn merged(a: &MemSegment, b: &MemSegment, keeps: impl Fn(&Document) -> bool) -> MemSegmentData {
        let mut data = MemSegmentData::of(Vec::new());
        let mut placed = |part: &MemSegment| -> Vec<Option<u32>> {
            let from = &part.data;
            let facets: Vec<Vec<u32>> = data.columns.facets.iter_mut().zip(&from.columns.facets).map(taken_in).collect();
            let place = |document: u32| {
                let d = document as usize;
                (part.has(document) && keeps(&from.documents[d])).then(|| {
                    data.columns.take_row(&from.columns, d, &facets);
                    data.forward.push(from.forward[d].clone());
                    data.documents.push(from.documents[d].clone());
                    data.documents.len() as u32 - 1
                })
            };
            (0..from.len() as u32).map(place).collect()
        };
        let (in_a, in_b) = (placed(a), placed(b));
        let (a, b, places) = (&a.data, &b.data, [in_a.as_slice(), &in_b]);
        data.texts = [0, 1, 2].map(|slot| Postings::merged(&a.texts[slot], &b.texts[slot], places));
        data.identifiers = Postings::merged(&a.identifiers, &b.identifiers, places);
        data.finish();
        data
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Keys of all documents, ascending.
    pub fn keys(&self) -> impl Iterator<Item = DocKey> + '_ {
        self.keys.iter().map(|(key, _)| *key)
    }

    fn find(&self, key: DocKey) -> Option<u32> {
        self.keys.binary_search_by_key(&key, |(known, _)| *known).ok().map(|at| self.keys[at].1)
    }
}

/// Maps the ordinals of one facet column to those of another, adding values as needed.
fn taken_in((into, from): (&mut FacetColumn, &FacetColumn)) -> Vec<u32> {
    from.values.iter().enumerate().map(|(at, value)| if at == 0 { 0 } else { into.ordinal_of(value) }).collect()
}

impl SegmentColumns {
    /// Appends row `d` of another segment; `facets` maps its ordinals.
    fn take_row(&mut self, from: &SegmentColumns, d: usize, facets: &[Vec<u32>]) {
        self.key.push(from.key[d]);
        self.first_seq.push(from.first_seq[d]);
        self.opened_at.push(from.opened_at[d]);
        self.resolved_at.push(from.resolved_at[d]);
        self.flags.push(from.flags[d]);
        self.owner.push(from.owner[d]);
        for (lengths, from) in self.lengths.iter_mut().zip(&from.lengths) {
            lengths.push(from[d]);
        }
        for ((facet, from), ordinals) in self.facets.iter_mut().zip(&from.facets).zip(facets) {
            facet.ordinals.push(ordinals[from.ordinals[d] as usize]);
        }
        self.audiences = OnceLock::new();
    }
}

/// A segment in memory: shared content, and which of its documents are alive.
#[derive(Clone)]
pub struct MemSegment {
    data: Arc<MemSegmentData>,
    /// `None`: all are alive.
    alive: Option<Arc<AliveDocs>>,
}

impl MemSegment {
    /// A segment all of whose documents are alive.
    pub fn of(data: MemSegmentData) -> MemSegment {
        MemSegment { data: Arc::new(data), alive: None }
    }

    /// Whether a document is alive.
    fn has(&self, document: u32) -> bool {
        self.alive.as_ref().is_none_or(|alive| alive.bits.has(document))
    }

    /// Deletes the document of a key, because a newer version exists elsewhere.
    pub fn delete(&mut self, key: DocKey) {
        let Some(document) = self.data.find(key).filter(|document| self.has(*document)) else { return };
        let columns = &self.data.columns;
        let alive = self.alive.get_or_insert_with(|| Arc::new(AliveDocs::new(columns, std::iter::empty())));
        Arc::make_mut(alive).delete(columns, document);
    }

    /// Number of alive documents.
    pub fn count(&self) -> usize {
        self.alive.as_ref().map_or(self.data.len(), |alive| alive.count)
    }

    /// The alive documents.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        (0..).zip(&self.data.documents).filter(|(at, _)| self.has(*at)).map(|(_, document)| document)
    }
}

impl SegmentReader for MemSegment {
    fn columns(&self) -> &SegmentColumns {
        &self.data.columns
    }
    fn alive(&self) -> Option<&AliveDocs> {
        self.alive.as_deref()
    }
    fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError> {
        Ok(self.data.texts[field as usize].list(term).map_or(0, |(documents, _)| documents.len() as u32))
    }
    fn postings_from(&self, field: TextField, term: &str, first: u32, each: &mut EachBlock) -> Result<(), IndexError> {
        if let Some((documents, frequencies)) = self.data.texts[field as usize].list(term) {
            let at = documents.partition_point(|document| *document < first);
            each(&documents[at..], &frequencies[at..]);
        }
        Ok(())
    }
    fn postings_among(&self, field: TextField, term: &str, among: &[u32], each: &mut EachPlace) -> Result<(), IndexError> {
        if let Some((documents, frequencies)) = self.data.texts[field as usize].list(term) {
            for (place, document) in among.iter().enumerate() {
                if let Ok(at) = documents.binary_search(document) {
                    each(place, frequencies[at]);
                }
            }
        }
        Ok(())
    }
    fn documents_with_identifier(&self, identifier: &str) -> Result<Vec<u32>, IndexError> {
        Ok(self.data.identifiers.list(identifier).map(|(documents, _)| documents.to_vec()).unwrap_or_default())
    }
    fn terms_with_prefix(&self, field: TextField, prefix: &str, limit: usize) -> Result<Vec<String>, IndexError> {
        let terms = &self.data.texts[field as usize].terms;
        let from = terms.partition_point(|term| **term < *prefix);
        Ok(terms[from..].iter().take_while(|t| t.starts_with(prefix)).take(limit).map(|t| t.to_string()).collect())
    }
    fn terms_near(&self, field: TextField, word: &str, edits: usize, limit: usize) -> Result<Vec<String>, IndexError> {
        let near = TypoAutomaton::in_dictionary(word, edits);
        Ok(near.among(&self.data.texts[field as usize].terms).take(limit).map(str::to_string).collect())
    }
    fn terms_containing(&self, field: TextField, part: &str, dictionary: usize, limit: usize) -> Result<Vec<String>, IndexError> {
        let terms = &self.data.texts[field as usize].terms;
        let contains = |term: &&Arc<str>| part_of(part, term);
        let looked_at = if terms.len() > dictionary { &[] } else { terms.as_slice() };
        Ok(looked_at.iter().filter(contains).take(limit).map(|term| term.to_string()).collect())
    }
    fn find(&self, key: DocKey) -> Result<Option<u32>, IndexError> {
        Ok(self.data.find(key).filter(|document| self.has(*document)))
    }
    fn forward(&self, document: u32, into: &mut Vec<u64>) -> Result<(), IndexError> {
        into.clear();
        into.extend_from_slice(&self.data.forward[document as usize]);
        Ok(())
    }
    fn stored(&self, document: u32) -> Result<StoredDocument, IndexError> {
        Ok(self.data.documents[document as usize].stored.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_begin_alike_are_told_apart() {
        let terms = ["connect", "connecti", "connectio", "connection", "connections", "池", "连接池", "连接池满", "连接池空", "a"];
        let held: PostingsBuilder = (0..).zip(terms).map(|(at, term)| (term.to_string(), (vec![at], vec![at + 1]))).collect();
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
