//! The terms of a few typed words, and what else they may stand for: what an unfinished word may become, what a
//! mistyped one may have been, and other words for the same thing.

use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::score::query::{QUERY_TERMS_MAX, QueryTerm, Scope};
use crate::index::text::analyzer::{self, Token};
use crate::index::text::fuzzy::{distance, one_slip_away, slips_forgiven};
use crate::index::text::glossary::Glossary;

/// Words that an unfinished one may become.
const EXPANSIONS_MAX: usize = 40;
/// Words looked at for them where some stand only in what the asker may not see.
const EXPANSIONS_SEEN_MAX: usize = 1_000;
/// Words that a mistyped one may have been.
const NEAR_MAX: usize = 6;
/// Words looked at for them.
const NEAR_SEEN_MAX: usize = 200;
/// A word held by at most so many documents may be a slip, if another is held by so many times as many.
const RARE_MAX: u32 = 5;
const USUAL_TIMES: u32 = 8;
/// Typed words that are looked up among indexed ones: each may take a hundred looks into a dictionary. Who pastes a log did not
/// mistype it.
const LOOKED_UP_MAX: usize = 40;
/// What a term counts that was not typed so: what a word grows into, what it may have been, another word for it.
const GROWN: f32 = 0.5;
const NEAR: f32 = 0.5;
const MEANT: f32 = 0.35;

/// What is searched for.
pub struct AskedWords {
    pub terms: Vec<QueryTerm>,
    /// Words nobody ever wrote, or hardly anybody, with those they may have been.
    pub mistyped: Vec<(Token, Vec<String>)>,
}

impl AskedWords {
    pub fn new(scope: &Scope, glossary: &Glossary, text: &str) -> Result<AskedWords, IndexError> {
        let tokens = analyzer::tokens(text);
        let mut asked = AskedWords { terms: Vec::new(), mistyped: Vec::new() };
        for token in &tokens {
            if asked.group_of(&token.term).is_none() && asked.terms.len() < QUERY_TERMS_MAX {
                let group = asked.terms.len() as u32;
                asked.terms.push(QueryTerm { term: token.term.clone(), frequency: 1.0, group });
            }
        }
        // The last word may still be growing. Its finished form shares its group, so that both together count once.
        let unfinished = analyzer::unfinished_word(text);
        let mut grown = Vec::new();
        if let Some(word) = &unfinished {
            let stem = analyzer::terms(word).pop();
            let group = stem.and_then(|stem| asked.group_of(&stem)).unwrap_or(asked.terms.len() as u32);
            grown = expansions(scope, word)?;
            for term in &grown {
                asked.add(term, GROWN, group);
            }
        }
        let mut looked_up = 0;
        for token in tokens {
            // Beyond the limit of terms nothing is searched for, and nothing looked up.
            if looked_up >= LOOKED_UP_MAX || asked.group_of(&token.term).is_none() {
                continue;
            }
            looked_up += 1;
            // What is being typed is not mistyped yet, as long as something begins so.
            let growing = unfinished.as_ref().is_some_and(|word| word.eq_ignore_ascii_case(&text[token.start..token.end]));
            // Counted once: a word of hidden documents takes a little longer to count than one that nobody wrote.
            let held = seen(scope, &token.term)?;
            if !growing && let Some(usual) = usual(scope, &token.term, held)? {
                // It was typed and it is there: what holds it is found, and the other word only offered.
                asked.mistyped.push((token, vec![usual]));
            } else if let Some(near) = near(scope, &token.term, held)? {
                let group = asked.group_of(&token.term);
                if let Some(group) = group.filter(|_| !growing || grown.is_empty()) {
                    for term in &near {
                        asked.add(term, NEAR, group);
                    }
                    asked.mistyped.push((token, near));
                }
            }
        }
        asked.widen(glossary, &analyzer::terms(text));
        // Terms of a group stand together: a document is given the group's weight once.
        asked.terms.sort_by_key(|term| term.group);
        Ok(asked)
    }

    /// Other words for what was asked share the groups of the words that were.
    fn widen(&mut self, glossary: &Glossary, terms: &[String]) {
        for meant in glossary.meant(terms) {
            let groups: Vec<u32> = telling(&meant.form.terms).filter_map(|term| self.group_of(term)).collect();
            for other in meant.others {
                let telling: Vec<&String> = telling(&other.terms).collect();
                for (i, term) in telling.iter().enumerate() {
                    if let Some(group) = groups.get(i * groups.len() / telling.len()) {
                        self.add(term, MEANT, *group);
                    }
                }
            }
        }
    }

