//! BM25F over several texts of a document: own accumulators, term at a time, over block postings.
//!
//! One saturation over the weighted sum of a term's frequencies in title, body and answer (Zaragoza et al. 2004),
//! with frequencies counted over what the asker may see, as of the moment asked about.

use super::IndexError;
use super::document::NEVER;
use super::schema::TextField;
use super::shelf::{AsOf, Shelf};
use super::weights::Weights;
use std::collections::HashMap;

/// Terms of a question that are scored; of longer ones the weightiest. A whole ticket has about 150.
pub const QUERY_TERMS_MAX: usize = 400;

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
}

/// What takes part: shelves with the documents of each that may be seen.
pub struct Scope<'a> {
    pub shelves: Vec<&'a dyn Shelf>,
    pub masks: Vec<Option<Vec<bool>>>,
    pub as_of: Option<AsOf>,
}

pub(super) struct Averages {
    pub documents: f32,
    pub lengths: [f32; 3],
}

impl Scope<'_> {
    /// Where a number's document is, if the asker may see it.
    pub fn find(&self, code: u64) -> Result<Option<(usize, u32)>, IndexError> {
        for (i, (shelf, mask)) in self.shelves.iter().zip(&self.masks).enumerate() {
            if let Some(document) = shelf.find(code)?.filter(|d| mask.as_ref().is_none_or(|m| m[*d as usize])) {
                return Ok(Some((i, document)));
            }
        }
        Ok(None)
    }

    /// How many documents that the asker may see hold a term in a text.
    pub fn frequency(&self, field: TextField, term: &str) -> Result<u32, IndexError> {
        let mut seen = 0;
        for (shelf, mask) in self.shelves.iter().zip(&self.masks) {
            match mask {
                None => seen += shelf.frequency(field, term)?,
                Some(mask) => shelf.postings(field, term, &mut |documents, _| {
                    seen += documents.iter().filter(|d| mask[**d as usize]).count() as u32;
                })?,
            }
        }
        Ok(seen)
    }

    pub(super) fn averages(&self) -> Averages {
        let (mut documents, mut sums) = (0u64, [0u64; 3]);
        for (shelf, mask) in self.shelves.iter().zip(&self.masks) {
            let columns = shelf.columns();
            let seen = |d: usize| mask.as_ref().is_none_or(|m| m[d]);
            documents += (0..columns.len()).filter(|d| seen(*d)).count() as u64;
            for (sum, lengths) in sums.iter_mut().zip(&columns.lengths) {
                *sum += lengths.iter().enumerate().filter(|(d, _)| seen(*d)).map(|(_, l)| u64::from(*l)).sum::<u64>();
            }
        }
        let mean = |sum: u64| (sum as f32 / documents.max(1) as f32).max(1e-3);
        Averages { documents: documents as f32, lengths: sums.map(mean) }
    }
}

/// Signs of a question that are looked up: a stack trace has many frames, its first ones tell.
const SIGNS_MAX: usize = 30;

/// The `limit` best documents for the terms and exact signs.
pub fn best(scope: &Scope, terms: &[QueryTerm], signs: &[String], weights: &Weights, limit: usize) -> Result<Scored, IndexError> {
    let averages = scope.averages();
    let mut shelves: Vec<Accumulators> = scope.shelves.iter().map(|s| Accumulators::new(s.columns().len())).collect();
    let mut idfs = HashMap::new();
    let (mut ideal, mut asked) = (0.0, 0.0);
    let mut groups: HashMap<u32, f32> = HashMap::new();
    for query in weightiest(scope, terms)? {
        let mut frequency = 0usize;
        for ((shelf, mask), accumulators) in scope.shelves.iter().zip(&scope.masks).zip(&mut shelves) {
            accumulators.gather(*shelf, mask.as_deref(), scope.as_of, &query.term, weights, &averages)?;
            frequency += accumulators.touched.len();
        }
        let idf = (1.0 + (averages.documents - frequency as f32 + 0.5) / (frequency as f32 + 0.5)).ln();
        let weight = idf * (weights.k3 + 1.0) * query.frequency / (weights.k3 + query.frequency);
        for accumulators in &mut shelves {
            accumulators.spend(weight, weights.k1, query.group);
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
        let mut holders = Vec::with_capacity(shelves.len());
        for (shelf, mask) in scope.shelves.iter().zip(&scope.masks) {
            let mut documents = shelf.signed(sign)?;
            documents.retain(|d| mask.as_ref().is_none_or(|m| m[*d as usize]));
            holders.push(documents);
        }
        let frequency = holders.iter().map(Vec::len).sum::<usize>() as f32;
        let idf = (1.0 + (averages.documents - frequency + 0.5) / (frequency + 0.5)).ln();
        ideal += weights.sign_weight * idf;
        for (accumulators, documents) in shelves.iter_mut().zip(holders) {
            for document in documents {
                accumulators.score[document as usize] += weights.sign_weight * idf;
            }
        }
    }
    let mut best: Vec<Candidate> = Vec::new();
    for (index, accumulators) in shelves.iter().enumerate() {
        best.extend(accumulators.top(index, limit, scope.shelves[index].columns(), asked));
    }
    let code = |c: &Candidate| scope.shelves[c.shelf].columns().code[c.document as usize];
    best.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| code(a).cmp(&code(b))));
    best.truncate(limit);
    Ok(Scored { best, idf: idfs, ideal })
}

