//! The one analyser for Chinese, English and code: text to terms with their places.
//!
//! Chinese: characters and bigrams. English: stems. Identifiers: whole (`=a.b.c`) and in parts.

use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Increment when terms change: an index made by another analyser is rebuilt.
pub const ANALYZER_VERSION: u32 = 1;
/// The longest term, in bytes. Longer words are data (base64, hashes).
const TERM_BYTES_MAX: usize = 80;
/// Terms taken from one text, so that a pasted log does not outweigh the report.
pub const TERMS_MAX: usize = 20_000;

static STOPWORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../index/stopwords.txt").lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

thread_local! {
    static STEMMER: Stemmer = Stemmer::create(Algorithm::English);
}

/// A term and the byte range of the text it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermSpan {
    /// The term.
    pub term: String,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// The terms of a text, in order.
pub fn terms(text: &str) -> Vec<String> {
    let mut found = Vec::with_capacity(text.len() / 6);
    analyze(text, |term, _, _| found.push(term.into_owned()));
    found
}

/// The terms of a text with their places.
pub fn tokens(text: &str) -> Vec<TermSpan> {
    found(text, &|_| true, |_| true)
}

/// Those terms of a text that are in `wanted`. A stem begins like its word, so that most words need not be stemmed.
pub fn tokens_among(text: &str, wanted: &HashSet<String>) -> Vec<TermSpan> {
    let mut begins = [false; 256];
    wanted.iter().filter_map(|term| term.bytes().next()).for_each(|byte| begins[byte as usize] = true);
    found(text, &|byte| begins[byte.to_ascii_lowercase() as usize], |term| wanted.contains(term))
}

fn found(text: &str, may_begin: &MayBegin, wanted: impl Fn(&str) -> bool) -> Vec<TermSpan> {
    let folded = Folded::new(text);
    let mut found = Vec::new();
    walk(&folded.text, may_begin, &mut |term, start, end| {
        if wanted(&term) {
            found.push(TermSpan { term: term.into_owned(), start: folded.origin(start, false), end: folded.origin(end, true) })
        }
    });
    found
}

fn analyze<'t>(text: &'t str, mut emit: impl FnMut(Cow<'_, str>, usize, usize)) {
    let folded: Cow<'t, str> = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(Folded::new(text).text) };
    walk(&folded, &|_| true, &mut emit);
}

/// Text with width, compatibility forms and accents folded, case kept; with a mapping back to the original bytes.
struct Folded {
    text: String,
    /// Characters whose folded form differs, ascending.
    changes: Vec<Change>,
}

/// Byte ranges of a character's folded form and of the character.
struct Change {
    folded: (usize, usize),
    original: (usize, usize),
}

impl Folded {
    fn new(original: &str) -> Folded {
        if original.is_ascii() {
            return Folded { text: original.to_string(), changes: Vec::new() };
        }
        let mut folded = Folded { text: String::with_capacity(original.len()), changes: Vec::new() };
        for (at, c) in original.char_indices() {
            let before = folded.text.len();
            match c {
                c if c.is_ascii() => folded.text.push(c),
                '\u{3400}'..='\u{9fff}' => folded.text.push(c),
                // Accents are often left out when searching.
                '\u{00c0}'..='\u{024f}' => folded.text.extend(c.nfkd().filter(|c| !is_accent(*c))),
                c if is_accent(c) => {}
                c => folded.text.extend(c.nfkc()),
            }
            if !folded.text[before..].chars().eq([c]) {
                let change = Change { folded: (before, folded.text.len()), original: (at, at + c.len_utf8()) };
                folded.changes.push(change);
            }
        }
        folded
    }

    /// The original offset of a folded one; inside the expansion of one character (`㍿`), its nearer edge.
    fn origin(&self, offset: usize, is_end: bool) -> usize {
        let before = self.changes.partition_point(|change| change.folded.0 < offset);
        let Some(change) = before.checked_sub(1).map(|i| &self.changes[i]) else { return offset };
        match offset >= change.folded.1 {
            true => change.original.1 + (offset - change.folded.1),
            false if is_end => change.original.1,
            false => change.original.0,
        }
    }
}

fn is_accent(c: char) -> bool {
    ('\u{0300}'..='\u{036f}').contains(&c)
}

/// How a character takes part in terms.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Script {
    /// Letters and digits that form words.
    Word,
    /// Written without spaces: characters and bigrams.
    Dense,
    /// Separates words.
    Other,
}

