//! Inner rooms, the folders inside a room: few files each, a `mod.rs` that is only a door, and a place on the map.

use crate::circles::{self, Arrows};
use crate::house::{File, Finding, House};
use crate::imports::{Crate, Import};
use crate::source::{Token, closing, reads};
use std::collections::{BTreeMap, BTreeSet};

const MAP: &str = "ARCHITECTURE.md";
/// What a reader takes in at a glance; more than that wants to be told apart by folders.
const FILES_MAX: usize = 15;

/// No folder holds more than can be seen at a glance, whatever the files are.
pub fn crowded(house: &House) -> Vec<Finding> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths(house) {
        *folders.entry(path.rsplit_once('/').map_or(path, |(folder, _)| folder)).or_default() += 1;
    }
    let crowded = folders.into_iter().filter(|(_, files)| *files > FILES_MAX);
    let finding = |(folder, files): (&str, usize)| Finding {
        path: folder.into(),
        line: 1,
        what: format!("holds {files} files, {FILES_MAX} are allowed; put what answers one question into a folder of its own"),
    };
    crowded.map(finding).collect()
}

/// The module of an inner room, or of a room that has some, declares and re-exports, and holds nothing itself.
pub fn doors(house: &House) -> Vec<Finding> {
    let tests = house.test_files();
    let files: Vec<&File> = house.rust(&["src"]).filter(|file| !tests.contains(&file.path)).collect();
    let is_door = |file: &File| {
        let Some(folder) = file.path.strip_suffix("/mod.rs") else { return false };
        let is_inner = folder.matches('/').count() > 1;
        let has_inner = |other: &&File| other.path.strip_prefix(folder).is_some_and(|rest| rest.matches('/').count() > 1);
        is_inner || files.iter().any(has_inner)
    };
    let mut found = Vec::new();
    for file in files.iter().filter(|file| is_door(file)) {
        let items = items(&file.code());
        if let Some(first) = items.first() {
            let lines: Vec<String> = items.iter().map(|token| token.line.to_string()).collect();
            let what = format!("has items of its own (lines {}); among inner rooms a `mod.rs` only declares", lines.join(", "));
            found.push(file.finding(first.line, format!("{what} and re-exports, so move them into files named after them")));
        }
    }
    found
}

/// The first token of everything at the top that is no attribute, `mod` or `use`.
fn items<'a>(code: &[Token<'a>]) -> Vec<Token<'a>> {
    let (mut items, mut at) = (Vec::new(), 0);
    while at < code.len() {
        let mut word = at;
        if reads(code, at, &["#"]) {
            at = closing(code, at + if reads(code, at + 1, &["!"]) { 2 } else { 1 }) + 1;
            continue;
        }
        if reads(code, at, &["pub"]) {
            word = if reads(code, at + 1, &["("]) { closing(code, at + 1) + 1 } else { at + 1 };
        }
        let end = end(code, word);
        if reads(code, word, &["mod"]) && code[end].text == "}" {
            items.extend(self::items(&code[(word + 3).min(end)..end]));
        } else if !["mod", "use", ";"].iter().any(|text| reads(code, word, &[text])) {
            items.push(code[at]);
        }
        at = end + 1;
    }
    items
}

/// The `;` or the closing brace that ends the item at `at`; a `use` ends with its `;` only.
fn end(code: &[Token], mut at: usize) -> usize {
    let is_use = reads(code, at, &["use"]);
    while at < code.len() {
        match code[at].text {
            ";" => return at,
            "{" if !is_use => return closing(code, at),
            "{" | "(" | "[" => at = closing(code, at),
            _ => {}
        }
        at += 1;
    }
    code.len() - 1
}

/// The map has a row for every room with inner rooms, `room` and then `inner/` each, in the order of their imports.
pub fn mapped(house: &House) -> Vec<Finding> {
    let tests = house.test_files();
    let mut rooms: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for path in paths(house).filter(|path| !tests.contains(*path)) {
        if let [_, room, inner, _, ..] = path.split('/').collect::<Vec<_>>()[..] {
            rooms.entry(room).or_default().insert(inner);
        }
    }
    let (map, at) = (house.get(MAP).map_or("", |file| &file.text), |line: usize, what| Finding { path: MAP.into(), line, what });
    let rows = rows(map);
    let arrows = arrows(house);
    let mut found = Vec::new();
    for (line, room, _) in rows.iter().filter(|(_, room, _)| !rooms.contains_key(room)) {
        found.push(at(*line, format!("`{room}` has no inner rooms; drop its row")));
    }
    for (room, inner) in rooms {
        let Some((line, _, row)) = rows.iter().find(|(_, name, _)| *name == room) else {
            let names = inner.iter().map(|name| format!("`{name}/`")).collect::<Vec<_>>().join(", ");
            found.push(at(1, format!("no row tells the inner rooms of `{room}` ({names}); write `| `{room}` | `inner/` … |`")));
            continue;
        };
        let place = |name: &str| row.iter().position(|told| *told == name);
        for name in inner.iter().filter(|name| place(name).is_none()) {
            found.push(at(*line, format!("the row of `{room}` does not name `{name}/`; say what it answers")));
        }
        for name in row.iter().filter(|name| !inner.contains(*name)) {
            found.push(at(*line, format!("there is no `src/{room}/{name}/`; drop it from the row of `{room}`")));
        }
        let between = arrows.get(room).into_iter().flatten();
        for (from, to, where_) in between.flat_map(|(from, to)| to.iter().map(move |(to, where_)| (from, to, where_))) {
            if place(from).zip(place(to)).is_some_and(|(from, to)| from < to) {
                let what =
                    format!("the row of `{room}` puts `{from}/` before `{to}/`, which it imports ({}:{})", where_.0, where_.1);
                found.push(at(*line, format!("{what}; name first what is imported")));
            }
        }
    }
    found
}

/// The rows `| `room` | …`inner/`… |` of the map: their line, the room, and the inner rooms in their order.
fn rows(map: &str) -> Vec<(usize, &str, Vec<&str>)> {
    let mut rows = Vec::new();
    for (at, line) in map.lines().enumerate() {
        let Some((room, rest)) = line.strip_prefix("| `").and_then(|rest| rest.split_once("` | ")) else { continue };
        let inner: Vec<&str> = rest.split('`').skip(1).step_by(2).filter_map(|name| name.strip_suffix('/')).collect();
        if !inner.is_empty() {
            rows.push((at + 1, room, inner));
        }
    }
    rows
}

/// The imports between the inner rooms of each room.
fn arrows(house: &House) -> BTreeMap<&str, Arrows> {
    let (house, imports) = Crate::read(house);
    let mut rooms: BTreeMap<&str, Arrows> = BTreeMap::new();
    for Import { from, to, line } in imports {
        let (from, to) = (&house.modules[from], &house.modules[to]);
        if let ([room, one, ..], [_, other, ..]) = (&from.path[..], &to.path[..])
            && one != other
        {
            circles::add(rooms.entry(room).or_default(), (*one).into(), (*other).into(), (&from.file.path, line));
        }
    }
    rooms
}

/// Every file below src/, read or not.
fn paths(house: &House) -> impl Iterator<Item = &str> {
    house.files.iter().map(|file| &file.path).chain(&house.others).map(String::as_str).filter(|path| path.starts_with("src/"))
}