/// All terms, or of too many those that promise most. In the question's order, so that sums come out the same everywhere.
fn weightiest<'t>(scope: &Scope, terms: &'t [QueryTerm]) -> Result<Vec<&'t QueryTerm>, IndexError> {
    if terms.len() <= QUERY_TERMS_MAX {
        return Ok(terms.iter().collect());
    }
    let total: f32 = scope.shelves.iter().map(|s| s.columns().len() as f32).sum();
    let mut promising = Vec::with_capacity(terms.len());
    for (i, query) in terms.iter().enumerate() {
        let frequency = scope.frequency(TextField::Title, &query.term)?.max(scope.frequency(TextField::Body, &query.term)?);
        if frequency > 0 {
            let idf = (1.0 + total / frequency as f32).ln();
            promising.push((idf * query.frequency / (4.0 + query.frequency), i));
        }
    }
    promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    promising.truncate(QUERY_TERMS_MAX);
    promising.sort_by_key(|(_, i)| *i);
    Ok(promising.into_iter().map(|(_, i)| &terms[i]).collect())
}

/// Dense sums for one shelf.
struct Accumulators {
    score: Vec<f32>,
    /// Weight of the words of the question found so far.
    covered: Vec<f32>,
    /// The group last counted in `covered`, and with how much.
    last_group: Vec<(u32, f32)>,
    /// The term at hand: weighted frequency per document, and which documents have one.
    term: Vec<f32>,
    touched: Vec<u32>,
}

impl Accumulators {
    fn new(count: usize) -> Accumulators {
        Accumulators {
            score: vec![0.0; count],
            covered: vec![0.0; count],
            last_group: vec![(u32::MAX, 0.0); count],
            term: vec![0.0; count],
            touched: Vec::new(),
        }
    }

    fn gather(
        &mut self,
        shelf: &dyn Shelf,
        mask: Option<&[bool]>,
        as_of: Option<AsOf>,
        term: &str,
        weights: &Weights,
        averages: &Averages,
    ) -> Result<(), IndexError> {
        let columns = shelf.columns();
        let known_by = as_of.and_then(|a| a.time);
        for field in TextField::ALL {
            let slot = field as usize;
            let (weight, b) = (weights.field_weight[slot], weights.field_b[slot]);
            if weight <= 0.0 {
                continue;
            }
            let lengths = &columns.lengths[slot];
            let average = averages.lengths[slot];
            let (sums, touched) = (&mut self.term, &mut self.touched);
            shelf.postings(field, term, &mut |documents, frequencies| {
                for (document, frequency) in documents.iter().zip(frequencies) {
                    let d = *document as usize;
                    if mask.is_some_and(|m| !m[d]) {
                        continue;
                    }
                    // A solution found later than the moment asked about was not there to be matched.
                    if field == TextField::Answer && as_of.is_some() && !was_known(columns.resolved_at[d], known_by) {
                        continue;
                    }
                    if sums[d] == 0.0 {
                        touched.push(*document);
                    }
                    sums[d] += weight * *frequency as f32 / (1.0 - b + b * lengths[d] as f32 / average);
                }
            })?;
        }
        Ok(())
    }

    fn spend(&mut self, weight: f32, k1: f32, group: u32) {
        for document in self.touched.drain(..) {
            let d = document as usize;
            let x = self.term[d];
            self.term[d] = 0.0;
            self.score[d] += weight * x / (k1 + x);
            let (last, counted) = self.last_group[d];
            let already = if last == group { counted } else { 0.0 };
            if weight > already {
                self.covered[d] += weight - already;
                self.last_group[d] = (group, weight);
            }
        }
    }

    fn top(&self, shelf: usize, limit: usize, columns: &super::shelf::Columns, asked: f32) -> Vec<Candidate> {
        let mut found: Vec<u32> = (0..self.score.len() as u32).filter(|d| self.score[*d as usize] > 0.0).collect();
        let better = |a: &u32, b: &u32| {
            let (x, y) = (*a as usize, *b as usize);
            self.score[y].total_cmp(&self.score[x]).then_with(|| columns.code[x].cmp(&columns.code[y]))
        };
        if found.len() > limit {
            found.select_nth_unstable_by(limit, better);
            found.truncate(limit);
        }
        let candidate = |document: u32| {
            let d = document as usize;
            Candidate {
                shelf,
                document,
                score: self.score[d],
                order: self.score[d],
                coverage: (self.covered[d] / asked.max(1e-6)).min(1.0),
            }
        };
        found.into_iter().map(candidate).collect()
    }
}

/// Whether a solution was known at a time; where no time is known, whether there is one at all.
pub fn was_known(resolved_at: i64, at: Option<i64>) -> bool {
    resolved_at != NEVER && at.is_none_or(|at| resolved_at < at)
}
