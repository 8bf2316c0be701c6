//! BM25F over the fields of a document: term at a time, with dense accumulators, over block postings.
//!
//! One saturation is applied to the weighted sum of a term's frequencies in title, body and answer (Zaragoza et al. 2004).
//! Frequencies are counted over what the reader may see, as of the moment asked about.

use super::accumulators::Accumulators;
use super::plan::{self, PlannedTerm};
use super::query::{IDENTIFIERS_MAX, QueryTerm, ScoredCandidate, ScoredCandidates, SearchScope};
use super::slots::TermSlots;
use super::term_weight::TermWeights;
use super::weights::Weights;
use crate::index::doc::forward::{ForwardEntry, hash};
use crate::index::error::IndexError;
use std::collections::HashMap;

/// Number of best documents whose scores are completed with the terms whose postings were not read.
const COMPLETED: usize = 2_000;
/// Scores compared with the threshold at once.
const STRETCH: usize = 64;

/// The `limit` best documents for the terms and identifiers of a report.
pub fn best(
    scope: &SearchScope,
    terms: &[QueryTerm],
    identifiers: &[String],
    weights: &Weights,
    limit: usize,
) -> Result<ScoredCandidates, IndexError> {
    let mut scoring = Scoring::new(scope, weights);
    let plan = plan::of_report(scope, terms)?;
    let (mut idfs, mut ideal, mut unread) = (HashMap::new(), 0.0, Vec::new());
    for PlannedTerm { query, held, read } in plan {
        let frequency = if read { scoring.read_term(query)? } else { held };
        let weight = scoring.terms.weight(query, frequency);
        match read {
            true => scoring.score(weight),
            false => unread.push((query, weight)),
        }
        idfs.insert(query.term.clone(), scoring.terms.idf(frequency));
        // A term that no document has still counts: without it a match would look complete.
        ideal += weight * scoring.most_of_a_term();
    }
    for identifier in identifiers.iter().take(IDENTIFIERS_MAX).filter(|_| weights.sign_weight > 0.0) {
        let (found, gain) = scoring.terms.documents_with_identifier(identifier)?;
        for (sums, documents) in scoring.sums.iter_mut().zip(found) {
            documents.into_iter().for_each(|document| sums.scores[document as usize] += gain);
        }
        ideal += gain;
    }
    let mut best = scoring.top(if unread.is_empty() { limit } else { limit.max(COMPLETED) })?;
    scoring.complete(&mut best, &unread)?;
    Ok(ScoredCandidates { best: scope.ordered(best, limit), idf: idfs, ideal, documents: scoring.terms.documents })
}

/// A report being scored.
struct Scoring<'s> {
    terms: TermWeights<'s>,
    /// One per segment.
    sums: Vec<Accumulators>,
}

impl Drop for Scoring<'_> {
    fn drop(&mut self) {
        // After a panic the buffers are in an unknown state; they are not reused.
        if std::thread::panicking() {
            return;
        }
        self.sums.drain(..).for_each(|sums| self.terms.scope.pool.give_back(sums));
    }
}

impl<'s> Scoring<'s> {
    fn new(scope: &'s SearchScope<'s>, weights: &'s Weights) -> Scoring<'s> {
        let sums = scope.segments.iter().map(|segment| scope.pool.take(segment.columns().len())).collect();
        Scoring { terms: TermWeights::new(scope, weights), sums }
    }

    /// Reads the postings of a term; gives its document frequency.
    fn read_term(&mut self, query: &QueryTerm) -> Result<usize, IndexError> {
        let scope = self.terms.scope;
        for ((segment, visible), sums) in scope.segments.iter().zip(&scope.visible).zip(&mut self.sums) {
            sums.postings.read_term(*segment, visible, scope.as_of, &query.term, &self.terms.norms)?;
        }
        Ok(self.sums.iter().map(|sums| sums.postings.count()).sum())
    }

    /// The contribution of a term of weight 1 to a document that has it once in the title and once in the body, both of average
    /// length.
    fn most_of_a_term(&self) -> f32 {
        let weights = self.terms.weights;
        let full = weights.field_weight[0] + weights.field_weight[1];
        full / (weights.k1 + full)
    }

    /// Adds the term that was read last to the scores.
    fn score(&mut self, weight: f32) {
        for Accumulators { scores, postings } in &mut self.sums {
            postings.score(scores, weight, self.terms.weights.k1);
        }
    }

    /// Adds the terms whose postings were not read to the scores of the best documents, from their forward entries.
    fn complete(&self, best: &mut [ScoredCandidate], unread: &[(&QueryTerm, f32)]) -> Result<(), IndexError> {
        if unread.is_empty() {
            return Ok(());
        }
        let mut slots = TermSlots::new(unread.len());
        let mut weights = Vec::with_capacity(unread.len());
        for (query, weight) in unread {
            if usize::from(slots.put(hash(&query.term))) == weights.len() {
                weights.push(*weight);
            }
        }
        let (mut entries, mut weighed) = (Vec::new(), vec![0.0f32; weights.len()]);
        for candidate in best {
            let segment = self.terms.scope.segments[candidate.segment];
            let lengths = &segment.columns().lengths;
            let norms = [0, 1, 2].map(|slot| self.terms.norms.of(slot, lengths[slot][candidate.document as usize].into()));
            segment.forward(candidate.document, &mut entries)?;
            for (kind, hash) in entries.iter().filter_map(|packed| ForwardEntry::unpack(*packed)) {
                if let (ForwardEntry::Title | ForwardEntry::Body | ForwardEntry::Answer, Some(slot)) = (kind, slots.get(hash)) {
                    weighed[slot as usize] += norms[kind as usize];
                }
            }
            for (x, weight) in weighed.iter_mut().zip(&weights).filter(|(x, _)| **x > 0.0) {
                candidate.score += weight * *x / (self.terms.weights.k1 + *x);
                *x = 0.0;
            }
            candidate.predicted = candidate.score;
        }
        Ok(())
    }

    /// The best documents of all segments, in storage order. Stretches of scores below the current threshold are skipped.
    fn top(&self, limit: usize) -> Result<Vec<ScoredCandidate>, IndexError> {
        let scope = self.terms.scope;
        let key = |(_, segment, document): &(f32, usize, u32)| scope.segments[*segment].columns().key[*document as usize];
        let better = |a: &(f32, usize, u32), b: &(f32, usize, u32)| b.0.total_cmp(&a.0).then_with(|| key(a).cmp(&key(b)));
        let room = limit.max(1) * 4;
        let mut kept: Vec<(f32, usize, u32)> = Vec::with_capacity(room + STRETCH);
        let mut least = f32::MIN_POSITIVE;
        for (at, (segment, sums)) in scope.segments.iter().zip(&self.sums).enumerate() {
            let own = scope.without.map(|key| segment.find(key)).transpose()?.flatten();
            for (stretch, scores) in sums.scores[..segment.columns().len()].chunks(STRETCH).enumerate() {
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
        // In storage order, in which they are read.
        kept.sort_unstable_by_key(|(_, segment, document)| (*segment, *document));
        Ok(kept.into_iter().map(|(score, segment, document)| ScoredCandidate::of(segment, document, score)).collect())
    }
}
