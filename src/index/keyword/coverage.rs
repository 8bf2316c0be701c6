//! A few typed words: documents that hold all of them if there are enough, else those that hold some; with how much of the
//! question each holds.

use super::asking::{ALL_WORDS_ENOUGH, Asking};
use super::scored_docs::{Gathered, count, reached_by};
use super::{conjunction, title_first};
use crate::index::error::IndexError;
use crate::index::score::plan::{self, Word};
use crate::index::score::postings::Holders;
use crate::index::score::query::{Candidate, QueryTerm, SIGNS_MAX, Scope};
use crate::index::score::term_weight::Terms;
use crate::index::score::weights::Weights;

/// The share of what is asked for that only rounding keeps from being all of it.
const ALL_BUT_ROUNDING: f32 = 0.999;
/// What a score may lose by being added up in another order.
const ROUNDING: f32 = 1e-5;

/// What a document is left with that holds nothing of the question.
const COVERAGE_FLOOR: f32 = 0.15;

/// A score, less what is lost for the share of the question that is not held: all words before some.
fn kept(score: f32, coverage: f32) -> f32 {
    let coverage = coverage.min(1.0);
    score * (COVERAGE_FLOOR + (1.0 - COVERAGE_FLOOR) * coverage * coverage)
}

/// The `limit` best documents for a few typed words, and whether there may be further ones that were not looked at.
pub fn best(
    scope: &Scope,
    terms: &[QueryTerm],
    signs: &[String],
    weights: &Weights,
    limit: usize,
) -> Result<(Vec<Candidate>, bool), IndexError> {
    let words = plan::of_words(scope, terms)?;
    let asking = Asking { terms: Terms::new(scope, weights), limit };
    let mut signed = Vec::new();
    for sign in signs.iter().take(SIGNS_MAX).filter(|_| weights.sign_weight > 0.0) {
        signed.push(asking.terms.signed(sign)?);
    }
    let gains = signed.iter().map(|(_, gain)| gain).sum();
    let FoundBy { mut found, asked, all, further } = asking.found(&words, gains)?;
    for (documents, gain) in signed {
        for (found, documents) in found.iter_mut().zip(documents) {
            let before = std::mem::take(found);
            let held = before.documents.len();
            let gaining = Gathered::gaining(documents, gain);
            *found = before.with(&gaining, |ours, _| ours);
            // Where documents that hold all words are enough, none comes in by a sign alone.
            if all && found.documents.len() > held {
                let kept = &before.documents;
                let places: Vec<bool> = found.documents.iter().map(|d| kept.binary_search(d).is_ok()).collect();
                found.retain(|at, _, _| places[at]);
            }
        }
    }
    let best = asking.best(&found, asked);
    let further = further || best.len() >= limit;
    Ok((best, further))
}

/// What words that have not been looked at yet can add to a score, and to how much of the question is held.
struct ToCome {
    most: f32,
    heaviest: f32,
}

struct FoundBy {
    /// Shelf by shelf.
    found: Vec<Gathered>,
    /// What all words weigh together.
    asked: f32,
    /// Whether all that was found holds them all.
    all: bool,
    /// Whether there may be as good ones that were not looked at.
    further: bool,
}

