//! The one analyser for Chinese, English and code: text to terms with their places.
//!
//! Chinese and other scripts without blanks: characters and bigrams. English: stems. Identifiers: whole (`=a.b.c`) and in parts.
//! Every text, of the index and of a question, goes through [`super::normalize`] first.

use super::normalize::{Normalized, normalized};
use super::script::{Script, is_half_flag, script};
use super::words::{Emit, MayBegin, TermRole, word};
use crate::index::key_hash::KeyHash;
use std::borrow::Cow;
use std::collections::HashSet;

/// Increment when terms change: an index made by another analyser is rebuilt.
pub const ANALYZER_VERSION: u32 = 2;
/// Terms of each role taken from one text, so that a pasted log does not outweigh the report.
pub const TERMS_MAX: usize = 20_000;

/// A term and the byte range of the text it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermSpan {
    /// The term.
    pub term: String,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// How much it says.
    pub role: TermRole,
}

/// The terms of a text as it is indexed.
#[derive(Debug, Default)]
pub struct IndexedTerms {
    /// Full terms, in order of occurrence.
    pub full: Vec<String>,
    /// Minor terms and stop words, each once. They are found by, and count nowhere else.
    pub once: Vec<String>,
}

/// The full terms of a text, in order.
pub fn terms(text: &str) -> Vec<String> {
    let mut found = Vec::with_capacity(text.len() / 6);
    walk(&normalized(text), &|_| true, &mut |term, _, _, role| {
        if role == TermRole::Full {
            found.push(term.into_owned());
        }
    });
    found
}

/// The terms of a text as it is indexed.
pub fn indexed_terms(text: &str) -> IndexedTerms {
    let (mut full, mut once) = (Vec::with_capacity(text.len() / 6), Vec::new());
    let mut seen: HashSet<u32, KeyHash> = HashSet::default();
    walk(&normalized(text), &|_| true, &mut |term, _, _, role| match role {
        TermRole::Full => full.push(term.into_owned()),
        // By hash: stop words are half of an English text.
        _ if seen.insert(hash(&term)) => once.push(term.into_owned()),
        _ => {}
    });
    IndexedTerms { full, once }
}

/// All terms of a text with their places, in order.
pub fn all_tokens(text: &str) -> Vec<TermSpan> {
    found(text, &|_| true, |_, _| true)
}

/// Those terms of a text that are in `wanted`. A stem begins like its word, so that most words need not be stemmed.
pub fn tokens_among(text: &str, wanted: &HashSet<String>) -> Vec<TermSpan> {
    let mut begins = [false; 256];
    wanted.iter().filter_map(|term| term.bytes().next()).for_each(|byte| begins[byte as usize] = true);
    found(text, &|byte| begins[byte.to_ascii_lowercase() as usize], |term, _| wanted.contains(term))
}

fn found(text: &str, may_begin: &MayBegin, wanted: impl Fn(&str, TermRole) -> bool) -> Vec<TermSpan> {
    let folded = Normalized::new(text);
    let mut found = Vec::new();
    walk(&folded.text, may_begin, &mut |term, start, end, role| {
        if wanted(&term, role) {
            let (start, end) = (folded.origin(start, false), folded.origin(end, true));
            found.push(TermSpan { term: term.into_owned(), start, end, role })
        }
    });
    found
}

fn walk(text: &str, may_begin: &MayBegin, emit: &mut Emit) {
    let (mut full, mut others) = (0usize, 0usize);
    let mut counted = |term: Cow<'_, str>, start: usize, end: usize, role: TermRole| {
        let count = if role == TermRole::Full { &mut full } else { &mut others };
        if *count < TERMS_MAX {
            *count += 1;
            emit(term, start, end, role);
        }
    };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at = match script(c) {
            Script::Other => at + c.len_utf8(),
            Script::Dense => dense(text, at, &mut counted),
            Script::Word => word(text, at, may_begin, &mut counted),
            Script::Symbol => symbol(text, at, c, &mut counted),
        };
    }
}

fn dense(text: &str, start: usize, emit: &mut Emit) -> usize {
    let mut previous: Option<usize> = None;
    let mut at = start;
    for c in text[start..].chars().take_while(|c| script(*c) == Script::Dense) {
        let end = at + c.len_utf8();
        emit(Cow::Borrowed(&text[at..end]), at, end, TermRole::Full);
        if let Some(before) = previous {
            emit(Cow::Borrowed(&text[before..end]), before, end, TermRole::Full);
        }
        previous = Some(at);
        at = end;
    }
    at
}

/// Emits an emoji or another sign; the two halves of a flag as one.
fn symbol(text: &str, start: usize, c: char, emit: &mut Emit) -> usize {
    let mut end = start + c.len_utf8();
    if let Some(other) = text[end..].chars().next().filter(|other| is_half_flag(c) && is_half_flag(*other)) {
        end += other.len_utf8();
    }
    emit(Cow::Borrowed(&text[start..end]), start, end, TermRole::Minor);
    end
}

