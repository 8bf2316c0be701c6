//! Snippets: the part of a text that best shows why it was found, with the matched words marked.

use super::analyzer;
use crate::markdown::plain_text;
use std::collections::{HashMap, HashSet};

/// Length of a snippet in characters: about three lines.
pub const SNIPPET_CHARS: usize = 160;
/// Characters of a text that are searched for the best part.
const SEARCHED_CHARS_MAX: usize = 20_000;

/// Part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The text.
    pub text: String,
    /// Ranges of characters of `text`, ascending and disjoint.
    pub marks: Vec<(usize, usize)>,
}

/// The part of a text of light Markdown, `length` characters long, with most distinct terms of `wanted`; its beginning if there are
/// none. It is taken from the parsed text: what is no markup stands as it was written.
pub fn snippet(text: &str, wanted: &HashSet<String>, length: usize) -> Snippet {
    as_written(&plain_text(searched(text)), wanted, length)
}

/// The same for a text that is no Markdown, such as a title.
pub fn as_written(text: &str, wanted: &HashSet<String>, length: usize) -> Snippet {
    let text = searched(text);
    let characters = Characters::of(text);
    let place = |byte: usize| characters.before(byte);
    let mut hits: Vec<(usize, usize, String)> =
        analyzer::tokens_among(text, wanted).into_iter().map(|t| (place(t.start), place(t.end), t.term)).collect();
    // An identifier follows its parts; the longest hit from a place is marked.
    hits.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let from = best_window(&hits, characters.count, length);
    let (from, to) = whole_words(text, &characters, from, (from + length).min(characters.count));
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for (start, end, _) in hits.iter().filter(|(start, end, _)| *start >= from && *end <= to) {
        let (start, end) = (start - from, end - from);
        match marks.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ => marks.push((start, end)),
        }
    }
    Snippet { text: text[characters.byte(from)..characters.byte(to)].to_string(), marks }
}

/// The part of a text that is searched.
fn searched(text: &str) -> &str {
    match text.as_bytes().get(..SEARCHED_CHARS_MAX) {
        None => text,
        Some(head) if head.is_ascii() => &text[..SEARCHED_CHARS_MAX],
        Some(_) => text.char_indices().nth(SEARCHED_CHARS_MAX).map_or(text, |(end, _)| &text[..end]),
    }
}

/// Byte offsets of the characters of a text.
struct Characters {
    /// `None`: every character is one byte long.
    starts: Option<Vec<usize>>,
    count: usize,
    end: usize,
}

impl Characters {
    fn of(text: &str) -> Characters {
        let starts = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect::<Vec<usize>>());
        Characters { count: starts.as_ref().map_or(text.len(), Vec::len), starts, end: text.len() }
    }

    /// Number of characters that begin before a byte.
    fn before(&self, byte: usize) -> usize {
        self.starts.as_ref().map_or(byte.min(self.end), |starts| starts.partition_point(|start| *start < byte))
    }

    /// Byte offset of a character; beyond the last one, the length of the text.
    fn byte(&self, character: usize) -> usize {
        self.starts.as_ref().map_or(character.min(self.end), |starts| starts.get(character).copied().unwrap_or(self.end))
    }
}

/// A cut is moved inwards by at most this many characters to a word boundary.
const WORD_CHARS_MAX: usize = 20;

/// Moves the ends of a window to word boundaries; offsets in characters.
fn whole_words(text: &str, characters: &Characters, from: usize, to: usize) -> (usize, usize) {
    let letter = |at: usize| text.as_bytes().get(characters.byte(at)).is_some_and(u8::is_ascii_alphanumeric);
    let cut = |at: usize| at > 0 && at < characters.count && letter(at - 1) && letter(at);
    let begin = (from..from + WORD_CHARS_MAX).find(|at| !cut(*at)).unwrap_or(from);
    let end = (to.saturating_sub(WORD_CHARS_MAX)..=to).rev().find(|at| !cut(*at)).unwrap_or(to);
    if begin < end { (begin, end) } else { (from, to) }
}

