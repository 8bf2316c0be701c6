//! What a question leaves out: documents that hold a word behind a minus sign.

use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::score::query::SearchScope;
use crate::index::store::bits::DocBitSet;
use crate::index::store::reader::SegmentReader;
use crate::index::store::visibility::{VisibleDocs, counted};
use crate::index::text::analyzer::{self, TermSpan};
use crate::index::text::words::TermRole;

/// Takes the documents that hold one of some words, wherever the reader may read it, out of a scope.
pub fn leave_out(scope: &mut SearchScope, words: &[String]) -> Result<(), IndexError> {
    for word in words {
        let terms = essential(word);
        if terms.is_empty() {
            continue;
        }
        for (segment, visible) in scope.segments.iter().zip(&mut scope.visible) {
            let columns = segment.columns();
            let mut holding: Option<DocBitSet> = None;
            for term in &terms {
                let held = holding_term(*segment, visible, term)?;
                match &mut holding {
                    Some(all) => all.and(&held),
                    None => holding = Some(held),
                }
            }
            let Some(holding) = holding.filter(|holding| holding.count() > 0) else { continue };
            let left = DocBitSet::of(columns.len(), |d| visible.contains(d as u32) && !holding.has(d as u32));
            *visible = counted(columns, left, None, visible.as_customer);
        }
    }
    Ok(())
}

/// The documents with a term in a field that the reader may read.
fn holding_term(segment: &dyn SegmentReader, visible: &VisibleDocs, term: &str) -> Result<DocBitSet, IndexError> {
    let columns = segment.columns();
    let mut held = DocBitSet::of(columns.len(), |_| false);
    for field in TextField::ALL {
        let withheld = |d: u32| field == TextField::Answer && visible.withholds_answer(columns, d);
        segment.postings(field, term, &mut |block, _| block.iter().filter(|d| !withheld(**d)).for_each(|d| held.put(*d)))?;
    }
    Ok(held)
}

/// The terms that a document with the word has: the longest ones, pairs of Chinese characters rather than the characters.
fn essential(word: &str) -> Vec<String> {
    let tokens = analyzer::all_tokens(word);
    let holds = |whole: &TermSpan, part: &TermSpan| {
        whole.start <= part.start && part.end <= whole.end && part.end - part.start < whole.end - whole.start
    };
    let longest = tokens.iter().filter(|token| !tokens.iter().any(|whole| holds(whole, token)));
    let mut terms: Vec<String> = longest.map(|token| token.term.clone()).collect();
    let is_plain = |term: &String| tokens.iter().any(|token| token.term == *term && token.role != TermRole::Stop);
    if terms.iter().any(is_plain) {
        terms.retain(is_plain);
    }
    terms.sort();
    terms.dedup();
    terms
}
