//! Planted violations: each rule finds what it is there to find, at its line, and lets a clean house pass.

use crate::crates::{self, Home};
use crate::files::{self, Exceptions};
use crate::house::{Finding, House};
use crate::{lines, mentions, rooms, types};

const MANIFEST: &str = "[package]\nname = \"small\"\n\n[lib]\npath = \"src/lib.rs\"\n\n[[bin]]\npath = \"src/main.rs\"\n
[[test]]\npath = \"tests/integration/main.rs\"\n\n[dependencies]\nserde = \"1\"\nsql-lite = { version = \"1\", features = [\n  \"x\",\n] }
\n[dev-dependencies]\ntempfile = \"3\"\n";
const LIB: &str = "//! Small.\n\n// floor 0, words\npub mod words;\npub mod ticket;\n// floor 2, places\npub mod ledger;
// floor 4, shared\npub mod clock;\n// floor 5, doors\npub mod api;\n// floor 6, front\npub mod cli;\n";
/// Clean, although its comments and strings are not, and its tests do as they like.
const FOLD: &str =
    "//! Folds. Not std::fs, not crate::ledger, not panic!().\n\nuse super::Ticket;\nuse crate::words::{self, Word as W};\n
// tokio would be .unwrap() here\nconst SAID: &str = r#\"\"crate::ledger::x\" sql_lite::y todo!()\"#;\nconst QUOTE: char = '\\'';
fn fold<'a>(x: &'a str) -> &'a str { \"#[allow(dead_code)] \\\" Utc::now()\" }\n
#[cfg(test)]\n#[rustfmt::skip]\nmod tests {\n    use crate::ledger::Ledger;\n    fn t() { x.unwrap(); panic!(\"}\"); }\n}\n";

const CLEAN: &[(&str, &str)] = &[
    ("ARCHITECTURE.md", "The rooms: `words`, `ticket`, `ledger`, `clock`, `api`, `cli`. See content/work/plan.md.\n"),
    ("Cargo.toml", MANIFEST),
    ("src/lib.rs", LIB),
    ("src/main.rs", "//! The program.\n\nfn main() {\n    precedent::cli::main()\n}\n"),
    ("src/words.rs", "//! Words.\n\nmacro_rules! w { () => { $crate::words::Word } }\n"),
    (
        "src/ticket/mod.rs",
        "//! Tickets.\n\nmod fold;\npub mod state {\n    use super::super::ticket::fold;\n    pub mod open;\n}\n",
    ),
    ("src/ticket/fold.rs", FOLD),
    ("src/ticket/state/open.rs", "//! Open.\n"),
    ("src/ledger.rs", "//! The ledger.\n\nuse sql_lite::Connection;\n#[cfg(test)]\nmod tests;\n"),
    ("src/ledger/tests.rs", "//! Its tests.\n\nuse crate::cli::x;\nfn t() { x.unwrap() }\n"),
    ("src/api/mod.rs", "//! The API.\n\n// The lint misreads the macro.\n#[allow(dead_code)]\nfn f() {}\n"),
    (
        "src/clock.rs",
        "//! The clock.\n\nfn now() -> T { Utc::now() }\n#[allow(clippy::disallowed_methods, reason = \"here\")]\nfn g() {}\n",
    ),
    ("src/api/page.html", "<p>\n  {{ text }}\n</p>\n"),
    ("src/cli.rs", "//! The front.\n\nuse crate::{api::{self, x}, ticket::Ticket};\n"),
    ("tests/integration/main.rs", "//! The tests.\n\nmod harness;\n"),
    ("tests/integration/harness.rs", "//! The harness.\n"),
];
const TABLE: crates::Homes = &[("serde", Home::Everywhere), ("sql-lite", Home::Rooms(&["ledger"]))];

fn homes(house: &House) -> Vec<Finding> {
    crates::homes(house, TABLE)
}

fn lengths(house: &House) -> Vec<Finding> {
    files::lengths(house, &[])
}

fn unique(house: &House) -> Vec<Finding> {
    types::unique(house, &[])
}

type Rule = fn(&House) -> Vec<Finding>;

/// Puts a file into the clean house, or in place of one, and checks where the rule finds something, and nowhere else.
fn check(rule: Rule, path: &str, text: &str, expected: &[&str]) {
    let mut house = House::of(CLEAN);
    house.files.retain(|file| file.path != path);
    house.files.extend(House::of(&[(path, text)]).files);
    let found = rule(&house);
    let places: Vec<String> = found.iter().map(|finding| format!("{}:{}", finding.path, finding.line)).collect();
    let said: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(places, expected, "{path}: {said:#?}");
}