/// Whether a character belongs to a script written without spaces.
pub fn is_dense(c: char) -> bool {
    script(c) == Script::Dense
}

fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Script::Word,
        c if c.is_ascii() => Script::Other,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}' => Script::Dense,
        c if c.is_alphanumeric() => Script::Word,
        _ => Script::Other,
    }
}

type Emit<'e> = dyn FnMut(Cow<'_, str>, usize, usize) + 'e;
/// Whether terms that begin with an ASCII letter or digit are wanted.
type MayBegin<'m> = dyn Fn(u8) -> bool + 'm;

fn walk(text: &str, may_begin: &MayBegin, emit: &mut Emit) {
    let mut count = 0usize;
    let mut counted = |term: Cow<'_, str>, start: usize, end: usize| {
        if count < TERMS_MAX {
            count += 1;
            emit(term, start, end);
        }
    };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let run = script(c);
        at = match run {
            Script::Other => at + c.len_utf8(),
            Script::Dense => dense(text, at, &mut counted),
            Script::Word => word(text, at, may_begin, &mut counted),
        };
    }
}

fn dense(text: &str, start: usize, emit: &mut Emit) -> usize {
    let mut previous: Option<usize> = None;
    let mut at = start;
    for c in text[start..].chars().take_while(|c| script(*c) == Script::Dense) {
        let end = at + c.len_utf8();
        emit(Cow::Borrowed(&text[at..end]), at, end);
        if let Some(before) = previous {
            emit(Cow::Borrowed(&text[before..end]), before, end);
        }
        previous = Some(at);
        at = end;
    }
    at
}

/// Emits one word with what is joined to it: `a.b_c`, `ORA-12514`, `don't`, `std::vec`.
fn word(text: &str, start: usize, may_begin: &MayBegin, emit: &mut Emit) -> usize {
    let (mut pieces, mut at) = (0, start);
    let mut joined_by_dash_only = true;
    loop {
        let length: usize = text[at..].chars().take_while(|c| script(*c) == Script::Word).map(char::len_utf8).sum();
        piece(text, at, at + length, may_begin, emit);
        pieces += 1;
        at += length;
        let joint: usize = text[at..].bytes().take_while(|b| matches!(b, b'.' | b'-' | b':' | b'\'' | b'/')).take(2).count();
        let goes_on = joint > 0 && text[at + joint..].chars().next().is_some_and(|c| script(c) == Script::Word);
        if !goes_on || (joint == 2 && &text[at..at + 2] != "::") {
            break;
        }
        joined_by_dash_only &= matches!(&text[at..at + joint], "-" | "'");
        at += joint;
    }
    let whole = &text[start..at];
    let identifier =
        pieces > 1 && (!joined_by_dash_only || whole.bytes().any(|b| b.is_ascii_digit())) || whole.trim_matches('_').contains('_');
    if identifier && whole.len() < TERM_BYTES_MAX {
        emit(Cow::Owned(format!("={}", whole.to_lowercase())), start, at);
    }
    at
}

/// Emits a run of word characters: stemmed, and in parts if it is `snake_case`, `CamelCase` or `abc123`.
fn piece(text: &str, from: usize, to: usize, may_begin: &MayBegin, emit: &mut Emit) {
    // Fast path: most words have no parts.
    if text.as_bytes()[from..to]
        .split_first()
        .is_some_and(|(b, rest)| b.is_ascii_alphabetic() && rest.iter().all(u8::is_ascii_lowercase))
    {
        return term(text, from, to, may_begin, emit);
    }
    for (start, end) in split_on_underscore(text, from, to) {
        let parts = camel_parts(text, start, end);
        term(text, start, end, may_begin, emit);
        if parts.len() > 1 {
            for (start, end) in parts {
                term(text, start, end, may_begin, emit);
            }
        }
    }
}

fn split_on_underscore(text: &str, from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = from;
    for (i, _) in text[from..to].match_indices('_').chain([(to - from, "")]) {
        if from + i > start {
            found.push((start, from + i));
        }
        start = from + i + 1;
    }
    found
}

fn term(text: &str, start: usize, end: usize, may_begin: &MayBegin, emit: &mut Emit) {
    let word = &text[start..end];
    if word.len() < 2 || word.len() > TERM_BYTES_MAX || word.bytes().next().is_some_and(|b| b.is_ascii() && !may_begin(b)) {
        return;
    }
    let lower = word.to_lowercase();
    if STOPWORDS.contains(lower.as_str()) {
        return;
    }
    if lower.bytes().all(|b| b.is_ascii_alphabetic()) {
        STEMMER.with(|stemmer| emit(stemmer.stem(&lower), start, end));
    } else {
        emit(Cow::Owned(lower), start, end);
    }
}