/// FNV-1a, 32 bits. Two of the few terms that a text has once collide hardly ever.
fn hash(term: &str) -> u32 {
    term.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The word that may still be being typed: the last one, lower-cased, if the text ends in it and it is ASCII.
pub fn unfinished_word(text: &str) -> Option<String> {
    let folded = normalized(text);
    let last: Vec<char> = folded.chars().rev().take_while(|c| c.is_ascii_alphanumeric()).collect();
    let word: String = last.into_iter().rev().collect::<String>().to_lowercase();
    (word.len() >= 2).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<TermSpan> {
        all_tokens(text).into_iter().filter(|token| token.role == TermRole::Full).collect()
    }

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&terms(text).join(" "));
    }

    /// Terms that are only found by, then stop words.
    fn check_once(text: &str, expected: Expect) {
        let of = |role| all_tokens(text).into_iter().filter(|t| t.role == role).map(|t| t.term).collect::<Vec<_>>().join(" ");
        expected.assert_eq(&format!("{} | {}", of(TermRole::Minor), of(TermRole::Stop)));
    }

    #[test]
    fn chinese_in_characters_and_pairs() {
        check("连接池耗尽", expect!["连 接 连接 池 接池 耗 池耗 尽 耗尽"]);
        check("ＡＢＣ１２３报错", expect!["abc123 abc 123 报 错 报错"]);
        check("連接池", expect!["连 接 连接 池 接池"]);
    }

    #[test]
    fn scripts_without_blanks_in_characters_and_pairs() {
        check("พิมพ์", expect!["พ ิ พิ ม ิม พ มพ ์ พ์"]);
        check("ພິມ ၁ ပုံ ព្រ བོད་", expect!["ພ ິ ພິ ມ ິມ ၁ ပ ု ပု ံ ုံ ព ្ ព្ រ ្រ བ ོ བོ ད ོད"]);
    }

    #[test]
    fn english_is_stemmed_and_stopped() {
        check("The connections are timing out", expect!["connect time"]);
        check("Café NAÏVE", expect!["cafe naiv"]);
        check_once("The link is down", expect![[" | the is down"]]);
        check_once("i need a drive A", expect!["a | i a"]);
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
    fn single_letters_and_digits_that_are_words() {
        check_once("system error 5, E 盘, 5楼, D:, iPhone8", expect!["5 e 5 d 8 | "]);
        check_once("don't user's 12:5:1 a1b2c3 1/2 x_y 0x5 C:\\a", expect!["c | a"]);
    }

    #[test]
    fn names_with_signs() {
        check_once("C++ C# F#, g++11 Notepad++ A+ C#7", expect!["=c++ =c# =f# =g++ =notepad++ =a+ =c# 7 | "]);
        check_once(
            ".NET ASP.NET (.env) ...net T-SQL Objective-C e-mail",
            expect!["=.net =.env t =t-sql c =objective-c e =e-mail | "],
        );
        check_once("a+b 1+1 i ++ issue#12 C## #include Ctrl+C", expect!["b 1 1 c c | a i"]);
    }

    #[test]
    fn versions_by_their_beginnings() {
        check_once("5.7.40 v5.7 python2.7.18 8.0", expect!["5 =5.7 5 =5.7 2 =2.7 =2.7.18 8 | "]);
        check_once("11gR2 1.2.3.4.5.6 5.7.x openssl-1.1.1k", expect!["11g 1 =1.2 =1.2.3 =1.2.3.4 5 =5.7 1 =1.1 =1.1.1 | "]);
        check("5.7.40 v5.7", expect!["40 =5.7.40 v5 =v5.7"]);
    }

    #[test]
    fn emoji_are_terms_whatever_their_colour() {
        check_once("👍🏽 👍 ❤️ 👨‍👩‍👧 🇩🇪🇫🇷 →", expect!["👍 👍 ❤ 👨 👩 👧 🇩🇪 🇫🇷 | "]);
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
        fn any_text_is_analyzed(text in "\\PC{0,80}|[a-zA-Z0-9_.:'/+#-]{0,40}") {
            for token in all_tokens(&text) {
                prop_assert!(text.get(token.start..token.end).is_some());
                prop_assert!(!token.term.is_empty());
            }
            let with_places: Vec<String> = tokens(&text).into_iter().map(|t| t.term).collect();
            prop_assert_eq!(&terms(&text), &with_places);
            prop_assert_eq!(&indexed_terms(&text).full, &with_places);
            let wanted: HashSet<String> = all_tokens(&text).into_iter().map(|t| t.term).step_by(2).collect();
            let among: Vec<TermSpan> = all_tokens(&text).into_iter().filter(|t| wanted.contains(&t.term)).collect();
            prop_assert_eq!(tokens_among(&text, &wanted), among);
        }
    }
}
