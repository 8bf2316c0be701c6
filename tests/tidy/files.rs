//! Files: each says what it is for, has a name that says something, is reached, and is no longer than it must be.

use crate::house::{File, Finding, House};
use crate::source::{Token, modules};
use std::collections::BTreeSet;

const BANNED: &[&str] = &["utils", "helpers", "common", "misc"];
const LINES_MAX: usize = 400;
/// DESIGN asks for a median of about a hundred lines; this is where it has slipped.
const MEDIAN_LINES_MAX: usize = 150;

pub type Exceptions<'a> = &'a [(&'a str, &'a str)];

/// Files that may be long, and why: what may be long is a catalogue or a table.
pub const LONG: Exceptions = &[
    ("src/api/openapi/calls.rs", "a table: every call of the API, a row each"),
    ("src/case/mask/table.rs", "a table: what must be masked and what must not, a row each"),
];

pub fn purpose(house: &House) -> Vec<Finding> {
    let mute = |file: &&File| file.text.lines().next().and_then(|line| line.strip_prefix("//! ")).is_none_or(str::is_empty);
    house
        .rust(&["src", "tests"])
        .filter(mute)
        .map(|file| file.finding(1, "does not say what it is for; start with a `//! …` line that does"))
        .collect()
}

pub fn names(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in house.rust(&["src", "tests"]) {
        let mut banned: Vec<_> = file
            .path
            .trim_end_matches(".rs")
            .split('/')
            .filter(|name| BANNED.contains(name))
            .map(|name| (1, name.to_string()))
            .collect();
        for module in modules(&file.tokens()) {
            banned.extend(module.path.last().filter(|name| BANNED.contains(name)).map(|name| (module.line, name.to_string())));
        }
        for (line, name) in banned {
            found.push(file.finding(line, format!("`{name}` says nothing; name it after what it answers")));
        }
    }
    found
}

/// Every Rust file is reached by `mod` from a target of Cargo.toml.
pub fn dead(house: &House) -> Vec<Finding> {
    let reached = house.reached(File::tokens);
    house
        .rust(&["src", "tests"])
        .filter(|file| !reached.contains(&file.path))
        .map(|file| file.finding(1, "no `mod` reaches this file; declare it in its parent or delete it"))
        .collect()
}

pub fn lengths(house: &House, exceptions: Exceptions) -> Vec<Finding> {
    let lines = |file: &File| file.text.lines().count();
    let excused = |file: &File| exceptions.iter().any(|(path, _)| *path == file.path);
    let mut found = Vec::new();
    for file in house.rust(&["src", "tests"]).filter(|file| lines(file) > LINES_MAX && !excused(file)) {
        let what =
            format!("{} lines, {LINES_MAX} are allowed; split it, or give the reason in LONG (tests/tidy/files.rs)", lines(file));
        found.push(file.finding(LINES_MAX + 1, what));
    }
    for (path, reason) in exceptions {
        if reason.trim().is_empty() || house.get(path).is_none_or(|file| lines(file) <= LINES_MAX) {
            let what = "its row in LONG (tests/tidy/files.rs) has no reason or is not needed; drop the row".into();
            found.push(Finding { path: (*path).into(), line: 1, what });
        }
    }
    let mut all: Vec<usize> = house.rust(&["src"]).map(lines).collect();
    all.sort_unstable();
    if let Some(median) = all.get(all.len() / 2).filter(|median| **median > MEDIAN_LINES_MAX) {
        let what = format!("the median file has {median} lines, {MEDIAN_LINES_MAX} are allowed; split the longest");
        found.push(Finding { path: "src".into(), line: 1, what });
    }
    found
}

impl House {
    /// The files that only `#[cfg(test)]` modules reach.
    pub fn test_files(&self) -> BTreeSet<String> {
        self.reached(File::tokens).difference(&self.reached(File::code)).cloned().collect()
    }

    /// The files that `mod` declarations reach from the targets of Cargo.toml, in the given reading of a file.
    fn reached(&self, reading: for<'a> fn(&'a File) -> Vec<Token<'a>>) -> BTreeSet<String> {
        let manifest = self.get("Cargo.toml").map_or("", |file| &file.text);
        let roots = manifest.lines().filter_map(|line| line.strip_prefix("path = \"")?.strip_suffix('"'));
        let mut next: Vec<(String, bool)> = roots.map(|root| (root.to_string(), true)).collect();
        let mut reached = BTreeSet::new();
        while let Some((path, is_root)) = next.pop() {
            let Some(file) = self.get(&path).filter(|_| !reached.contains(&path)) else { continue };
            let (folder, stem) = path.trim_end_matches(".rs").rsplit_once('/').unwrap_or_default();
            let folder = if is_root || stem == "mod" { folder.to_string() } else { format!("{folder}/{stem}") };
            for module in modules(&reading(file)).iter().filter(|module| module.body.is_none()) {
                let child = format!("{folder}/{}", module.path.join("/"));
                next.extend([(format!("{child}.rs"), false), (format!("{child}/mod.rs"), false)]);
            }
            reached.insert(path);
        }
        reached
    }
}
