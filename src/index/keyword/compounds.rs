//! Compounds: a word that hardly any document has stands for the longer words of the index that hold it, or for its own parts.
//!
//! Languages that write compounds in one word need it: `Warteschlange` finds `Druckerwarteschlange`, and the reverse.

use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::score::query::SearchScope;
use crate::index::text::analyzer;
use crate::index::text::script::is_dense;

/// A word in at most this many visible documents is looked for inside others.
pub const FEW: u32 = 2;
/// Words of a question that are looked for inside others.
pub const LOOKED_INSIDE_MAX: usize = 3;
/// Letters of a word that is looked for inside others.
const INSIDE_CHARS_MIN: usize = 4;
/// Letters of the shorter part of a compound.
const PART_CHARS_MIN: usize = 5;
/// Letters of a known part whose other part nobody wrote.
const LONG_PART_CHARS_MIN: usize = 8;
/// Letters of a compound at most.
const COMPOUND_CHARS_MAX: usize = 40;
/// Longer words that a word stands for.
const LONGER_MAX: usize = 12;
/// Words of a dictionary that are looked through for a word that nobody wrote; a larger one is not.
const DICTIONARY_MAX: usize = 150_000;
/// The same for a word that a few documents have: it finds these, so it may cost next to nothing (ten thousand words take a millisecond).
const DICTIONARY_OF_KNOWN_MAX: usize = 5_000;

/// Whether a term may be a compound or a part of one: a word of letters.
pub fn may_be(term: &str) -> bool {
    let chars = term.chars().count();
    (INSIDE_CHARS_MIN..=COMPOUND_CHARS_MAX).contains(&chars) && term.chars().all(|c| c.is_alphabetic() && !is_dense(c))
}

/// Words that a word stands for which `held` visible documents have, at most [`FEW`].
pub fn related(scope: &SearchScope, term: &str, held: u32) -> Result<Vec<String>, IndexError> {
    let mut related = longer(scope, term, if held == 0 { DICTIONARY_MAX } else { DICTIONARY_OF_KNOWN_MAX })?;
    related.extend(parts(scope, term)?);
    Ok(related)
}

/// Longer words of titles and reports that hold a word, a short one at their beginning or end.
fn longer(scope: &SearchScope, term: &str, dictionary_max: usize) -> Result<Vec<String>, IndexError> {
    let mut found: Vec<String> = Vec::new();
    for segment in &scope.segments {
        for field in [TextField::Title, TextField::Body] {
            found.extend(segment.terms_containing(field, term, dictionary_max, LONGER_MAX)?);
        }
    }
    found.sort();
    found.dedup();
    found.retain(|longer| longer != term && may_be(longer));
    // Words of hidden documents are not found by.
    let mut visible = Vec::new();
    for longer in found {
        if visible.len() < LONGER_MAX && is_visible(scope, &longer)? {
            visible.push(longer);
        }
    }
    Ok(visible)
}

/// The two words that make up a word; or a long one at its end or beginning.
fn parts(scope: &SearchScope, term: &str) -> Result<Vec<String>, IndexError> {
    let chars: Vec<usize> = term.char_indices().map(|(at, _)| at).chain([term.len()]).collect();
    let many = chars.len() - 1;
    let mut one: Option<(usize, String)> = None;
    for cut in PART_CHARS_MIN..(many + 1).saturating_sub(PART_CHARS_MIN) {
        let mut known = Vec::new();
        for (part, letters) in [(&term[..chars[cut]], cut), (&term[chars[cut]..], many - cut)] {
            let Some(stem) = analyzer::terms(part).pop().filter(|_| letters <= COMPOUND_CHARS_MAX) else { continue };
            if is_visible(scope, &stem)? {
                let is_longest =
                    letters >= LONG_PART_CHARS_MIN.max(many / 2) && one.as_ref().is_none_or(|(most, _)| letters > *most);
                one = if is_longest { Some((letters, stem.clone())) } else { one };
                known.push(stem);
            }
        }
        if known.len() == 2 {
            return Ok(known);
        }
    }
    Ok(one.into_iter().map(|(_, stem)| stem).collect())
}

fn is_visible(scope: &SearchScope, term: &str) -> Result<bool, IndexError> {
    for field in TextField::ALL {
        if scope.frequency(field, term)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
