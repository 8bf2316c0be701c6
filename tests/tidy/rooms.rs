//! Rooms: which there are, who may import whom, and what the pure floors stay free of.

use crate::house::{File, Finding, House};
use crate::paths::{Path, paths};
use crate::source::{modules, reads};
use std::collections::BTreeSet;

const LIST: &str = "src/lib.rs";
const MAP: &str = "ARCHITECTURE.md";
/// Floors 0 and 1 are words and text: nothing there asks the world.
const PURE_FLOORS: u32 = 2;
const IMPURE: &[&[&str]] =
    &[&["Utc", "now"], &["Local", "now"], &["SystemTime"], &["Instant"], &["std", "fs"], &["std", "net"], &["tokio"]];
/// Time is read here and handed on as an argument.
const CLOCK: &str = "src/clock.rs";

struct Room<'a> {
    name: &'a str,
    /// None: it stands under no `// floor N` comment.
    floor: Option<u32>,
    line: usize,
}

/// The rooms in the order of src/lib.rs, which is the order of the house.
fn rooms(house: &House) -> Vec<Room<'_>> {
    let (mut rooms, mut floor) = (Vec::new(), None);
    for (at, line) in house.get(LIST).map_or("", |file| &file.text).lines().enumerate() {
        if let Some(rest) = line.strip_prefix("// floor ") {
            floor = rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|number| number.parse().ok());
        } else if let Some(name) = line.trim_start_matches("pub ").strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
            rooms.push(Room { name, floor, line: at + 1 });
        }
    }
    rooms
}

/// Every room stands on a floor, every folder is a room, and the map names them all.
pub fn named(house: &House) -> Vec<Finding> {
    let rooms = rooms(house);
    let at = |path: &str, line, what| Finding { path: path.into(), line, what };
    let mut found = Vec::new();
    if rooms.is_empty() {
        found.push(at(LIST, 1, "lists no room; declare each as `pub mod room;` under its `// floor N` comment".into()));
    }
    let mut below = 0;
    for room in &rooms {
        match room.floor {
            None => {
                found.push(at(LIST, room.line, format!("`{}` stands on no floor; put a `// floor N, …` comment above", room.name)))
            }
            Some(floor) if floor < below => {
                found.push(at(
                    LIST,
                    room.line,
                    format!("floor {floor} comes after floor {below}; list the floors from the ground up"),
                ));
            }
            Some(floor) => below = floor,
        }
    }
    let known: BTreeSet<&str> = rooms.iter().map(|room| room.name).chain(["lib", "main"]).collect();
    let mut strangers = BTreeSet::new();
    for file in house.rust(&["src"]) {
        if let Some(room) = file.room().filter(|room| !known.contains(room) && strangers.insert(room.to_string())) {
            found.push(file.finding(1, format!("`{room}` is no room of {LIST}; list it there or move its files into a room")));
        }
    }
    match house.get(MAP) {
        None => found.push(at(MAP, 1, "is missing; write the map of the rooms".into())),
        Some(map) => found.extend(
            rooms
                .iter()
                .filter(|room| !map.text.contains(&format!("`{}`", room.name)))
                .map(|room| map.finding(1, format!("does not name the room `{}`; say what it answers", room.name))),
        ),
    }
    found
}

/// A room imports only rooms listed above it; the program itself only the front.
pub fn imports(house: &House) -> Vec<Finding> {
    let rooms = rooms(house);
    let place = |name: &str| rooms.iter().position(|room| room.name == name);
    let tests = house.test_files();
    let mut found = Vec::new();
    for file in house.rust(&["src"]).filter(|file| !tests.contains(&file.path)) {
        let Some(own) = file.room() else { continue };
        for (line, name) in crossings(file) {
            let what = match (place(own), place(&name)) {
                _ if own == "lib" || own == name => continue,
                _ if own == "main" && name == "cli" => continue,
                _ if own == "main" => format!("the program imports `{name}`; it may call `precedent::cli` only"),
                (None, _) => continue,
                (_, None) => format!("`crate::{name}` is no room; import it from the room it lives in"),
                (Some(here), Some(there)) if there < here => continue,
                _ => format!("`{own}` imports `{name}`, which {LIST} lists below it; move the code, or the room in the list"),
            };
            found.push(file.finding(line, what));
        }
    }
    found
}

/// The names a file takes from the root of the crate, by `crate::`, by `precedent::` or by climbing there with `super::`.
fn crossings(file: &File) -> Vec<(usize, String)> {
    let tokens = file.code();
    let modules = modules(&tokens);
    let inside = file.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = inside.split('/').count();
    let root = |path: &Path| {
        if matches!(path.names[0], "crate" | "precedent") {
            return 1;
        }
        let selfs = usize::from(path.names[0] == "self");
        let climbs = path.names[selfs..].iter().take_while(|name| **name == "super").count();
        let needed = depth + modules.iter().filter(|module| module.holds(path.at)).count();
        if climbs == needed { selfs + climbs } else { path.names.len() }
    };
    let mut crossings: Vec<_> =
        paths(&tokens).iter().filter_map(|path| Some((path.line, path.names.get(root(path))?.to_string()))).collect();
    // `use crate::a::{b, c}` crosses once.
    crossings.dedup();
    crossings
}

/// The pure floors ask no clock, no disk, no net and wait for nothing.
pub fn purity(house: &House) -> Vec<Finding> {
    let rooms = rooms(house);
    let pure: Vec<&str> =
        rooms.iter().filter(|room| room.floor.is_some_and(|floor| floor < PURE_FLOORS)).map(|room| room.name).collect();
    let mut found = Vec::new();
    for file in house.rust(&["src"]).filter(|file| file.room().is_some_and(|room| pure.contains(&room))) {
        let tokens = file.tokens();
        for path in paths(&tokens) {
            if let Some(names) = IMPURE.iter().find(|names| path.says(names)) {
                let what = format!("`{}` on a pure floor; take what it gives as an argument", names.join("::"));
                found.push(file.finding(path.line, what));
            }
        }
        for at in (0..tokens.len()).filter(|at| reads(&tokens, *at, &["async", "fn"])) {
            found.push(file.finding(tokens[at].line, "`async fn` on a pure floor; waiting belongs to the doors"));
        }
    }
    found
}

/// One place reads the wall clock: clippy refuses it everywhere, and no other file says otherwise.
pub fn clock(house: &House) -> Vec<Finding> {
    let excused = |file: &&File| file.path != CLOCK && file.text.contains("disallowed_methods");
    let what = format!("allows itself what clippy.toml refuses; only {CLOCK} reads the clock, take `now` as an argument");
    house.rust(&["src"]).filter(excused).map(|file| file.finding(1, what.clone())).collect()
}