/// `NullPointerException` → Null Pointer Exception; `HTTPServer2` → HTTP Server 2.
fn camel_parts(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Upper,
        Lower,
        Digit,
    }
    let class = |b: u8| match b {
        b'A'..=b'Z' => Class::Upper,
        b'0'..=b'9' => Class::Digit,
        _ => Class::Lower,
    };
    let bytes = &text.as_bytes()[start..end];
    let mut cuts = vec![0];
    for i in 1..bytes.len() {
        let (before, here) = (class(bytes[i - 1]), class(bytes[i]));
        let next = bytes.get(i + 1).map(|b| class(*b));
        let word_starts = here == Class::Upper && (before != Class::Upper || next == Some(Class::Lower));
        let kind_changes = (here == Class::Digit) != (before == Class::Digit);
        if (word_starts || kind_changes) && text.is_char_boundary(start + i) {
            cuts.push(i);
        }
    }
    cuts.push(bytes.len());
    cuts.windows(2).map(|w| (start + w[0], start + w[1])).collect()
}

/// The word that may still be being typed: the last one, lower-cased, if the text ends in it and it is ASCII.
pub fn unfinished_word(text: &str) -> Option<String> {
    let folded = Folded::new(text).text;
    let last: Vec<char> = folded.chars().rev().take_while(|c| c.is_ascii_alphanumeric()).collect();
    let word: String = last.into_iter().rev().collect::<String>().to_lowercase();
    (word.len() >= 2).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&terms(text).join(" "));
    }

    #[test]
    fn chinese_in_characters_and_pairs() {
        check("连接池耗尽", expect!["连 接 连接 池 接池 耗 池耗 尽 耗尽"]);
        check("ＡＢＣ１２３报错", expect!["abc123 abc 123 报 错 报错"]);
    }

    #[test]
    fn english_is_stemmed_and_stopped() {
        check("The connections are timing out", expect!["connect time"]);
        check("Café NAÏVE", expect!["cafe naiv"]);
    }

    #[test]
    fn identifiers_whole_and_in_parts() {
        check("ORA-12514", expect!["ora 12514 =ora-12514"]);
        check(
            "java.net.SocketTimeoutException",
            expect!["java net sockettimeoutexcept socket timeout except =java.net.sockettimeoutexception"],
        );
        check("max_poll_interval", expect!["max poll interv =max_poll_interval"]);
        check("std::vec::Vec", expect!["std vec vec =std::vec::vec"]);
        check("don't well-known", expect!["don well known"]);
    }

    #[test]
    fn places_lead_back_to_the_text() {
        let text = "ｘｙ 连接池 Ünïcode";
        for token in tokens(text) {
            assert!(text.get(token.start..token.end).is_some(), "{token:?}");
        }
        assert_eq!(&text[tokens(text)[0].start..tokens(text)[0].end], "ｘｙ");
        let last = tokens(text).pop().unwrap();
        assert_eq!((last.term.as_str(), &text[last.start..last.end]), ("unicod", "Ünïcode"));
    }

    proptest! {
        #[test]
        fn a_word_of_one_case_has_no_parts(word in "[A-Za-z][a-z]{0,20}") {
            prop_assert_eq!(split_on_underscore(&word, 0, word.len()), [(0, word.len())]);
            prop_assert_eq!(camel_parts(&word, 0, word.len()), [(0, word.len())]);
        }

        #[test]
        fn any_text_is_analyzed(text in "\\PC{0,80}|[a-zA-Z0-9_.:'/-]{0,40}") {
            for token in tokens(&text) {
                prop_assert!(text.get(token.start..token.end).is_some());
                prop_assert!(!token.term.is_empty());
            }
            let with_places: Vec<String> = tokens(&text).into_iter().map(|t| t.term).collect();
            prop_assert_eq!(terms(&text), with_places);
            let wanted: HashSet<String> = terms(&text).into_iter().step_by(2).collect();
            let among: Vec<TermSpan> = tokens(&text).into_iter().filter(|t| wanted.contains(&t.term)).collect();
            prop_assert_eq!(tokens_among(&text, &wanted), among);
        }
    }
}
