//! A few typed words: documents that hold all of them if there are enough, else those that hold some; with how much of the
//! question each holds.

use super::IndexError;
use super::bm25f::{Candidate, QueryTerm, SIGNS_MAX, Scope, Scoring};
use super::plan::{self, Word};
use super::schema::TextField;
use super::sums::Sums;
use super::weights::Weights;

/// So many documents that hold all typed words are enough: what holds only some of them would come after these.
const ALL_WORDS_ENOUGH: usize = 100;
/// Of one word alone, so many in titles; it has many more, and nobody is told that these are all.
const ONE_WORD_ENOUGH: usize = 500;
/// A word with more postings than this is first looked for in titles, where it counts most.
const TITLES_FIRST: usize = 3_000;
/// Of more documents than this whose titles hold all words, those with the shortest titles are scored: nobody reads
/// thousands, and in a short title a word counts most.
const TITLES_SCORED: usize = 5_000;
/// The mark of a document that is looked at and has no word counted yet.
const LOOKED_AT: u32 = u32::MAX;

/// The `limit` best documents for a few typed words.
pub fn best(
    scope: &Scope,
    terms: &[QueryTerm],
    signs: &[String],
    weights: &Weights,
    limit: usize,
) -> Result<Vec<Candidate>, IndexError> {
    let words = plan::of_words(scope, terms)?;
    let mut scoring = Scoring::new(scope, weights, true);
    let mut asked = 0.0;
    let frequent = words.first().is_some_and(|rarest| rarest.postings > plan::found_by_max(scope));
    let all = match scoring.holding_all(&words, &mut asked)? {
        Held::Enough(all) => Some(all),
        Held::Few(all) if frequent => Some(scoring.holding_frequent(&words, all, &mut asked)?),
        _ => {
            asked = scoring.holding_some(&words)?;
            None
        }
    };
    for sign in signs.iter().take(SIGNS_MAX).filter(|_| weights.sign_weight > 0.0) {
        scoring.add_sign(sign)?;
    }
    let best = scoring.top(all.as_deref(), limit, asked)?;
    Ok(scoring.ordered(best, limit))
}

/// Documents that hold all words.
enum Held {
    /// As many as anybody reads, and scored.
    Enough(Vec<Vec<u32>>),
    /// These alone, and nothing scored; or none were looked for, because reading everything costs no more.
    Few(Vec<Vec<u32>>),
    NotLookedFor,
}

/// What a document is left with that holds nothing of the question.
const COVERAGE_FLOOR: f32 = 0.15;

/// The share of its score that a document keeps for how much of the question it holds: all words before some.
pub fn kept(coverage: f32) -> f32 {
    COVERAGE_FLOOR + (1.0 - COVERAGE_FLOOR) * coverage * coverage
}

fn count(documents: &[Vec<u32>]) -> usize {
    documents.iter().map(Vec::len).sum()
}

