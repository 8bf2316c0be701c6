//! The newest documents, in memory: what has been written to the ledger and is not on disk yet.

use super::IndexError;
use super::document::{Analyzed, Card, Document, owner_hash};
use super::fuzzy::Near;
use super::schema::TextField;
use super::shelf::{Columns, EachBlock, EachPlace, Present, Shelf, short};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

/// Documents and frequencies of one term.
type Postings = (Vec<u32>, Vec<u32>);

#[derive(Default)]
pub struct Tail {
    documents: Vec<Document>,
    columns: Columns,
    left: Present,
    any_gone: bool,
    present: HashMap<u64, u32>,
    texts: [BTreeMap<String, Postings>; 3],
    signs: HashMap<String, Vec<u32>>,
    forward: Vec<Vec<u64>>,
}

impl Tail {
    /// Adds a document; an older version of the same ticket is gone from now on.
    pub fn put(&mut self, document: Document) {
        let Analyzed { texts, signs, forward } = document.analyze();
        let id = self.columns.len() as u32;
        let code = document.card.number.code();
        let older = self.present.insert(code, id);
        let columns = &mut self.columns;
        columns.code.push(code);
        columns.order.push(document.order);
        columns.opened_at.push(document.card.opened_at.timestamp());
        columns.resolved_at.push(document.resolved_at());
        let (order, opened_at) = columns.newest.unwrap_or((0, i64::MIN));
        columns.newest = Some((order.max(document.order), opened_at.max(document.card.opened_at.timestamp())));
        columns.flags.push(document.flags());
        columns.owner.push(owner_hash(document.customer.as_deref()));
        for (column, value) in columns.facets.iter_mut().zip(document.facets()) {
            let known = value.and_then(|value| column.values.iter().position(|v| v == value));
            let place = match (value, known) {
                (None, _) => 0,
                (Some(_), Some(place)) => place,
                (Some(value), None) => {
                    column.values.push(value.to_string());
                    column.values.len() - 1
                }
            };
            column.places.push(place as u32);
        }
        for (slot, terms) in texts.into_iter().enumerate() {
            let length = short(terms.len() as u64);
            columns.lengths[slot].push(length);
            columns.length_sums[slot] += u64::from(length);
            self.left.length_sums[slot] += u64::from(length);
            for term in terms {
                let (documents, frequencies) = self.texts[slot].entry(term).or_default();
                match (documents.last(), frequencies.last_mut()) {
                    (Some(last), Some(frequency)) if *last == id => *frequency += 1,
                    _ => {
                        documents.push(id);
                        frequencies.push(1);
                    }
                }
            }
        }
        for sign in signs {
            self.signs.entry(sign).or_default().push(id);
        }
        self.left.mask.push(true);
        self.left.count += 1;
        if let Some(older) = older {
            self.left.lose(&self.columns, older);
            self.any_gone = true;
        }
        self.forward.push(forward);
        self.documents.push(document);
    }

    /// The documents present, each in its newest version.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().zip(&self.left.mask).filter(|(_, left)| **left).map(|(document, _)| document)
    }

    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// What is left once everything up to a place is on disk.
    pub fn after(self, seq: u64) -> Tail {
        let mut left = Tail::default();
        for (document, present) in self.documents.into_iter().zip(self.left.mask) {
            if present && document.seq > seq {
                left.put(document);
            }
        }
        left
    }

    pub fn codes(&self) -> impl Iterator<Item = u64> + '_ {
        self.present.keys().copied()
    }

    fn list(&self, field: TextField, term: &str) -> Option<&Postings> {
        self.texts[field as usize].get(term)
    }
}

impl Shelf for Tail {
    fn columns(&self) -> &Columns {
        &self.columns
    }
    fn present(&self) -> Option<&Present> {
        self.any_gone.then_some(&self.left)
    }
    fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError> {
        Ok(self.list(field, term).map_or(0, |(documents, _)| documents.len() as u32))
    }
    fn postings_from(&self, field: TextField, term: &str, first: u32, each: &mut EachBlock) -> Result<(), IndexError> {
        if let Some((documents, frequencies)) = self.list(field, term) {
            let at = documents.partition_point(|document| *document < first);
            each(&documents[at..], &frequencies[at..]);
        }
        Ok(())
    }
    fn postings_among(&self, field: TextField, term: &str, among: &[u32], each: &mut EachPlace) -> Result<(), IndexError> {
        if let Some((documents, frequencies)) = self.list(field, term) {
            for (place, document) in among.iter().enumerate() {
                if let Ok(at) = documents.binary_search(document) {
                    each(place, frequencies[at]);
                }
            }
        }
        Ok(())
    }
    fn signed(&self, sign: &str) -> Result<Vec<u32>, IndexError> {
        Ok(self.signs.get(sign).cloned().unwrap_or_default())
    }
    fn terms_with_prefix(&self, field: TextField, prefix: &str, limit: usize) -> Result<Vec<String>, IndexError> {
        let from = (Bound::Included(prefix.to_string()), Bound::Unbounded);
        let terms = self.texts[field as usize].range(from).map(|(term, _)| term);
        Ok(terms.take_while(|t| t.starts_with(prefix)).take(limit).cloned().collect())
    }
    fn terms_near(&self, field: TextField, word: &str, slips: usize, limit: usize) -> Result<Vec<String>, IndexError> {
        let near = Near::in_dictionary(word, slips);
        Ok(self.texts[field as usize].keys().filter(|term| near.accepts(term)).take(limit).cloned().collect())
    }
    fn find(&self, code: u64) -> Result<Option<u32>, IndexError> {
        Ok(self.present.get(&code).copied())
    }
    fn forward(&self, document: u32, into: &mut Vec<u64>) {
        into.clone_from(&self.forward[document as usize]);
    }
    fn card(&self, document: u32) -> Result<Card, IndexError> {
        Ok(self.documents[document as usize].card.clone())
    }
}
