//! BM25F over several texts of a document: own accumulators, term at a time, over block postings.
//!
//! One saturation over the weighted sum of a term's frequencies in title, body and answer (Zaragoza et al. 2004),
//! with frequencies counted over what the asker may see, as of the moment asked about.

use super::accumulators::{Pool, Sums};
use super::plan::{self, Planned};
use super::postings::Norms;
use super::weights::Weights;
use crate::index::doc::document::NEVER;
use crate::index::doc::forward::{Entry, hash};
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::similar::query_profile::Slots;
use crate::index::store::reader::Shelf;
use crate::index::store::visibility::{AsOf, Seen};
use std::collections::HashMap;

/// Terms of a question that are scored; of longer ones the weightiest. A whole ticket has about 150.
pub const QUERY_TERMS_MAX: usize = crate::ticket::ASKED_WORDS_MAX;

/// Documents of a report whose scores are completed with the words whose postings were not read.
const COMPLETED: usize = 2_000;
/// Scores looked at together.
const STRETCH: usize = 64;

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

pub(in crate::index) struct Averages {
    pub documents: f32,
    pub lengths: [f32; 3],
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

    pub(in crate::index) fn averages(&self) -> Averages {
        let documents: usize = self.seen.iter().map(|seen| seen.count).sum();
        let sum = |slot: usize| self.seen.iter().map(|seen| seen.length_sums[slot]).sum::<u64>();
        let mean = |slot: usize| (sum(slot) as f32 / documents.max(1) as f32).max(1e-3);
        Averages { documents: documents as f32, lengths: [mean(0), mean(1), mean(2)] }
    }
}

/// Signs of a question that are looked up: a stack trace has many frames, its first ones tell.
pub(in crate::index) const SIGNS_MAX: usize = 30;

/// The `limit` best documents for the terms and exact signs of a report.
pub fn best(scope: &Scope, terms: &[QueryTerm], signs: &[String], weights: &Weights, limit: usize) -> Result<Scored, IndexError> {
    let mut scoring = Scoring::new(scope, weights);
    let plan = plan::of_report(scope, terms)?;
    let (mut idfs, mut ideal, mut unread) = (HashMap::new(), 0.0, Vec::new());
    for Planned { query, held, read } in plan {
        let frequency = if read { scoring.gather(query)? } else { held };
        let weight = scoring.terms.weight(query, frequency);
        match read {
            true => scoring.score(weight),
            false => unread.push((query, weight)),
        }
        idfs.insert(query.term.clone(), scoring.terms.idf(frequency));
        // What nobody ever wrote (frequency 0) still was asked for: it keeps a match from looking complete.
        ideal += weight * scoring.most_of_a_term();
    }
    for sign in signs.iter().take(SIGNS_MAX).filter(|_| weights.sign_weight > 0.0) {
        let (found, gain) = scoring.terms.signed(sign)?;
        for (sums, documents) in scoring.sums.iter_mut().zip(found) {
            documents.into_iter().for_each(|document| sums.scores[document as usize] += gain);
        }
        ideal += gain;
    }
    let mut best = scoring.top(if unread.is_empty() { limit } else { limit.max(COMPLETED) })?;
    scoring.complete(&mut best, &unread);
    Ok(Scored { best: scope.ordered(best, limit), idf: idfs, ideal, documents: scoring.terms.documents })
}

/// What terms are worth to a question.
pub(in crate::index) struct Terms<'s> {
    pub scope: &'s Scope<'s>,
    pub weights: &'s Weights,
    pub norms: Norms,
    documents: f32,
}

impl<'s> Terms<'s> {
    pub fn new(scope: &'s Scope<'s>, weights: &'s Weights) -> Terms<'s> {
        let averages = scope.averages();
        Terms { scope, weights, norms: Norms::new(weights, &averages), documents: averages.documents }
    }

    fn idf(&self, frequency: usize) -> f32 {
        (1.0 + (self.documents - frequency as f32 + 0.5).max(0.0) / (frequency as f32 + 0.5)).ln()
    }

    pub fn weight(&self, query: &QueryTerm, frequency: usize) -> f32 {
        let k3 = self.weights.k3;
        self.idf(frequency) * (k3 + 1.0) * query.frequency / (k3 + query.frequency)
    }

    /// Who carries an exact sign, shelf by shelf, and what they gain by its rarity.
    pub fn signed(&self, sign: &str) -> Result<(Vec<Vec<u32>>, f32), IndexError> {
        let mut found = Vec::with_capacity(self.scope.shelves.len());
        for (shelf, seen) in self.scope.shelves.iter().zip(&self.scope.seen) {
            let mut documents = shelf.signed(sign)?;
            // A sign may stand in what was found out since.
            documents.retain(|d| seen.sees(*d) && !seen.withholds_answer(shelf.columns(), *d));
            found.push(documents);
        }
        let gain = self.weights.sign_weight * self.idf(found.iter().map(Vec::len).sum());
        Ok((found, gain))
    }
}

/// One report being scored.
struct Scoring<'s> {
    terms: Terms<'s>,
    /// Shelf by shelf.
    sums: Vec<Sums>,
}

