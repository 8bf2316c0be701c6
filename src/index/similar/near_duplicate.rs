//! Whether two short reports speak of one thing, by the words they share. It is the same asked from either side, and needs no
//! archive: in a flood of like reports their own words are common, and a search finds them less and less.

use crate::index::doc::document::INDEXED_CHARS_MAX;
use crate::index::doc::forward::hash;
use crate::index::text::analyzer::terms;
use std::cmp::Ordering;

/// Two texts are alike from this share of all their words on.
const ALIKE: f64 = 0.5;

/// What a report says, to be held against others: its words by their hashes, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    title: Vec<u32>,
    all: Vec<u32>,
}

impl Said {
    /// Of a body as much as is indexed: beyond that it is a log.
    pub fn of(title: &str, body: &str) -> Said {
        let end = body.char_indices().nth(INDEXED_CHARS_MAX).map_or(body.len(), |(at, _)| at);
        let hashes = |text: &str| terms(text).iter().map(|term| hash(term)).collect::<Vec<u32>>();
        let title = hashes(title);
        let all = [title.as_slice(), &hashes(&body[..end])].concat();
        Said { title: each_once(title), all: each_once(all) }
    }

    pub fn is_like(&self, other: &Said) -> bool {
        shared(&self.title, &other.title) >= ALIKE || shared(&self.all, &other.all) >= ALIKE
    }
}

fn each_once(mut words: Vec<u32>) -> Vec<u32> {
    words.sort_unstable();
    words.dedup();
    words.shrink_to_fit();
    words
}

/// The share of the words of both that both have.
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
        let first = Said::of("网关 502，所有接口打不开", "14:00 起全部 502 Bad Gateway");
        let later = Said::of("接口 502，网关打不开", "502 Bad Gateway");
        let other = Said::of("导出的 Excel 丢了前导零", "工号 00123 变成 123");
        assert!(first.is_like(&later) && later.is_like(&first));
        assert!(!first.is_like(&other) && !Said::of("", "").is_like(&Said::of("", "")));
        assert!(!Said::of("Upload fails", "timeout").is_like(&Said::of("Login fails", "wrong password")));
    }
}
