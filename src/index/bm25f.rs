//! BM25F over several texts of a document: own accumulators, term at a time, over block postings.
//!
//! One saturation over the weighted sum of a term's frequencies in title, body and answer (Zaragoza et al. 2004),
//! with frequencies counted over what the asker may see, as of the moment asked about.

use super::IndexError;
use super::document::NEVER;
use super::holders::{Holders, Norms};
use super::schema::TextField;
use super::shelf::{AsOf, Seen, Shelf};
use super::sums::{Pool, Sums};
use super::weights::Weights;
use std::collections::HashMap;

/// Terms of a question that are scored; of longer ones the weightiest. A whole ticket has about 150.
pub const QUERY_TERMS_MAX: usize = 400;

/// Postings read for one question: so many for each document, and so many in any case. What lies beyond belongs to the
/// most frequent words of a long report, which tell documents apart least (measured: docs/ranking.md).
const POSTINGS_PER_DOCUMENT: f32 = 4.0;
const POSTINGS_MIN: usize = 1_000_000;
/// Postings by which a few typed words find documents: so many in any case, and this share of all documents.
const FOUND_BY_MIN: usize = 100_000;
const FOUND_BY_SHARE: f32 = 0.02;
/// The weightiest terms are read whatever they cost: a few frequent words are a question too.
const TERMS_READ_MIN: usize = 8;

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
    /// Share of the question's weight that the document holds at all, 0 to 1.
    pub coverage: f32,
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

pub(super) struct Averages {
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
                    frequency += documents.iter().filter(|d| mask[**d as usize]).count() as u32;
                })?,
            }
        }
        Ok(frequency)
    }

    pub(super) fn averages(&self) -> Averages {
        let documents: usize = self.seen.iter().map(|seen| seen.count).sum();
        let sum = |slot: usize| self.seen.iter().map(|seen| seen.length_sums[slot]).sum::<u64>();
        let mean = |slot: usize| (sum(slot) as f32 / documents.max(1) as f32).max(1e-3);
        Averages { documents: documents as f32, lengths: [mean(0), mean(1), mean(2)] }
    }
}

/// Signs of a question that are looked up: a stack trace has many frames, its first ones tell.
const SIGNS_MAX: usize = 30;

/// The `limit` best documents for the terms and exact signs.
pub fn best(scope: &Scope, terms: &[QueryTerm], signs: &[String], weights: &Weights, limit: usize) -> Result<Scored, IndexError> {
    Scoring::new(scope, weights, false).run(terms, signs, limit)
}

/// The same, with how much of the question each document holds.
pub fn best_covering(
    scope: &Scope,
    terms: &[QueryTerm],
    signs: &[String],
    weights: &Weights,
    limit: usize,
) -> Result<Scored, IndexError> {
    Scoring::new(scope, weights, true).run(terms, signs, limit)
}

/// One question being scored.
struct Scoring<'s> {
    scope: &'s Scope<'s>,
    weights: &'s Weights,
    documents: f32,
    norms: Norms,
    sums: Vec<Sums>,
    covering: bool,
}

impl Drop for Scoring<'_> {
    fn drop(&mut self) {
        self.sums.drain(..).for_each(|sums| self.scope.pool.give_back(sums));
    }
}