impl Drop for Scoring<'_> {
    fn drop(&mut self) {
        // What a panic has left half done is not for the next question.
        if std::thread::panicking() {
            return;
        }
        self.sums.drain(..).for_each(|sums| self.terms.scope.pool.give_back(sums));
    }
}

impl<'s> Scoring<'s> {
    fn new(scope: &'s Scope<'s>, weights: &'s Weights) -> Scoring<'s> {
        let sums = scope.shelves.iter().map(|shelf| scope.pool.take(shelf.columns().len())).collect();
        Scoring { terms: Terms::new(scope, weights), sums }
    }

    /// Reads a term's postings; gives how many documents hold it.
    fn gather(&mut self, query: &QueryTerm) -> Result<usize, IndexError> {
        let scope = self.terms.scope;
        for ((shelf, seen), sums) in scope.shelves.iter().zip(&scope.seen).zip(&mut self.sums) {
            sums.holders.gather(*shelf, seen, scope.as_of, &query.term, &self.terms.norms)?;
        }
        Ok(self.sums.iter().map(|sums| sums.holders.count()).sum())
    }

    /// What a term that a document's title and body say once adds to its score at a weight of one.
    fn most_of_a_term(&self) -> f32 {
        let weights = self.terms.weights;
        let full = weights.field_weight[0] + weights.field_weight[1];
        full / (weights.k1 + full)
    }

    fn score(&mut self, weight: f32) {
        for Sums { scores, holders } in &mut self.sums {
            holders.score(scores, weight, self.terms.weights.k1);
        }
    }

    /// Adds to a report's best documents what the words are worth whose postings were too many to read.
    fn complete(&self, best: &mut [Candidate], unread: &[(&QueryTerm, f32)]) {
        if unread.is_empty() {
            return;
        }
        let mut slots = Slots::new(unread.len());
        let mut weights = Vec::with_capacity(unread.len());
        for (query, weight) in unread {
            if usize::from(slots.put(hash(&query.term))) == weights.len() {
                weights.push(*weight);
            }
        }
        let (mut entries, mut weighed) = (Vec::new(), vec![0.0f32; weights.len()]);
        for candidate in best {
            let shelf = self.terms.scope.shelves[candidate.shelf];
            let lengths = &shelf.columns().lengths;
            let norms = [0, 1, 2].map(|slot| self.terms.norms.of(slot, lengths[slot][candidate.document as usize].into()));
            shelf.forward(candidate.document, &mut entries);
            for (entry, hash) in entries.iter().filter_map(|packed| Entry::unpack(*packed)) {
                if let (Entry::Title | Entry::Body | Entry::Answer, Some(slot)) = (entry, slots.get(hash)) {
                    weighed[slot as usize] += norms[entry as usize];
                }
            }
            for (x, weight) in weighed.iter_mut().zip(&weights).filter(|(x, _)| **x > 0.0) {
                candidate.score += weight * *x / (self.terms.weights.k1 + *x);
                *x = 0.0;
            }
            candidate.order = candidate.score;
        }
    }

    /// The best of all shelves. What cannot be among them any more is passed over, many with one comparison.
    fn top(&self, limit: usize) -> Result<Vec<Candidate>, IndexError> {
        let scope = self.terms.scope;
        let code = |(_, shelf, document): &(f32, usize, u32)| scope.shelves[*shelf].columns().code[*document as usize];
        let better = |a: &(f32, usize, u32), b: &(f32, usize, u32)| b.0.total_cmp(&a.0).then_with(|| code(a).cmp(&code(b)));
        let room = limit.max(1) * 4;
        let mut kept: Vec<(f32, usize, u32)> = Vec::with_capacity(room + STRETCH);
        let mut least = f32::MIN_POSITIVE;
        for (at, (shelf, sums)) in scope.shelves.iter().zip(&self.sums).enumerate() {
            let own = scope.without.map(|code| shelf.find(code)).transpose()?.flatten();
            for (stretch, scores) in sums.scores[..shelf.columns().len()].chunks(STRETCH).enumerate() {
                if scores.iter().fold(0.0f32, |most, score| if *score > most { *score } else { most }) < least {
                    continue;
                }
                let documents = (stretch * STRETCH) as u32..;
                for (score, document) in scores.iter().zip(documents).filter(|(_, d)| Some(*d) != own) {
                    if *score >= least {
                        kept.push((*score, at, document));
                    }
                }
                if kept.len() > room {
                    kept.select_nth_unstable_by(limit, better);
                    kept.truncate(limit);
                    least = kept.iter().map(|(score, ..)| *score).fold(f32::INFINITY, f32::min);
                }
            }
        }
        if kept.len() > limit {
            kept.select_nth_unstable_by(limit, better);
            kept.truncate(limit);
        }
        // In the order they are stored, in which they are looked at.
        kept.sort_unstable_by_key(|(_, shelf, document)| (*shelf, *document));
        Ok(kept.into_iter().map(|(score, shelf, document)| Candidate::of(shelf, document, score)).collect())
    }
}

/// Whether a solution was known at a time; where no time is known, whether there is one at all.
pub fn was_known(resolved_at: i64, at: Option<i64>) -> bool {
    resolved_at != NEVER && at.is_none_or(|at| resolved_at < at)
}
