//! Planted violations inside a room: circles that re-exports hide, crowded folders, doors that hold things, rooms off the map.

use crate::house::{Finding, House};
use crate::{circles, inner};

/// One room, `index`, with the inner rooms `text` and `store`; what looks like a circle in it is none.
const CLEAN: &[(&str, &str)] = &[
    ("Cargo.toml", "[lib]\npath = \"src/lib.rs\"\n"),
    ("ARCHITECTURE.md", "| room | inner rooms |\n| --- | --- |\n| `index` | `text/` words (`Term`), `store/` where it lies |\n"),
    ("src/lib.rs", "//! Small.\n\npub mod index;\npub mod words;\n"),
    ("src/words.rs", "//! Words.\n\npub use crate::index::Term;\n"),
    (
        "src/index/mod.rs",
        "//! The index.\n\n#![warn(x)]\n#[rustfmt::skip]\npub mod store;\npub(crate) mod text;\nmod handle;\n
pub use handle::Index;\npub(crate) use text::{Analyzer as Words, *};\npub mod old {\n    pub use super::store::Reader;\n}\n
#[cfg(test)]\nmod tests;\n#[cfg(test)]\nmod more {\n    fn f() {}\n}\n",
    ),
    ("src/index/handle.rs", "//! Holds.\n\nuse super::store::Reader;\nuse super::Words;\npub struct Index;\n"),
    ("src/index/tests.rs", "//! Tests.\n\nuse super::handle::Index;\nmod deep;\n"),
    ("src/index/tests/deep.rs", "//! Deep.\n\nuse crate::index::tests;\n"),
    ("src/index/text/mod.rs", "//! Text.\n\nmod analyzer;\nmod term;\n\npub use analyzer::Analyzer;\npub use term::*;\n"),
    ("src/index/text/term.rs", "//! A term. Not super::analyzer.\n\npub struct Term;\npub(in crate::index::text) fn f() {}\n"),
    (
        "src/index/text/analyzer.rs",
        "//! Analyzes.\n\nuse crate::index::Term;\npub struct Analyzer;\n#[cfg(test)]\nmod tests {\n    use crate::index::store::Reader;\n}\n",
    ),
    ("src/index/store/mod.rs", "//! Store.\n\nmod reader;\npub use reader::{Reader, Reader as Shelf};\n"),
    ("src/index/store/reader.rs", "//! Reads.\n\nuse crate::index::text;\npub struct Reader(text::Term);\n"),
    ("src/index/store/note.html", "<p>use crate::index::handle</p>"),
];

type Rule = fn(&House) -> Vec<Finding>;

/// Puts files into the clean house, or in place of some, and checks where the rule finds something, and nowhere else.
fn check(rule: Rule, planted: &[(&str, &str)], expected: &[&str]) {
    let kept = CLEAN.iter().filter(|(path, _)| planted.iter().all(|(new, _)| new != path));
    let files: Vec<_> = kept.chain(planted).copied().collect();
    let found = rule(&House::of(&files));
    let places: Vec<String> = found.iter().map(|finding| format!("{}:{}", finding.path, finding.line)).collect();
    let said: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(places, expected, "{planted:?}: {said:#?}");
}

#[test]
fn a_clean_room_passes() {
    let rules: &[Rule] = &[circles::among_files, circles::among_inner_rooms, inner::crowded, inner::doors, inner::mapped];
    for rule in rules {
        check(*rule, &[], &[]);
    }
}