impl<'s> Scoring<'s> {
    fn new(scope: &'s Scope<'s>, weights: &'s Weights, covering: bool) -> Scoring<'s> {
        let averages = scope.averages();
        let sums = scope.shelves.iter().map(|shelf| scope.pool.take(shelf.columns().len(), covering)).collect();
        Scoring { scope, weights, documents: averages.documents, norms: Norms::new(weights, &averages), sums, covering }
    }

    fn run(mut self, terms: &[QueryTerm], signs: &[String], limit: usize) -> Result<Scored, IndexError> {
        let (scope, weights) = (self.scope, self.weights);
        let mut idfs = HashMap::new();
        let (mut ideal, mut asked) = (0.0, 0.0);
        let mut groups: HashMap<u32, f32> = HashMap::new();
        let mut holders: Vec<Holders> = scope.shelves.iter().map(|_| Holders::default()).collect();
        let mut plan = planned(scope, terms, self.covering)?;
        // What is only looked up among documents found already comes after what finds them.
        plan.sort_by_key(|planned| planned.reading == Reading::Among);
        let mut found: Option<Vec<Vec<u32>>> = None;
        for Planned { query, held, reading } in plan {
            let mut frequency = held;
            if reading == Reading::Among {
                let found = found.get_or_insert_with(|| self.sums.iter().map(Sums::found).collect());
                for ((shelf, among), holders) in scope.shelves.iter().zip(found).zip(&mut holders) {
                    holders.gather_among(*shelf, among, &query.term, &self.norms)?;
                }
            }
            if reading == Reading::Whole {
                for ((shelf, seen), holders) in scope.shelves.iter().zip(&scope.seen).zip(&mut holders) {
                    holders.gather(*shelf, seen, scope.as_of, &query.term, &self.norms)?;
                }
                frequency = holders.iter().map(|h| h.documents.len()).sum();
            }
            let idf = self.idf(frequency);
            let weight = idf * (weights.k3 + 1.0) * query.frequency / (weights.k3 + query.frequency);
            for (sums, holders) in self.sums.iter_mut().zip(&mut holders) {
                match self.covering {
                    true => holders.cover(sums, weight, weights.k1, query.group + 1),
                    false => holders.score(sums, weight, weights.k1),
                }
            }
            idfs.insert(query.term.clone(), idf);
            // What nobody ever wrote (frequency 0) still was asked for: it keeps a match from looking complete.
            let group = groups.entry(query.group).or_insert(0.0);
            let more = (weight - *group).max(0.0);
            *group += more;
            asked += more;
            let full = weights.field_weight[0] + weights.field_weight[1];
            ideal += more * full / (weights.k1 + full);
        }
        for sign in signs.iter().take(SIGNS_MAX).filter(|_| weights.sign_weight > 0.0) {
            ideal += self.add_sign(sign)?;
        }
        let mut best = self.top(limit, asked)?;
        let code = |c: &Candidate| scope.shelves[c.shelf].columns().code[c.document as usize];
        best.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| code(a).cmp(&code(b))));
        best.truncate(limit);
        Ok(Scored { best, idf: idfs, ideal, documents: self.documents })
    }

    fn idf(&self, frequency: usize) -> f32 {
        (1.0 + (self.documents - frequency as f32 + 0.5).max(0.0) / (frequency as f32 + 0.5)).ln()
    }

    /// What shares an exact sign gains by its rarity; gives how much that is.
    fn add_sign(&mut self, sign: &str) -> Result<f32, IndexError> {
        let mut found = Vec::with_capacity(self.sums.len());
        for (shelf, seen) in self.scope.shelves.iter().zip(&self.scope.seen) {
            let mut documents = shelf.signed(sign)?;
            documents.retain(|d| seen.sees(*d));
            found.push(documents);
        }
        let gain = self.weights.sign_weight * self.idf(found.iter().map(Vec::len).sum());
        for (sums, documents) in self.sums.iter_mut().zip(found) {
            for document in documents {
                let d = document as usize;
                let score = if self.covering { &mut sums.cells[d].score } else { &mut sums.scores[d] };
                if *score == 0.0 {
                    sums.touched.push(document);
                }
                *score += gain;
            }
        }
        Ok(gain)
    }

    /// The best of each shelf. What cannot be among them any more is passed over with one comparison.
    fn top(&self, limit: usize, asked: f32) -> Result<Vec<Candidate>, IndexError> {
        let mut best = Vec::new();
        for (shelf, sums) in self.sums.iter().enumerate() {
            let columns = self.scope.shelves[shelf].columns();
            let own = self.scope.without.map(|code| self.scope.shelves[shelf].find(code)).transpose()?.flatten();
            let score = |document: u32| match self.covering {
                true => sums.cells[document as usize].score,
                false => sums.scores[document as usize],
            };
            let better = |a: &(f32, u32), b: &(f32, u32)| {
                b.0.total_cmp(&a.0).then_with(|| columns.code[a.1 as usize].cmp(&columns.code[b.1 as usize]))
            };
            let room = limit.max(1) * 4;
            let mut kept: Vec<(f32, u32)> = Vec::with_capacity(room.min(sums.touched.len()) + 1);
            let mut least = 0.0;
            for document in sums.touched.iter().copied().filter(|d| Some(*d) != own) {
                let score = score(document);
                if score >= least && score > 0.0 {
                    kept.push((score, document));
                    if kept.len() >= room {
                        kept.select_nth_unstable_by(limit, better);
                        kept.truncate(limit);
                        least = kept.iter().map(|(score, _)| *score).fold(f32::INFINITY, f32::min);
                    }
                }
            }
            kept.sort_unstable_by(better);
            kept.truncate(limit);
            best.extend(kept.into_iter().map(|(score, document)| {
                let coverage = match self.covering {
                    true => (sums.cells[document as usize].covered / asked.max(1e-6)).min(1.0),
                    false => 1.0,
                };
                Candidate { shelf, document, score, order: score, odds: None, coverage }
            }));
        }
        Ok(best)
    }
}

