//! How alike single lines are: for a question that is nothing but a title, among documents that are nothing else, either.
//!
//! Trees are grown on reports. Where there is neither body nor date nor place, most of what they ask for is not known.

use super::query::Asked;
use crate::index::doc::forward::{Entry, hash};
use crate::index::error::IndexError;
use crate::index::score::query::{Candidate, Scope, Scored};
use crate::index::score::slots::Slots;
use crate::index::text::analyzer::is_dense;

/// Saturation and length: in a line a second time says little, and every word more another thing.
const K1: f32 = 0.6;
const B: f32 = 0.75;
/// What a pair of characters counts beside the characters themselves.
const PAIR_WEIGHT: f32 = 0.3;
/// What counts how much: the words by rarity, the share that both have in common, the most they have in the same order.
const PARTS: [f32; 3] = [0.4, 0.4, 0.2];

/// A question's title, word by word.
struct Line {
    slots: Slots,
    weights: Vec<f32>,
    counts: Vec<f32>,
    /// Where each word stands that is not a pair, one bit a place.
    places: Vec<u64>,
    /// Words that are not pairs, and which share of all they are.
    whole: usize,
    whole_share: f32,
}

impl Line {
    fn new(asked: &Asked, scored: &Scored) -> Line {
        let mut slots = Slots::new(asked.tokens.len());
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
        Line { slots, weights, counts, places, whole, whole_share }
    }

    /// The three parts for another line, `long` times as long as most; `said` is all zero before and after.
    fn held_against(&self, words: &[usize], length: usize, long: f32, said: &mut [f32]) -> [f32; 3] {
        let mut left = u64::MAX;
        for slot in words {
            said[*slot] += 1.0;
            // One bit a place of our line; cleared bits count what is in order so far (Hyyrö, 2004).
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

/// Two neighbouring characters of a text without blanks: the analyzer gives each by itself, too.
fn is_pair(term: &str) -> bool {
    let mut characters = term.chars();
    let mut dense = || characters.next().is_some_and(is_dense);
    dense() && dense() && characters.next().is_none()
}

/// Which share of the candidates are lines without date and place, and how alike each candidate is.
pub type Alike = (f32, Vec<f32>);

/// How alike each candidate is, 0 to 1, and which share of them are lines without date and place. None: the question says
/// more than a title, or has its place in time, or none of them is such a line.
pub fn alike(scope: &Scope, asked: &Asked, scored: &Scored, candidates: &[Candidate]) -> Result<Option<Alike>, IndexError> {
    let newest = || scope.shelves.iter().flat_map(|s| s.columns().order.iter().copied()).max().unwrap_or(0);
    // Asked of a moment in the past, a document's place tells its age, dates or none.
    let placed = || scope.as_of.is_some_and(|a| a.before_order <= newest() + 1);
    let is_line = |c: &&Candidate| {
        let (columns, d) = (scope.shelves[c.shelf].columns(), c.document as usize);
        columns.lengths[1][d] == 0 && columns.opened_at[d] == 0
    };
    if !asked.question.body.trim().is_empty() {
        return Ok(None);
    }
    let lines = candidates.iter().filter(is_line).count();
    if lines == 0 || placed() {
        return Ok(None);
    }
    let line = Line::new(asked, scored);
    if line.whole == 0 {
        return Ok(None);
    }
    let average = scope.averages().lengths[0];
    let (mut entries, mut words, mut said) = (Vec::new(), Vec::new(), vec![0.0; line.weights.len()]);
    let parts = candidates.iter().map(|c| {
        let shelf = scope.shelves[c.shelf];
        shelf.forward(c.document, &mut entries)?;
        words.clear();
        let mut length = 0;
        for (_, hash) in entries.iter().filter_map(|e| Entry::unpack(*e)).filter(|(entry, _)| *entry == Entry::Title) {
            length += 1;
            words.extend(line.slots.get(hash).map(usize::from));
        }
        let long = shelf.columns().lengths[0][c.document as usize] as f32 / average;
        Ok(line.held_against(&words, length, long, &mut said))
    });
    let parts: Vec<[f32; 3]> = parts.collect::<Result<_, IndexError>>()?;
    let best = [0, 1, 2].map(|part| parts.iter().map(|p| p[part]).fold(1e-6, f32::max));
    let alike = parts.iter().map(|p| (0..3).map(|part| PARTS[part] * p[part] / best[part]).sum()).collect();
    Ok(Some((lines as f32 / candidates.len() as f32, alike)))
}