#[test]
fn a_circle_among_files_is_found() {
    let rule = circles::among_files;
    let term = "src/index/text/term.rs";
    let found = &["src/index/text/analyzer.rs:3"];
    // Straight, through a facade, by another name, through a star, by a module's name, in the middle of a line.
    check(rule, &[(term, "//! T.\n\nuse super::analyzer::Analyzer;\npub struct Term;\n")], found);
    check(rule, &[(term, "//! T.\n\nuse crate::index::text::{fmt, Analyzer};\npub struct Term;\n")], found);
    check(rule, &[(term, "//! T.\n\nuse crate::index::Words as W;\npub struct Term;\n")], found);
    check(rule, &[(term, "//! T.\n\nuse super::*;\npub struct Term(Analyzer);\n")], found);
    check(rule, &[(term, "//! T.\n\nuse crate::index::text;\npub struct Term(text::Analyzer);\n")], found);
    check(rule, &[(term, "//! T.\n\npub struct Term;\nmod m { fn f() -> super::super::Analyzer { x } }\n")], found);
    // A tests' way round is none, nor is a path that only says who may look.
    check(rule, &[(term, "//! T.\n\npub struct Term;\n#[cfg(test)]\nmod tests { use super::super::Analyzer; }\n")], &[]);
    // A facade that holds something takes part.
    let facade = "//! T.\n\nmod analyzer;\nmod term;\n\nuse term::Term;\npub use analyzer::Analyzer;\npub struct Left(Term);\n";
    check(
        rule,
        &[("src/index/text/mod.rs", facade), (term, "//! T.\nuse super::Left;\npub struct Term;\n")],
        &["src/index/text/mod.rs:6"],
    );
    // Three in a ring, and the fourth that only looks on.
    let ring: &[(&str, &str)] = &[
        ("src/ring/mod.rs", "//! R.\n\nmod a;\nmod b;\nmod c;\nmod d;\npub use {a::A, b::B, c::C};\n"),
        ("src/ring/a.rs", "//! A.\nuse super::B;\npub struct A;\n"),
        ("src/ring/b.rs", "//! B.\nuse super::C;\npub struct B;\n"),
        ("src/ring/c.rs", "//! C.\n\n\nuse super::A;\npub struct C;\n"),
        ("src/ring/d.rs", "//! D.\nuse super::A;\n"),
    ];
    check(rule, ring, &["src/ring/a.rs:2"]);
}

#[test]
fn a_circle_among_inner_rooms_is_found() {
    let rule = circles::among_inner_rooms;
    // No file of these is in a circle, the two rooms are.
    let term =
        ("src/index/text/term.rs", "//! T.\n\nuse crate::index::old::Shelf;\nuse crate::index::store::Shelf;\npub struct Term;\n");
    let reader = ("src/index/store/reader.rs", "//! R.\n\npub struct Reader;\n");
    let writer = ("src/index/store/writer.rs", "//! W.\n\nuse super::super::text::Analyzer;\n");
    let door = ("src/index/store/mod.rs", "//! Store.\n\nmod reader;\nmod writer;\npub use reader::{Reader, Reader as Shelf};\n");
    check(circles::among_files, &[term, reader, writer, door], &[]);
    check(rule, &[term, reader, writer, door], &["src/index/store/writer.rs:3"]);
    // A file beside the inner rooms counts as one of them.
    let analyzer = ("src/index/text/analyzer.rs", "//! A.\n\npub struct Analyzer;\n");
    let term = ("src/index/text/term.rs", "//! T.\nuse crate::index::Index;\npub struct Term;\n");
    check(rule, &[analyzer, term, reader], &["src/index/handle.rs:4"]);
}

#[test]
fn a_crowded_folder_is_found() {
    let names: Vec<String> = (1..=14).map(|n| format!("src/index/text/{n}.{}", if n % 2 == 0 { "rs" } else { "css" })).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "//! N.\n")).collect();
    check(inner::crowded, &files[..12], &[]);
    check(inner::crowded, &files[..13], &["src/index/text:1"]);
}

#[test]
fn a_door_that_holds_things_is_found() {
    let rule = inner::doors;
    check(
        rule,
        &[("src/index/mod.rs", "//! I.\n\nmod store;\npub(crate) const N: [u8; 1] = [1];\nfn f() {}\n")],
        &["src/index/mod.rs:4"],
    );
    check(rule, &[("src/index/text/mod.rs", "//! T.\nuse {a, b::{c}};\nwords! { x }\n")], &["src/index/text/mod.rs:3"]);
    check(rule, &[("src/index/text/mod.rs", "//! T.\nmod m {\n use a;\n impl X {}\n}\n")], &["src/index/text/mod.rs:4"]);
    // A room without inner rooms is a file among files.
    check(rule, &[("src/ring/mod.rs", "//! R.\npub fn f() {}\nmod tests;\n")], &[]);
}

#[test]
fn an_inner_room_off_the_map_is_found() {
    let map = |text| [("ARCHITECTURE.md", text)];
    check(inner::mapped, &map("`index`: `text/`, `store/`\n"), &["ARCHITECTURE.md:1"]);
    check(inner::mapped, &map("\n| `index` | `text/` words, store |\n"), &["ARCHITECTURE.md:2"]);
    check(inner::mapped, &map("| `index` | `text/` `store/` `attic/` |\n"), &["ARCHITECTURE.md:1"]);
    check(inner::mapped, &map("| `index` | `text/` `store/` |\n| `words` | `text/` |\n"), &["ARCHITECTURE.md:2"]);
    check(inner::mapped, &map("| `index` | `store/`, which imports `text/` |\n"), &["ARCHITECTURE.md:1"]);
}
