//! "Did you mean": the question with mistyped words put right. Nothing in an identifier is.

use super::query_expansion::{ExpandedQuery, is_plain};
use crate::index::doc::schema::TextField;
use crate::index::doc::stored::StoredDocument;
use crate::index::error::IndexError;
use crate::index::score::query::SearchScope;
use crate::index::text::analyzer;
use crate::index::text::fuzzy::distance;
use crate::index::text::script::is_dense;
use std::collections::HashSet;

/// Edit distance within which words of one stem are compared.
const SURFACE_SLIPS_MAX: usize = 8;

/// The query with mistyped words replaced by those of the results.
pub fn meant(
    scope: &SearchScope,
    words: &str,
    asked: &ExpandedQuery,
    hits: &[&StoredDocument],
) -> Result<Option<String>, IndexError> {
    if asked.mistyped.is_empty() || hits.is_empty() {
        return Ok(None);
    }
    let mut meant = words.to_string();
    let mut changed = false;
    // From the end, so that earlier places stay valid; of an identifier and its parts, the longest.
    let mut mistyped: Vec<_> = asked.mistyped.iter().collect();
    mistyped.sort_by_key(|(typed, _)| (std::cmp::Reverse(typed.end), typed.start));
    let mut from = usize::MAX;
    for (typed, near) in mistyped {
        if typed.end > from || is_identifier(words, typed.start, typed.end) {
            continue;
        }
        // A stem stands for several words: use the one in a result that is nearest to what was typed.
        let word = words[typed.start..typed.end].to_lowercase();
        let mut right = hits.iter().find_map(|hit| surface(&word, near, hit));
        if right.is_none() {
            right = document_with(scope, near)?.and_then(|stored| surface(&word, near, &stored));
        }
        if let Some(right) = right {
            meant.replace_range(typed.start..typed.end, &right);
            (changed, from) = (true, typed.start);
        }
    }
    Ok(changed.then_some(meant))
}

/// Letters of an abbreviation in capitals at most.
const ABBREVIATION_CHARS_MAX: usize = 5;

/// Whether a word is an identifier or stands in one: with digits, signs, capitals inside, or an abbreviation. Nothing is put
/// right in those.
fn is_identifier(text: &str, start: usize, end: usize) -> bool {
    let ends = |c: char| c.is_whitespace() || is_dense(c) || "，。；！？、（）【】《》".contains(c);
    let from = text[..start].rfind(ends).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let to = text[end..].find(ends).map_or(text.len(), |at| end + at);
    let word = text[from..to].trim_matches(|c: char| ",.;:!?()[]{}\"'<>".contains(c));
    let is_name = text[from..start].ends_with('.') || !is_plain(word);
    is_name || (word.chars().count() <= ABBREVIATION_CHARS_MAX && word.chars().all(char::is_uppercase))
}

/// The word of a document that has one of some stems and is nearest to what was typed.
fn surface(typed: &str, stems: &[String], stored: &StoredDocument) -> Option<String> {
    let text = format!("{}\n{}\n{}\n{}", stored.title, stored.body, stored.cause, stored.resolution);
    let wanted: HashSet<String> = stems.iter().cloned().collect();
    let words = analyzer::tokens_among(&text, &wanted).into_iter().map(|t| text[t.start..t.end].to_lowercase());
    words.min_by_key(|word| distance(typed, word, SURFACE_SLIPS_MAX).unwrap_or(usize::MAX))
}

/// A document with one of some stems in its title or body.
fn document_with(scope: &SearchScope, stems: &[String]) -> Result<Option<StoredDocument>, IndexError> {
    for (segment, visible) in scope.segments.iter().zip(&scope.visible) {
        for (stem, field) in stems.iter().flat_map(|stem| [(stem, TextField::Title), (stem, TextField::Body)]) {
            let mut first = None;
            segment
                .postings(field, stem, &mut |block, _| first = first.or(block.iter().copied().find(|d| visible.contains(*d))))?;
            if let Some(document) = first {
                return segment.stored(document).map(Some);
            }
        }
    }
    Ok(None)
}
