//! `search`: a few words typed by a person. Any text is a valid query.

use super::coverage;
use super::did_you_mean::meant;
use super::exclude;
use super::query_expansion::ExpandedQuery;
use super::query_parser::ParsedQuery;
use crate::index::doc::document::flag;
use crate::index::doc::facet::Facet;
use crate::index::doc::stored::StoredDocument;
use crate::index::doc::units::DocKey;
use crate::index::error::IndexError;
use crate::index::score::accumulators::AccumulatorPool;
use crate::index::score::query::{ScoredCandidate, SearchScope};
use crate::index::score::weights::Weights;
use crate::index::store::reader::SegmentReader;
use crate::index::store::snapshot::Snapshot;
use crate::index::store::visibility::{Visibility, counted};
use crate::index::text::glossary::Glossary;
use crate::index::text::highlight::{SNIPPET_CHARS, Snippet, as_written, snippet};
use crate::index::text::normalize::{comparable, normalized};
use crate::signature::{self, Identifier, IdentifierKind};
use crate::ticket::{Number, TITLE_CHARS_MAX};
use std::collections::{HashMap, HashSet};

/// Candidates ranked for a page; filters and families reduce them.
const CANDIDATES: usize = 500;
/// Of those, how many are read to check phrases.
const PHRASE_READ_MAX: usize = 200;
/// Share of the best score below which a result is not shown: it only shares a character or a common word with the query.
const SHOWN_SCORE_MIN: f32 = 0.1;

/// A typed query with its page and filters.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// As typed.
    pub text: String,
    /// Hits per page.
    pub limit: usize,
    /// Hits to skip.
    pub offset: usize,
    /// What the reader may see.
    pub visibility: Visibility,
    /// Filters besides those in the text.
    pub filters: Vec<(Facet, String)>,
    /// Documents that the text names by number; they come first.
    pub named: Vec<Number>,
}

/// A result.
#[derive(Debug, Clone)]
pub struct SearchHit {
    /// The document.
    pub stored: StoredDocument,
    /// Score; only comparable within one answer.
    pub score: f32,
    /// Its title with the matched words marked.
    pub title: Snippet,
    /// The part of its text that shows best why it was found.
    pub snippet: Snippet,
    /// Documents of its family that the reader sees, itself included.
    pub family_size: usize,
    /// Tickets of the family that it has solved.
    pub reused: usize,
}

/// The answer to a typed query.
#[derive(Debug, Clone, Default)]
pub struct SearchResults {
    /// The hits of the page.
    pub hits: Vec<SearchHit>,
    /// Families among the candidates; a lower bound if `more` is set.
    pub total: usize,
    /// Whether there may be further ones.
    pub more: bool,
    /// Per facet, its values with their counts over the families found, the most frequent first.
    pub facets: Vec<(Facet, Vec<(String, usize)>)>,
    /// Filters in force, typed or requested.
    pub filters: Vec<(Facet, String)>,
    /// The query with mistyped words corrected.
    pub did_you_mean: Option<String>,
    /// No result has the quoted phrases verbatim; these results have their words.
    pub phrase_missing: bool,
}

