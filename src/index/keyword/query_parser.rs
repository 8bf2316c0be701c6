//! Parses typed text: words, quoted phrases, filters, and what is left out. No text is an error: what is none of these is words.

use crate::index::doc::facet::Facet;
use std::ops::Range;

/// Characters that are read.
const QUESTION_CHARS_MAX: usize = 10_000;
/// Phrases that are used; each is searched for in every candidate's text.
const PHRASES_MAX: usize = 20;
/// Filters that are used.
const FILTERS_MAX: usize = 50;
/// Words that are left out.
const WITHOUT_MAX: usize = 20;
/// Options of commands that people paste; a question with one of them leaves nothing out.
const OPTIONS: [&str; 16] =
    ["jar", "cp", "classpath", "rf", "la", "al", "lh", "ll", "ef", "aux", "it", "xf", "xvf", "xzf", "zxvf", "eq"];

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
    /// Words behind a minus sign: no result may have them.
    pub without: Vec<String>,
    /// Quoted phrases behind a minus sign: no result may have them verbatim.
    pub without_phrases: Vec<String>,
}

/// Pairs of quotation marks that keyboards produce.
const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』')];

impl ParsedQuery {
    /// Parses typed text.
    pub fn parse(text: &str) -> ParsedQuery {
        let mut typed = ParsedQuery::default();
        let text = text.char_indices().nth(QUESTION_CHARS_MAX).map_or(text, |(end, _)| &text[..end]);
        let excludes = !is_command(text);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_whitespace() {
                typed.words.push(' ');
                rest = &rest[c.len_utf8()..];
            } else if let Some(left_out) =
                left_out(rest).filter(|_| excludes && (typed.words.is_empty() || typed.words.ends_with(' ')))
            {
                let (list, words, after) = match left_out {
                    LeftOut::Phrase(phrase, after) => (&mut typed.without_phrases, phrase, after),
                    LeftOut::Word(word, after) => (&mut typed.without, word, after),
                };
                if list.len() < WITHOUT_MAX {
                    list.push(words.to_string());
                }
                rest = after;
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
        if typed.words.is_empty() && typed.filters.is_empty() {
            // Nothing is left to leave out from: the words themselves are asked for.
            let asked = typed.without.drain(..).chain(typed.without_phrases.drain(..)).collect::<Vec<_>>();
            typed.words = asked.join(" ");
        }
        typed
    }

    /// Other words in place of those typed, with everything else that was typed.
    pub fn with_the_rest(&self, words: &str) -> String {
        let mut text = words.trim_end().to_string();
        // Filters of a request beside the text have no place in it.
        for (facet, value) in self.filters.iter().take(self.places.len()) {
            text = with_filter(&text, *facet, value);
        }
        for word in &self.without {
            text.push_str(&format!(" -{word}"));
        }
        for phrase in &self.without_phrases {
            text.push_str(&format!(" -\"{phrase}\""));
        }
        text
    }
}

/// What is left out, and what follows it.
enum LeftOut<'t> {
    Word(&'t str, &'t str),
    Phrase(&'t str, &'t str),
}

/// `-word`, `-"a phrase"`: a minus sign at the beginning of a word, before a letter, a character or a quotation mark.
fn left_out(text: &str) -> Option<LeftOut<'_>> {
    let rest = text.strip_prefix(['-', '－', '−', '–'])?;
    if let Some((phrase, after)) = quoted(rest) {
        return (!phrase.trim().is_empty()).then_some(LeftOut::Phrase(phrase.trim(), after));
    }
    let end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
    let word = rest[..end].trim_end_matches(|c: char| ",;!?，；！？。".contains(c));
    word.chars().next().is_some_and(char::is_alphabetic).then_some(LeftOut::Word(word, &rest[end..]))
}

/// Whether a text looks like a command with options that was pasted: then its minus signs leave nothing out.
fn is_command(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.any(|word| match word.strip_prefix('-') {
        // --force, -XX:MaxMetaspaceSize=1g, -Xmx512m, -Dkey=value, -l, -9
        Some(option) => {
            let plain = option.trim_start_matches('-');
            let is_letter = option.len() == 1 && option.is_ascii();
            let has_value = plain.is_ascii() && plain.contains([':', '=']);
            let has_size = option.starts_with('X') && option.len() > 1;
            let begins = option.bytes().next();
            option.starts_with('-') && plain.len() > 1
                || is_letter
                || has_value
                || has_size
                || begins.is_some_and(|b| b.is_ascii_digit())
                || OPTIONS.contains(&option)
        }
        None => matches!(word, "|" | "||" | "&&" | ">" | ">>" | "2>&1" | "$" | "sudo"),
    })
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
    fn a_minus_sign_leaves_out_a_word_or_a_phrase() {
        for (text, words, without, phrases) in [
            ("timeout -nginx", "timeout", vec!["nginx"], vec![]),
            ("卡纸 -打印机 －扫描", "卡纸", vec!["打印机", "扫描"], vec![]),
            ("login -\"single sign-on\"", "login", vec![], vec!["single sign-on"]),
            ("java -python -c++", "java", vec!["python", "c++"], vec![]),
            ("error -node.js, slow", "error  slow", vec!["node.js"], vec![]),
        ] {
            let typed = ParsedQuery::parse(text);
            assert_eq!(typed.words.trim(), words, "{text}");
            assert_eq!((typed.without, typed.without_phrases), (strings(&without), strings(&phrases)), "{text}");
        }
        // Inside a word, as the option of a command, before a number, or with nothing to leave out from, it is a sign.
        for text in [
            "well-known error",
            "java -XX:MaxMetaspaceSize=1g -server",
            "java -jar app.jar -verbose",
            "docker run --rm -nginx",
            "kill -9 nginx",
            "error -5",
            "ls -l -nginx",
            "a - b",
        ] {
            let typed = ParsedQuery::parse(text);
            assert_eq!((typed.words.as_str(), typed.without.len()), (text, 0), "{text}");
        }
        assert_eq!(ParsedQuery::parse("-nginx").words, "nginx");
        assert_eq!(ParsedQuery::parse("-打印机 -\"a b\"").words, "打印机 a b");
        assert_eq!(ParsedQuery::parse("timeout -nginx -\"a b\"").with_the_rest("timed out"), "timed out -nginx -\"a b\"");
        let typed = ParsedQuery::parse("lisetner status:closed -nginx");
        assert_eq!(typed.with_the_rest("listener"), "listener status:closed -nginx");
    }

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| text.to_string()).collect()
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
