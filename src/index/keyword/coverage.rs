//! Scoring of typed words: documents that have all of them if there are enough, else documents that have some; with how much of
//! the query each covers.

use super::keyword_scorer::{ALL_WORDS_ENOUGH, KeywordScorer};
use super::scored_docs::{ScoredDocs, count, reached_by};
use super::{conjunction, title_first};
use crate::index::error::IndexError;
use crate::index::score::plan::{self, QueryWord};
use crate::index::score::postings::TermPostings;
use crate::index::score::query::{IDENTIFIERS_MAX, QueryTerm, ScoredCandidate, SearchScope};
use crate::index::score::term_weight::TermWeights;
use crate::index::score::weights::Weights;

/// Coverage from which a document counts as having every word, allowing for rounding.
const ALL_BUT_ROUNDING: f32 = 0.999;
/// Relative error of a score summed in another order.
const ROUNDING: f32 = 1e-5;

/// Factor of the score of a document that covers nothing of the query.
const COVERAGE_FLOOR: f32 = 0.15;

/// A score reduced by the share of the query that is not covered.
fn kept(score: f32, coverage: f32) -> f32 {
    let coverage = coverage.min(1.0);
    score * (COVERAGE_FLOOR + (1.0 - COVERAGE_FLOOR) * coverage * coverage)
}

/// The `limit` best documents for typed words, and whether there may be further ones that were not considered. `hints` find
/// none; they add to the scores of what is found.
pub fn best(
    scope: &SearchScope,
    terms: &[QueryTerm],
    hints: &[QueryTerm],
    identifiers: &[String],
    weights: &Weights,
    limit: usize,
) -> Result<(Vec<ScoredCandidate>, bool), IndexError> {
    let words = plan::of_words(scope, terms)?;
    let scorer = KeywordScorer { terms: TermWeights::new(scope, weights), limit };
    let mut documents_with_identifier = Vec::new();
    for identifier in identifiers.iter().take(IDENTIFIERS_MAX).filter(|_| weights.sign_weight > 0.0) {
        documents_with_identifier.push(scorer.terms.documents_with_identifier(identifier)?);
    }
    let gains = documents_with_identifier.iter().map(|(_, gain)| gain).sum();
    let CoverageResult { mut found, asked, all, further } = scorer.found(&words, gains)?;
    for (documents, gain) in documents_with_identifier {
        for (found, documents) in found.iter_mut().zip(documents) {
            let before = std::mem::take(found);
            let held = before.documents.len();
            let gaining = ScoredDocs::gaining(documents, gain);
            *found = before.with(&gaining, |ours, _| ours);
            // If documents with all words are enough, an identifier alone adds none.
            if all && found.documents.len() > held {
                let kept = &before.documents;
                let places: Vec<bool> = found.documents.iter().map(|d| kept.binary_search(d).is_ok()).collect();
                found.retain(|at, _, _| places[at]);
            }
        }
    }
    scorer.hint(&plan::of_words(scope, hints)?, &mut found)?;
    let best = scorer.best(&found, asked);
    let further = further || best.len() >= limit;
    Ok((best, further))
}

/// Upper bounds on what the words not yet considered can add to a score and to the coverage.
struct RemainingWords {
    most: f32,
    heaviest: f32,
}

/// Documents found, before the best are picked.
struct CoverageResult {
    /// Per segment.
    found: Vec<ScoredDocs>,
    /// Weight of all words together.
    asked: f32,
    /// Whether every document found has all words.
    all: bool,
    /// Whether equally good documents may not have been considered.
    further: bool,
}

