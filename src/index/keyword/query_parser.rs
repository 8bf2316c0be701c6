//! Parses typed text: words, quoted phrases, filters. No text is an error: what is no phrase or filter is words.

use crate::index::doc::facet::Facet;
use std::ops::Range;

/// Characters that are read.
const QUESTION_CHARS_MAX: usize = 10_000;
/// Phrases that are used; each is searched for in every candidate's text.
const PHRASES_MAX: usize = 20;
/// Filters that are used.
const FILTERS_MAX: usize = 50;

/// A typed query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedQuery {
    /// Everything that is searched for, phrases included.
    pub words: String,
    /// Quoted phrases, which must occur verbatim in a result.
    pub phrases: Vec<String>,
    /// (facet, value): a result must have one of the values of each facet.
    pub filters: Vec<(Facet, String)>,
    /// Where each filter is in the typed text, in bytes.
    pub places: Vec<Range<usize>>,
}

/// Pairs of quotation marks that keyboards produce.
const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』')];

impl ParsedQuery {
    /// Parses typed text.
    pub fn parse(text: &str) -> ParsedQuery {
        let mut typed = ParsedQuery::default();
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

/// The typed text with one of its filters ([`ParsedQuery::places`]) removed.
pub fn without_filter(text: &str, place: &Range<usize>) -> String {
    let (before, after) = (text[..place.start].trim_end(), text[place.end..].trim_start());
    format!("{before}{}{after}", if before.is_empty() || after.is_empty() { "" } else { " " })
}

/// The typed text with a filter added.
pub fn with_filter(text: &str, facet: Facet, value: &str) -> String {
    let value = if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value.to_string() };
    format!("{} {}:{value}", text.trim_end(), facet.word()).trim_start().to_string()
}

/// A quoted text at the beginning, and what follows it.
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
        let typed = ParsedQuery::parse(text);
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
        let typed = ParsedQuery::parse(&more);
        assert_eq!(typed.filters, [(Facet::Product, "Oracle Database".to_string())]);
        assert_eq!(without_filter(&more, &typed.places[0]), "listener");
        let typed = ParsedQuery::parse("状态:已关闭 登录");
        assert_eq!(without_filter("状态:已关闭 登录", &typed.places[0]), "登录");
    }

    #[test]
    fn what_only_looks_like_syntax_is_words() {
        for text in ["a:b:c", "ORA-12514: listener", "component:", "say \"hello", "http://x/y", "\"", "::", "-XX:MaxMetaspaceSize"]
        {
            let typed = ParsedQuery::parse(text);
            assert_eq!(typed.words.trim(), text, "{typed:?}");
            assert!(typed.phrases.is_empty() && typed.filters.is_empty(), "{typed:?}");
        }
        assert_eq!(ParsedQuery::parse("\"\" x").phrases, Vec::<String>::new());
    }
}
