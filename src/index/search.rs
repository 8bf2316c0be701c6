//! `search`: a few words typed by a person. Any text is a legal question.

use super::IndexError;
use super::analyzer;
use super::bm25f::{self, Candidate, QueryTerm};
use super::document::{Card, flag};
use super::handle::Index;
use super::highlight::{SNIPPET_CHARS, Snippet, snippet};
use super::schema::TextField;
use super::shelf::Sight;
use crate::ticket::TITLE_CHARS_MAX;
use std::collections::{HashMap, HashSet};

/// Words that an unfinished one may become.
const EXPANSIONS_MAX: usize = 40;
/// Candidates ranked for a page: filters and families thin them out.
const CANDIDATES: usize = 1_000;
/// How much a document loses for the words of the question it does not hold.
const COVERAGE_FLOOR: f32 = 0.15;

#[derive(Debug, Clone)]
pub struct SearchRequest {
    pub text: String,
    pub limit: usize,
    pub offset: usize,
    pub sight: Sight,
    /// Equality on what a result carries: (field, value).
    pub filters: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub struct SearchHit {
    pub card: Card,
    pub score: f32,
    pub title: Snippet,
    pub snippet: Snippet,
    pub family_size: usize,
    pub reused: usize,
}

#[derive(Debug, Clone, Default)]
pub struct Found {
    pub hits: Vec<SearchHit>,
    /// Families among the candidates; a lower bound when `more` says there are further ones.
    pub total: usize,
    pub more: bool,
    /// Counts per filterable field over the families found: (field, [(value, count)]).
    pub facets: Vec<(String, Vec<(String, usize)>)>,
}

/// A result this much worse than the best one only shares a character or a common word with the question.
const WORTH_SHOWING: f32 = 0.1;

const FACETS: [&str; 5] = ["product", "component", "severity", "status", "kind"];

impl Index {
    pub fn search(&self, request: &SearchRequest) -> Result<Found, IndexError> {
        let state = self.state();
        let scope = state.scope(request.sight, None, None);
        let terms = query_terms(&scope, &request.text)?;
        if terms.is_empty() {
            return Ok(Found::default());
        }
        let mut scored = bm25f::best(&scope, &terms, &[], self.weights(), CANDIDATES)?.best;
        for candidate in &mut scored {
            candidate.score *= COVERAGE_FLOOR + (1.0 - COVERAGE_FLOOR) * candidate.coverage * candidate.coverage;
        }
        // Solved cases answer; at nearly the same score they come before open or unsolved ones.
        let flags = |c: &Candidate| scope.shelves[c.shelf].columns().flags[c.document as usize];
        let code = |c: &Candidate| scope.shelves[c.shelf].columns().code[c.document as usize];
        let worth = |c: &Candidate| c.score * if flags(c) & flag::SOLVED != 0 { 1.1 } else { 1.0 };
        scored.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then_with(|| code(a).cmp(&code(b))));

        let best = scored.first().map_or(0.0, |c| c.score);
        scored.retain(|c| c.score >= best * WORTH_SHOWING);

        let wanted: HashSet<String> = terms.into_iter().map(|t| t.term).collect();
        let mut covered: HashSet<u64> = HashSet::new();
        let mut facets: HashMap<&str, HashMap<String, usize>> = HashMap::new();
        let mut found = Found { more: scored.len() >= CANDIDATES, ..Found::default() };
        for candidate in &scored {
            if covered.contains(&code(candidate)) {
                continue;
            }
            let card = scope.shelves[candidate.shelf].card(candidate.document)?;
            if !request.filters.iter().all(|(field, value)| facet(&card, field).is_some_and(|v| v.eq_ignore_ascii_case(value))) {
                continue;
            }
            let members = state.families.members(code(candidate), u64::MAX, |m| matches!(scope.find(m), Ok(Some(_))));
            covered.extend(&members);
            for field in FACETS {
                if let Some(value) = facet(&card, field) {
                    *facets.entry(field).or_default().entry(value).or_default() += 1;
                }
            }
            if found.total >= request.offset && found.hits.len() < request.limit {
                let reused = state.families.answered_by(code(candidate), u64::MAX).filter(|t| members.contains(t)).count();
                found.hits.push(hit(card, candidate.score, &wanted, members.len(), reused));
            }
            found.total += 1;
        }
        found.facets = FACETS.iter().filter_map(|f| Some((f.to_string(), sorted(facets.remove(f)?)))).collect();
        Ok(found)
    }
}

