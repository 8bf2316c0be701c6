//! English words that carry no trouble of their own: `index/stopwords.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

static STOPWORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../index/stopwords.txt").lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Whether a lower-case word is one of them.
pub fn is_stop(lower: &str) -> bool {
    // The longest has ten letters.
    lower.len() <= 10 && STOPWORDS.contains(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_is_among_them() {
        assert!(STOPWORDS.iter().all(|word| is_stop(word)) && STOPWORDS.len() > 100);
    }
}
