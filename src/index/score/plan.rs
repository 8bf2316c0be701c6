//! Decides how a query's postings are read: all of a term's, only for documents found by other terms, or none.

use super::query::{QUERY_TERMS_MAX, QueryTerm, SearchScope};
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::text::script::is_dense;

/// Budget of postings read for one report, per document of the archive. What exceeds it are the most frequent words of a long
/// report, which discriminate least; they are counted for the best documents only (measured: docs/ranking.md).
const POSTINGS_PER_DOCUMENT: f32 = 1.0;
/// The budget is at least this.
const POSTINGS_MIN: usize = 1_000_000;
/// The heaviest terms are read in any case: a query may consist of a few frequent words.
const TERMS_READ_MIN: usize = 8;
/// Budget of postings by which typed words find documents that do not have all of them: at least this many,
const FOUND_BY_MIN: usize = 20_000;
/// and this share of all documents.
const FOUND_BY_SHARE: f32 = 0.02;

/// A term of a report and what is done with it.
pub struct PlannedTerm<'t> {
    /// The term.
    pub query: &'t QueryTerm,
    /// Estimated document frequency.
    pub held: usize,
    /// Whether its postings are read.
    pub read: bool,
}

/// The terms that stand for one typed word.
#[derive(Default, Clone)]
pub struct QueryWord<'t> {
    /// Each with its estimated document frequency.
    pub terms: Vec<(&'t QueryTerm, usize)>,
    /// Postings of all of them together.
    pub postings: usize,
    /// Whether the word may find documents by itself; a single character of a longer query may not.
    pub finds: bool,
}

/// Estimated document frequency of a term, and its postings in all fields. Zero in a limited scope, where statistics must not
/// include hidden documents and counting is costly, unless `count` is set.
fn measure(scope: &SearchScope, query: &QueryTerm, count: bool) -> Result<(usize, usize), IndexError> {
    let (mut held, mut postings) = (0usize, 0usize);
    for field in TextField::ALL {
        let found = match (scope.limited, count) {
            (false, _) => scope.segments.iter().map(|segment| segment.frequency(field, &query.term)).sum::<Result<u32, _>>()?,
            (true, true) => scope.frequency(field, &query.term)?,
            (true, false) => 0,
        } as usize;
        held = held.max(found);
        postings += found;
    }
    Ok((held, postings))
}

/// Number of documents over all segments, deleted ones included.
fn all_documents(scope: &SearchScope) -> f32 {
    scope.segments.iter().map(|s| s.columns().len() as f32).sum()
}

/// The terms of a report, the most promising of them marked to be read until the budget is used up. In the order of the query,
/// so that floating-point sums are reproducible.
pub fn of_report<'t>(scope: &SearchScope, terms: &'t [QueryTerm]) -> Result<Vec<PlannedTerm<'t>>, IndexError> {
    let total = all_documents(scope);
    let mut promising = Vec::with_capacity(terms.len());
    for (i, query) in terms.iter().enumerate() {
        // In a limited scope the plan is only needed to shorten very long queries.
        let (held, postings) = measure(scope, query, terms.len() > QUERY_TERMS_MAX)?;
        let idf = (1.0 + total / held.max(1) as f32).ln();
        promising.push((idf * query.frequency / (4.0 + query.frequency), i, held, postings));
    }
    promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let allowed = match scope.limited {
        true => usize::MAX,
        false => POSTINGS_MIN.max((total * POSTINGS_PER_DOCUMENT) as usize),
    };
    // The least promising terms of a very long query are dropped.
    promising.truncate(QUERY_TERMS_MAX);
    let (mut so_far, mut plan) = (0, Vec::with_capacity(promising.len()));
    for (rank, (_, i, held, postings)) in promising.into_iter().enumerate() {
        let read = so_far < allowed || rank < TERMS_READ_MIN;
        so_far += if read { postings } else { 0 };
        plan.push((i, PlannedTerm { query: &terms[i], held, read }));
    }
    plan.sort_by_key(|(i, _)| *i);
    Ok(plan.into_iter().map(|(_, planned)| planned).collect())
}

/// Whether a term is one character of a script written without spaces, or one letter or digit.
fn is_single(term: &str) -> bool {
    let mut chars = term.chars();
    chars.next().is_some_and(|c| is_dense(c) || c.is_ascii_alphanumeric()) && chars.next().is_none()
}

/// The words of a typed query: those that find before single characters, the rarest first.
pub fn of_words<'t>(scope: &SearchScope, terms: &'t [QueryTerm]) -> Result<Vec<QueryWord<'t>>, IndexError> {
    let mut words: Vec<QueryWord> = Vec::new();
    for query in terms.iter().take(QUERY_TERMS_MAX) {
        let (held, postings) = measure(scope, query, false)?;
        match words.last_mut() {
            Some(word) if word.terms[0].0.group == query.group => {
                word.terms.push((query, held));
                word.postings += postings;
            }
            _ => words.push(QueryWord { terms: vec![(query, held)], postings, finds: true }),
        }
    }
    for word in &mut words {
        word.finds = !word.terms.iter().all(|(query, _)| is_single(&query.term));
    }
    // A query of single characters is found by them.
    if words.iter().all(|word| !word.finds) {
        words.iter_mut().for_each(|word| word.finds = true);
    }
    words.sort_by_key(|word| (!word.finds, word.postings));
    Ok(words)
}

/// Budget of postings by which typed words find documents.
pub fn found_by_max(scope: &SearchScope) -> usize {
    match scope.limited {
        true => usize::MAX,
        false => FOUND_BY_MIN.max((all_documents(scope) * FOUND_BY_SHARE) as usize),
    }
}
