//! One word with what is joined to it, as terms: stems and parts, identifiers, names with signs, beginnings of versions.

use super::normalize::lower;
use super::script::{Script, script};
use super::stopwords::is_stop;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;

/// The longest term, in bytes. Longer words are data (base64, hashes).
const TERM_BYTES_MAX: usize = 80;
/// The longest name before `++`, `#` or `+`, in letters.
const SIGNED_NAME_MAX: usize = 12;
/// The longest name before `#` alone, which also begins the number of something (`issue#12`).
const SHARP_NAME_MAX: usize = 3;
/// Numbers of a version by whose beginnings it is found.
const VERSION_NUMBERS_MAX: usize = 4;

thread_local! {
    static STEMMER: Stemmer = Stemmer::create(Algorithm::English);
}

/// How much a term says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermRole {
    /// Counts in lengths and in what documents are compared by.
    Full,
    /// Only found by: a single letter or digit, a name with signs, the beginning of a version, an emoji.
    Minor,
    /// A word of `index/stopwords.txt`: found by where there is nothing else, otherwise a hint.
    Stop,
}

/// Receives a term with its byte range and its role.
pub type Emit<'e> = dyn FnMut(Cow<'_, str>, usize, usize, TermRole) + 'e;
/// Whether terms that begin with an ASCII letter or digit are wanted.
pub type MayBegin<'m> = dyn Fn(u8) -> bool + 'm;

/// Emits one word with what is joined to it: `a.b_c`, `ORA-12514`, `don't`, `std::vec`; gives where it ends.
pub fn word(text: &str, start: usize, may_begin: &MayBegin, emit: &mut Emit) -> usize {
    let (mut pieces, mut at) = (0, start);
    let mut joined_by_dash_only = true;
    loop {
        let length: usize = text[at..].chars().take_while(|c| script(*c) == Script::Word).map(char::len_utf8).sum();
        piece(text, at, at + length, may_begin, emit);
        if pieces == 0 {
            after_dot(text, at, at + length, emit);
        }
        pieces += 1;
        before_sign(text, at, at + length, emit);
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
    if pieces == 1 && !whole.contains('_') || whole.len() >= TERM_BYTES_MAX {
        return at;
    }
    let has_digit = whole.bytes().any(|b| b.is_ascii_digit());
    let term = format!("={}", lower(whole));
    if pieces > 1 && (!joined_by_dash_only || has_digit) || whole.trim_matches('_').contains('_') {
        emit(Cow::Borrowed(&term), start, at, TermRole::Full);
    } else if pieces > 1 && !whole.contains('\'') && whole.split('-').any(|piece| piece.len() == 1) {
        // T-SQL, Objective-C
        emit(Cow::Borrowed(&term), start, at, TermRole::Minor);
    }
    if has_digit && whole.contains('.') {
        beginnings(&term[1..], start, emit);
    }
    at
}

/// Emits the beginnings of the versions in a word: 5 and 5.7 of 5.7.40, v5.7 and python2.7.18 alike.
fn beginnings(whole: &str, start: usize, emit: &mut Emit) {
    let bytes = whole.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let from = at;
        let mut numbers = 0;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            numbers += 1;
            let goes_on = bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
            if numbers <= VERSION_NUMBERS_MAX && (numbers > 1 || goes_on) && at < whole.len() + from {
                match (numbers, at - from) {
                    (1, 1) => emit(Cow::Borrowed(&whole[from..at]), start + from, start + at, TermRole::Minor),
                    (1, _) => {}
                    _ if (from, at) == (0, whole.len()) => {}
                    _ => emit(Cow::Owned(format!("={}", &whole[from..at])), start + from, start + at, TermRole::Minor),
                }
            }
            at += usize::from(goes_on);
        }
        at += usize::from(at == from);
    }
}

/// Emits a name that begins with a dot: `.NET`, `.env`.
fn after_dot(text: &str, start: usize, end: usize, emit: &mut Emit) {
    let before = &text.as_bytes()[..start];
    if before.last() != Some(&b'.') || matches!(before.iter().rev().nth(1), Some(b'.' | b'0'..=b'9')) {
        return;
    }
    let letters = text.as_bytes()[start..end].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters > 0 && letters <= SIGNED_NAME_MAX {
        emit(Cow::Owned(format!("=.{}", lower(&text[start..start + letters]))), start - 1, start + letters, TermRole::Minor);
    }
}

