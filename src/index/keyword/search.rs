//! `search`: a few words typed by a person. Any text is a legal question.

use super::coverage;
use super::query_expansion::AskedWords;
use super::query_parser::Typed;
use crate::index::doc::document::flag;
use crate::index::doc::facet::Facet;
use crate::index::doc::schema::TextField;
use crate::index::doc::stored::Card;
use crate::index::error::IndexError;
use crate::index::score::accumulators::Pool;
use crate::index::score::query::{Candidate, Scope};
use crate::index::score::weights::Weights;
use crate::index::store::reader::Shelf;
use crate::index::store::snapshot::Snapshot;
use crate::index::store::visibility::{Sight, counted};
use crate::index::text::analyzer;
use crate::index::text::fuzzy::distance;
use crate::index::text::glossary::Glossary;
use crate::index::text::highlight::{SNIPPET_CHARS, Snippet, as_written, snippet};
use crate::signature::{self, Sign, SignKind};
use crate::ticket::{Number, TITLE_CHARS_MAX};
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;

/// Candidates ranked for a page: filters and families thin them out.
const CANDIDATES: usize = 500;
/// Of those, how many are read for a phrase in quotes.
const PHRASE_READ_MAX: usize = 200;
/// Slips within which words of one stem are told apart.
const SURFACE_SLIPS_MAX: usize = 8;
/// A result this much worse than the best one only shares a character or a common word with the question.
const WORTH_SHOWING: f32 = 0.1;

#[derive(Debug, Clone)]
pub struct SearchRequest {
    pub text: String,
    pub limit: usize,
    pub offset: usize,
    pub sight: Sight,
    /// Beside those typed as words.
    pub filters: Vec<(Facet, String)>,
    /// Documents that the text names by a number; they come first.
    pub named: Vec<Number>,
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
    pub facets: Vec<(Facet, Vec<(String, usize)>)>,
    /// Filters that were in force, typed or asked.
    pub filters: Vec<(Facet, String)>,
    /// The question as it may have been meant, where a word was mistyped.
    pub did_you_mean: Option<String>,
    /// Nothing holds the phrases in quotes as they stand; these results hold their words.
    pub phrase_missing: bool,
}

/// What the words typed find.
pub fn search(
    snapshot: &Snapshot,
    pool: &Pool,
    weights: &Weights,
    glossary: &Glossary,
    request: &SearchRequest,
) -> Result<Found, IndexError> {
    let mut typed = Typed::parse(&request.text);
    typed.filters.extend(request.filters.iter().cloned());
    let whole = Scope::over(snapshot, pool, request.sight, None, None);
    let mut scope = Scope::over(snapshot, pool, request.sight, None, None);
    narrow(&mut scope, &typed.filters);
    let asked = AskedWords::new(&scope, glossary, &typed.words)?;
    let mut found = Found { filters: typed.filters.clone(), ..Found::default() };
    let mut ranked = match (asked.terms.is_empty(), typed.filters.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => newest(&scope),
        (false, _) => {
            let signs = signature::signatures(&typed.words);
            let signs: Vec<String> = signs.iter().filter(|s| s.kind == SignKind::ErrorCode).map(Sign::term).collect();
            let (best, further) = coverage::best(&scope, &asked.terms, &signs, weights, CANDIDATES)?;
            found.more = further;
            by_worth(&scope, best)
        }
    };
    found.more |= ranked.len() >= CANDIDATES;
    if !typed.phrases.is_empty() {
        let holding = holding_phrases(&scope, &ranked, &typed.phrases)?;
        found.phrase_missing = holding.is_empty() && !ranked.is_empty();
        if !found.phrase_missing {
            (ranked, found.more) = (holding, false);
        }
    }
    let named = name_first(&whole, &mut ranked, &request.named)?;
    // A number alone asks for that one and nothing like it.
    if named > 0 && request.text.split_whitespace().count() == 1 {
        ranked.truncate(named);
    }
    let rows = Rows { snapshot, whole: &whole, wanted: asked.terms.iter().map(|t| t.term.clone()).collect() };
    rows.fill(&ranked, request, &mut found)?;
    found.did_you_mean = meant(&whole, &typed.words, &asked, &found.hits)?;
    Ok(found)
}

/// Leaves out what has none of the values asked for, facet by facet.
fn narrow(scope: &mut Scope, filters: &[(Facet, String)]) {
    for (slot, facet) in Facet::ALL.into_iter().enumerate() {
        let wanted: Vec<&str> = filters.iter().filter(|(f, _)| *f == facet).map(|(_, value)| value.as_str()).collect();
        if wanted.is_empty() {
            continue;
        }
        for (shelf, seen) in scope.shelves.iter().zip(&mut scope.seen) {
            let mut both = shelf.columns().facets[slot].having(&wanted);
            seen.mask.iter().for_each(|mask| both.and(mask));
            *seen = counted(shelf.columns(), both, None, seen.as_customer);
        }
    }
}