/// Runs a typed query.
pub fn search(
    snapshot: &Snapshot,
    pool: &AccumulatorPool,
    weights: &Weights,
    glossary: &Glossary,
    request: &SearchRequest,
) -> Result<SearchResults, IndexError> {
    let mut typed = ParsedQuery::parse(&request.text);
    typed.filters.extend(request.filters.iter().cloned());
    let whole = SearchScope::over(snapshot, pool, request.visibility, None, None);
    let mut scope = SearchScope::over(snapshot, pool, request.visibility, None, None);
    narrow(&mut scope, &typed.filters);
    exclude::leave_out(&mut scope, &typed.without)?;
    let asked = ExpandedQuery::new(&scope, glossary, &typed.words)?;
    let mut found = SearchResults { filters: typed.filters.clone(), ..SearchResults::default() };
    let mut ranked = match (asked.terms.is_empty(), typed.filters.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => newest(&scope),
        (false, _) => {
            let identifiers = signature::identifiers(&normalized(&typed.words));
            let identifiers: Vec<String> =
                identifiers.iter().filter(|s| s.kind == IdentifierKind::ErrorCode).map(Identifier::term).collect();
            let (best, further) = coverage::best(&scope, &asked.terms, &asked.hints, &identifiers, weights, CANDIDATES)?;
            found.more = further;
            solved_first(&scope, best)
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
    if !typed.without_phrases.is_empty() {
        ranked = without_phrases(&scope, &ranked, &typed.without_phrases)?;
    }
    if asked.of_stopwords {
        let mut first = holding_phrases(&scope, &ranked, std::slice::from_ref(&typed.words))?;
        let is_first = |c: &ScoredCandidate| first.iter().any(|f| (f.segment, f.document) == (c.segment, c.document));
        let rest: Vec<ScoredCandidate> = ranked.iter().filter(|c| !is_first(c)).copied().collect();
        first.extend(rest);
        ranked = first;
    }
    let named = name_first(&whole, &mut ranked, &request.named)?;
    // A number of this desk alone asks for that document only; the number that it had elsewhere may be a word as well.
    if named > 0 && normalized(&request.text).trim_matches(|c: char| !c.is_ascii_alphanumeric()).parse::<Number>().is_ok() {
        ranked.truncate(named);
    }
    let rows = Rows { snapshot, whole: &whole, wanted: asked.terms.iter().map(|t| t.term.clone()).collect() };
    rows.fill(&ranked, request, &mut found)?;
    let shown: Vec<&StoredDocument> = found.hits.iter().map(|hit| &hit.stored).collect();
    found.did_you_mean = meant(&whole, &typed.words, &asked, &shown)?.map(|meant| typed.with_the_rest(&meant));
    Ok(found)
}

/// Restricts a scope to documents that have one of the wanted values of each facet.
fn narrow(scope: &mut SearchScope, filters: &[(Facet, String)]) {
    for (slot, facet) in Facet::ALL.into_iter().enumerate() {
        let wanted: Vec<&str> = filters.iter().filter(|(f, _)| *f == facet).map(|(_, value)| value.as_str()).collect();
        if wanted.is_empty() {
            continue;
        }
        for (segment, visible) in scope.segments.iter().zip(&mut scope.visible) {
            let mut both = segment.columns().facets[slot].having(&wanted);
            visible.mask.iter().for_each(|mask| both.and(mask));
            *visible = counted(segment.columns(), both, None, visible.as_customer);
        }
    }
}

/// A query of filters only: the newest documents first.
fn newest(scope: &SearchScope) -> Vec<ScoredCandidate> {
    let mut all: Vec<(u64, ScoredCandidate)> = Vec::new();
    for (index, (segment, visible)) in scope.segments.iter().zip(&scope.visible).enumerate() {
        let columns = segment.columns();
        let left = (0..columns.len() as u32).filter(|d| visible.contains(*d));
        all.extend(left.map(|d| (columns.first_seq[d as usize], ScoredCandidate::of(index, d, 0.0))));
    }
    all.sort_unstable_by_key(|(first_seq, _)| std::cmp::Reverse(*first_seq));
    all.into_iter().take(CANDIDATES).map(|(_, candidate)| candidate).collect()
}

/// Orders candidates: solved cases before others at nearly the same score; drops scores far below the best.
fn solved_first(scope: &SearchScope, mut scored: Vec<ScoredCandidate>) -> Vec<ScoredCandidate> {
    let best = scored.iter().map(|c| c.score).fold(0.0, f32::max);
    // Documents with every word are shown whatever their score.
    scored.retain(|c| c.whole || c.score >= best * SHOWN_SCORE_MIN);
    let value = |c: &ScoredCandidate| {
        let solved = scope.segments[c.segment].columns().flags[c.document as usize] & flag::SOLVED != 0;
        (c.score * if solved { 1.1 } else { 1.0 }, key(scope, c))
    };
    let mut ranked: Vec<((f32, DocKey), ScoredCandidate)> = scored.into_iter().map(|c| (value(&c), c)).collect();
    ranked.sort_unstable_by(|(a, _), (b, _)| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The key of a candidate.
fn key(scope: &SearchScope, candidate: &ScoredCandidate) -> DocKey {
    scope.segments[candidate.segment].columns().key[candidate.document as usize]
}

/// Those of the first candidates that contain every phrase verbatim, without regard to case and width.
fn holding_phrases(
    scope: &SearchScope,
    ranked: &[ScoredCandidate],
    phrases: &[String],
) -> Result<Vec<ScoredCandidate>, IndexError> {
    let phrases: Vec<String> = phrases.iter().map(|p| comparable(p)).collect();
    let mut holding = Vec::new();
    for candidate in ranked.iter().take(PHRASE_READ_MAX) {
        let texts = comparable_texts(scope, candidate)?;
        if phrases.iter().all(|phrase| texts.iter().any(|text| text.contains(phrase))) {
            holding.push(*candidate);
        }
    }
    Ok(holding)
}

/// Those of the first candidates that contain none of the phrases.
fn without_phrases(
    scope: &SearchScope,
    ranked: &[ScoredCandidate],
    phrases: &[String],
) -> Result<Vec<ScoredCandidate>, IndexError> {
    let phrases: Vec<String> = phrases.iter().map(|p| comparable(p)).collect();
    let mut left = Vec::new();
    for candidate in ranked.iter().take(PHRASE_READ_MAX) {
        let texts = comparable_texts(scope, candidate)?;
        if !phrases.iter().any(|phrase| texts.iter().any(|text| text.contains(phrase))) {
            left.push(*candidate);
        }
    }
    Ok(left)
}

/// The texts of a candidate that the reader may read, in the spelling that phrases are looked for in.
fn comparable_texts(scope: &SearchScope, candidate: &ScoredCandidate) -> Result<Vec<String>, IndexError> {
    let stored = scope.segments[candidate.segment].stored(candidate.document)?;
    let texts = std::iter::once(&stored.title).chain(readable(scope, candidate, &stored));
    Ok(texts.map(|text| comparable(text)).collect())
}

/// A document's texts that the reader may read, without the title.
fn readable<'c>(scope: &SearchScope, candidate: &ScoredCandidate, stored: &'c StoredDocument) -> Vec<&'c String> {
    let (segment, visible) = (scope.segments[candidate.segment], &scope.visible[candidate.segment]);
    match visible.withholds_answer(segment.columns(), candidate.document) {
        true => vec![&stored.body, &stored.resolution],
        false => vec![&stored.body, &stored.cause, &stored.resolution, &stored.rest],
    }
}

/// Moves documents that are named by number to the front; gives how many there are.
fn name_first(whole: &SearchScope, ranked: &mut Vec<ScoredCandidate>, named: &[Number]) -> Result<usize, IndexError> {
    let mut found = 0;
    for number in named.iter().rev() {
        let Some((segment, document)) = whole.find(DocKey::from(*number))? else { continue };
        found += 1;
        ranked.retain(|c| (c.segment, c.document) != (segment, document));
        let score = ranked.first().map_or(1.0, |c| c.score);
        ranked.insert(0, ScoredCandidate::of(segment, document, score));
    }
    Ok(found)
}

/// Turns candidates into hits, one per family.
struct Rows<'a> {
    snapshot: &'a Snapshot,
    /// Everything that the reader may see, without filters: families are counted in full.
    whole: &'a SearchScope<'a>,
    wanted: HashSet<String>,
}

impl Rows<'_> {
    /// Adds hits, totals and facet counts to the results.
    fn fill(&self, ranked: &[ScoredCandidate], request: &SearchRequest, found: &mut SearchResults) -> Result<(), IndexError> {
        let mut covered: HashSet<DocKey> = HashSet::new();
        let mut counts = Counts::new(self.whole);
        for candidate in ranked {
            let key = key(self.whole, candidate);
            let linked = self.snapshot.families.is_linked(key, u64::MAX);
            if linked && covered.contains(&key) {
                continue;
            }
            let segment = self.whole.segments[candidate.segment];
            let mut members = Vec::new();
            if linked {
                members = self.snapshot.families.members(key, u64::MAX, |m| matches!(self.whole.find(m), Ok(Some(_))));
                covered.extend(&members);
            }
            counts.add(segment, candidate);
            if found.total >= request.offset && found.hits.len() < request.limit {
                let reused = self.snapshot.families.answered_by(key, u64::MAX).filter(|t| members.contains(t)).count();
                let stored = segment.stored(candidate.document)?;
                let texts: Vec<String> = readable(self.whole, candidate, &stored).into_iter().cloned().collect();
                found.hits.push(hit(stored, &texts, candidate.score, &self.wanted, members.len().max(1), reused));
            }
            found.total += 1;
        }
        found.facets = counts.sorted(self.whole);
        Ok(())
    }
}

