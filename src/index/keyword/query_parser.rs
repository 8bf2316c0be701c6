//! What a person typed, taken apart: words, phrases in quotes, filters as words. Nothing typed is an error: what does not
//! read as one of these is words.

use crate::index::doc::facet::Facet;
use std::ops::Range;

/// Characters of a question that are read: a whole report is asked otherwise.
const QUESTION_CHARS_MAX: usize = 10_000;
/// Phrases in quotes that are looked for: each is looked for in every candidate's text.
const PHRASES_MAX: usize = 20;
/// Filters typed that are in force.
const FILTERS_MAX: usize = 50;

/// A question to the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Everything that is searched for, phrases included.
    pub words: String,
    /// What stood in quotes: must stand so in a result.
    pub phrases: Vec<String>,
    /// (facet, value): one of the values of each facet named.
    pub filters: Vec<(Facet, String)>,
    /// Where each filter stands in what was typed, in bytes.
    pub places: Vec<Range<usize>>,
}

/// Pairs of quotes that people's keyboards make.
const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』')];

impl Typed {
    pub fn parse(text: &str) -> Typed {
        let mut typed = Typed::default();
        let text = text.char_indices().nth(QUESTION_CHARS_MAX).map_or(text, |(end, _)| &text[..end]);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_whitespace() {
                typed.words.push(' ');
                rest = &rest[c.len_utf8()..];
            } else if let Some((phrase, after)) = quoted(rest) {
                if !phrase.trim().is_empty() && typed.phrases.len() < PHRASES_MAX {
                    typed.phrases.push(phrase.trim().to_string());
                }
                typed.words.push_str(&format!(" {phrase} "));
                rest = after;
            } else {
                let end = rest.find(|c: char| c.is_whitespace() || QUOTES.iter().any(|(open, _)| *open == c)).unwrap_or(rest.len());
                // A quote that is never closed is a character like any other.
                let end = if end == 0 { c.len_utf8() } else { end };
                match filter(&rest[..end], &rest[end..]).filter(|_| typed.filters.len() < FILTERS_MAX) {
                    Some((facet, value, after)) => {
                        typed.places.push(text.len() - rest.len()..text.len() - after.len());
                        typed.filters.push((facet, facet.stored(&value)));
                        rest = after;
                    }
                    None => {
                        typed.words.push_str(&rest[..end]);
                        rest = &rest[end..];
                    }
                }
            }
        }
        typed.words = typed.words.trim_start().to_string();
        typed
    }
}

/// What was typed with one of its filters taken away.
pub fn without_filter(text: &str, place: &Range<usize>) -> String {
    let (before, after) = (text[..place.start].trim_end(), text[place.end..].trim_start());
    format!("{before}{}{after}", if before.is_empty() || after.is_empty() { "" } else { " " })
}

/// What was typed with a filter more.
pub fn with_filter(text: &str, facet: Facet, value: &str) -> String {
    let value = if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value.to_string() };
    format!("{} {}:{value}", text.trim_end(), facet.word()).trim_start().to_string()
}

/// Text in quotes at the beginning, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let (_, close) = QUOTES.iter().find(|(o, _)| *o == open)?;
    let inside = &text[open.len_utf8()..];
    let end = inside.find(*close)?;
    Some((&inside[..end], &inside[end + close.len_utf8()..]))
}

/// `component:login`, `组件：登录`, `product:"Oracle Database"`; then what follows.
fn filter<'t>(word: &'t str, after: &'t str) -> Option<(Facet, String, &'t str)> {
    let (name, value) = word.split_once([':', '：'])?;
    let facet = Facet::parse(name)?;
    match value.is_empty() {
        false => Some((facet, value.to_string(), after)),
        true => quoted(after).filter(|(value, _)| !value.trim().is_empty()).map(|(v, rest)| (facet, v.trim().to_string(), rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str, phrases: &[&str], filters: &[(Facet, &str)]) {
        let typed = Typed::parse(text);
        assert_eq!(typed.words.split_whitespace().collect::<Vec<_>>().join(" "), words, "{text}");
        assert_eq!(typed.phrases, phrases, "{text}");
        let filters: Vec<(Facet, String)> = filters.iter().map(|(f, v)| (*f, v.to_string())).collect();
        assert_eq!(typed.filters, filters, "{text}");
    }

    #[test]
    fn words_phrases_and_filters() {
        check(
            "timeout component:login severity:critical",
            "timeout",
            &[],
            &[(Facet::Component, "login"), (Facet::Severity, "critical")],
        );
        check("\"path building\" failed", "path building failed", &["path building"], &[]);
        check("登录 状态:已关闭 等级：致命", "登录", &[], &[(Facet::Status, "closed"), (Facet::Severity, "critical")]);
        check("product:\"Oracle Database\" listener", "listener", &[], &[(Facet::Product, "Oracle Database")]);
        check("“连接池” 耗尽", "连接池 耗尽", &["连接池"], &[]);
    }

    #[test]
    fn a_filter_is_added_and_taken_away() {
        let more = with_filter("listener", Facet::Product, "Oracle Database");
        assert_eq!(more, "listener product:\"Oracle Database\"");
        let typed = Typed::parse(&more);
        assert_eq!(typed.filters, [(Facet::Product, "Oracle Database".to_string())]);
        assert_eq!(without_filter(&more, &typed.places[0]), "listener");
        let typed = Typed::parse("状态:已关闭 登录");
        assert_eq!(without_filter("状态:已关闭 登录", &typed.places[0]), "登录");
    }

    #[test]
    fn what_only_looks_like_syntax_is_words() {
        for text in ["a:b:c", "ORA-12514: listener", "component:", "say \"hello", "http://x/y", "\"", "::", "-XX:MaxMetaspaceSize"]
        {
            let typed = Typed::parse(text);
            assert_eq!(typed.words.trim(), text, "{typed:?}");
            assert!(typed.phrases.is_empty() && typed.filters.is_empty(), "{typed:?}");
        }
        assert_eq!(Typed::parse("\"\" x").phrases, Vec::<String>::new());
    }
}
