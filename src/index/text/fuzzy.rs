//! Typos: indexed words within one or two edits. Lower-case ASCII letters only; codes and numbers must match exactly.

use std::sync::Arc;
use tantivy_fst::Automaton;

/// Shorter words have too many neighbours.
const TYPO_CHARS_MIN: usize = 4;
/// Minimum length for a rare word that may stand for a frequent one.
const RARE_CHARS_MIN: usize = 3;
/// From this length on two edits are allowed.
const TWO_SLIPS_FROM: usize = 8;
/// Longer words are not corrected.
const CHARS_MAX: usize = 32;

/// Number of edits allowed in a word; `None` if it must match exactly.
pub fn edits_allowed(word: &str) -> Option<usize> {
    let letters = word.len() >= TYPO_CHARS_MIN && word.len() <= CHARS_MAX && word.bytes().all(|b| b.is_ascii_lowercase());
    letters.then_some(if word.len() >= TWO_SLIPS_FROM { 2 } else { 1 })
}

/// Accepts words within `edits` edits: a letter replaced, missing, inserted, or two neighbours swapped (optimal string
/// alignment). Walks a sorted dictionary without visiting what cannot match.
pub struct TypoAutomaton<'w> {
    word: &'w [u8],
    edits: u8,
    /// Whether the first letter must match.
    first_right: bool,
}

impl<'w> TypoAutomaton<'w> {
    /// Accepts words within some edits.
    pub fn new(word: &'w str, edits: usize) -> TypoAutomaton<'w> {
        TypoAutomaton { word: word.as_bytes(), edits: edits as u8, first_right: false }
    }

    /// As a dictionary is searched: if two edits are allowed, the first letter must match, so that only a small part of the
    /// dictionary is visited.
    pub fn in_dictionary(word: &'w str, edits: usize) -> TypoAutomaton<'w> {
        TypoAutomaton { first_right: edits > 1, ..TypoAutomaton::new(word, edits) }
    }

    /// The accepted ones of some words (ascending, distinct). Shared prefixes are evaluated once, and words behind a prefix
    /// that cannot match are skipped.
    pub fn among<'t>(&self, words: &'t [Arc<str>]) -> impl Iterator<Item = &'t str> {
        // Rows for each letter of the previous word, as far as it was read.
        let (mut at, mut before, mut read): (usize, &[u8], Vec<EditRow>) = (0, &[], vec![self.start()]);
        std::iter::from_fn(move || {
            while let Some(word) = words.get(at) {
                let letters = word.as_bytes();
                let same = before.iter().zip(letters).take_while(|(a, b)| a == b).count();
                read.truncate(same + 1);
                before = letters;
                let mut leads_on = true;
                while leads_on && let Some(letter) = letters.get(read.len() - 1) {
                    read.extend(read.last().map(|row| self.accept(row, *letter)));
                    leads_on = read.last().is_some_and(|row| self.can_match(row));
                }
                at += if leads_on { 1 } else { beginning(&words[at..], &letters[..read.len() - 1]) };
                if leads_on && read.last().is_some_and(|row| self.is_match(row)) {
                    return Some(&**word);
                }
            }
            None
        })
    }

    /// The next row of the distance table.
    fn step(&self, from: &EditRow, byte: u8) -> EditRow {
        let (n, before) = (self.word.len(), &from.now);
        let mut now = [u8::MAX; CHARS_MAX + 1];
        now[0] = before[0].saturating_add(1);
        for i in 1..=n {
            let wrong = u8::from(self.word[i - 1] != byte);
            let mut least =
                (before[i - 1].saturating_add(wrong)).min(before[i].saturating_add(1)).min(now[i - 1].saturating_add(1));
            if i > 1 && self.word[i - 1] == from.byte && self.word[i - 2] == byte {
                least = least.min(from.earlier[i - 2].saturating_add(1));
            }
            now[i] = least;
        }
        EditRow { now, earlier: *before, byte }
    }
}

/// Number of leading words with a prefix, if the first one has it; by galloping search.
fn beginning(words: &[Arc<str>], beginning: &[u8]) -> usize {
    let begins = |word: &Arc<str>| word.as_bytes().starts_with(beginning);
    let mut leap = 1;
    while words.get(leap).is_some_and(begins) {
        leap *= 2;
    }
    let from = leap / 2 + 1;
    let rest = words.get(from..leap.min(words.len())).unwrap_or_default();
    from + rest.partition_point(begins)
}

/// Distances of each prefix of the word to the letters read, and the row before: swaps look back two.
#[derive(Clone)]
pub struct EditRow {
    now: [u8; CHARS_MAX + 1],
    earlier: [u8; CHARS_MAX + 1],
    byte: u8,
}

impl Automaton for TypoAutomaton<'_> {
    type State = EditRow;

    fn start(&self) -> EditRow {
        let mut now = [u8::MAX; CHARS_MAX + 1];
        for (i, distance) in now.iter_mut().take(self.word.len() + 1).enumerate() {
            *distance = i as u8;
        }
        EditRow { now, earlier: [u8::MAX; CHARS_MAX + 1], byte: 0 }
    }

    fn is_match(&self, state: &EditRow) -> bool {
        state.now[self.word.len()] <= self.edits
    }

    fn can_match(&self, state: &EditRow) -> bool {
        let least = |row: &[u8; CHARS_MAX + 1]| row[..=self.word.len()].iter().copied().min().unwrap_or(u8::MAX);
        // From the earlier row only a swap continues, which costs an edit.
        least(&state.now) <= self.edits || least(&state.earlier) < self.edits
    }

    fn accept(&self, state: &EditRow, byte: u8) -> EditRow {
        // Byte 0 means that nothing has been read.
        if self.first_right && state.byte == 0 && self.word.first() != Some(&byte) {
            return EditRow { now: [u8::MAX; CHARS_MAX + 1], earlier: [u8::MAX; CHARS_MAX + 1], byte };
        }
        self.step(state, byte)
    }
}

