//! Circles of imports inside a room: where there is one, no file of it can be read, or changed, without the others.

use crate::house::{Finding, House};
use crate::imports::{Crate, Import};
use std::collections::{BTreeMap, BTreeSet};

/// Who imports whom, and in which line of which file first.
pub type Arrows = BTreeMap<String, BTreeMap<String, (String, usize)>>;

/// The files of a room import each other in one direction.
pub fn among_files(house: &House) -> Vec<Finding> {
    let (house, imports) = Crate::read(house);
    let mut rooms: BTreeMap<&str, Arrows> = BTreeMap::new();
    for Import { from, to, line } in imports {
        let (from, to) = (&house.modules[from], &house.modules[to]);
        let Some(room) = from.room() else { continue };
        let name = |path: &str| path.trim_start_matches("src/").trim_start_matches(room).trim_start_matches('/').to_string();
        add(rooms.entry(room).or_default(), name(&from.file.path), name(&to.file.path), (&from.file.path, line));
    }
    rooms.iter().flat_map(|(room, arrows)| circles(arrows, &format!("files of `{room}`"))).collect()
}

/// What stands in one folder, each inner room taken whole, imports each other in one direction.
pub fn among_inner_rooms(house: &House) -> Vec<Finding> {
    let (house, imports) = Crate::read(house);
    let mut folders: BTreeMap<String, (Arrows, bool)> = BTreeMap::new();
    for Import { from, to, line } in imports {
        let (from, to) = (&house.modules[from], &house.modules[to]);
        let shared = from.path.iter().zip(&to.path).take_while(|(a, b)| a == b).count();
        // One of the two is the module around the other: that is no arrow between neighbours.
        let (Some(one), Some(other)) = (from.path.get(shared), to.path.get(shared)) else { continue };
        let (arrows, has_rooms) = folders.entry(from.path[..shared].join("/")).or_default();
        *has_rooms |= from.path.len().max(to.path.len()) > shared + 1;
        add(arrows, (*one).into(), (*other).into(), (&from.file.path, line));
    }
    // Where no inner room takes part, the rule about files has found it.
    let folders = folders.iter().filter(|(_, (_, has_rooms))| *has_rooms);
    folders.flat_map(|(folder, (arrows, _))| circles(arrows, &format!("inner rooms of `{folder}`"))).collect()
}

pub fn add(arrows: &mut Arrows, from: String, to: String, (path, line): (&str, usize)) {
    arrows.entry(from).or_default().entry(to).or_insert((path.into(), line));
}

/// One finding for each set of names that reach each other, at the first import of a shortest way round.
fn circles(arrows: &Arrows, of: &str) -> Vec<Finding> {
    let (mut found, mut told) = (Vec::new(), BTreeSet::new());
    for start in arrows.keys() {
        let Some(ring) = ring(arrows, start).filter(|_| !told.contains(start)) else { continue };
        let reached = reached(arrows, start);
        let members: Vec<&str> = reached.into_iter().filter(|name| self::reached(arrows, name).contains(start.as_str())).collect();
        told.extend(members.iter().map(ToString::to_string));
        let steps = ring.windows(2).map(|step| &arrows[step[0]][step[1]]).collect::<Vec<_>>();
        let way: Vec<String> = steps.iter().map(|(path, line)| format!("{path}:{line}")).collect();
        let what = format!(
            "{} {of} import each other ({}), as {} {}; put what two of them share into a file below both",
            members.len(),
            members.join(", "),
            way.join(" → "),
            if way.len() == 1 { "does" } else { "do" },
        );
        found.push(Finding { path: steps[0].0.clone(), line: steps[0].1, what });
    }
    found
}

/// Everything that imports lead to from here.
fn reached<'a>(arrows: &'a Arrows, from: &'a str) -> BTreeSet<&'a str> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(name) = next.pop() {
        next.extend(arrows.get(name).into_iter().flat_map(BTreeMap::keys).map(String::as_str).filter(|to| reached.insert(*to)));
    }
    reached
}

/// A shortest way from a name back to itself, with the name at both ends.
fn ring<'a>(arrows: &'a Arrows, start: &'a str) -> Option<Vec<&'a str>> {
    let (mut ways, mut seen) = (vec![vec![start]], BTreeSet::new());
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in &ways {
            for to in arrows.get(*way.last()?).into_iter().flat_map(BTreeMap::keys) {
                let way = way.iter().copied().chain([to.as_str()]).collect();
                if to == start {
                    return Some(way);
                }
                if seen.insert(to) {
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}
