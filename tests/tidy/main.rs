//! The house test: the rules of the rooms, held against the files as they are.
//!
//! Each rule is a pure function over a `House`; `planted` shows that each finds what it is there to find.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod circles;
mod crates;
mod files;
mod house;
mod imports;
mod inner;
mod lines;
mod mentions;
mod paths;
mod planted;
mod planted_inner;
mod rooms;
mod source;
mod types;

use house::{Finding, House};
use std::path::Path;

fn house() -> House {
    House::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the house can be read")
}

fn hold(rule: impl Fn(&House) -> Vec<Finding>) {
    let house = house();
    let found: Vec<String> = rule(&house).iter().map(Finding::to_string).collect();
    assert!(found.is_empty(), "{} found\n{}", found.len(), found.join("\n"));
}

/// A reader that mistook a quote for a string would overlook all that follows it.
#[test]
fn every_file_reads_to_the_end() {
    let house = house();
    for file in house.rust(&["src", "tests"]) {
        let tokens = file.tokens();
        let count = |signs: &[&str]| tokens.iter().filter(|token| signs.contains(&token.text)).count();
        assert_eq!(count(&["{", "(", "["]), count(&["}", ")", "]"]), "{}: the brackets do not pair", file.path);
    }
}

#[test]
fn rooms_are_listed_by_floor_and_named_on_the_map() {
    hold(rooms::named);
}

#[test]
fn rooms_import_only_rooms_listed_above_them() {
    hold(rooms::imports);
}

#[test]
fn no_circle_among_the_files_of_a_room() {
    hold(circles::among_files);
}

#[test]
fn no_circle_among_inner_rooms() {
    hold(circles::among_inner_rooms);
}

#[test]
fn folders_hold_few_files() {
    hold(inner::crowded);
}

#[test]
fn a_mod_rs_among_inner_rooms_is_only_a_door() {
    hold(inner::doors);
}

#[test]
fn inner_rooms_are_named_on_the_map() {
    hold(inner::mapped);
}

#[test]
fn floors_0_and_1_are_pure() {
    hold(rooms::purity);
}

#[test]
fn one_file_reads_the_wall_clock() {
    hold(rooms::clock);
}

#[test]
fn outside_crates_stay_at_home() {
    hold(|house| crates::homes(house, crates::HOMES));
}

#[test]
fn files_say_what_they_are_for() {
    hold(files::purpose);
}

#[test]
fn names_say_something() {
    hold(files::names);
}

#[test]
fn no_file_is_dead() {
    hold(files::dead);
}

#[test]
fn files_are_short() {
    hold(|house| files::lengths(house, files::LONG));
}

#[test]
fn lines_of_templates_are_short() {
    hold(lines::templates);
}

#[test]
fn public_types_have_names_of_their_own() {
    hold(|house| types::unique(house, types::SEVERAL));
}

#[test]
fn files_that_are_named_exist() {
    hold(mentions::exist);
}

#[test]
fn nothing_names_a_registry_or_a_workshop() {
    hold(lines::workshop);
}