impl Scoring<'_> {
    /// Adds a word's terms to the scores of all their documents; gives the word's weight.
    fn add_word(&mut self, word: &Word) -> Result<f32, IndexError> {
        let mut most = 0.0f32;
        for (query, _) in &word.terms {
            let frequency = self.gather(query)?;
            let weight = self.weight(query, frequency);
            self.cover(weight, query.group);
            // What nobody ever wrote (frequency 0) still was asked for: it keeps a match from looking complete.
            most = most.max(weight);
        }
        Ok(most)
    }

    /// The same for documents of `among` (ascending) alone: those that `found` says yes to.
    fn add_word_among(&mut self, word: &Word, among: &[Vec<u32>], found: impl Fn(&Sums, u32) -> bool) -> Result<f32, IndexError> {
        let mut most = 0.0f32;
        for (query, held) in &word.terms {
            for (at, holders) in self.holders.iter_mut().enumerate() {
                let sums = &self.sums[at];
                holders.gather_among(self.scope.shelves[at], &among[at], &|d| found(sums, d), &query.term, &self.norms)?;
            }
            let weight = self.weight(query, *held);
            self.cover(weight, query.group);
            most = most.max(weight);
        }
        Ok(most)
    }

    /// Documents that hold all words, if they are enough: the rarest word finds them, the others are only looked up
    /// among what is left. None, and nothing scored, if there are too few, or if reading everything costs no more.
    fn holding_all(&mut self, words: &[Word], asked: &mut f32) -> Result<Held, IndexError> {
        let Some((rarest, others)) = words.split_first() else { return Ok(Held::NotLookedFor) };
        if self.scope.limited || rarest.postings < ALL_WORDS_ENOUGH {
            return Ok(Held::NotLookedFor);
        }
        if rarest.postings > TITLES_FIRST {
            let mut left = self.in_titles(words)?;
            self.shortest(&mut left);
            if count(&left) >= if others.is_empty() { ONE_WORD_ENOUGH } else { ALL_WORDS_ENOUGH } {
                self.mark(&left);
                if let Some(left) = self.narrowed(words, left, LOOKED_AT, asked)? {
                    return Ok(Held::Enough(left));
                }
            }
            // So many documents are told apart by their places alone before any is scored.
            let left = self.everywhere(words)?;
            if count(&left) < ALL_WORDS_ENOUGH {
                return Ok(Held::Few(left));
            }
            self.mark(&left);
            *asked = self.score_among(words, &left)?;
            return Ok(Held::Enough(left));
        }
        if others.is_empty() {
            return Ok(Held::NotLookedFor);
        }
        *asked = self.add_word(rarest)?;
        let left: Vec<Vec<u32>> = self.sums.iter().map(Sums::found).collect();
        let left = self.narrowed(others, left, rarest.terms[0].0.group + 1, asked)?;
        Ok(left.map_or(Held::NotLookedFor, Held::Enough))
    }

    /// Of too many documents those with the shortest titles, the newest of equals.
    fn shortest(&self, left: &mut [Vec<u32>]) {
        if count(left) <= TITLES_SCORED {
            return;
        }
        let length = |at: usize, d: u32| self.scope.shelves[at].columns().lengths[TextField::Title as usize][d as usize];
        let mut by_length: Vec<usize> = Vec::new();
        for (at, left) in left.iter().enumerate() {
            for d in left {
                let length = length(at, *d) as usize;
                by_length.resize(by_length.len().max(length + 1), 0);
                by_length[length] += 1;
            }
        }
        // Titles up to `longest` all have room; of those one word longer only so many.
        let mut room = TITLES_SCORED;
        let longest = by_length.iter().take_while(|count| room.checked_sub(**count).inspect(|rest| room = *rest).is_some()).count();
        for (at, left) in left.iter_mut().enumerate().rev() {
            let mut kept: Vec<u32> = Vec::new();
            for d in left.iter().rev() {
                let length = length(at, *d) as usize;
                let last = length == longest && room > 0;
                if length < longest || last {
                    room -= usize::from(last);
                    kept.push(*d);
                }
            }
            kept.reverse();
            *left = kept;
        }
    }

    /// Marks documents as looked at, so that they are cleared whatever happens.
    fn mark(&mut self, left: &[Vec<u32>]) {
        for (left, sums) in left.iter().zip(&mut self.sums) {
            left.iter().for_each(|d| sums.cells[*d as usize].group = LOOKED_AT);
            sums.touched.extend(left);
        }
    }

    /// Documents that hold all words, in whatever text; nothing is scored.
    fn everywhere(&self, words: &[Word]) -> Result<Vec<Vec<u32>>, IndexError> {
        let mut all = Vec::new();
        for (shelf, seen) in self.scope.shelves.iter().zip(&self.scope.seen) {
            let mut left: Option<Vec<u32>> = None;
            for word in words {
                let mut holding: Vec<u32> = Vec::new();
                for (query, _) in &word.terms {
                    for field in TextField::ALL {
                        let mut add = |block: &[u32], _: &[u32]| holding.extend(block.iter().filter(|d| seen.sees(**d)));
                        match &left {
                            None => shelf.postings(field, &query.term, &mut add)?,
                            Some(left) => shelf.postings_among(field, &query.term, left, &mut add)?,
                        }
                    }
                }
                // Few ascending stretches, one for each text: this sort makes use of that.
                holding.sort();
                holding.dedup();
                left = Some(holding);
            }
            all.push(left.unwrap_or_default());
        }
        Ok(all)
    }

    /// Where every word is frequent and few documents hold all: those, and those whose titles hold the rarest.
    fn holding_frequent(&mut self, words: &[Word], mut found: Vec<Vec<u32>>, asked: &mut f32) -> Result<Vec<Vec<u32>>, IndexError> {
        for (found, titled) in found.iter_mut().zip(self.in_titles(&words[..1])?) {
            found.extend(titled);
            found.sort();
            found.dedup();
        }
        self.mark(&found);
        *asked = self.score_among(words, &found)?;
        Ok(found)
    }

    /// Scores marked documents by all words; gives what these weigh.
    fn score_among(&mut self, words: &[Word], marked: &[Vec<u32>]) -> Result<f32, IndexError> {
        let mut asked = 0.0;
        for word in words {
            asked += self.add_word_among(word, marked, |sums, d| sums.cells[d as usize].group != 0)?;
        }
        Ok(asked)
    }

    /// Documents of `left`, marked by `last`, that hold all words; None, and nothing scored, if they are too few.
    fn narrowed(
        &mut self,
        words: &[Word],
        mut left: Vec<Vec<u32>>,
        mut last: u32,
        asked: &mut f32,
    ) -> Result<Option<Vec<Vec<u32>>>, IndexError> {
        for word in words {
            let this = word.terms[0].0.group + 1;
            *asked +=
                self.add_word_among(word, &left, |sums, d| matches!(sums.cells[d as usize].group, g if g == last || g == this))?;
            last = this;
            for (left, sums) in left.iter_mut().zip(&self.sums) {
                left.retain(|d| sums.cells[*d as usize].group == last);
            }
            if count(&left) < ALL_WORDS_ENOUGH {
                self.sums.iter_mut().for_each(Sums::clear);
                return Ok(None);
            }
        }
        Ok(Some(left))
    }

    /// Documents whose titles hold all words, or, where those are too few, the rarest of them.
    fn in_titles(&self, words: &[Word]) -> Result<Vec<Vec<u32>>, IndexError> {
        let scope = self.scope;
        let (mut rarest, mut all) = (Vec::new(), Vec::new());
        for (shelf, seen) in scope.shelves.iter().zip(&scope.seen) {
            let mut left: Option<Vec<u32>> = None;
            for word in words {
                let mut holding: Vec<u32> = Vec::new();
                for (query, _) in &word.terms {
                    let mut add = |block: &[u32], _: &[u32]| holding.extend(block.iter().filter(|d| seen.sees(**d)));
                    match &left {
                        None => shelf.postings(TextField::Title, &query.term, &mut add)?,
                        Some(left) => shelf.postings_among(TextField::Title, &query.term, left, &mut add)?,
                    }
                }
                if word.terms.len() > 1 {
                    holding.sort_unstable();
                    holding.dedup();
                }
                if left.is_none() {
                    rarest.push(holding.clone());
                }
                left = Some(holding);
            }
            all.push(left.unwrap_or_default());
        }
        Ok(if count(&all) >= ALL_WORDS_ENOUGH { all } else { rarest })
    }

    /// Documents that hold one of the rarer words, scored by all; gives what all words weigh.
    fn holding_some(&mut self, words: &[Word]) -> Result<f32, IndexError> {
        let allowed = plan::found_by_max(self.scope);
        let (mut asked, mut so_far) = (0.0, 0usize);
        let mut found: Option<Vec<Vec<u32>>> = None;
        for word in words {
            asked += if so_far == 0 || so_far.saturating_add(word.postings) <= allowed {
                so_far += word.postings;
                self.add_word(word)?
            } else {
                let among = found.get_or_insert_with(|| self.sums.iter().map(Sums::found).collect());
                self.add_word_among(word, among, |sums, d| sums.cells[d as usize].score > 0.0)?
            };
        }
        Ok(asked)
    }
}

