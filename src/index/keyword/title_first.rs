//! Frequent words are first looked for in titles, where they weigh most: documents whose titles have all words, or the rarest
//! one.

use super::keyword_scorer::{ALL_WORDS_ENOUGH, KeywordScorer};
use super::scored_docs::{ScoredDocs, count, reached_by};
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::score::norms::Norms;
use crate::index::score::plan::QueryWord;
use crate::index::score::postings::WeightedPostings;
use crate::index::store::reader::SegmentReader;
use crate::index::store::visibility::VisibleDocs;

/// Words with more postings than this are looked for in titles first.
const FREQUENT: usize = 3_000;
/// Documents found by title that are scored in full: the best titles, of equal ones the newest.
const LOOKED_AT_MAX: usize = 1_000;
/// Titles read per word, approximately; of more the newest of each segment.
const TITLES_READ_MAX: u32 = 50_000;

/// Whether titles are searched first: if the words are frequent; a single word, if its postings exceed the budget.
pub fn are_first(words: &[QueryWord], allowed: usize) -> bool {
    words.first().is_some_and(|rarest| rarest.postings > if words.len() > 1 { FREQUENT } else { allowed })
}

/// Documents whose titles have all words or, if those are too few, the rarest of them.
pub fn holding(scorer: &KeywordScorer, words: &[QueryWord]) -> Result<Vec<ScoredDocs>, IndexError> {
    let Some((rarest, others)) = words.split_first() else { return Ok(Vec::new()) };
    if let Some(mut found) = all_at_once(scorer, words)? {
        keep_telling(scorer, &mut found);
        return Ok(found);
    }
    let mut found = of_word(scorer, rarest)?;
    let mut all: Vec<Vec<bool>> = found.iter().map(|found| vec![true; found.documents.len()]).collect();
    for word in others {
        let (_, held) = scorer.add_texts_among(&[TextField::Title], word, &mut found)?;
        let both = all.iter_mut().flatten().zip(held.iter().flatten());
        both.for_each(|(all, held)| *all &= held);
    }
    if all.iter().flatten().filter(|all| **all).count() >= ALL_WORDS_ENOUGH {
        found.iter_mut().zip(&all).for_each(|(found, all)| found.retain(|at, _, _| all[at]));
    }
    keep_telling(scorer, &mut found);
    Ok(found)
}

/// Documents whose titles have every word, scored by title, if there are enough. Only for words of one term each.
fn all_at_once(scorer: &KeywordScorer, words: &[QueryWord]) -> Result<Option<Vec<ScoredDocs>>, IndexError> {
    let terms = &scorer.terms;
    let one: Vec<_> = words.iter().filter_map(|word| Some(word.terms.as_slice()).filter(|t| t.len() == 1)?.first()).collect();
    let (true, Some(((rarest, many), others))) = (one.len() == words.len(), one.split_first()) else { return Ok(None) };
    let (k1, slot, first) = (terms.weights.k1, TextField::Title as usize, terms.weight(rarest, *many));
    let mut found = Vec::with_capacity(terms.scope.segments.len());
    let share = share_read(scorer, &rarest.term)?;
    for (segment, visible) in terms.scope.segments.iter().zip(&terms.scope.visible) {
        let lengths = &segment.columns().lengths[slot];
        let mut held = titled(*segment, visible, &rarest.term, &terms.norms, share)?;
        for (at, (query, many)) in others.iter().enumerate() {
            let (weight, mut both) = (terms.weight(query, *many), WeightedPostings::default());
            segment.postings_among(TextField::Title, &query.term, &held.documents, &mut |place, frequency| {
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
        found.push(ScoredDocs::scored(held));
    }
    Ok(Some(found).filter(|found| count(found) >= ALL_WORDS_ENOUGH))
}

/// Documents whose titles have a word, scored by title.
fn of_word(scorer: &KeywordScorer, word: &QueryWord) -> Result<Vec<ScoredDocs>, IndexError> {
    let terms = &scorer.terms;
    let mut found = Vec::with_capacity(terms.scope.segments.len());
    for (segment, visible) in terms.scope.segments.iter().zip(&terms.scope.visible) {
        let mut here = ScoredDocs::default();
        for (query, many) in &word.terms {
            let held = titled(*segment, visible, &query.term, &terms.norms, share_read(scorer, &query.term)?)?;
            let holding = ScoredDocs::holding(&held, terms.weight(query, *many), terms.weights.k1);
            here = if here.documents.is_empty() { holding } else { here.with(&holding, f32::max) };
        }
        found.push(here);
    }
    Ok(found)
}

/// Share of a word's titles that is read.
fn share_read(scorer: &KeywordScorer, term: &str) -> Result<f32, IndexError> {
    let mut titles = 0;
    for segment in &scorer.terms.scope.segments {
        titles += segment.frequency(TextField::Title, term)?;
    }
    Ok((TITLES_READ_MAX as f32 / titles.max(1) as f32).min(1.0))
}

/// Weighted frequency of a word in titles, of all documents or of the newest share.
fn titled(
    segment: &dyn SegmentReader,
    visible: &VisibleDocs,
    term: &str,
    norms: &Norms,
    share: f32,
) -> Result<WeightedPostings, IndexError> {
    let (columns, slot) = (segment.columns(), TextField::Title as usize);
    let first = columns.len().saturating_sub((columns.len() as f64 * f64::from(share)).ceil() as usize);
    let (mut held, lengths) = (WeightedPostings::default(), &columns.lengths[slot]);
    segment.postings_from(TextField::Title, term, first as u32, &mut |block, frequencies| {
        for (document, frequency) in block.iter().zip(frequencies).filter(|(document, _)| visible.contains(**document)) {
            held.documents.push(*document);
            held.counts.push(*frequency as f32 * norms.of(slot, lengths[*document as usize].into()));
        }
    })?;
    Ok(held)
}

/// Keeps the documents that are scored in full.
fn keep_telling(scorer: &KeywordScorer, found: &mut [ScoredDocs]) {
    if count(found) <= LOOKED_AT_MAX {
        return;
    }
    let segments = &scorer.terms.scope.segments;
    let least = reached_by(found, LOOKED_AT_MAX, |score, _| score);
    let better: usize = found.iter().map(|found| found.scores.iter().filter(|score| **score > least).count()).sum();
    // Among equal scores the newest fill the remaining places.
    let mut equal: Vec<u64> = Vec::new();
    for (segment, found) in segments.iter().zip(found.iter()) {
        let first_seq = &segment.columns().first_seq;
        let equally = found.documents.iter().zip(&found.scores).filter(|(_, score)| **score == least);
        equal.extend(equally.map(|(document, _)| first_seq[*document as usize]));
    }
    let room = LOOKED_AT_MAX.saturating_sub(better).clamp(1, equal.len().max(1));
    let oldest = match equal.is_empty() {
        true => 0,
        false => *equal.select_nth_unstable_by(room - 1, |a, b| b.cmp(a)).1,
    };
    for (segment, found) in segments.iter().zip(found) {
        let (first_seq, documents) = (&segment.columns().first_seq, std::mem::take(&mut found.documents));
        found.documents.clone_from(&documents);
        found.retain(|at, score, _| score > least || (score == least && first_seq[documents[at] as usize] >= oldest));
    }
}
