//! Rust text as tokens: enough to tell code from comments, strings and test modules, and to spell out its paths.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    pub line: usize,
    pub text: &'a str,
}

impl Token<'_> {
    pub fn is_name(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

enum Lexeme {
    Token,
    Skipped,
}

/// Names, numbers, `::`, strings as one token each, and every other sign by itself; no comments, no lifetimes.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut rest, mut line) = (Vec::new(), text, 1);
    while let Some(first) = rest.chars().next() {
        let (lexeme, length) = lexeme(rest, first);
        let (text, after) = rest.split_at(length);
        if matches!(lexeme, Lexeme::Token) {
            tokens.push(Token { line, text });
        }
        (rest, line) = (after, line + text.matches('\n').count());
    }
    tokens
}

/// What the text begins with, and how many bytes of it that is.
fn lexeme(text: &str, first: char) -> (Lexeme, usize) {
    let word = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    if text.starts_with("//") {
        (Lexeme::Skipped, text.find('\n').unwrap_or(text.len()))
    } else if text.starts_with("/*") {
        (Lexeme::Skipped, block_comment(text))
    } else if text.starts_with("::") {
        (Lexeme::Token, 2)
    } else if first == '"' {
        (Lexeme::Token, quoted(text))
    } else if first == '\'' {
        char_or_lifetime(text)
    } else if word > 0 {
        let raw = matches!(&text[..word], "r" | "br" | "cr").then(|| raw_string(&text[word..])).flatten();
        (Lexeme::Token, word + raw.unwrap_or(0))
    } else {
        (if first.is_whitespace() { Lexeme::Skipped } else { Lexeme::Token }, first.len_utf8())
    }
}

/// Block comments nest.
fn block_comment(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0);
    while at < text.len() {
        let here = &text.as_bytes()[at..];
        at += if here.starts_with(b"/*") {
            depth += 1;
            2
        } else if here.starts_with(b"*/") {
            depth -= 1;
            2
        } else {
            1
        };
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `#"…"#` after its `r`, if that is what stands here.
fn raw_string(text: &str) -> Option<usize> {
    let body = text.trim_start_matches('#');
    let hashes = text.len() - body.len();
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body.strip_prefix('"')?.find(&close)?;
    Some(hashes + 1 + end + close.len())
}

fn char_or_lifetime(text: &str) -> (Lexeme, usize) {
    let inside = &text[1..];
    if inside.starts_with('\\') {
        // The escaped sign may itself be a quote, so the closing one is looked for after it.
        return (Lexeme::Token, text.get(3..).and_then(|rest| rest.find('\'')).map_or(text.len(), |at| at + 4));
    }
    let one = inside.chars().next().map_or(0, char::len_utf8);
    if inside[one..].starts_with('\'') { (Lexeme::Token, one + 2) } else { (Lexeme::Skipped, 1 + one) }
}

/// The bracket that closes the one at `open`, or the last token of a text that never closes it.
pub fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len().saturating_sub(1)
}

/// Whether the tokens at `at` read like this.
pub fn reads(tokens: &[Token], at: usize, texts: &[&str]) -> bool {
    tokens.get(at..at + texts.len()).is_some_and(|here| here.iter().zip(texts).all(|(token, text)| token.text == *text))
}

/// A file without its `#[cfg(test)]` modules, whether they stand here or are only declared.
pub fn without_tests<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        match test_module(tokens, at) {
            Some(end) => at = end + 1,
            None => {
                kept.push(tokens[at]);
                at += 1;
            }
        }
    }
    kept
}

/// The last token of the test module whose attribute starts here.
fn test_module(tokens: &[Token], at: usize) -> Option<usize> {
    const ATTRIBUTE: &[&str] = &["#", "[", "cfg", "(", "test", ")", "]"];
    if !reads(tokens, at, ATTRIBUTE) {
        return None;
    }
    let mut at = at + ATTRIBUTE.len();
    while reads(tokens, at, &["#", "["]) {
        at = closing(tokens, at + 1) + 1;
    }
    if reads(tokens, at, &["pub"]) {
        at += 1;
        if reads(tokens, at, &["("]) {
            at = closing(tokens, at) + 1;
        }
    }
    let opens = at + 2;
    (reads(tokens, at, &["mod"]) && opens < tokens.len()).then(|| closing(tokens, opens))
}

/// A `mod` with its name at the end of `path`, after those of the modules around it in the same file.
pub struct Module<'a> {
    pub line: usize,
    pub path: Vec<&'a str>,
    /// Where its body is, when it stands in this file.
    pub body: Option<Range<usize>>,
}

pub fn modules<'a>(tokens: &[Token<'a>]) -> Vec<Module<'a>> {
    let mut found: Vec<Module<'a>> = Vec::new();
    for at in 0..tokens.len() {
        let [word, name, opens, ..] = tokens[at..] else { break };
        if word.text != "mod" || !matches!(opens.text, ";" | "{") {
            continue;
        }
        let around = found.iter().filter(|module| module.holds(at)).filter_map(|module| module.path.last().copied());
        let path = around.chain([name.text]).collect();
        found.push(Module { line: word.line, path, body: (opens.text == "{").then(|| at + 2..closing(tokens, at + 2)) });
    }
    found
}

impl Module<'_> {
    pub fn holds(&self, at: usize) -> bool {
        self.body.as_ref().is_some_and(|body| body.contains(&at))
    }
}
