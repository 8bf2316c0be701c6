//! The newest documents, in memory: what has been written to the ledger and is not on disk yet. A list of chunks, few and
//! growing towards the oldest: what is added is merged with what is not much larger, and shares the rest.

use super::mem_segment::{Chunk, Part};
use crate::index::doc::document::Document;
use std::sync::Arc;

/// A chunk less than so many times as large as what comes after it is merged with that. More means fewer chunks to look into
/// for each word of a question, and more documents merged again for each that is added (measured with 500 waiting: 5
/// chunks, a thirtieth of a millisecond).
const GROWTH: usize = 4;

#[derive(Default, Clone)]
pub struct Tail {
    /// The oldest first.
    parts: Vec<Part>,
}

impl Tail {
    /// With some documents more; older versions of the same tickets are gone from it.
    pub fn with(&self, newer: Chunk) -> Tail {
        let mut parts = self.parts.clone();
        for code in newer.codes() {
            parts.iter_mut().for_each(|part| part.hide(code));
        }
        let mut last = Part::of(newer);
        while let Some(before) = parts.pop_if(|before| before.count() < GROWTH * last.count()) {
            last = Part::of(Chunk::merged(&before, &last, |_| true));
        }
        if last.count() > 0 {
            parts.push(last);
        }
        Tail { parts }
    }

    /// What is left once everything up to a place is on disk.
    pub fn after(&self, seq: u64) -> Tail {
        let nothing = || Part::of(Chunk::of(Vec::new()));
        let mut left = Vec::new();
        for part in self.parts.iter().filter(|part| part.documents().any(|document| document.seq > seq)) {
            left.push(Part::of(Chunk::merged(part, &nothing(), |document| document.seq > seq)));
        }
        Tail { parts: left }
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The documents present, each in its newest version.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.parts.iter().flat_map(Part::documents)
    }

    pub fn len(&self) -> usize {
        self.parts.iter().map(Part::count).sum()
    }

    pub fn codes(&self) -> impl Iterator<Item = u64> + '_ {
        self.documents().map(|document| document.card.number.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::doc::sample::document;
    use crate::index::doc::schema::TextField;
    use crate::index::error::IndexError;
    use crate::index::store::reader::Shelf;

    /// Who holds a term in bodies, by number code, over all parts.
    fn holders(tail: &Tail, term: &str) -> Result<Vec<(u64, u32)>, IndexError> {
        let mut held = Vec::new();
        for part in tail.parts() {
            let sees = |d: u32| part.present().is_none_or(|present| present.bits.has(d));
            part.postings(TextField::Body, term, &mut |documents, frequencies| {
                let code = |d: u32| part.columns().code[d as usize];
                let seen = documents.iter().zip(frequencies).filter(|(d, _)| sees(**d));
                held.extend(seen.map(|(d, frequency)| (code(*d), *frequency)));
            })?;
        }
        held.sort_unstable();
        Ok(held)
    }

    #[test]
    fn added_one_by_one_it_is_what_it_is_at_once() {
        let made: Vec<Document> = (0..500u64)
            .map(|at| {
                // Every seventh is a newer version of an earlier one.
                let of = if at % 7 == 6 { at / 2 } else { at };
                document(of, at + 1, &format!("title w{}", at % 11), &format!("same w{} w{} w{}", at % 3, at % 3, at % 50))
            })
            .collect();
        let at_once = Tail::default().with(Chunk::of(made.clone()));
        let mut one_by_one = Tail::default();
        for document in made {
            let before = one_by_one.clone();
            let many = before.len();
            one_by_one = one_by_one.with(Chunk::of(vec![document]));
            assert_eq!(before.len(), many, "a picture taken earlier stays as it is");
        }
        assert!(one_by_one.parts().len() <= 6, "{}", one_by_one.parts().len());
        assert_eq!(at_once.parts().len(), 1);
        assert_eq!(one_by_one.len(), at_once.len());
        for term in ["same", "w0", "w1", "w2", "w49"] {
            assert_eq!(holders(&one_by_one, term).unwrap(), holders(&at_once, term).unwrap(), "{term}");
        }
        let codes = |tail: &Tail| {
            let mut codes: Vec<u64> = tail.codes().collect();
            codes.sort_unstable();
            codes
        };
        assert_eq!(codes(&one_by_one), codes(&at_once));
        let later = |tail: &Tail| (tail.after(400).len(), tail.after(500).len(), tail.after(0).len());
        assert_eq!(later(&one_by_one), later(&at_once));
        assert_eq!(later(&at_once).1, 0);
    }
}
