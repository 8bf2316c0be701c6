//! Frequent words are first looked for in titles, where they count most: whose titles hold all of a few words, or the rarest.

use super::asking::{ALL_WORDS_ENOUGH, Asking};
use super::scored_docs::{Gathered, count, reached_by};
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::score::norms::Norms;
use crate::index::score::plan::Word;
use crate::index::score::postings::Weighed;
use crate::index::store::reader::Shelf;
use crate::index::store::visibility::Seen;

/// Words with more postings than this are looked for in titles first.
const FREQUENT: usize = 3_000;
/// So many documents found by their titles are looked at whole: those whose titles say most, of equal ones the newest.
const LOOKED_AT_MAX: usize = 1_000;
/// Of a word that more titles have than this, about so many are read: the newest of each shelf.
const TITLES_READ_MAX: u32 = 50_000;

/// Whether a question's words are so frequent. A single word is if reading all it stands in is too much.
pub fn are_first(words: &[Word], allowed: usize) -> bool {
    words.first().is_some_and(|rarest| rarest.postings > if words.len() > 1 { FREQUENT } else { allowed })
}

/// Documents whose titles hold all words, or, where those are too few, the rarest of them.
pub fn holding(asking: &Asking, words: &[Word]) -> Result<Vec<Gathered>, IndexError> {
    let Some((rarest, others)) = words.split_first() else { return Ok(Vec::new()) };
    if let Some(mut found) = all_at_once(asking, words)? {
        keep_telling(asking, &mut found);
        return Ok(found);
    }
    let mut found = of_word(asking, rarest)?;
    let mut all: Vec<Vec<bool>> = found.iter().map(|found| vec![true; found.documents.len()]).collect();
    for word in others {
        let (_, held) = asking.add_texts_among(&[TextField::Title], word, &mut found)?;
        let both = all.iter_mut().flatten().zip(held.iter().flatten());
        both.for_each(|(all, held)| *all &= held);
    }
    if all.iter().flatten().filter(|all| **all).count() >= ALL_WORDS_ENOUGH {
        found.iter_mut().zip(&all).for_each(|(found, all)| found.retain(|at, _, _| all[at]));
    }
    keep_telling(asking, &mut found);
    Ok(found)
}

/// Whose titles hold every word, if they are enough, scored by their titles. Only for words of one term each: of very
/// frequent ones nothing is kept but what all titles so far have had.
fn all_at_once(asking: &Asking, words: &[Word]) -> Result<Option<Vec<Gathered>>, IndexError> {
    let terms = &asking.terms;
    let one: Vec<_> = words.iter().filter_map(|word| Some(word.terms.as_slice()).filter(|t| t.len() == 1)?.first()).collect();
    let (true, Some(((rarest, many), others))) = (one.len() == words.len(), one.split_first()) else { return Ok(None) };
    let (k1, slot, first) = (terms.weights.k1, TextField::Title as usize, terms.weight(rarest, *many));
    let mut found = Vec::with_capacity(terms.scope.shelves.len());
    let share = share_read(asking, &rarest.term)?;
    for (shelf, seen) in terms.scope.shelves.iter().zip(&terms.scope.seen) {
        let lengths = &shelf.columns().lengths[slot];
        let mut held = titled(*shelf, seen, &rarest.term, &terms.norms, share)?;
        for (at, (query, many)) in others.iter().enumerate() {
            let (weight, mut both) = (terms.weight(query, *many), Weighed::default());
            shelf.postings_among(TextField::Title, &query.term, &held.documents, &mut |place, frequency| {
                let (document, before) = (held.documents[place], held.counts[place]);
                let before = if at == 0 { first * before / (k1 + before) } else { before };
                let x = frequency as f32 * terms.norms.of(slot, lengths[document as usize].into());
                both.documents.push(document);
                both.counts.push(before + weight * x / (k1 + x));
            })?;
            held = both;
        }
        if others.is_empty() {
            held.counts.iter_mut().for_each(|x| *x = first * *x / (k1 + *x));
        }
        found.push(Gathered::scored(held));
    }
    Ok(Some(found).filter(|found| count(found) >= ALL_WORDS_ENOUGH))
}

/// Whose titles hold a word, scored by nothing else.
fn of_word(asking: &Asking, word: &Word) -> Result<Vec<Gathered>, IndexError> {
    let terms = &asking.terms;
    let mut found = Vec::with_capacity(terms.scope.shelves.len());
    for (shelf, seen) in terms.scope.shelves.iter().zip(&terms.scope.seen) {
        let mut here = Gathered::default();
        for (query, many) in &word.terms {
            let held = titled(*shelf, seen, &query.term, &terms.norms, share_read(asking, &query.term)?)?;
            let holding = Gathered::holding(&held, terms.weight(query, *many), terms.weights.k1);
            here = if here.documents.is_empty() { holding } else { here.with(&holding, f32::max) };
        }
        found.push(here);
    }
    Ok(found)
}

/// Which share of a word's titles is read.
fn share_read(asking: &Asking, term: &str) -> Result<f32, IndexError> {
    let mut titles = 0;
    for shelf in &asking.terms.scope.shelves {
        titles += shelf.frequency(TextField::Title, term)?;
    }
    Ok((TITLES_READ_MAX as f32 / titles.max(1) as f32).min(1.0))
}

/// What a word counts in titles, of all documents or of the newest.
fn titled(shelf: &dyn Shelf, seen: &Seen, term: &str, norms: &Norms, share: f32) -> Result<Weighed, IndexError> {
    let (columns, slot) = (shelf.columns(), TextField::Title as usize);
    let first = columns.len().saturating_sub((columns.len() as f64 * f64::from(share)).ceil() as usize);
    let (mut held, lengths) = (Weighed::default(), &columns.lengths[slot]);
    shelf.postings_from(TextField::Title, term, first as u32, &mut |block, frequencies| {
        for (document, frequency) in block.iter().zip(frequencies).filter(|(document, _)| seen.sees(**document)) {
            held.documents.push(*document);
            held.counts.push(*frequency as f32 * norms.of(slot, lengths[*document as usize].into()));
        }
    })?;
    Ok(held)
}

/// Leaves so many as are looked at.
fn keep_telling(asking: &Asking, found: &mut [Gathered]) {
    if count(found) <= LOOKED_AT_MAX {
        return;
    }
    let shelves = &asking.terms.scope.shelves;
    let least = reached_by(found, LOOKED_AT_MAX, |score, _| score);
    let better: usize = found.iter().map(|found| found.scores.iter().filter(|score| **score > least).count()).sum();
    // Of those that are equal the newest fill what room is left.
    let mut equal: Vec<u64> = Vec::new();
    for (shelf, found) in shelves.iter().zip(found.iter()) {
        let order = &shelf.columns().order;
        let equally = found.documents.iter().zip(&found.scores).filter(|(_, score)| **score == least);
        equal.extend(equally.map(|(document, _)| order[*document as usize]));
    }
    let room = LOOKED_AT_MAX.saturating_sub(better).clamp(1, equal.len().max(1));
    let oldest = match equal.is_empty() {
        true => 0,
        false => *equal.select_nth_unstable_by(room - 1, |a, b| b.cmp(a)).1,
    };
    for (shelf, found) in shelves.iter().zip(found) {
        let (order, documents) = (&shelf.columns().order, std::mem::take(&mut found.documents));
        found.documents.clone_from(&documents);
        found.retain(|at, score, _| score > least || (score == least && order[documents[at] as usize] >= oldest));
    }
}
