//! Near-duplicate detection of short reports: Jaccard similarity of their words. Symmetric and independent of the archive, in
//! which the words of a flood of similar reports become common and lose weight.

use crate::index::doc::document::INDEXED_CHARS_MAX;
use crate::index::doc::forward::hash;
use crate::index::text::analyzer::terms;
use std::cmp::Ordering;

/// Jaccard similarity from which two texts are near duplicates.
const ALIKE: f64 = 0.5;

/// The words of a report as sorted, distinct hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSet {
    /// Words of the title.
    title: Vec<u32>,
    /// Words of title and body.
    all: Vec<u32>,
}

impl TokenSet {
    /// The words of a report; of the body, the part that is indexed.
    pub fn of(title: &str, body: &str) -> TokenSet {
        let end = body.char_indices().nth(INDEXED_CHARS_MAX).map_or(body.len(), |(at, _)| at);
        let hashes = |text: &str| terms(text).iter().map(|term| hash(term)).collect::<Vec<u32>>();
        let title = hashes(title);
        let all = [title.as_slice(), &hashes(&body[..end])].concat();
        TokenSet { title: each_once(title), all: each_once(all) }
    }

    /// Whether titles or whole texts are similar enough.
    pub fn is_near_duplicate_of(&self, other: &TokenSet) -> bool {
        shared(&self.title, &other.title) >= ALIKE || shared(&self.all, &other.all) >= ALIKE
    }
}

/// Sorted and without duplicates.
fn each_once(mut words: Vec<u32>) -> Vec<u32> {
    words.sort_unstable();
    words.dedup();
    words.shrink_to_fit();
    words
}

/// Jaccard similarity of two sorted sets; 0 if both are empty.
fn shared(a: &[u32], b: &[u32]) -> f64 {
    let (mut both, mut i, mut j) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (both, i, j) = (both + 1, i + 1, j + 1),
        }
    }
    let either = a.len() + b.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_trouble_in_other_words_is_like_it_from_either_side() {
        let first = TokenSet::of("网关 502，所有接口打不开", "14:00 起全部 502 Bad Gateway");
        let later = TokenSet::of("接口 502，网关打不开", "502 Bad Gateway");
        let other = TokenSet::of("导出的 Excel 丢了前导零", "工号 00123 变成 123");
        assert!(first.is_near_duplicate_of(&later) && later.is_near_duplicate_of(&first));
        assert!(!first.is_near_duplicate_of(&other) && !TokenSet::of("", "").is_near_duplicate_of(&TokenSet::of("", "")));
        assert!(!TokenSet::of("Upload fails", "timeout").is_near_duplicate_of(&TokenSet::of("Login fails", "wrong password")));
    }
}