/// Start of the window with most distinct terms, with some text before the first hit.
fn best_window(hits: &[(usize, usize, String)], text_length: usize, window: usize) -> usize {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let terms: Vec<usize> = hits
        .iter()
        .map(|(.., term)| {
            let next = known.len();
            *known.entry(term).or_insert(next)
        })
        .collect();
    // Occurrences of each term in a sliding window; its end never moves back.
    let mut inside = vec![0usize; known.len()];
    let (mut best, mut end, mut different) = ((0, 0), 0, 0);
    for (at, (start, ..)) in hits.iter().enumerate() {
        while let Some(next) = hits.get(end).filter(|(_, until, _)| *until <= start + window).and(terms.get(end)) {
            different += usize::from(inside[*next] == 0);
            inside[*next] += 1;
            end += 1;
        }
        if different > best.0 {
            best = (different, *start);
        }
        // A hit longer than the window is in no window.
        match end > at {
            true => {
                inside[terms[at]] -= 1;
                different -= usize::from(inside[terms[at]] == 0);
            }
            false => end = at + 1,
        }
    }
    let room = best.1.saturating_sub(window / 8);
    room.min(text_length.saturating_sub(window))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str, expected: &str) {
        let found = snippet(text, &analyzer::terms(words).into_iter().collect(), SNIPPET_CHARS);
        let mut out = String::new();
        for (i, c) in found.text.chars().enumerate() {
            if found.marks.iter().any(|(s, _)| *s == i) {
                out.push('[');
            }
            out.push(c);
            if found.marks.iter().any(|(_, e)| *e == i + 1) {
                out.push(']');
            }
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn chinese_and_english_are_marked_whole() {
        check("数据库连接池耗尽了", "连接池", "数据库[连接池]耗尽了");
        check("the connections timed out", "connection timeout", "the [connections] timed out");
        check("no match here", "zebra", "no match here");
        check(
            "## 处理\n\n**重启** `nginx`：\n```sh\nsystemctl restart nginx\n```\n> 好了",
            "nginx",
            "处理 重启 [nginx]： systemctl restart [nginx] 好了",
        );
        check("before ```error E1007``` after", "e1007", "before error [E1007] after");
        check("电话 139****5678，l**@haifeng.com # C#", "zebra", "电话 139****5678，l**@haifeng.com # C#");
        check("got ORA-12514 here", "ora-12514", "got [ORA-12514] here");
    }

    #[test]
    fn the_best_stretch_of_a_long_text_is_shown() {
        let text = format!("{} ORA-12514 listener {}", "padding ".repeat(100), "more ".repeat(100));
        let found = snippet(&text, &analyzer::terms("ora-12514 listener").into_iter().collect(), SNIPPET_CHARS);
        assert!(found.text.contains("ORA-12514 listener"), "{}", found.text);
        let whole = found.text.split_whitespace().all(|word| ["padding", "ORA-12514", "listener", "more"].contains(&word));
        assert!(whole, "cut inside a word: {}", found.text);
    }

    #[test]
    fn a_title_is_shown_as_it_was_written() {
        let wanted: HashSet<String> = analyzer::terms("deref").into_iter().collect();
        let title = "# `*ptr` and **deref** fail";
        let shown = as_written(title, &wanted, 80);
        assert_eq!((shown.text.as_str(), shown.marks), (title, vec![(15, 20)]));
        assert_eq!(snippet(title, &wanted, 80).text, "*ptr and deref fail");
    }

    #[test]
    fn places_are_counted_in_characters_of_one_byte_or_more() {
        for text in ["", "plain words, none else", "连接池 exhausted é twice", "eé"] {
            let (characters, starts) = (Characters::of(text), text.char_indices().map(|(at, _)| at).collect::<Vec<_>>());
            assert_eq!(characters.count, starts.len());
            for at in 0..text.len() + 3 {
                assert_eq!(characters.before(at), starts.iter().filter(|start| **start < at).count(), "{text} {at}");
                assert_eq!(characters.byte(at), starts.get(at).copied().unwrap_or(text.len()), "{text} {at}");
            }
        }
        for padding in ["plain ", "é", "plain é "] {
            let text = padding.repeat(SEARCHED_CHARS_MAX);
            assert_eq!(searched(&text).chars().count(), SEARCHED_CHARS_MAX);
            assert!(text.starts_with(searched(&text)));
        }
        assert_eq!(searched("short"), "short");
    }

    #[test]
    fn the_window_moves_to_where_one_by_one_finds_it() {
        /// Every window examined separately.
        fn plain(hits: &[(usize, usize, String)], text_length: usize, window: usize) -> usize {
            let mut best = (0, 0);
            for (i, (start, ..)) in hits.iter().enumerate() {
                let inside = hits[i..].iter().take_while(|(_, end, _)| *end <= start + window);
                let different = inside.map(|(.., term)| term).collect::<HashSet<_>>().len();
                if different > best.0 {
                    best = (different, *start);
                }
            }
            best.1.saturating_sub(window / 8).min(text_length.saturating_sub(window))
        }
        let mut chance = 11usize;
        let mut next = |below: usize| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % below
        };
        for _ in 0..500 {
            let (many, length) = (next(40), 1 + next(300));
            let mut hits: Vec<(usize, usize, String)> = (0..many)
                .map(|_| {
                    let start = next(length);
                    // Some longer than a window.
                    (start, start + 1 + next(if start % 9 == 0 { 40 } else { 9 }), format!("w{}", next(6)))
                })
                .collect();
            hits.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
            for window in [1, 5, 24, 160] {
                assert_eq!(best_window(&hits, length, window), plain(&hits, length, window), "{hits:?} {window}");
            }
        }
        assert_eq!(best_window(&[], 100, 24), 0);
    }
}
