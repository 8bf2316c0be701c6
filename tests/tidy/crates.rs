//! Outside crates: one home each, so that a crate can be read, bounded and exchanged in one place.

use crate::house::{Finding, House};
use crate::paths::paths;
use std::collections::BTreeSet;

const MANIFEST: &str = "Cargo.toml";

pub enum Home {
    Everywhere,
    Rooms(&'static [&'static str]),
}
use Home::{Everywhere, Rooms};

pub type Homes<'a> = &'a [(&'a str, Home)];

pub const HOMES: Homes = &[
    ("serde", Everywhere),
    ("serde_json", Everywhere),
    ("thiserror", Everywhere),
    ("tracing", Everywhere),
    ("chrono", Everywhere),
    ("parking_lot", Everywhere),
    // A zone is part of the policy, of its settings and of imported rows.
    ("chrono-tz", Rooms(&["sla", "config", "import"])),
    ("unicode-normalization", Rooms(&["index"])),
    ("rust-stemmers", Rooms(&["index"])),
    ("tantivy", Rooms(&["index"])),
    ("tantivy-fst", Rooms(&["index"])),
    ("crc32fast", Rooms(&["index"])),
    // Named so that one version of it is chosen; nobody uses it.
    ("idna_adapter", Rooms(&[])),
    ("arc-swap", Rooms(&["index"])),
    ("pulldown-cmark", Rooms(&["markdown"])),
    ("serde-saphyr", Rooms(&["markdown"])),
    ("csv", Rooms(&["form"])),
    ("rusqlite", Rooms(&["ledger"])),
    ("sha2", Rooms(&["digest"])),
    // Files made durable, room left on the disk, and what the process may have open.
    ("rustix", Rooms(&["content", "ledger", "cli"])),
    ("getrandom", Rooms(&["desk"])),
    ("axum", Rooms(&["api", "web"])),
    ("ammonia", Rooms(&["markdown"])),
    ("html5ever", Rooms(&["markdown"])),
    ("syntect", Rooms(&["markdown"])),
    ("two-face", Rooms(&["markdown"])),
    ("minijinja", Rooms(&["page"])),
    ("line-diff", Rooms(&["page"])),
    ("http-body-util", Rooms(&["api", "web"])),
    ("percent-encoding", Rooms(&["api", "web"])),
    ("cookie", Rooms(&["web"])),
    ("hyper", Rooms(&["web"])),
    ("hyper-util", Rooms(&["web"])),
    ("tower-http", Rooms(&["web"])),
    ("tokio-io-timeout", Rooms(&["web"])),
    ("governor", Rooms(&["api"])),
    ("prometheus-client", Rooms(&["api"])),
    ("schemars", Rooms(&["view", "api"])),
    ("tokio", Rooms(&["api", "web", "cli"])),
    ("clap", Rooms(&["cli"])),
    ("indicatif", Rooms(&["cli"])),
    ("tracing-subscriber", Rooms(&["cli"])),
    ("anyhow", Rooms(&["cli"])),
    ("toml", Rooms(&["config"])),
];

/// The table and Cargo.toml name the same crates, and each is used at home only.
pub fn homes(house: &House, table: Homes) -> Vec<Finding> {
    let named = dependencies(house);
    let mut found = Vec::new();
    for (line, name) in &named {
        if !table.iter().any(|(row, _)| row == name) {
            let what = format!("`{name}` has no home; give it a row in HOMES (tests/tidy/crates.rs), or do without it");
            found.push(Finding { path: MANIFEST.into(), line: *line, what });
        }
    }
    let named: BTreeSet<&str> = named.iter().map(|(_, name)| *name).collect();
    for (row, _) in table.iter().filter(|(row, _)| !named.contains(row)) {
        let what = format!("`{row}` has a row in HOMES (tests/tidy/crates.rs) and is not in [dependencies]; drop the row");
        found.push(Finding { path: MANIFEST.into(), line: 1, what });
    }
    let bounded: Vec<_> = table
        .iter()
        .filter_map(|(name, home)| match home {
            Everywhere => None,
            Rooms(rooms) => Some((name.replace('-', "_"), *rooms)),
        })
        .collect();
    for file in house.rust(&["src"]) {
        for path in paths(&file.tokens()).iter().filter(|path| path.names.len() > 1 || path.is_import) {
            let Some((name, rooms)) = bounded.iter().find(|(name, _)| name == path.names[0]) else { continue };
            if file.room().is_none_or(|room| !rooms.contains(&room)) {
                let what = format!("`{name}` lives in `{}`; ask that room for what is needed", rooms.join("`, `"));
                found.push(file.finding(path.line, what));
            }
        }
    }
    found
}

/// The crates of `[dependencies]`, of `[dependencies.name]` and of a target's own, with their lines.
fn dependencies(house: &House) -> Vec<(usize, &str)> {
    let (mut names, mut inside) = (Vec::new(), false);
    for (at, line) in house.get(MANIFEST).map_or("", |file| &file.text).lines().enumerate() {
        if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            inside = section == "dependencies" || (section.starts_with("target.") && section.ends_with(".dependencies"));
            names.extend(section.strip_prefix("dependencies.").map(|name| (at + 1, name)));
        } else if inside && line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            names.extend(line.split([' ', '=', '.']).next().map(|name| (at + 1, name)));
        }
    }
    names
}
