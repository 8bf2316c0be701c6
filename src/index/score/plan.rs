//! How much of each term's postings is read: all, only for documents that other terms have found, or nothing.

use super::query::{QUERY_TERMS_MAX, QueryTerm, Scope};
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::text::analyzer;

/// Postings read for one report: so many for each document, and so many in any case. What lies beyond belongs to the
/// most frequent words of a long report, which tell documents apart least; they are counted for the best documents
/// only (measured: docs/ranking.md).
const POSTINGS_PER_DOCUMENT: f32 = 1.0;
const POSTINGS_MIN: usize = 1_000_000;
/// The weightiest terms are read whatever they cost: a few frequent words are a question too.
const TERMS_READ_MIN: usize = 8;
/// Postings by which a few typed words find documents that do not hold all of them: so many in any case, and this share
/// of all documents.
const FOUND_BY_MIN: usize = 20_000;
const FOUND_BY_SHARE: f32 = 0.02;

/// A term with about how many documents hold it, and whether its postings are worth reading.
pub struct Planned<'t> {
    pub query: &'t QueryTerm,
    pub held: usize,
    pub read: bool,
}

/// The terms that stand for one typed word.
#[derive(Default)]
pub struct Word<'t> {
    pub terms: Vec<(&'t QueryTerm, usize)>,
    pub postings: usize,
    /// Whether it is reason enough to find a document: a single character of a longer Chinese question is not.
    pub finds: bool,
}

/// At most how many documents hold a term, and how many postings it has in all texts. Zeros within limits, where nothing
/// may be counted that is not looked at, unless `count` says that it must be.
fn measure(scope: &Scope, query: &QueryTerm, count: bool) -> Result<(usize, usize), IndexError> {
    let (mut held, mut postings) = (0usize, 0usize);
    for field in TextField::ALL {
        let found = match (scope.limited, count) {
            (false, _) => scope.shelves.iter().map(|shelf| shelf.frequency(field, &query.term)).sum::<Result<u32, _>>()?,
            (true, true) => scope.frequency(field, &query.term)?,
            (true, false) => 0,
        } as usize;
        held = held.max(found);
        postings += found;
    }
    Ok((held, postings))
}

fn all_documents(scope: &Scope) -> f32 {
    scope.shelves.iter().map(|s| s.columns().len() as f32).sum()
}

/// Which terms of a report are read: those that promise most, until their postings are as many as the cap allows. In the
/// question's order, so that sums come out the same everywhere.
pub fn of_report<'t>(scope: &Scope, terms: &'t [QueryTerm]) -> Result<Vec<Planned<'t>>, IndexError> {
    let total = all_documents(scope);
    let mut promising = Vec::with_capacity(terms.len());
    for (i, query) in terms.iter().enumerate() {
        // Within limits the plan is only needed to cut a question without end.
        let (held, postings) = measure(scope, query, terms.len() > QUERY_TERMS_MAX)?;
        let idf = (1.0 + total / held.max(1) as f32).ln();
        promising.push((idf * query.frequency / (4.0 + query.frequency), i, held, postings));
    }
    promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let allowed = match scope.limited {
        true => usize::MAX,
        false => POSTINGS_MIN.max((total * POSTINGS_PER_DOCUMENT) as usize),
    };
    // Of a question without end the least promising words are not even counted.
    promising.truncate(QUERY_TERMS_MAX);
    let (mut so_far, mut plan) = (0, Vec::with_capacity(promising.len()));
    for (rank, (_, i, held, postings)) in promising.into_iter().enumerate() {
        let read = so_far < allowed || rank < TERMS_READ_MIN;
        so_far += if read { postings } else { 0 };
        plan.push((i, Planned { query: &terms[i], held, read }));
    }
    plan.sort_by_key(|(i, _)| *i);
    Ok(plan.into_iter().map(|(_, planned)| planned).collect())
}

/// Whether a term is one character of a script without blanks.
fn is_single(term: &str) -> bool {
    let mut chars = term.chars();
    chars.next().is_some_and(analyzer::is_dense) && chars.next().is_none()
}

/// The words of a short question: those that find, then single characters; the rarest first.
pub fn of_words<'t>(scope: &Scope, terms: &'t [QueryTerm]) -> Result<Vec<Word<'t>>, IndexError> {
    let mut words: Vec<Word> = Vec::new();
    for query in terms.iter().take(QUERY_TERMS_MAX) {
        let (held, postings) = measure(scope, query, false)?;
        match words.last_mut() {
            Some(word) if word.terms[0].0.group == query.group => {
                word.terms.push((query, held));
                word.postings += postings;
            }
            _ => words.push(Word { terms: vec![(query, held)], postings, finds: true }),
        }
    }
    for word in &mut words {
        word.finds = !word.terms.iter().all(|(query, _)| is_single(&query.term));
    }
    // Asked alone, characters are what there is.
    if words.iter().all(|word| !word.finds) {
        words.iter_mut().for_each(|word| word.finds = true);
    }
    words.sort_by_key(|word| (!word.finds, word.postings));
    Ok(words)
}

/// How many postings may be read to find documents that hold some of the words.
pub fn found_by_max(scope: &Scope) -> usize {
    match scope.limited {
        true => usize::MAX,
        false => FOUND_BY_MIN.max((all_documents(scope) * FOUND_BY_SHARE) as usize),
    }
}
