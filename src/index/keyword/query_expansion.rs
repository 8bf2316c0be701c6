//! Expands typed words: completions of an unfinished word, corrections of a mistyped one, synonyms.

use super::compounds;
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::score::query::{QUERY_TERMS_MAX, QueryTerm, SearchScope};
use crate::index::text::analyzer::{self, TermSpan};
use crate::index::text::fuzzy::{distance, edits_allowed, one_edit_away};
use crate::index::text::glossary::Glossary;
use crate::index::text::words::TermRole;

/// Completions of an unfinished word.
const EXPANSIONS_MAX: usize = 40;
/// Terms examined for them if some occur only in hidden documents.
const EXPANSIONS_SEEN_MAX: usize = 1_000;
/// Corrections of a mistyped word.
const NEAR_MAX: usize = 6;
/// Terms examined for them.
const NEAR_SEEN_MAX: usize = 200;
/// A word in at most this many documents may be a typo,
const RARE_MAX: u32 = 5;
/// if a similar word is in this many times as many.
const USUAL_TIMES: u32 = 8;
/// Typed words for which corrections are looked up; each may take a hundred dictionary lookups.
const LOOKED_UP_MAX: usize = 40;
/// Query frequency of a completion.
const GROWN: f32 = 0.5;
/// Query frequency of a correction.
const NEAR: f32 = 0.5;
/// Query frequency of a stop word beside other words.
const HINT: f32 = 0.3;
/// Stop words that are looked up.
const HINTS_MAX: usize = 8;
/// Tokens before and after one among which those of the same word are.
const WORD_TOKENS: usize = 12;
/// Query frequency of a synonym, a part of a word, the beginning of a version.
const MEANT: f32 = 0.35;

/// What is searched for.
pub struct ExpandedQuery {
    /// Typed terms and expansions, sorted by group.
    pub terms: Vec<QueryTerm>,
    /// Stop words beside other words, and a single letter that may be the beginning of a word: they find nothing, and order what
    /// is found.
    pub hints: Vec<QueryTerm>,
    /// Words that no or hardly any document has, with corrections.
    pub mistyped: Vec<(TermSpan, Vec<String>)>,
    /// Whether all terms are stop words: then it is how they stand together that tells.
    pub of_stopwords: bool,
}

impl ExpandedQuery {
    /// Expands the words of a text within what the reader may see.
    pub fn new(scope: &SearchScope, glossary: &Glossary, text: &str) -> Result<ExpandedQuery, IndexError> {
        let mut asked = ExpandedQuery { terms: Vec::new(), hints: Vec::new(), mistyped: Vec::new(), of_stopwords: false };
        let tokens = asked.take_typed(text);
        // The last word may be unfinished. Its completions share its group, so that they count once together.
        let unfinished = analyzer::unfinished_word(text);
        let mut grown = Vec::new();
        if let Some(word) = &unfinished {
            let stem = analyzer::terms(word).pop();
            let group = stem.and_then(|stem| asked.group_of(&stem)).unwrap_or(asked.next_group());
            grown = expansions(scope, word)?;
            for term in &grown {
                asked.add(term, GROWN, group);
            }
        }
        let (mut looked_up, mut looked_inside) = (0, 0);
        for token in tokens {
            // Terms beyond the limit are not searched for.
            let Some(group) = asked.group_of(&token.term).filter(|_| looked_up < LOOKED_UP_MAX) else { continue };
            looked_up += 1;
            // An unfinished word is not a typo as long as something begins with it.
            let growing = unfinished.as_ref().is_some_and(|word| word.eq_ignore_ascii_case(&text[token.start..token.end]));
            // Counted once, to reduce the timing difference between hidden and missing words.
            let held = visible_frequency(scope, &token.term)?;
            let is_known = growing && !grown.is_empty();
            // A word that is being typed may be the beginning of others, which are found anyway.
            let is_begun = is_known && grown.iter().any(|longer| *longer != token.term);
            if held <= compounds::FEW
                && looked_inside < compounds::LOOKED_INSIDE_MAX
                && !is_begun
                && is_plain(&text[token.start..token.end])
                && compounds::may_be(&token.term)
            {
                looked_inside += 1;
                let related = compounds::related(scope, &token.term, held)?;
                related.iter().for_each(|term| asked.add(term, MEANT, group));
                if !related.is_empty() {
                    continue;
                }
            }
            if !growing && let Some(usual) = usual(scope, &token.term, held)? {
                // The word exists: documents with it are found, and the other word is only suggested.
                asked.mistyped.push((token, vec![usual]));
            } else if let Some(corrections) = corrections(scope, &token.term, held)?
                && !is_known
            {
                for term in &corrections {
                    asked.add(term, NEAR, group);
                }
                asked.mistyped.push((token, corrections));
            }
        }
        asked.widen(glossary, &analyzer::terms(text));
        // Groups must be contiguous.
        asked.terms.sort_by_key(|term| term.group);
        Ok(asked)
    }