/// Every string one edit away from a word, its first letter kept; `None` if the word must match exactly.
pub fn one_edit_away(word: &str) -> Option<Vec<String>> {
    if word.len() < RARE_CHARS_MIN || word.len() > CHARS_MAX || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let mut edits = Vec::new();
    for at in 1..=word.len() {
        let (before, after) = word.split_at(at);
        edits.extend(('a'..='z').map(|letter| format!("{before}{letter}{after}")));
        let mut rest = after.chars();
        let Some(here) = rest.next() else { break };
        edits.extend(('a'..='z').filter(|letter| *letter != here).map(|letter| format!("{before}{letter}{}", rest.as_str())));
        edits.push(format!("{before}{}", rest.as_str()));
        if let Some(next) = rest.next() {
            edits.push(format!("{before}{next}{here}{}", rest.as_str()));
        }
    }
    Some(edits)
}

/// The distance of two words, if it is at most `edits`.
pub fn distance(word: &str, other: &str, edits: usize) -> Option<usize> {
    if word.len() > CHARS_MAX {
        return None;
    }
    let near = TypoAutomaton::new(word, edits);
    let end = other.bytes().fold(near.start(), |state, byte| near.accept(&state, byte));
    near.is_match(&end).then_some(end.now[word.len()] as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(near: &TypoAutomaton, other: &str) -> bool {
        near.is_match(&other.bytes().fold(near.start(), |state, byte| near.accept(&state, byte)))
    }

    #[test]
    fn of_ascending_words_those_are_found_that_are_accepted_one_by_one() {
        // All words of up to five letters of three, some of them with a longer end or of another script.
        let mut words: Vec<String> = vec![String::new()];
        for longest in 0..5 {
            let longer: Vec<String> = words.iter().filter(|w| w.len() == longest).cloned().collect();
            words.extend(longer.iter().flat_map(|w| ["a", "b", "c"].map(|letter| format!("{w}{letter}"))));
        }
        words.extend(["连接池".into(), "连接".into(), "abcdefghijk".into(), "abcabcabca".into(), "=abca.b".into()]);
        words.sort();
        for every in [1, 2, 7, 50] {
            let some: Vec<Arc<str>> = words.iter().step_by(every).map(|word| word.as_str().into()).collect();
            for (word, edits) in [("abca", 1), ("abcabcab", 2), ("cccc", 1), ("cbabcab", 2), ("zzzz", 1), ("abcd", 0)] {
                for near in [TypoAutomaton::new(word, edits), TypoAutomaton::in_dictionary(word, edits)] {
                    let found: Vec<&str> = near.among(&some).collect();
                    let one_by_one: Vec<&str> = some.iter().map(|word| &**word).filter(|word| accepts(&near, word)).collect();
                    assert_eq!(found, one_by_one, "{word}, {edits} slips, every {every}");
                }
            }
        }
        assert_eq!(TypoAutomaton::new("abca", 1).among(&[]).count(), 0);
    }

    #[test]
    fn slips_of_every_kind() {
        assert_eq!(distance("listener", "listener", 2), Some(0));
        for typed in ["lstener", "listenner", "listemer", "lisetner"] {
            assert_eq!(distance(typed, "listener", 2), Some(1), "{typed}");
        }
        assert_eq!(distance("certificate", "cretifciate", 2), Some(2));
        assert_eq!(distance("pool", "port", 1), None);
    }

    #[test]
    fn a_first_letter_that_must_be_right_is() {
        let near = |other: &str| accepts(&TypoAutomaton::in_dictionary("certificate", 2), other);
        assert_eq!(["cretifciate", "certificat", "xertificate", "ecrtificate"].map(near), [true, true, false, false]);
        assert!(accepts(&TypoAutomaton::in_dictionary("listener", 1), "kistener"), "of one slip it may be the one");
    }

    #[test]
    fn codes_numbers_and_short_words_are_exact() {
        assert_eq!(["ora", "e1001", "连接池", "12514", "a_b_c"].map(edits_allowed), [None; 5]);
        assert_eq!((edits_allowed("pool"), edits_allowed("certificate")), (Some(1), Some(2)));
    }

    #[test]
    fn everything_one_slip_away_and_nothing_else() {
        let edits = one_edit_away("pol").unwrap();
        for word in ["pool", "poll", "plo", "po", "pal"] {
            assert!(edits.iter().any(|e| e == word), "{word}");
        }
        assert!(edits.iter().all(|edit| distance("pol", edit, 1).is_some()));
        assert_eq!(one_edit_away("e1001"), None);
    }

    #[test]
    fn it_agrees_with_the_plain_table() {
        // Optimal string alignment, written out.
        fn plain(a: &[u8], b: &[u8]) -> usize {
            let mut d = vec![vec![0usize; b.len() + 1]; a.len() + 1];
            for (i, row) in d.iter_mut().enumerate() {
                row[0] = i;
            }
            d[0] = (0..=b.len()).collect();
            for i in 1..=a.len() {
                for j in 1..=b.len() {
                    d[i][j] = (d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1])).min(d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        d[i][j] = d[i][j].min(d[i - 2][j - 2] + 1);
                    }
                }
            }
            d[a.len()][b.len()]
        }
        let words = ["pool", "polo", "loop", "opol", "spool", "po", "pools", "abcd", "bacd", "badc"];
        for a in words {
            for b in words {
                let far = plain(a.as_bytes(), b.as_bytes());
                assert_eq!(distance(a, b, 2), (far <= 2).then_some(far), "{a} {b}");
            }
        }
    }
}