/// Filters alone ask for everything that has them: the newest first.
fn newest(scope: &Scope) -> Vec<Candidate> {
    let mut all: Vec<(u64, Candidate)> = Vec::new();
    for (index, (shelf, seen)) in scope.shelves.iter().zip(&scope.seen).enumerate() {
        let columns = shelf.columns();
        let left = (0..columns.len() as u32).filter(|d| seen.sees(*d));
        all.extend(left.map(|d| (columns.order[d as usize], Candidate::of(index, d, 0.0))));
    }
    all.sort_unstable_by_key(|(order, _)| std::cmp::Reverse(*order));
    all.into_iter().take(CANDIDATES).map(|(_, candidate)| candidate).collect()
}

/// In the order people want them: solved cases before open or unsolved ones at nearly the same score.
fn by_worth(scope: &Scope, mut scored: Vec<Candidate>) -> Vec<Candidate> {
    let best = scored.iter().map(|c| c.score).fold(0.0, f32::max);
    // What holds every word is shown, however long it is.
    scored.retain(|c| c.whole || c.score >= best * WORTH_SHOWING);
    let worth = |c: &Candidate| {
        let solved = scope.shelves[c.shelf].columns().flags[c.document as usize] & flag::SOLVED != 0;
        (c.score * if solved { 1.1 } else { 1.0 }, code(scope, c))
    };
    let mut ranked: Vec<((f32, u64), Candidate)> = scored.into_iter().map(|c| (worth(&c), c)).collect();
    ranked.sort_unstable_by(|(a, _), (b, _)| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

fn code(scope: &Scope, candidate: &Candidate) -> u64 {
    scope.shelves[candidate.shelf].columns().code[candidate.document as usize]
}

/// Of the first candidates those that hold every phrase as it stands, in whatever case and width.
fn holding_phrases(scope: &Scope, ranked: &[Candidate], phrases: &[String]) -> Result<Vec<Candidate>, IndexError> {
    let phrases: Vec<String> = phrases.iter().map(|p| folded(p)).collect();
    let mut holding = Vec::new();
    for candidate in ranked.iter().take(PHRASE_READ_MAX) {
        let card = scope.shelves[candidate.shelf].card(candidate.document)?;
        let mut texts = vec![&card.title];
        texts.extend(readable(scope, candidate, &card));
        let texts: Vec<String> = texts.into_iter().map(|text| folded(text)).collect();
        if phrases.iter().all(|phrase| texts.iter().any(|text| text.contains(phrase))) {
            holding.push(*candidate);
        }
    }
    Ok(holding)
}

/// A document's texts that the asker may read, the title apart.
fn readable<'c>(scope: &Scope, candidate: &Candidate, card: &'c Card) -> Vec<&'c String> {
    let (shelf, seen) = (scope.shelves[candidate.shelf], &scope.seen[candidate.shelf]);
    match seen.withholds_answer(shelf.columns(), candidate.document) {
        true => vec![&card.body, &card.resolution],
        false => vec![&card.body, &card.cause, &card.resolution, &card.rest],
    }
}

fn folded(text: &str) -> String {
    let plain: String = text.nfkc().collect::<String>().to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the text names by its number is meant before anything else. How many there are.
fn name_first(whole: &Scope, ranked: &mut Vec<Candidate>, named: &[Number]) -> Result<usize, IndexError> {
    let mut found = 0;
    for number in named.iter().rev() {
        let Some((shelf, document)) = whole.find(number.code())? else { continue };
        found += 1;
        ranked.retain(|c| (c.shelf, c.document) != (shelf, document));
        let score = ranked.first().map_or(1.0, |c| c.score);
        ranked.insert(0, Candidate::of(shelf, document, score));
    }
    Ok(found)
}

/// The question with mistyped words as the results have them.
fn meant(scope: &Scope, words: &str, asked: &AskedWords, hits: &[SearchHit]) -> Result<Option<String>, IndexError> {
    if asked.mistyped.is_empty() || hits.is_empty() {
        return Ok(None);
    }
    let mut meant = words.to_string();
    let mut changed = false;
    // From the end on, so that places before stay right; of an identifier and its parts the one that ends last, once.
    let mut mistyped: Vec<_> = asked.mistyped.iter().collect();
    mistyped.sort_by_key(|(typed, _)| (std::cmp::Reverse(typed.end), typed.start));
    let mut from = usize::MAX;
    for (typed, near) in mistyped {
        if typed.end > from {
            continue;
        }
        // Stems stand for several words: of those in a result, the one most like what was typed.
        let word = words[typed.start..typed.end].to_lowercase();
        let mut right = hits.iter().find_map(|hit| surface(&word, near, &hit.card));
        if right.is_none() {
            right = holder(scope, near)?.and_then(|card| surface(&word, near, &card));
        }
        if let Some(right) = right {
            meant.replace_range(typed.start..typed.end, &right);
            (changed, from) = (true, typed.start);
        }
    }
    Ok(changed.then_some(meant))
}

/// The word of a document that has one of some stems and is most like what was typed.
fn surface(typed: &str, stems: &[String], card: &Card) -> Option<String> {
    let text = format!("{}\n{}\n{}\n{}", card.title, card.body, card.cause, card.resolution);
    let wanted: HashSet<String> = stems.iter().cloned().collect();
    let words = analyzer::tokens_among(&text, &wanted).into_iter().map(|t| text[t.start..t.end].to_lowercase());
    words.min_by_key(|word| distance(typed, word, SURFACE_SLIPS_MAX).unwrap_or(usize::MAX))
}

/// A document that has one of some stems in its title or body.
fn holder(scope: &Scope, stems: &[String]) -> Result<Option<Card>, IndexError> {
    for (shelf, seen) in scope.shelves.iter().zip(&scope.seen) {
        for (stem, field) in stems.iter().flat_map(|stem| [(stem, TextField::Title), (stem, TextField::Body)]) {
            let mut first = None;
            shelf.postings(field, stem, &mut |block, _| first = first.or(block.iter().copied().find(|d| seen.sees(*d))))?;
            if let Some(document) = first {
                return shelf.card(document).map(Some);
            }
        }
    }
    Ok(None)
}

/// Candidates to rows, one per family.
struct Rows<'a> {
    snapshot: &'a Snapshot,
    /// Everything the asker may see, filters apart: a family is as large as it is.
    whole: &'a Scope<'a>,
    wanted: HashSet<String>,
}