    /// Takes in the typed terms, those that stand for the same word in one group; gives the full ones.
    fn take_typed(&mut self, text: &str) -> Vec<TermSpan> {
        let tokens = analyzer::all_tokens(text);
        for version in tokens.iter().filter(|token| token.role == TermRole::Full && is_version(&token.term)) {
            self.add(&version.term, 1.0, self.next_group());
        }
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.role == TermRole::Full) {
            // A part of `v5.7` stands for it.
            let whole = neighbours(&tokens, at).find(|whole| is_version(&whole.term) && holds(whole, token));
            match whole.and_then(|whole| self.group_of(&whole.term)) {
                Some(group) => self.add(&token.term, MEANT, group),
                None => self.add(&token.term, 1.0, self.next_group()),
            }
        }
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.role == TermRole::Minor) {
            let longer = neighbours(&tokens, at).filter(|other| other.role != TermRole::Stop && holds(other, token));
            let longest = longer.max_by_key(|other| other.end - other.start);
            let is_single = is_single(&token.term);
            match longest {
                // A digit of a version, a letter of a name.
                Some(_) if is_single => {}
                Some(whole) if whole.role == TermRole::Full => {
                    let group = self.group_of(&whole.term).unwrap_or(self.next_group());
                    self.add(&token.term, if whole.end == token.end { 1.0 } else { MEANT }, group);
                }
                Some(_) => {}
                None if is_single && token.end == text.len() && token.term.bytes().all(|b| b.is_ascii_lowercase()) => {
                    self.hint(&token.term);
                }
                None => {
                    let part = neighbours(&tokens, at).find(|part| part.role == TermRole::Full && holds(token, part));
                    let group = part.and_then(|part| self.group_of(&part.term)).unwrap_or(self.next_group());
                    self.add(&token.term, 1.0, group);
                }
            }
        }
        let stops = tokens.iter().filter(|token| token.role == TermRole::Stop);
        match self.terms.is_empty() {
            // A question of stop words asks for them.
            true => {
                self.of_stopwords = true;
                let hints = std::mem::take(&mut self.hints);
                stops.for_each(|stop| self.add(&stop.term, 1.0, self.next_group()));
                hints.iter().for_each(|hint| self.add(&hint.term, 1.0, self.next_group()));
            }
            false => stops.for_each(|stop| self.hint(&stop.term)),
        }
        tokens.into_iter().filter(|token| token.role == TermRole::Full).collect()
    }

    /// A group that no term is in.
    fn next_group(&self) -> u32 {
        self.terms.len() as u32
    }

    /// Adds a term that only orders what is found.
    fn hint(&mut self, term: &str) {
        if self.hints.len() < HINTS_MAX && !self.hints.iter().any(|hint| hint.term == term) {
            self.hints.push(QueryTerm { term: term.to_string(), frequency: HINT, group: self.hints.len() as u32 });
        }
    }

    /// Adds synonyms to the groups of the words they stand for.
    fn widen(&mut self, glossary: &Glossary, terms: &[String]) {
        for found in glossary.matches(terms) {
            let groups: Vec<u32> = significant(&found.form.terms).filter_map(|term| self.group_of(term)).collect();
            for other in found.others {
                let significant: Vec<&String> = significant(&other.terms).collect();
                for (i, term) in significant.iter().enumerate() {
                    if let Some(group) = groups.get(i * groups.len() / significant.len()) {
                        self.add(term, MEANT, *group);
                    }
                }
            }
        }
    }

    /// The group of a term.
    fn group_of(&self, term: &str) -> Option<u32> {
        self.terms.iter().find(|t| t.term == term).map(|t| t.group)
    }

    /// Adds a term to a group, unless the query has it.
    fn add(&mut self, term: &str, frequency: f32, group: u32) {
        if self.group_of(term).is_none() && self.terms.len() < QUERY_TERMS_MAX {
            self.terms.push(QueryTerm { term: term.to_string(), frequency, group });
        }
    }
}

/// The tokens around one: those of its word are next to it.
fn neighbours(tokens: &[TermSpan], at: usize) -> impl Iterator<Item = &TermSpan> {
    let from = at.saturating_sub(WORD_TOKENS);
    tokens[from..tokens.len().min(at + WORD_TOKENS)].iter().enumerate().filter(move |(i, _)| from + i != at).map(|(_, token)| token)
}

/// Whether a token is longer than another that stands within it.
fn holds(whole: &TermSpan, part: &TermSpan) -> bool {
    whole.start <= part.start && part.end <= whole.end && part.end - part.start < whole.end - whole.start
}

