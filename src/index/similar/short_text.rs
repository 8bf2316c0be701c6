//! Similarity of single lines: for a query that is only a title, among documents that are only titles.
//!
//! The trees of the learned order are trained on reports; without body, date and place most of their features are missing.

use super::query::AnalyzedQuery;
use crate::index::doc::forward::{ForwardEntry, hash};
use crate::index::doc::units::EpochSeconds;
use crate::index::error::IndexError;
use crate::index::score::query::{ScoredCandidate, ScoredCandidates, SearchScope};
use crate::index::score::slots::TermSlots;
use crate::index::text::script::is_dense;

/// Saturation: a repeated word in a line means little.
const K1: f32 = 0.6;
/// Length normalisation.
const B: f32 = 0.75;
/// Weight of a bigram of characters relative to a character.
const PAIR_WEIGHT: f32 = 0.3;
/// Weights of the parts: words by rarity, Jaccard share of words, longest common subsequence.
const PARTS: [f32; 3] = [0.4, 0.4, 0.2];

/// The query's title, word by word.
struct QueryLine {
    slots: TermSlots,
    weights: Vec<f32>,
    counts: Vec<f32>,
    /// Positions of each word that is no bigram, as a bit mask.
    places: Vec<u64>,
    /// Words that are no bigrams.
    whole: usize,
    /// Their share of all words.
    whole_share: f32,
}

impl QueryLine {
    fn new(asked: &AnalyzedQuery, scored: &ScoredCandidates) -> QueryLine {
        let mut slots = TermSlots::new(asked.tokens.len());
        let (mut weights, mut counts, mut places) = (Vec::new(), Vec::new(), Vec::new());
        let mut whole = 0;
        for token in &asked.tokens {
            let pair = is_pair(&token.term);
            let slot = usize::from(slots.put(hash(&token.term)));
            if slot == weights.len() {
                let rarity = scored.idf.get(&token.term).copied().unwrap_or(0.0);
                weights.push(if pair { PAIR_WEIGHT * rarity } else { rarity });
                counts.push(0.0);
                places.push(0u64);
            }
            if !pair {
                counts[slot] += 1.0;
                places[slot] |= 1u64.checked_shl(whole as u32).unwrap_or(0);
                whole += 1;
            }
        }
        let whole_share = whole as f32 / asked.tokens.len().max(1) as f32;
        QueryLine { slots, weights, counts, places, whole, whole_share }
    }

    /// The three parts for another line, whose length is `long` times the average; `said` must be all zero and is left so.
    fn held_against(&self, words: &[usize], length: usize, long: f32, said: &mut [f32]) -> [f32; 3] {
        let mut left = u64::MAX;
        for slot in words {
            said[*slot] += 1.0;
            // Bit-parallel longest common subsequence (Hyyrö 2004): cleared bits are matched positions.
            let here = left & self.places[*slot];
            left = left.wrapping_add(here) | (left - here);
        }
        let (mut score, mut shared) = (0.0, 0.0);
        for slot in words {
            let times = std::mem::take(&mut said[*slot]);
            if times > 0.0 {
                score += self.weights[*slot] * times / (K1 * (1.0 - B + B * long) + times);
                shared += times.min(self.counts[*slot]);
            }
        }
        let (ours, theirs) = (self.whole as f32, length as f32 * self.whole_share);
        let in_order = left.count_zeros() as f32 / ours.min(64.0).max(theirs).max(1.0);
        [score, shared / (ours + theirs - shared).max(1.0), in_order]
    }
}

/// Whether a term is a bigram of a script written without spaces; the analyser emits its characters as well.
fn is_pair(term: &str) -> bool {
    let mut characters = term.chars();
    let mut dense = || characters.next().is_some_and(is_dense);
    dense() && dense() && characters.next().is_none()
}

/// Share of the candidates that are lines without date and place, and the similarity of each candidate, 0 to 1.
pub type LineSimilarity = (f32, Vec<f32>);

/// The similarity of the candidates; `None` if the query has a body or a place in time, or no candidate is such a line.
pub fn line_similarity(
    scope: &SearchScope,
    asked: &AnalyzedQuery,
    scored: &ScoredCandidates,
    candidates: &[ScoredCandidate],
) -> Result<Option<LineSimilarity>, IndexError> {
    let newest = || scope.segments.iter().flat_map(|s| s.columns().first_seq.iter().copied()).max().unwrap_or(0);
    // For a query about the past, places tell the age even without dates.
    let placed = || scope.as_of.is_some_and(|a| a.before_seq <= newest() + 1);
    let is_line = |c: &&ScoredCandidate| {
        let (columns, d) = (scope.segments[c.segment].columns(), c.document as usize);
        columns.lengths[1][d] == 0 && columns.opened_at[d] == EpochSeconds::UNKNOWN
    };
    if !asked.question.body.trim().is_empty() {
        return Ok(None);
    }
    let lines = candidates.iter().filter(is_line).count();
    if lines == 0 || placed() {
        return Ok(None);
    }
    let line = QueryLine::new(asked, scored);
    if line.whole == 0 {
        return Ok(None);
    }
    let average = scope.averages().lengths[0];
    let (mut entries, mut words, mut said) = (Vec::new(), Vec::new(), vec![0.0; line.weights.len()]);
    let parts = candidates.iter().map(|c| {
        let segment = scope.segments[c.segment];
        segment.forward(c.document, &mut entries)?;
        words.clear();
        let mut length = 0;
        for (_, hash) in entries.iter().filter_map(|e| ForwardEntry::unpack(*e)).filter(|(kind, _)| *kind == ForwardEntry::Title) {
            length += 1;
            words.extend(line.slots.get(hash).map(usize::from));
        }
        let long = segment.columns().lengths[0][c.document as usize] as f32 / average;
        Ok(line.held_against(&words, length, long, &mut said))
    });
    let parts: Vec<[f32; 3]> = parts.collect::<Result<_, IndexError>>()?;
    let best = [0, 1, 2].map(|part| parts.iter().map(|p| p[part]).fold(1e-6, f32::max));
    let line_similarity = parts.iter().map(|p| (0..3).map(|part| PARTS[part] * p[part] / best[part]).sum()).collect();
    Ok(Some((lines as f32 / candidates.len() as f32, line_similarity)))
}