/// Per segment, the number of hits by facet and ordinal.
struct Counts {
    by_segment: Vec<[Vec<usize>; 5]>,
}

impl Counts {
    fn new(scope: &SearchScope) -> Counts {
        let zeros = |segment: &&dyn SegmentReader| segment.columns().facets.each_ref().map(|facet| vec![0; facet.values.len()]);
        Counts { by_segment: scope.segments.iter().map(zeros).collect() }
    }

    fn add(&mut self, segment: &dyn SegmentReader, candidate: &ScoredCandidate) {
        for (counts, column) in self.by_segment[candidate.segment].iter_mut().zip(&segment.columns().facets) {
            counts[column.ordinals[candidate.document as usize] as usize] += 1;
        }
    }

    /// Counts by facet and value, summed over segments. Ordinal 0 is no value.
    fn sorted(&self, scope: &SearchScope) -> Vec<(Facet, Vec<(String, usize)>)> {
        let mut facets = Vec::new();
        for (slot, facet) in Facet::ALL.into_iter().enumerate() {
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for (segment, counted) in scope.segments.iter().zip(&self.by_segment) {
                let named = segment.columns().facets[slot].values.iter().zip(&counted[slot]).skip(1);
                for (value, count) in named.filter(|(_, count)| **count > 0) {
                    *counts.entry(value).or_default() += count;
                }
            }
            if !counts.is_empty() {
                facets.push((facet, sorted(counts)));
            }
        }
        facets
    }
}

/// The most frequent values first.
fn sorted(counts: HashMap<&str, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().map(|(value, count)| (value.to_string(), count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// A hit with its snippet.
fn hit(
    stored: StoredDocument,
    whole: &[String],
    score: f32,
    wanted: &HashSet<String>,
    family_size: usize,
    reused: usize,
) -> SearchHit {
    let shown = whole
        .iter()
        .map(|text| snippet(text, wanted, SNIPPET_CHARS))
        .max_by_key(|s| s.marks.iter().map(|(a, b)| b - a).sum::<usize>())
        .unwrap_or_default();
    // Without marks the report is shown.
    let shown = if shown.marks.is_empty() { snippet(&stored.body, wanted, SNIPPET_CHARS) } else { shown };
    SearchHit { score, title: as_written(&stored.title, wanted, TITLE_CHARS_MAX), snippet: shown, family_size, reused, stored }
}