impl Rows<'_> {
    fn fill(&self, ranked: &[Candidate], request: &SearchRequest, found: &mut Found) -> Result<(), IndexError> {
        let mut covered: HashSet<u64> = HashSet::new();
        let mut counts = Counts::new(self.whole);
        for candidate in ranked {
            let code = code(self.whole, candidate);
            let tied = self.snapshot.families.is_tied(code, u64::MAX);
            if tied && covered.contains(&code) {
                continue;
            }
            let shelf = self.whole.shelves[candidate.shelf];
            let mut members = Vec::new();
            if tied {
                members = self.snapshot.families.members(code, u64::MAX, |m| matches!(self.whole.find(m), Ok(Some(_))));
                covered.extend(&members);
            }
            counts.add(shelf, candidate);
            if found.total >= request.offset && found.hits.len() < request.limit {
                let reused = self.snapshot.families.answered_by(code, u64::MAX).filter(|t| members.contains(t)).count();
                let card = shelf.card(candidate.document)?;
                let texts: Vec<String> = readable(self.whole, candidate, &card).into_iter().cloned().collect();
                found.hits.push(hit(card, &texts, candidate.score, &self.wanted, members.len().max(1), reused));
            }
            found.total += 1;
        }
        found.facets = counts.told(self.whole);
        Ok(())
    }
}

/// How often each value of each facet occurs, counted by the values' places on each shelf.
struct Counts {
    by_shelf: Vec<[Vec<usize>; 5]>,
}

impl Counts {
    fn new(scope: &Scope) -> Counts {
        let zeros = |shelf: &&dyn Shelf| shelf.columns().facets.each_ref().map(|facet| vec![0; facet.values.len()]);
        Counts { by_shelf: scope.shelves.iter().map(zeros).collect() }
    }

    fn add(&mut self, shelf: &dyn Shelf, candidate: &Candidate) {
        for (counts, column) in self.by_shelf[candidate.shelf].iter_mut().zip(&shelf.columns().facets) {
            counts[column.places[candidate.document as usize] as usize] += 1;
        }
    }

    /// Place 0 is no value.
    fn told(&self, scope: &Scope) -> Vec<(Facet, Vec<(String, usize)>)> {
        let mut told = Vec::new();
        for (slot, facet) in Facet::ALL.into_iter().enumerate() {
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for (shelf, counted) in scope.shelves.iter().zip(&self.by_shelf) {
                let named = shelf.columns().facets[slot].values.iter().zip(&counted[slot]).skip(1);
                for (value, count) in named.filter(|(_, count)| **count > 0) {
                    *counts.entry(value).or_default() += count;
                }
            }
            if !counts.is_empty() {
                told.push((facet, sorted(counts)));
            }
        }
        told
    }
}

fn sorted(counts: HashMap<&str, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().map(|(value, count)| (value.to_string(), count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

fn hit(card: Card, whole: &[String], score: f32, wanted: &HashSet<String>, family_size: usize, reused: usize) -> SearchHit {
    let shown = whole
        .iter()
        .map(|text| snippet(text, wanted, SNIPPET_CHARS))
        .max_by_key(|s| s.marks.iter().map(|(a, b)| b - a).sum::<usize>())
        .unwrap_or_default();
    // Of equally marked texts the symptom is shown, not the last one.
    let shown = if shown.marks.is_empty() { snippet(&card.body, wanted, SNIPPET_CHARS) } else { shown };
    SearchHit { score, title: as_written(&card.title, wanted, TITLE_CHARS_MAX), snippet: shown, family_size, reused, card }
}
