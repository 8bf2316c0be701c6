//! What is asked for and what comes of it: terms, where they are looked for, and candidates with their scores.

use super::accumulators::Pool;
use super::norms::Averages;
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::store::reader::Shelf;
use crate::index::store::snapshot::Snapshot;
use crate::index::store::visibility::{AsOf, Seen, Sight, visible};
use std::collections::HashMap;

/// Terms of a question that are scored; of longer ones the weightiest. A whole ticket has about 150.
pub const QUERY_TERMS_MAX: usize = crate::ticket::ASKED_WORDS_MAX;
/// Signs of a question that are looked up: a stack trace has many frames, its first ones tell.
pub const SIGNS_MAX: usize = 30;

/// A term of the question with how much the question says it.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryTerm {
    pub term: String,
    pub frequency: f32,
    /// Terms with the same group stand for one word (a prefix and what it may become).
    pub group: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    pub shelf: usize,
    pub document: u32,
    pub score: f32,
    /// What the learned order says; the score where nothing was learned.
    pub order: f32,
    /// Logarithm of the odds that it is right, where that was learned.
    pub odds: Option<f32>,
    /// Whether it holds every word of a search.
    pub whole: bool,
}

impl Candidate {
    pub fn of(shelf: usize, document: u32, score: f32) -> Candidate {
        Candidate { shelf, document, score, order: score, odds: None, whole: false }
    }
}

pub struct Scored {
    /// The best first; equal ones in order of number.
    pub best: Vec<Candidate>,
    /// Rarity of each term of the question among what is seen.
    pub idf: HashMap<String, f32>,
    /// What a document made of nothing but the question would score.
    pub ideal: f32,
    /// How many documents could have matched.
    pub documents: f32,
}

/// What takes part: shelves with the documents of each that may be seen.
pub struct Scope<'a> {
    pub shelves: Vec<&'a dyn Shelf>,
    pub seen: Vec<Seen<'a>>,
    pub as_of: Option<AsOf>,
    /// The document that asks; it is not its own answer.
    pub without: Option<u64>,
    /// Whether less is seen than what is present: then nothing may be counted that is not looked at.
    pub limited: bool,
    pub pool: &'a Pool,
}

impl<'s> Scope<'s> {
    /// What somebody may see of a picture, as of a moment.
    pub fn over(snapshot: &'s Snapshot, pool: &'s Pool, sight: Sight, as_of: Option<AsOf>, without: Option<u64>) -> Scope<'s> {
        let shelves: Vec<&dyn Shelf> = snapshot.shelves().collect();
        let seen = shelves.iter().map(|shelf| visible(*shelf, sight, as_of)).collect();
        let limited = sight != Sight::Staff || as_of.is_some();
        Scope { shelves, seen, as_of, without, limited, pool }
    }
}

impl Scope<'_> {
    /// Where a number's document is, if the asker may see it.
    pub fn find(&self, code: u64) -> Result<Option<(usize, u32)>, IndexError> {
        if self.without == Some(code) {
            return Ok(None);
        }
        for (i, (shelf, seen)) in self.shelves.iter().zip(&self.seen).enumerate() {
            if let Some(document) = shelf.find(code)?.filter(|d| seen.sees(*d)) {
                return Ok(Some((i, document)));
            }
        }
        Ok(None)
    }

    /// How many documents could be found.
    pub fn count(&self) -> usize {
        let all: usize = self.seen.iter().map(|seen| seen.count).sum();
        let own = self.without.is_some_and(|code| {
            self.shelves.iter().zip(&self.seen).any(|(shelf, seen)| matches!(shelf.find(code), Ok(Some(d)) if seen.sees(d)))
        });
        all - usize::from(own)
    }

    /// How many documents that the asker may see hold a term in a text.
    pub fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError> {
        let mut frequency = 0;
        for (shelf, seen) in self.shelves.iter().zip(&self.seen) {
            match &seen.mask {
                None => frequency += shelf.frequency(field, term)?,
                Some(mask) => shelf.postings(field, term, &mut |documents, _| {
                    let told = |d: u32| field != TextField::Answer || !seen.withholds_answer(shelf.columns(), d);
                    frequency += documents.iter().filter(|d| mask.has(**d) && told(**d)).count() as u32;
                })?,
            }
        }
        Ok(frequency)
    }

    /// The best first; equal ones in order of number.
    pub fn ordered(&self, mut best: Vec<Candidate>, limit: usize) -> Vec<Candidate> {
        let code = |c: &Candidate| self.shelves[c.shelf].columns().code[c.document as usize];
        let better = |a: &Candidate, b: &Candidate| b.score.total_cmp(&a.score).then_with(|| code(a).cmp(&code(b)));
        if best.len() > limit && limit > 0 {
            best.select_nth_unstable_by(limit - 1, better);
            best.truncate(limit);
        }
        best.sort_unstable_by(better);
        best.truncate(limit);
        best
    }

    pub fn averages(&self) -> Averages {
        let documents: usize = self.seen.iter().map(|seen| seen.count).sum();
        let sum = |slot: usize| self.seen.iter().map(|seen| seen.length_sums[slot]).sum::<u64>();
        let mean = |slot: usize| (sum(slot) as f32 / documents.max(1) as f32).max(1e-3);
        Averages { documents: documents as f32, lengths: [mean(0), mean(1), mean(2)] }
    }
}