    fn group_of(&self, term: &str) -> Option<u32> {
        self.terms.iter().find(|t| t.term == term).map(|t| t.group)
    }

    fn add(&mut self, term: &str, frequency: f32, group: u32) {
        if self.group_of(term).is_none() && self.terms.len() < QUERY_TERMS_MAX {
            self.terms.push(QueryTerm { term: term.to_string(), frequency, group });
        }
    }
}

/// Single characters of a dense script say nothing by themselves.
fn telling(terms: &[String]) -> impl Iterator<Item = &String> {
    terms.iter().filter(|term| terms.len() == 1 || term.chars().count() > 1)
}

/// How many documents that the asker may see hold a term.
fn seen(scope: &Scope, term: &str) -> Result<u32, IndexError> {
    TextField::ALL.into_iter().try_fold(0, |sum, field| Ok(sum + scope.frequency(field, term)?))
}

/// Indexed words that a word nobody wrote may have been, the nearest and most frequent first; None if it needs no help.
fn near(scope: &Scope, word: &str, held: u32) -> Result<Option<Vec<String>>, IndexError> {
    let Some(slips) = slips_forgiven(word) else { return Ok(None) };
    if held > 0 {
        return Ok(None);
    }
    // Two slips are looked for where one is not enough: they are far more to look through.
    let mut ranked = Vec::new();
    for slips in 1..=slips {
        ranked = ranked_near(scope, word, slips)?;
        if !ranked.is_empty() {
            break;
        }
    }
    ranked.sort();
    let nearest = ranked.first().map_or(0, |(far, ..)| *far);
    let kept = ranked.into_iter().take_while(|(far, ..)| *far == nearest).take(NEAR_MAX).map(|(.., term)| term);
    Ok(Some(kept.collect::<Vec<_>>()).filter(|kept| !kept.is_empty()))
}

/// Words within so many slips: how far away, how often they occur.
fn ranked_near(scope: &Scope, word: &str, slips: usize) -> Result<Vec<(usize, std::cmp::Reverse<u32>, String)>, IndexError> {
    let mut found: Vec<String> = Vec::new();
    for shelf in &scope.shelves {
        for field in TextField::ALL {
            found.extend(shelf.terms_near(field, word, slips, NEAR_SEEN_MAX)?);
        }
    }
    found.sort();
    found.dedup();
    let mut ranked = Vec::with_capacity(found.len());
    for term in found {
        // A word that only stands in what the asker may not see is not offered to them.
        let frequency = seen(scope, &term)?;
        if let Some(far) = distance(word, &term, slips).filter(|_| frequency > 0) {
            // A slip in the first letter is rare.
            let first = usize::from(term.as_bytes()[..1] != word.as_bytes()[..1]);
            ranked.push((far + first, std::cmp::Reverse(frequency), term));
        }
    }
    Ok(ranked)
}

/// The far more frequent word that a rare one may have been: a letter wrong, missing, too many, or two exchanged, not the
/// first.
fn usual(scope: &Scope, word: &str, frequency: u32) -> Result<Option<String>, IndexError> {
    let Some(edits) = one_slip_away(word) else { return Ok(None) };
    let largest = scope.shelves.iter().max_by_key(|shelf| shelf.columns().len());
    let Some(shelf) = largest.filter(|_| (1..=RARE_MAX).contains(&frequency)) else { return Ok(None) };
    let mut best: Option<(u32, String)> = None;
    for edit in edits {
        let held = shelf.frequency(TextField::Title, &edit)? + shelf.frequency(TextField::Body, &edit)?;
        if held >= frequency * USUAL_TIMES && best.as_ref().is_none_or(|(most, _)| held > *most) {
            best = Some((held, edit));
        }
    }
    let Some((_, term)) = best else { return Ok(None) };
    // Counted again over what the asker may see: a word of hidden documents is not offered to them.
    Ok((seen(scope, &term)? >= frequency * USUAL_TIMES).then_some(term))
}

/// Indexed words that begin with `word`. Stems are shorter than words, so a nearly finished word is shortened until
/// something begins with it.
fn expansions(scope: &Scope, word: &str) -> Result<Vec<String>, IndexError> {
    let mut prefix = word;
    loop {
        let mut found: Vec<String> = Vec::new();
        for (shelf, shown) in scope.shelves.iter().zip(&scope.seen) {
            for field in TextField::ALL {
                // Words of hidden documents must not take the place of those that may be seen.
                let looked_at = if shown.mask.is_none() { EXPANSIONS_MAX } else { EXPANSIONS_SEEN_MAX };
                for term in shelf.terms_with_prefix(field, prefix, looked_at)? {
                    // A word that only stands in what the asker may not see is not offered to them.
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