/// Emits a name that ends with a sign: `C++`, `C#`, `A+`.
fn before_sign(text: &str, start: usize, end: usize, emit: &mut Emit) {
    let signs = sign_bytes(text, start, end);
    if signs > 0 {
        emit(Cow::Owned(format!("={}", lower(&text[start..end + signs]))), start, end + signs, TermRole::Minor);
    }
}

/// Length of the sign that belongs to a name as its last part: `++`, `#` or `+`.
fn sign_bytes(text: &str, start: usize, end: usize) -> usize {
    let (name, rest) = (&text.as_bytes()[start..end], &text.as_bytes()[end..]);
    if !matches!(rest.first(), Some(b'+' | b'#')) {
        return 0;
    }
    let ends = |at: usize| rest.get(at).is_none_or(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'+' | b'#'));
    let is_digit = |at: usize| rest.get(at).is_some_and(u8::is_ascii_digit);
    let letters = name.iter().all(u8::is_ascii_alphabetic);
    match rest {
        [b'+', b'+', ..] if name.len() <= SIGNED_NAME_MAX && (ends(2) || is_digit(2)) => 2,
        [b'#', ..] if letters && name.len() <= SHARP_NAME_MAX && (ends(1) || name.len() == 1 && is_digit(1)) => 1,
        [b'+', ..] if name.is_ascii() && name.len() <= SIGNED_NAME_MAX && ends(1) => 1,
        _ => 0,
    }
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
        if let [(number, _), (_, letter), _, ..] = parts[..]
            && letter - number < 4
            && matches!(text.as_bytes()[number], b'1'..=b'9')
            && text.as_bytes()[letter - 1].is_ascii_lowercase()
        {
            // 11g of 11gR2
            emit(Cow::Borrowed(&text[number..letter]), number, letter, TermRole::Minor);
        }
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
    if word.len() > TERM_BYTES_MAX || word.bytes().next().is_some_and(|b| b.is_ascii() && !may_begin(b)) {
        return;
    }
    let lower = lower(word);
    if word.len() < 2 {
        if stands_alone(text, start, end) {
            // The article and the pronoun; `A` is a drive, a plan, a grade.
            let role = if matches!(word, "a" | "i" | "I") { TermRole::Stop } else { TermRole::Minor };
            emit(lower, start, end, role);
        }
    } else if is_stop(&lower) {
        emit(lower, start, end, TermRole::Stop);
    } else if lower.bytes().all(|b| b.is_ascii_alphabetic()) {
        STEMMER.with(|stemmer| emit(stemmer.stem(&lower), start, end, TermRole::Full));
    } else {
        emit(lower, start, end, TermRole::Full);
    }
}

/// Whether a single letter or digit is a word of its own: `error 5`, `E:`, `5楼`, `iPhone8`, `T-SQL`; not part of a time, a
/// number, an address, a hash, of `don't`, or of a name with a sign.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let (before, after) = (start.checked_sub(1).map(|at| bytes[at]), bytes.get(end).copied());
    let word = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
    let joint = |b: Option<u8>| matches!(b, Some(b'.' | b':' | b'/' | b'\'' | b'_'));
    let joined_before = joint(before) && start > 1 && word(Some(bytes[start - 2])) || before == Some(b'_');
    let joined_after = joint(after) && word(bytes.get(end + 1).copied()) || after == Some(b'_');
    // The one digit of a word, at its end, as in `iPhone8`.
    let name = bytes[..start].iter().rev().take(TERM_BYTES_MAX).take_while(|b| b.is_ascii_alphanumeric());
    let ends_a_name = bytes[start].is_ascii_digit() && name.clone().all(u8::is_ascii_alphabetic);
    let part = word(before) && !ends_a_name || word(after);
    !joined_before && !joined_after && !part && sign_bytes(text, start, end) == 0
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_of_one_case_has_no_parts(word in "[A-Za-z][a-z]{0,20}") {
            prop_assert_eq!(split_on_underscore(&word, 0, word.len()), [(0, word.len())]);
            prop_assert_eq!(camel_parts(&word, 0, word.len()), [(0, word.len())]);
        }
    }
}
