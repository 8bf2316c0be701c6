//! English words that carry no trouble of their own: `index/stopwords.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

static STOPWORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../index/stopwords.txt").lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// By first letter, the second letters of them as a bit set: most words are none of them by these two.
static BEGINNINGS: LazyLock<[u32; 26]> = LazyLock::new(|| {
    let mut beginnings = [0; 26];
    for word in STOPWORDS.iter() {
        if let [first @ b'a'..=b'z', second @ b'a'..=b'z', ..] = word.as_bytes() {
            beginnings[usize::from(first - b'a')] |= 1 << (second - b'a');
        }
    }
    beginnings
});

/// Letters of the longest of them.
const LONGEST: usize = 10;

/// Whether a lower-case word of two letters or more is one of them.
pub fn is_stop(lower: &str) -> bool {
    match lower.as_bytes() {
        [first @ b'a'..=b'z', second @ b'a'..=b'z', ..] if lower.len() <= LONGEST => {
            BEGINNINGS[usize::from(first - b'a')] >> (second - b'a') & 1 != 0 && STOPWORDS.contains(lower)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_is_among_them() {
        assert!(STOPWORDS.iter().all(|word| word.len() < 2 || is_stop(word)) && STOPWORDS.len() > 100);
        assert!(!["", "x", "thee", "后"].iter().any(|word| is_stop(word)));
    }
}