/// Whether an identifier is a version: `=v5.7`, `=5.7.40`.
fn is_version(term: &str) -> bool {
    let number = term.strip_prefix('=').map(|version| version.strip_prefix('v').unwrap_or(version));
    number.is_some_and(|number| number.contains('.') && number.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}

/// Whether a word is of letters in one case but for the first.
pub fn is_plain(word: &str) -> bool {
    let mut rest = word.chars();
    let first = rest.next().is_some_and(char::is_alphabetic);
    let letters = word.chars().all(char::is_alphabetic);
    first && letters && (rest.clone().all(|c| !c.is_uppercase()) || rest.all(|c| !c.is_lowercase()))
}

/// Whether a term is a single letter or digit.
fn is_single(term: &str) -> bool {
    term.len() == 1
}

/// Terms without the single characters of a dense script, which mean nothing by themselves.
fn significant(terms: &[String]) -> impl Iterator<Item = &String> {
    terms.iter().filter(|term| terms.len() == 1 || term.chars().count() > 1)
}

/// Number of visible documents with a term, summed over fields.
fn visible_frequency(scope: &SearchScope, term: &str) -> Result<u32, IndexError> {
    TextField::ALL.into_iter().try_fold(0, |sum, field| Ok(sum + scope.frequency(field, term)?))
}

/// Corrections of a word that no document has, the nearest and most frequent first; `None` if it needs none.
fn corrections(scope: &SearchScope, word: &str, held: u32) -> Result<Option<Vec<String>>, IndexError> {
    let Some(allowed) = edits_allowed(word) else { return Ok(None) };
    if held > 0 {
        return Ok(None);
    }
    // Two edits are tried only if one finds nothing: they are far more to look through.
    let mut ranked = Vec::new();
    for edits in 1..=allowed {
        ranked = ranked_near(scope, word, edits)?;
        if !ranked.is_empty() {
            break;
        }
    }
    ranked.sort();
    let nearest = ranked.first().map_or(0, |(far, ..)| *far);
    let kept = ranked.into_iter().take_while(|(far, ..)| *far == nearest).take(NEAR_MAX).map(|(.., term)| term);
    Ok(Some(kept.collect::<Vec<_>>()).filter(|kept| !kept.is_empty()))
}

/// Words within some edits: (distance, frequency, word).
fn ranked_near(scope: &SearchScope, word: &str, edits: usize) -> Result<Vec<(usize, std::cmp::Reverse<u32>, String)>, IndexError> {
    let mut found: Vec<String> = Vec::new();
    for segment in &scope.segments {
        for field in TextField::ALL {
            found.extend(segment.terms_near(field, word, edits, NEAR_SEEN_MAX)?);
        }
    }
    found.sort();
    found.dedup();
    let mut ranked = Vec::with_capacity(found.len());
    for term in found {
        // Words of hidden documents are not suggested.
        let frequency = visible_frequency(scope, &term)?;
        if let Some(far) = distance(word, &term, edits).filter(|_| frequency > 0) {
            // A wrong first letter is rare.
            let first = usize::from(term.as_bytes()[..1] != word.as_bytes()[..1]);
            ranked.push((far + first, std::cmp::Reverse(frequency), term));
        }
    }
    Ok(ranked)
}

/// The far more frequent word, one edit away with the same first letter, that a rare word may stand for.
fn usual(scope: &SearchScope, word: &str, frequency: u32) -> Result<Option<String>, IndexError> {
    let Some(variants) = one_edit_away(word) else { return Ok(None) };
    let largest = scope.segments.iter().max_by_key(|segment| segment.columns().len());
    let Some(segment) = largest.filter(|_| (1..=RARE_MAX).contains(&frequency)) else { return Ok(None) };
    let mut best: Option<(u32, String)> = None;
    for edit in variants {
        let held = segment.frequency(TextField::Title, &edit)? + segment.frequency(TextField::Body, &edit)?;
        if held >= frequency * USUAL_TIMES && best.as_ref().is_none_or(|(most, _)| held > *most) {
            best = Some((held, edit));
        }
    }
    let Some((_, term)) = best else { return Ok(None) };
    // Counted again over visible documents: words of hidden ones are not suggested.
    Ok((visible_frequency(scope, &term)? >= frequency * USUAL_TIMES).then_some(term))
}

/// Completions of a word. Stems are shorter than words, so a nearly finished word is shortened until something begins with it.
fn expansions(scope: &SearchScope, word: &str) -> Result<Vec<String>, IndexError> {
    let mut prefix = word;
    loop {
        let mut found: Vec<String> = Vec::new();
        for (segment, shown) in scope.segments.iter().zip(&scope.visible) {
            for field in TextField::ALL {
                // Words of hidden documents must not displace visible ones.
                let looked_at = if shown.mask.is_none() { EXPANSIONS_MAX } else { EXPANSIONS_SEEN_MAX };
                for term in segment.terms_with_prefix(field, prefix, looked_at)? {
                    // Words of hidden documents are not suggested.
                    if shown.mask.is_none() || scope.frequency(field, &term)? > 0 {
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