impl KeywordScorer<'_> {
    /// Finds documents by the cheapest strategy that gives the best ones.
    fn found(&self, words: &[QueryWord], gains: f32) -> Result<CoverageResult, IndexError> {
        let Some((rarest, others)) = words.split_first() else {
            return Ok(CoverageResult { found: Vec::new(), asked: 0.0, all: false, further: false });
        };
        let (limited, allowed) = (self.terms.scope.limited, plan::found_by_max(self.terms.scope));
        let mut titled = None;
        if !limited && title_first::are_first(words, allowed) {
            let found = title_first::holding(self, words)?;
            if let Some((all, asked)) = self.narrowed(words, found.iter().map(ScoredDocs::anew).collect(), 0.0)? {
                return Ok(CoverageResult { found: all, asked, all: true, further: true });
            }
            titled = Some(found).filter(|found| rarest.postings > allowed && count(found) >= self.limit);
        }
        // Documents with every word rank first, in whatever field the words are.
        if let Some(titled) = titled.as_mut().filter(|_| !others.is_empty()) {
            let whole = conjunction::holding(self, words)?;
            if let Some((all, asked)) = self.narrowed(words, whole.clone(), 0.0)? {
                return Ok(CoverageResult { found: all, asked, all: true, further: false });
            }
            titled.iter_mut().zip(&whole).for_each(|(titled, whole)| *titled = titled.with(whole, f32::max));
        }
        let further = titled.is_some();
        // Of a very frequent word only documents with it in the title are considered.
        let first = match titled {
            Some(titled) => {
                let mut first: Vec<ScoredDocs> = titled.iter().map(ScoredDocs::anew).collect();
                let (weight, _) = self.add_among(rarest, &mut first)?;
                (first, weight)
            }
            None => {
                let first = self.holding(rarest)?;
                if !limited
                    && !others.is_empty()
                    && rarest.postings >= ALL_WORDS_ENOUGH
                    && let Some((all, asked)) = self.narrowed(others, first.0.clone(), first.1)?
                {
                    return Ok(CoverageResult { found: all, asked, all: true, further: false });
                }
                first
            }
        };
        let (mut found, mut asked) = self.holding_some(first, words, gains)?;
        let single: Vec<QueryWord> = words.iter().filter(|word| !word.finds).cloned().collect();
        let of_words = single.iter().any(|word| word.terms.iter().any(|(query, _)| !query.term.is_ascii()));
        if of_words && count(&found) == 0 {
            // No document has these words: one with each of their characters may mean the same.
            (found, asked) = (conjunction::holding(self, &single)?, 0.0);
            for word in words {
                asked += self.add_among(word, &mut found)?.0;
            }
        }
        Ok(CoverageResult { found, asked, all: false, further })
    }

    /// The documents with a word, and its weight.
    fn holding(&self, word: &QueryWord) -> Result<(Vec<ScoredDocs>, f32), IndexError> {
        let scope = self.terms.scope;
        let mut found: Vec<ScoredDocs> = scope.segments.iter().map(|_| ScoredDocs::default()).collect();
        let mut postings: Vec<TermPostings> = scope.segments.iter().map(|_| TermPostings::default()).collect();
        let mut most = 0.0f32;
        for (query, _) in &word.terms {
            for ((segment, visible), postings) in scope.segments.iter().zip(&scope.visible).zip(&mut postings) {
                postings.read_term(*segment, visible, scope.as_of, &query.term, &self.terms.norms)?;
            }
            let frequency = postings.iter().map(TermPostings::count).sum();
            let weight = self.terms.weight(query, frequency);
            for (found, postings) in found.iter_mut().zip(&postings) {
                let held = ScoredDocs::of(postings, weight, self.terms.weights.k1);
                // The terms of a word together cover it once.
                *found = if found.documents.is_empty() { held } else { found.with(&held, f32::max) };
            }
            // A term that no document has still counts: without it a match would look complete.
            most = most.max(weight);
        }
        Ok((found, most))
    }

    /// Those of `left` that have all of some words, with the weight of the words so far; `None` if there are fewer than
    /// [`ALL_WORDS_ENOUGH`].
    fn narrowed(
        &self,
        words: &[QueryWord],
        mut left: Vec<ScoredDocs>,
        mut asked: f32,
    ) -> Result<Option<(Vec<ScoredDocs>, f32)>, IndexError> {
        for word in words {
            let (weight, held) = self.add_among(word, &mut left)?;
            asked += weight;
            left.iter_mut().zip(&held).for_each(|(left, held)| left.retain(|at, _, _| held[at]));
            if count(&left) < ALL_WORDS_ENOUGH {
                return Ok(None);
            }
        }
        Ok(Some((left, asked)))
    }

    /// Documents that have one of the rarer words, scored by all; with the weight of all words. `first` are those with the
    /// rarest word.
    fn holding_some(
        &self,
        first: (Vec<ScoredDocs>, f32),
        words: &[QueryWord],
        gains: f32,
    ) -> Result<(Vec<ScoredDocs>, f32), IndexError> {
        let scope = self.terms.scope;
        let allowed = plan::found_by_max(scope);
        let (mut found, mut asked) = first;
        let mut so_far = words.first().map_or(0, |rarest| rarest.postings);
        for (at, word) in words.iter().enumerate().skip(1) {
            if !scope.limited {
                let most = words[at..].iter().map(|word| self.most(word)).sum::<f32>() + gains;
                let heaviest = words[at..].iter().map(|word| self.heaviest(word)).sum();
                self.drop_hopeless(&mut found, asked, RemainingWords { most, heaviest });
            }
            asked += if word.finds && so_far.saturating_add(word.postings) <= allowed {
                so_far += word.postings;
                let (holding, weight) = self.holding(word)?;
                for (found, holding) in found.iter_mut().zip(&holding) {
                    *found = found.with(holding, |ours, theirs| ours + theirs);
                }
                weight
            } else {
                self.add_among(word, &mut found)?.0
            };
        }
        Ok((found, asked))
    }

    /// Adds words to the scores of documents found, not to what these cover.
    fn hint(&self, hints: &[QueryWord], found: &mut [ScoredDocs]) -> Result<(), IndexError> {
        if hints.is_empty() {
            return Ok(());
        }
        let covered: Vec<Vec<f32>> = found.iter().map(|found| found.covered.clone()).collect();
        for hint in hints {
            self.add_among(hint, found)?;
        }
        found.iter_mut().zip(covered).for_each(|(found, covered)| found.covered = covered);
        Ok(())
    }

    /// Upper bound on what a word adds to a score.
    fn most(&self, word: &QueryWord) -> f32 {
        word.terms.iter().map(|(query, held)| self.terms.weight(query, *held)).sum()
    }

    /// What a word adds to the coverage.
    fn heaviest(&self, word: &QueryWord) -> f32 {
        word.terms.iter().map(|(query, held)| self.terms.weight(query, *held)).fold(0.0, f32::max)
    }

    /// Drops documents that cannot be among the best, even if they have all remaining words.
    fn drop_hopeless(&self, found: &mut [ScoredDocs], asked: f32, to_come: RemainingWords) {
        if count(found) > 2 * self.limit {
            let whole = (asked + to_come.heaviest).max(1e-6);
            let least = reached_by(found, self.limit, |score, covered| kept(score, covered / whole)) * (1.0 - ROUNDING);
            let at_best = |score: f32, covered: f32| kept(score + to_come.most, (covered + to_come.heaviest) / whole);
            found.iter_mut().for_each(|found| found.retain(|_, score, covered| at_best(score, covered) >= least));
        }
    }

    /// The best documents found.
    fn best(&self, found: &[ScoredDocs], asked: f32) -> Vec<ScoredCandidate> {
        let scope = self.terms.scope;
        let value = |score: f32, covered: f32| kept(score, covered / asked.max(1e-6));
        let least = reached_by(found, self.limit, value);
        let mut best = Vec::new();
        for (at, found) in found.iter().enumerate() {
            for ((document, score), covered) in found.documents.iter().zip(&found.scores).zip(&found.covered) {
                let score = value(*score, *covered);
                if score >= least && score > 0.0 {
                    let whole = *covered >= asked * ALL_BUT_ROUNDING;
                    best.push(ScoredCandidate { whole, ..ScoredCandidate::of(at, *document, score) });
                }
            }
        }
        let own = |c: &ScoredCandidate| scope.without == Some(scope.segments[c.segment].columns().key[c.document as usize]);
        best.retain(|candidate| !own(candidate));
        scope.ordered(best, self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Audience;
    use crate::index::doc::document::Document;
    use crate::index::doc::stored::StoredDocument;
    use crate::index::score::accumulators::AccumulatorPool;
    use crate::index::store::mem_segment::{MemSegment, MemSegmentData};
    use crate::index::store::visibility::{Visibility, visible_docs};
    use crate::ticket::{Kind, Number, Status};
    use crate::words::Locale;

    /// Documents whose words are all in the body, and some of them in the title.
    fn desk() -> MemSegment {
        let mut documents = Vec::new();
        let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let mut chance = 1u64;
        for i in 0..4_000u32 {
            let mut words = Vec::new();
            for (word, percent) in [("pump", 80), ("valve", 70), ("leak", 8), ("rust", 2), ("crack", 2)] {
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                for _ in 0..u64::from((chance >> 33) % 100 < percent) * (1 + (chance >> 50) % 3) {
                    words.push(word);
                }
            }
            let in_title = words.len() - (chance >> 40) as usize % (words.len() + 1);
            let (title, body) = (words[..in_title].join(" "), format!("{} {}", words.join(" "), "it ".repeat(i as usize % 7)));
            let opened_at = (day + chrono::Days::new(u64::from(i / 500))).and_hms_opt(8, 0, 0).unwrap().and_utc();
            let number = Number::ticket(opened_at.date_naive(), i % 500 + 1);
            let none = String::new;
            let stored = StoredDocument {
                number,
                requirement_number: None,
                kind: Kind::Fault,
                title,
                body,
                cause: none(),
                resolution: none(),
                workaround: None,
                rest: none(),
                status: Status::Closed,
                outcome: None,
                severity: None,
                product: None,
                component: None,
                versions: vec![],
                language: Locale::En,
                confidence: None,
                opened_at,
                resolved_at: None,
            };
            let (first_seq, audience) = (u64::from(i) + 1, Audience::Internal);
            documents.push(Document { stored, first_seq, last_seq: first_seq, audience, customer: None, open: true });
        }
        MemSegment::of(MemSegmentData::of(documents))
    }

    /// The best for some words; `limited` reads every posting and drops nothing.
    fn asked(segment: &MemSegment, words: &[&str], limited: bool, limit: usize) -> (Vec<ScoredCandidate>, bool) {
        let pool = AccumulatorPool::default();
        let visible = vec![visible_docs(segment, Visibility::Staff, None)];
        let scope = SearchScope { segments: vec![segment], visible, as_of: None, without: None, limited, pool: &pool };
        let query = |(i, word): (usize, &&str)| QueryTerm { term: word.to_string(), frequency: 1.0, group: i as u32 };
        let terms: Vec<QueryTerm> = words.iter().enumerate().map(query).collect();
        best(&scope, &terms, &[], &[], &Weights::built_in().unwrap(), limit).unwrap()
    }

    fn rows(found: &[ScoredCandidate]) -> Vec<(u32, i64)> {
        found.iter().map(|c| (c.document, (c.score * 1e3).round() as i64)).collect()
    }

    #[test]
    fn what_is_passed_over_would_not_have_been_shown() {
        let segment = desk();
        // Too few have both rare words, so some suffice; the frequent one is looked up for the best only.
        for words in [&["rust", "crack", "pump"][..], &["leak", "rust", "valve"], &["rust", "pump"]] {
            let (few, _) = asked(&segment, words, false, 20);
            let (whole, _) = asked(&segment, words, true, 20);
            let whole: Vec<ScoredCandidate> = whole.into_iter().take(few.len()).collect();
            assert!(!few.is_empty());
            assert_eq!(rows(&few), rows(&whole), "{words:?}");
        }
    }

    #[test]
    fn frequent_words_are_found_by_titles_and_it_is_said_that_there_are_more() {
        let segment = desk();
        let (few, further) = asked(&segment, &["pump", "valve"], false, 20);
        let (whole, _) = asked(&segment, &["pump", "valve"], true, 20);
        assert_eq!(rows(&few), rows(&whole));
        assert!(further);
    }
}
