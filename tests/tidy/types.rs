//! Public types: each name is given once in the crate, so that a reader never has to ask which one is meant.

use crate::house::{File, Finding, House};
use crate::source::{Token, closing, reads};
use std::collections::BTreeMap;

const DECLARES: &[&str] = &["struct", "enum", "trait", "type", "union"];

/// Names that are still given several times. The list only gets shorter: a name that is unique by now must leave it.
pub const SEVERAL: &[&str] = &[];

/// Every public type name under `src` is declared once, outside tests.
pub fn unique(house: &House, several: &[&str]) -> Vec<Finding> {
    let tests = house.test_files();
    let mut declared: BTreeMap<&str, Vec<(&File, usize)>> = BTreeMap::new();
    for file in house.rust(&["src"]).filter(|file| !tests.contains(&file.path)) {
        for name in public_types(&file.code()) {
            declared.entry(name.text).or_default().push((file, name.line));
        }
    }
    let mut found = Vec::new();
    for (name, places) in &declared {
        let [(first, _), others @ ..] = places.as_slice() else { continue };
        for (file, line) in others.iter().filter(|_| !several.contains(name)) {
            found.push(file.finding(*line, format!("`{name}` is also a public type of {}; rename one of them", first.path)));
        }
    }
    for name in several.iter().filter(|name| declared.get(**name).is_none_or(|places| places.len() < 2)) {
        let what = format!("`{name}` is given once by now; take it out of SEVERAL (tests/tidy/types.rs)");
        found.push(Finding { path: "src".into(), line: 1, what });
    }
    found
}

/// The names that `pub struct` and the like declare, or an entry of `vocabulary!`.
fn public_types<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut names = Vec::new();
    for at in 0..tokens.len() {
        if tokens[at].text == "pub" {
            let word = if reads(tokens, at + 1, &["("]) { closing(tokens, at + 1) + 1 } else { at + 1 };
            if tokens.get(word).is_some_and(|token| DECLARES.contains(&token.text)) {
                names.extend(tokens.get(word + 1).filter(|name| name.is_name()));
            }
        } else if reads(tokens, at, &["vocabulary", "!", "{"]) {
            let body = &tokens[at + 2..=closing(tokens, at + 2)];
            let entry = |three: &&[Token]| three[0].is_name() && three[1].text == "," && three[2].text.starts_with('"');
            names.extend(body.windows(3).filter(entry).map(|three| three[0]));
        }
    }
    names
}