/// A term with about how many documents hold it, and whether its postings are worth reading.
struct Planned<'t> {
    query: &'t QueryTerm,
    held: usize,
    reading: Reading,
}

/// How much of a term's postings is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Whole,
    /// Only for documents that other terms have found.
    Among,
    Nothing,
}

/// Which terms are read: those that promise most, until their postings are as many as the cap allows. In the question's
/// order, so that sums come out the same everywhere.
///
/// Of a few typed words every one counts, but what only holds the most frequent of them is not what was looked for: those
/// words are looked up among the documents that the rarer ones find.
fn planned<'t>(scope: &Scope, terms: &'t [QueryTerm], few_words: bool) -> Result<Vec<Planned<'t>>, IndexError> {
    let total: f32 = scope.shelves.iter().map(|s| s.columns().len() as f32).sum();
    let mut promising = Vec::with_capacity(terms.len());
    for (i, query) in terms.iter().enumerate() {
        let (mut held, mut postings) = (0usize, 0usize);
        for field in TextField::ALL {
            // Within limits the plan is only needed to cut a question without end.
            let found = match (scope.limited, terms.len() > QUERY_TERMS_MAX) {
                (false, _) => scope.shelves.iter().map(|shelf| shelf.frequency(field, &query.term)).sum::<Result<u32, _>>()?,
                (true, true) => scope.frequency(field, &query.term)?,
                (true, false) => 0,
            } as usize;
            held = held.max(found);
            postings += found;
        }
        let idf = (1.0 + total / held.max(1) as f32).ln();
        promising.push((idf * query.frequency / (4.0 + query.frequency), i, held, postings));
    }
    promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let allowed = match (scope.limited, few_words) {
        (true, _) => usize::MAX,
        (false, true) => FOUND_BY_MIN.max((total * FOUND_BY_SHARE) as usize),
        (false, false) => POSTINGS_MIN.max((total * POSTINGS_PER_DOCUMENT) as usize),
    };
    let at_least = if few_words { 1 } else { TERMS_READ_MIN };
    let (mut read, mut plan) = (0, Vec::with_capacity(terms.len()));
    for (rank, (_, i, held, postings)) in promising.into_iter().enumerate() {
        let whole = rank < QUERY_TERMS_MAX && (read < allowed || read == 0 || rank < at_least);
        read += if whole { postings } else { 0 };
        let reading = match (whole, few_words) {
            (true, _) => Reading::Whole,
            (false, true) => Reading::Among,
            (false, false) => Reading::Nothing,
        };
        plan.push((i, Planned { query: &terms[i], held, reading }));
    }
    // What stands for one word is read in one way: a document is given the word's weight once.
    let whole: std::collections::HashSet<u32> =
        plan.iter().filter(|(_, p)| p.reading == Reading::Whole && p.held > 0).map(|(_, p)| p.query.group).collect();
    for (_, planned) in plan.iter_mut().filter(|(_, p)| few_words && whole.contains(&p.query.group)) {
        planned.reading = Reading::Whole;
    }
    // Of a question without end the least promising words are not even counted.
    plan.truncate(QUERY_TERMS_MAX);
    plan.sort_by_key(|(i, _)| *i);
    Ok(plan.into_iter().map(|(_, planned)| planned).collect())
}

/// Whether a solution was known at a time; where no time is known, whether there is one at all.
pub fn was_known(resolved_at: i64, at: Option<i64>) -> bool {
    resolved_at != NEVER && at.is_none_or(|at| resolved_at < at)
}