fn sorted(counts: HashMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

fn facet(card: &Card, field: &str) -> Option<String> {
    match field {
        "product" => card.product.clone(),
        "component" => card.component.clone(),
        "severity" => card.severity.map(|s| s.to_string()),
        "status" => Some(card.status.to_string()),
        "kind" => Some(card.kind.to_string()),
        _ => None,
    }
}

fn hit(card: Card, score: f32, wanted: &HashSet<String>, family_size: usize, reused: usize) -> SearchHit {
    let whole = [&card.body, &card.cause, &card.resolution, &card.rest];
    let shown = whole
        .iter()
        .map(|text| snippet(text, wanted, SNIPPET_CHARS))
        .max_by_key(|s| s.marks.iter().map(|(a, b)| b - a).sum::<usize>())
        .unwrap_or_default();
    // Of equally marked texts the symptom is shown, not the last one.
    let shown = if shown.marks.is_empty() { snippet(&card.body, wanted, SNIPPET_CHARS) } else { shown };
    SearchHit { score, title: snippet(&card.title, wanted, TITLE_CHARS_MAX), snippet: shown, family_size, reused, card }
}

/// The question's terms; the last word may still be growing, so it also stands for what begins with it.
fn query_terms(scope: &bm25f::Scope, text: &str) -> Result<Vec<QueryTerm>, IndexError> {
    let mut terms: Vec<QueryTerm> = Vec::new();
    for term in analyzer::terms(text) {
        if !terms.iter().any(|t| t.term == term) && terms.len() < bm25f::QUERY_TERMS_MAX {
            let group = terms.len() as u32;
            terms.push(QueryTerm { term, frequency: 1.0, group });
        }
    }
    if let Some(word) = analyzer::unfinished_word(text) {
        // The finished form of the same word shares its group, so that both together count once.
        let stem = analyzer::terms(&word).pop();
        let group = terms.iter().find(|t| Some(&t.term) == stem.as_ref()).map_or(terms.len() as u32, |t| t.group);
        let grown: Vec<QueryTerm> = expansions(scope, &word)?
            .into_iter()
            .filter(|term| !terms.iter().any(|t| t.term == *term))
            .map(|term| QueryTerm { term, frequency: 0.5, group })
            .collect();
        let at = terms.iter().position(|t| t.group == group).map_or(terms.len(), |p| p + 1);
        terms.splice(at..at, grown);
    }
    Ok(terms)
}

/// Indexed words that begin with `word`. Stems are shorter than words, so a nearly finished word is shortened until
/// something begins with it.
fn expansions(scope: &bm25f::Scope, word: &str) -> Result<Vec<String>, IndexError> {
    let mut prefix = word;
    loop {
        let mut found: Vec<String> = Vec::new();
        for (shelf, mask) in scope.shelves.iter().zip(&scope.masks) {
            for field in TextField::ALL {
                for term in shelf.terms_with_prefix(field, prefix, EXPANSIONS_MAX)? {
                    // A word that only stands in what the asker may not see is not offered to them.
                    if mask.is_none() || scope.frequency(field, &term)? > 0 {
                        found.push(term);
                    }
                }
            }
        }
        found.sort();
        found.dedup();
        found.truncate(EXPANSIONS_MAX);
        let shorter = prefix.len().saturating_sub(1);
        if !found.is_empty() || shorter < 4 || word.len() - shorter > 3 {
            return Ok(found);
        }
        prefix = &prefix[..shorter];
    }
}