#[cfg(test)]
mod tests {
    use crate::case::{Audience, Language};
    use crate::index::{Card, Document, Index, SearchRequest, Sight};
    use crate::ticket::{Kind, Number, Status};
    use chrono::{DateTime, NaiveDate, Utc};

    fn document(at: usize, title: String, body: String) -> Document {
        let day = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(at as u64 / 500);
        let card = Card {
            number: Number::ticket(day, at as u32 % 500 + 1),
            requirement_number: None,
            kind: Kind::Fault,
            title,
            body,
            cause: String::new(),
            resolution: String::new(),
            workaround: None,
            rest: String::new(),
            status: Status::Closed,
            outcome: None,
            severity: None,
            product: None,
            component: None,
            versions: vec![],
            language: Language::En,
            confidence: None,
            opened_at: DateTime::<Utc>::UNIX_EPOCH,
            resolved_at: None,
        };
        Document { card, order: at as u64 + 1, seq: at as u64 + 1, audience: Audience::Internal, customer: None, open: false }
    }

    /// Titles of the first for some finished words.
    fn first(index: &Index, words: &str, limit: usize) -> Vec<String> {
        let text = format!("{words} ");
        let request = SearchRequest { text, limit, offset: 0, sight: Sight::Staff, filters: vec![], named: vec![] };
        index.search(&request).unwrap().hits.into_iter().map(|hit| hit.card.title).collect()
    }

    #[test]
    fn of_frequent_words_what_holds_all_is_found_however_few_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path(), true).unwrap();
        // Each of three words is in two thirds of 33,000 documents; seven hold all three, in their bodies alone.
        let texts = [("gate", "relay"), ("relay", "panel"), ("panel", "gate")];
        let plain = |at: usize| {
            let (title, body) = texts[at % 3];
            document(at, format!("{title} out of order {}", "since noon ".repeat(at % 4)), format!("{body} number {at:06}"))
        };
        let rare = |at: usize| document(at, format!("everything at once {at}"), "gate, relay and panel".into());
        let documents = (0..33_000).map(|at| if at % 5_000 == 17 { rare(at) } else { plain(at) }).collect();
        index.put(documents, 33_000).unwrap();
        let all = first(&index, "gate relay panel", 500);
        assert_eq!(all.iter().filter(|title| title.starts_with("everything at once")).count(), 7, "{:?}", &all[..20]);
        // Two of them are in ten thousand documents together: the shortest titles are the best.
        let two = first(&index, "gate relay", 10);
        assert!(two.iter().all(|title| title.trim() == "gate out of order" || title.trim() == "relay out of order"), "{two:?}");
        let one = first(&index, "panel", 10);
        assert!(one.iter().all(|title| title.trim() == "panel out of order"), "{one:?}");
    }
}
