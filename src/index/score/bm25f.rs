//! BM25F over several texts of a document: own accumulators, term at a time, over block postings.
//!
//! One saturation over the weighted sum of a term's frequencies in title, body and answer (Zaragoza et al. 2004),
//! with frequencies counted over what the asker may see, as of the moment asked about.

use super::accumulators::Sums;
use super::plan::{self, Planned};
use super::query::{Candidate, QueryTerm, SIGNS_MAX, Scope, Scored};
use super::slots::Slots;
use super::term_weight::Terms;
use super::weights::Weights;
use crate::index::doc::forward::{Entry, hash};
use crate::index::error::IndexError;
use std::collections::HashMap;

/// Documents of a report whose scores are completed with the words whose postings were not read.
const COMPLETED: usize = 2_000;
/// Scores looked at together.
const STRETCH: usize = 64;

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
    scoring.complete(&mut best, &unread)?;
    Ok(Scored { best: scope.ordered(best, limit), idf: idfs, ideal, documents: scoring.terms.documents })
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
    fn complete(&self, best: &mut [Candidate], unread: &[(&QueryTerm, f32)]) -> Result<(), IndexError> {
        if unread.is_empty() {
            return Ok(());
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
            shelf.forward(candidate.document, &mut entries)?;
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
        Ok(())
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