#[test]
fn a_clean_house_passes() {
    let rules: &[Rule] = &[
        rooms::named,
        rooms::imports,
        rooms::purity,
        rooms::clock,
        homes,
        files::purpose,
        files::names,
        files::dead,
        lengths,
        lines::templates,
        lines::workshop,
        mentions::exist,
        unique,
    ];
    for rule in rules {
        let found: Vec<String> = rule(&House::of(CLEAN)).iter().map(Finding::to_string).collect();
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn an_import_from_below_is_found() {
    check(rooms::imports, "src/words.rs", "//! W.\n\nuse crate::ticket::Ticket;\n", &["src/words.rs:3"]);
    check(rooms::imports, "src/words.rs", "//! W.\nuse {std::fmt,\n crate::{words::a,\n api::b}};\n", &["src/words.rs:4"]);
    check(
        rooms::imports,
        "src/ledger.rs",
        "//! L.\nfn f() -> crate::cli::X { x }\nuse super::api::{a, b};\n#[cfg(test)]\nmod tests;\n",
        &["src/ledger.rs:2", "src/ledger.rs:3"],
    );
    check(rooms::imports, "src/ticket/fold.rs", "//! F.\nuse super::super::api::b;\n", &["src/ticket/fold.rs:2"]);
    check(rooms::imports, "src/api/mod.rs", "//! A.\nmod m {\n use super::super::cli::b;\n}\n", &["src/api/mod.rs:3"]);
    check(rooms::imports, "src/cli.rs", "//! C.\nuse crate::Ticket;\n", &["src/cli.rs:2"]);
    check(rooms::imports, "src/main.rs", "//! M.\nuse precedent::{cli, desk::Desk};\n", &["src/main.rs:2"]);
}

#[test]
fn a_room_off_the_map_is_found() {
    check(rooms::named, "ARCHITECTURE.md", "`words` `ticket` ledger `clock` `api` `cli`", &["ARCHITECTURE.md:1"]);
    check(rooms::named, "src/attic/mod.rs", "//! A.\n", &["src/attic/mod.rs:1"]);
    check(rooms::named, "src/attic.rs", "//! A.\n", &["src/attic.rs:1"]);
    let floors = "// floor 0, words\npub mod words;\npub mod ticket;\n// floor 5, doors\npub mod clock;\npub mod api;\n// floor 2\npub mod ledger;\npub mod cli;\n";
    check(rooms::named, "src/lib.rs", floors, &["src/lib.rs:8", "src/lib.rs:9"]);
    check(rooms::named, "src/lib.rs", &LIB.replace("// floor 0, words\n", ""), &["src/lib.rs:3", "src/lib.rs:4"]);
}

#[test]
fn an_impure_word_is_found() {
    let all =
        "//! F.\nuse std::{fs, net::TcpStream};\nuse std::time::Instant;\nfn f() { chrono::Utc::now() }\nfn g(x: SystemTime) {}
pub async fn h() {}\nuse tokio::net;\n";
    let path = "src/ticket/fold.rs";
    let at = |line: usize| format!("{path}:{line}");
    let expected: Vec<String> = [2, 2, 3, 4, 5, 7, 6].map(at).to_vec();
    check(rooms::purity, path, all, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    let excuse = "//! L.\n#[allow(clippy::disallowed_methods, reason = \"once\")]\nfn f() {}\n";
    check(rooms::clock, "src/ledger.rs", excuse, &["src/ledger.rs:1"]);
}

#[test]
fn a_crate_away_from_home_is_found() {
    check(homes, "src/clock.rs", "//! C.\nuse sql_lite;\nfn f(r: &::sql_lite::Row) {}\n", &["src/clock.rs:2", "src/clock.rs:3"]);
    check(homes, "Cargo.toml", &MANIFEST.replace("serde =", "serde = \"1\"\nnew.workspace ="), &["Cargo.toml:15"]);
    check(homes, "Cargo.toml", &format!("{MANIFEST}\n[dependencies.newer]\n"), &["Cargo.toml:22"]);
    check(homes, "Cargo.toml", &MANIFEST.replace("serde = \"1\"\n", ""), &["Cargo.toml:1"]);
}

#[test]
fn a_file_without_a_purpose_is_found() {
    check(files::purpose, "src/words.rs", "// Words.\n", &["src/words.rs:1"]);
    check(files::purpose, "tests/integration/harness.rs", "", &["tests/integration/harness.rs:1"]);
}

#[test]
fn a_name_that_says_nothing_is_found() {
    check(files::names, "src/ticket/utils.rs", "//! U.\n", &["src/ticket/utils.rs:1"]);
    check(files::names, "tests/common/mod.rs", "//! C.\n", &["tests/common/mod.rs:1"]);
    check(files::names, "src/words.rs", "//! W.\npub mod misc {}\nmod helpers;\n", &["src/words.rs:2", "src/words.rs:3"]);
}

#[test]
fn a_dead_file_is_found() {
    check(files::dead, "src/ticket/lost.rs", "//! L.\n", &["src/ticket/lost.rs:1"]);
    check(files::dead, "tests/integration/lost.rs", "//! L.\n", &["tests/integration/lost.rs:1"]);
    check(files::dead, "src/ticket/mod.rs", "//! T.\n// mod fold;\nmod state { mod open; }\n", &["src/ticket/fold.rs:1"]);
}

#[test]
fn a_long_file_is_found() {
    let long = "//! L.\n".repeat(401);
    check(lengths, "src/words.rs", &long, &["src/words.rs:401"]);
    check(lengths, "src/words.rs", &"//! L.\n".repeat(400), &[]);
    check(|house| files::lengths(house, &[("src/words.rs", "A table.")]), "src/words.rs", &long, &[]);
    let stale: Exceptions = &[("src/cli.rs", "Not long any more."), ("src/gone.rs", "Not there.")];
    let found: Vec<String> = files::lengths(&House::of(CLEAN), stale).into_iter().map(|finding| finding.path).collect();
    assert_eq!(found, ["src/cli.rs", "src/gone.rs"]);
    let median = "//! L.\n".repeat(151);
    let house = House::of(&[("src/a.rs", &median), ("src/b.rs", &median), ("src/c.rs", "")]);
    assert_eq!(lengths(&house).len(), 1);
}

#[test]
fn a_long_line_of_a_template_is_found() {
    let path = "src/page/templates/row.html";
    check(lines::templates, path, &format!("<ul>\n<li>{}</li>\n</ul>\n", "字".repeat(152)), &["src/page/templates/row.html:2"]);
    check(lines::templates, path, &format!("<ul>\n<li>{}</li>\n</ul>\n", "字".repeat(151)), &[]);
    check(lines::templates, "tests/browser/page.html", &"x".repeat(161), &[]);
}

#[test]
fn a_registry_and_a_workshop_path_are_found() {
    for word in lines::REGISTRIES.iter().chain(lines::WORKSHOPS) {
        check(lines::workshop, "README.md", &format!("# Small\nSee <{word}>.\n"), &["README.md:2"]);
    }
}

#[test]
fn a_type_name_given_twice_is_found() {
    let twice = "//! L.\npub struct Row;\npub(super) enum Row {}\nstruct Own;\nstruct Own2;\n";
    check(unique, "src/ledger.rs", twice, &["src/ledger.rs:3"]);
    let words = "//! L.\npub trait Kind {}\nvocabulary! {\n    /// K.\n    Kind, \"kind\" { A = \"a\" / \"b\" }\n}\n";
    check(unique, "src/ledger.rs", words, &["src/ledger.rs:5"]);
    let own = "//! L.\npub type Row = u8;\n#[cfg(test)]\nmod tests {\n    pub struct Row;\n}\n";
    check(unique, "src/ledger.rs", own, &[]);
    check(|house| types::unique(house, &["Row"]), "src/ledger.rs", twice, &[]);
    check(|house| types::unique(house, &["Row"]), "src/ledger.rs", own, &["src:1"]);
}

#[test]
fn a_mention_of_a_file_that_is_not_there_is_found() {
    let comment =
        "//! W, as `ticket/fold.rs` and `open.rs` have it.\n\n/// See `ticket/gone.rs`.\nconst PATH: &str = \"`x/no.rs`\";\n";
    check(mentions::exist, "src/words.rs", comment, &["src/words.rs:3"]);
    let document = "See docs/gone.md, `src/ticket/fold.rs`, `a/*.rs` and\n[the plan](docs/other.md).\n";
    check(mentions::exist, "README.md", document, &["README.md:1", "README.md:2"]);
    check(mentions::exist, "content/2024/TS1.md", "See `docs/gone.md`.\n", &[]);
}