impl Asking<'_> {
    fn found(&self, words: &[Word], gains: f32) -> Result<FoundBy, IndexError> {
        let Some((rarest, others)) = words.split_first() else {
            return Ok(FoundBy { found: Vec::new(), asked: 0.0, all: false, further: false });
        };
        let (limited, allowed) = (self.terms.scope.limited, plan::found_by_max(self.terms.scope));
        let mut titled = None;
        if !limited && title_first::are_first(words, allowed) {
            let found = title_first::holding(self, words)?;
            if let Some((all, asked)) = self.narrowed(words, found.iter().map(Gathered::anew).collect(), 0.0)? {
                return Ok(FoundBy { found: all, asked, all: true, further: true });
            }
            titled = Some(found).filter(|found| rarest.postings > allowed && count(found) >= self.limit);
        }
        // Those that hold every word come first, however few they are and wherever the words stand.
        if let Some(titled) = titled.as_mut().filter(|_| !others.is_empty()) {
            let whole = conjunction::holding(self, words)?;
            if let Some((all, asked)) = self.narrowed(words, whole.clone(), 0.0)? {
                return Ok(FoundBy { found: all, asked, all: true, further: false });
            }
            titled.iter_mut().zip(&whole).for_each(|(titled, whole)| *titled = titled.with(whole, f32::max));
        }
        let further = titled.is_some();
        // Of a word that very many documents have, those with it in their titles are looked at and no others.
        let first = match titled {
            Some(titled) => {
                let mut first: Vec<Gathered> = titled.iter().map(Gathered::anew).collect();
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
                    return Ok(FoundBy { found: all, asked, all: true, further: false });
                }
                first
            }
        };
        let (mut found, mut asked) = self.holding_some(first, words, gains)?;
        let single = words.iter().position(|word| !word.finds).map(|at| &words[at..]);
        if let Some(single) = single.filter(|_| count(&found) == 0) {
            // Nobody wrote these words: what holds each of their characters may say the same.
            (found, asked) = (conjunction::holding(self, single)?, 0.0);
            for word in words {
                asked += self.add_among(word, &mut found)?.0;
            }
        }
        Ok(FoundBy { found, asked, all: false, further })
    }

    /// Who holds a word, and what the word weighs.
    fn holding(&self, word: &Word) -> Result<(Vec<Gathered>, f32), IndexError> {
        let scope = self.terms.scope;
        let mut found: Vec<Gathered> = scope.shelves.iter().map(|_| Gathered::default()).collect();
        let mut holders: Vec<Holders> = scope.shelves.iter().map(|_| Holders::default()).collect();
        let mut most = 0.0f32;
        for (query, _) in &word.terms {
            for ((shelf, seen), holders) in scope.shelves.iter().zip(&scope.seen).zip(&mut holders) {
                holders.gather(*shelf, seen, scope.as_of, &query.term, &self.terms.norms)?;
            }
            let frequency = holders.iter().map(Holders::count).sum();
            let weight = self.terms.weight(query, frequency);
            for (found, holders) in found.iter_mut().zip(&holders) {
                let held = Gathered::of(holders, weight, self.terms.weights.k1);
                // Terms of a word together count as it does once.
                *found = if found.documents.is_empty() { held } else { found.with(&held, f32::max) };
            }
            // What nobody ever wrote (frequency 0) still was asked for: it keeps a match from looking complete.
            most = most.max(weight);
        }
        Ok((found, most))
    }

    /// Those of `left` that hold all of some words, with what has been asked for by then; None if they are too few.
    fn narrowed(
        &self,
        words: &[Word],
        mut left: Vec<Gathered>,
        mut asked: f32,
    ) -> Result<Option<(Vec<Gathered>, f32)>, IndexError> {
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

    /// Documents that hold one of the rarer words, scored by all; gives what all words weigh. `first` are those that hold
    /// the rarest.
    fn holding_some(&self, first: (Vec<Gathered>, f32), words: &[Word], gains: f32) -> Result<(Vec<Gathered>, f32), IndexError> {
        let scope = self.terms.scope;
        let allowed = plan::found_by_max(scope);
        let (mut found, mut asked) = first;
        let mut so_far = words.first().map_or(0, |rarest| rarest.postings);
        for (at, word) in words.iter().enumerate().skip(1) {
            if !scope.limited {
                let most = words[at..].iter().map(|word| self.most(word)).sum::<f32>() + gains;
                let heaviest = words[at..].iter().map(|word| self.heaviest(word)).sum();
                self.drop_hopeless(&mut found, asked, ToCome { most, heaviest });
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

    /// The most a word can add to a score.
    fn most(&self, word: &Word) -> f32 {
        word.terms.iter().map(|(query, held)| self.terms.weight(query, *held)).sum()
    }

    /// What a word counts as held.
    fn heaviest(&self, word: &Word) -> f32 {
        word.terms.iter().map(|(query, held)| self.terms.weight(query, *held)).fold(0.0, f32::max)
    }

    /// Leaves out what cannot be among the best any more, whatever it holds of the words still to come.
    fn drop_hopeless(&self, found: &mut [Gathered], asked: f32, to_come: ToCome) {
        if count(found) > 2 * self.limit {
            let whole = (asked + to_come.heaviest).max(1e-6);
            let least = reached_by(found, self.limit, |score, covered| kept(score, covered / whole)) * (1.0 - ROUNDING);
            let at_best = |score: f32, covered: f32| kept(score + to_come.most, (covered + to_come.heaviest) / whole);
            found.iter_mut().for_each(|found| found.retain(|_, score, covered| at_best(score, covered) >= least));
        }
    }

    fn best(&self, found: &[Gathered], asked: f32) -> Vec<Candidate> {
        let scope = self.terms.scope;
        let worth = |score: f32, covered: f32| kept(score, covered / asked.max(1e-6));
        let least = reached_by(found, self.limit, worth);
        let mut best = Vec::new();
        for (at, found) in found.iter().enumerate() {
            for ((document, score), covered) in found.documents.iter().zip(&found.scores).zip(&found.covered) {
                let score = worth(*score, *covered);
                if score >= least && score > 0.0 {
                    let whole = *covered >= asked * ALL_BUT_ROUNDING;
                    best.push(Candidate { whole, ..Candidate::of(at, *document, score) });
                }
            }
        }
        let own = |c: &Candidate| scope.without == Some(scope.shelves[c.shelf].columns().code[c.document as usize]);
        best.retain(|candidate| !own(candidate));
        scope.ordered(best, self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Audience;
    use crate::index::doc::document::Document;
    use crate::index::doc::stored::Card;
    use crate::index::score::accumulators::Pool;
    use crate::index::store::mem_segment::{Chunk, Part};
    use crate::index::store::visibility::{Sight, visible};
    use crate::ticket::{Kind, Number, Status};
    use crate::words::Locale;

    /// Documents whose words all stand in the body, and some of them in the title.
    fn desk() -> Part {
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
            let told = words.len() - (chance >> 40) as usize % (words.len() + 1);
            let (title, body) = (words[..told].join(" "), format!("{} {}", words.join(" "), "it ".repeat(i as usize % 7)));
            let opened_at = (day + chrono::Days::new(u64::from(i / 500))).and_hms_opt(8, 0, 0).unwrap().and_utc();
            let number = Number::ticket(opened_at.date_naive(), i % 500 + 1);
            let none = String::new;
            let card = Card {
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
            let (order, audience) = (u64::from(i) + 1, Audience::Internal);
            documents.push(Document { card, order, seq: order, audience, customer: None, open: true });
        }
        Part::of(Chunk::of(documents))
    }

    /// The best for some words; `limited` reads every posting and drops nothing.
    fn asked(tail: &Part, words: &[&str], limited: bool, limit: usize) -> (Vec<Candidate>, bool) {
        let pool = Pool::default();
        let seen = vec![visible(tail, Sight::Staff, None)];
        let scope = Scope { shelves: vec![tail], seen, as_of: None, without: None, limited, pool: &pool };
        let query = |(i, word): (usize, &&str)| QueryTerm { term: word.to_string(), frequency: 1.0, group: i as u32 };
        let terms: Vec<QueryTerm> = words.iter().enumerate().map(query).collect();
        best(&scope, &terms, &[], &Weights::built_in().unwrap(), limit).unwrap()
    }

    fn rows(found: &[Candidate]) -> Vec<(u32, i64)> {
        found.iter().map(|c| (c.document, (c.score * 1e3).round() as i64)).collect()
    }

    #[test]
    fn what_is_passed_over_would_not_have_been_shown() {
        let tail = desk();
        // Too few hold both rare words, so some are enough; the frequent one is looked up for the best alone.
        for words in [&["rust", "crack", "pump"][..], &["leak", "rust", "valve"], &["rust", "pump"]] {
            let (few, _) = asked(&tail, words, false, 20);
            let (whole, _) = asked(&tail, words, true, 20);
            let whole: Vec<Candidate> = whole.into_iter().take(few.len()).collect();
            assert!(!few.is_empty());
            assert_eq!(rows(&few), rows(&whole), "{words:?}");
        }
    }

    #[test]
    fn frequent_words_are_found_by_titles_and_it_is_said_that_there_are_more() {
        let tail = desk();
        let (few, further) = asked(&tail, &["pump", "valve"], false, 20);
        let (whole, _) = asked(&tail, &["pump", "valve"], true, 20);
        assert_eq!(rows(&few), rows(&whole));
        assert!(further);
    }
}
