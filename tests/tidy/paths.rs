//! Every path a file spells, groups taken apart: `use a::{b, c::d}` is `a::b` and `a::c::d`.

use crate::source::Token;

/// Words that stand before a path and are no part of it.
const KEYWORDS: &[&str] = &[
    "as", "dyn", "else", "for", "if", "impl", "in", "let", "match", "mut", "pub", "ref", "return", "unsafe", "use", "where",
    "while",
];

pub struct Path<'a> {
    pub line: usize,
    /// The token it starts with.
    pub at: usize,
    pub names: Vec<&'a str>,
    /// It stands right behind `use` or `extern crate`, so one name alone is an import too.
    pub is_import: bool,
    /// The import hands the name on, to whomever.
    pub is_public: bool,
    /// The name an import has here, where that is another.
    pub alias: Option<&'a str>,
}

impl Path<'_> {
    /// Whether these names follow each other somewhere in the path.
    pub fn says(&self, names: &[&str]) -> bool {
        self.names.windows(names.len()).any(|here| here == names)
    }
}

pub fn paths<'a>(tokens: &[Token<'a>]) -> Vec<Path<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !starts(tokens[at]) {
            at += 1;
            continue;
        }
        let before = |steps: usize| at.checked_sub(steps).map_or("", |at| tokens[at].text);
        let is_import =
            before(1) == "use" || (before(1) == "::" && before(2) == "use") || (before(2), before(1)) == ("extern", "crate");
        let is_public = is_import && matches!(before(2), "pub" | ")");
        let (start, known) = (at, found.len());
        spell(tokens, &mut at, &[], &mut found);
        for path in &mut found[known..] {
            (path.at, path.is_import, path.is_public) = (start, is_import, is_public);
        }
        if is_import
            && let [.., path] = &mut found[known..]
            && tokens.get(at).is_some_and(|token| token.text == "as")
        {
            path.alias = tokens.get(at + 1).map(|token| token.text);
            at += 2;
        }
    }
    found
}

fn starts(token: Token) -> bool {
    token.is_name() && !KEYWORDS.contains(&token.text)
}

/// Reads one name, star or group at `at` and all that hangs on it.
fn spell<'a>(tokens: &[Token<'a>], at: &mut usize, stem: &[&'a str], found: &mut Vec<Path<'a>>) {
    let token = tokens[*at];
    *at += 1;
    if token.text == "{" {
        while let Some(inner) = tokens.get(*at) {
            match inner.text {
                "}" => {
                    *at += 1;
                    break;
                }
                // The new name is no part of what is imported.
                "as" => {
                    if let Some(path) = found.last_mut() {
                        path.alias = tokens.get(*at + 1).map(|token| token.text);
                    }
                    *at += 2;
                }
                "{" | "*" => spell(tokens, at, stem, found),
                _ if inner.is_name() => spell(tokens, at, stem, found),
                _ => *at += 1,
            }
        }
        return;
    }
    let names: Vec<&str> = stem.iter().copied().chain([token.text]).collect();
    let goes_on = tokens.get(*at).is_some_and(|next| next.text == "::")
        && tokens.get(*at + 1).is_some_and(|next| next.is_name() || matches!(next.text, "{" | "*"));
    if goes_on {
        *at += 1;
        spell(tokens, at, &names, found);
    } else {
        found.push(Path { line: token.line, at: 0, names, is_import: false, is_public: false, alias: None });
    }
}
