//! Lines: no way to fall over, no silent permission, nothing that holds only in the workshop.

use crate::house::{Finding, House};
use crate::source::reads;

const FALLS: &[(&[&str], &str)] = &[
    (&[".", "unwrap", "("], ".unwrap()"),
    (&[".", "expect", "("], ".expect("),
    (&["panic", "!"], "panic!("),
    (&["todo", "!"], "todo!("),
    (&["unimplemented", "!"], "unimplemented!("),
];

/// Spelled in halves, or this file would find itself.
pub const REGISTRIES: &[&str] = &[concat!("crates", ".io"), concat!("docs", ".rs"), concat!("pypi", ".org"), concat!("npm", "js")];
pub const WORKSHOPS: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/tmp/", "bash_jobs")];

pub fn falls(house: &House) -> Vec<Finding> {
    let tests = house.test_files();
    let mut found = Vec::new();
    for file in house.rust(&["src"]).filter(|file| !tests.contains(&file.path)) {
        let code = file.code();
        for (at, token) in code.iter().enumerate() {
            if let Some((_, word)) = FALLS.iter().find(|(texts, _)| reads(&code, at, texts)) {
                found.push(file.finding(token.line, format!("`{word}` outside tests; return a typed error, or say it as a type")));
            }
        }
    }
    found
}

/// Documentation says what a thing is, not why a lint is wrong about it; only a plain comment counts.
pub fn allows(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in house.rust(&["src", "tests"]) {
        let source = file.source();
        for (at, token) in source.tokens.iter().enumerate() {
            let allows = [&["#", "[", "allow", "("][..], &["#", "!", "[", "allow", "("]]
                .iter()
                .any(|texts| reads(&source.tokens, at, texts));
            let said = [token.line, token.line - 1].iter().any(|line| source.remarks.contains(line));
            if allows && !said {
                found.push(
                    file.finding(
                        token.line,
                        "`allow` without a reason; say why in a comment on or above the line, or fix the cause",
                    ),
                );
            }
        }
    }
    found
}

/// Registries and the paths of one machine say nothing to a reader elsewhere.
pub fn workshop(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &house.files {
        for (at, line) in file.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for host in REGISTRIES.iter().filter(|host| lower.contains(**host)) {
                found.push(file.finding(at + 1, format!("names the registry host `{host}`; name the crate or project instead")));
            }
            for path in WORKSHOPS.iter().filter(|path| line.match_indices(**path).any(|(start, _)| is_absolute(&line[..start]))) {
                found.push(
                    file.finding(at + 1, format!("names `{path}`, a path of one machine; write it from the root of the house")),
                );
            }
        }
    }
    found
}

/// A path that goes on behind a name, as in `home/…`, is not absolute.
fn is_absolute(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '~' | '}'))
}
