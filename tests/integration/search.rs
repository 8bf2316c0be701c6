//! Searching: what people type, finished or not, and whatever else can be typed.

use crate::harness::Story;
use precedent::desk::{Desk, Purpose, Settings};
use precedent::people::Actor;
use proptest::prelude::*;

/// The archive, opened as the library does it.
fn archive() -> (Story, Desk) {
    let story = Story::new().with_archive();
    story.run(&["search", "x"]).ok();
    let desk = Desk::open(&story.desk, Settings::default(), Purpose::Command).unwrap();
    (story, desk)
}

fn first(desk: &Desk, words: &str) -> String {
    let found = desk.search(&Actor::Operator, words, Vec::new(), 0, 5).unwrap();
    found.hits.first().map(|hit| hit.card.number.to_string()).unwrap_or_default()
}

#[test]
fn what_engineers_type() {
    let (_story, desk) = archive();
    let cases = [
        ("连接池耗尽", "TS20230213001"),
        ("接池耗", "TS20230213001"),
        ("连接池耗", "TS20230213001"),
        ("ORA-12514", "TS20240111001"),
        ("ora 12514", "TS20240111001"),
        ("inode 用尽", "TS20230410001"),
        ("PKIX path building", "TS20240306001"),
        ("ＰＫＩＸ ｐａｔｈ", "TS20240306001"),
        ("pkix path bui", "TS20240306001"),
        ("max.poll.interval.ms", "TS20250114001"),
        ("CROSSSLOT", "TS20250605001"),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .map(|(words, expected)| (words, expected, first(&desk, words)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(words, expected, found)| format!("{words}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn one_row_per_family_with_marks_facets_and_pages() {
    let (_story, desk) = archive();
    let found = desk.search(&Actor::Operator, "连接池耗尽", Vec::new(), 0, 100).unwrap();
    let numbers: Vec<String> = found.hits.iter().map(|h| h.card.number.to_string()).collect();
    assert!(!numbers.contains(&"TS20230524001".to_string()), "a family has one row: {numbers:?}");
    assert_eq!((found.hits[0].family_size, found.hits[0].reused), (3, 2));
    let title = &found.hits[0].title;
    let marked: Vec<String> = title.marks.iter().map(|(a, b)| title.text.chars().skip(*a).take(b - a).collect()).collect();
    assert_eq!(marked, ["连接池耗尽"]);
    assert!(found.facets.iter().any(|(field, counts)| field == "product" && counts.iter().any(|(v, _)| v == "HikariCP")));
    let page = |offset| desk.search(&Actor::Operator, "数据库 连接", Vec::new(), offset, 2).unwrap();
    let (one, two) = (page(0), page(1));
    assert!(one.total >= 3 && one.total == two.total, "{}", one.total);
    assert_eq!(one.hits[1].card.number, two.hits[0].card.number);
    let filter = vec![("product".to_string(), "hikaricp".to_string())];
    let filtered = desk.search(&Actor::Operator, "连接", filter, 0, 10).unwrap();
    assert!(filtered.total >= 1 && filtered.hits.iter().all(|h| h.card.product.as_deref() == Some("HikariCP")));
}

#[test]
fn strings_that_are_syntax_elsewhere_are_only_text_here() {
    let (_story, desk) = archive();
    for odd in [
        "",
        " ",
        "\"[:+",
        "a:b:c",
        "title:(x",
        "* OR 1=1 --",
        "AND OR NOT",
        "\\",
        "\u{0}",
        "🦓",
        "ﷺ",
        "%%%",
        "-",
        "连".repeat(5_000).as_str(),
    ] {
        desk.search(&Actor::Operator, odd, Vec::new(), 0, 5).unwrap_or_else(|e| panic!("{odd}: {e}"));
    }
    assert_eq!(first(&desk, "\"PKIX path\" (building)"), "TS20240306001");
}

#[test]
fn any_text_is_a_legal_search() {
    let (_story, desk) = archive();
    let config = ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() };
    proptest!(config, |(text in "\\PC{0,60}|[\\x00-\\x7f]{0,40}|[一-龥a-z ]{0,30}")| {
        let found = desk.search(&Actor::Operator, &text, Vec::new(), 0, 5);
        prop_assert!(found.is_ok(), "{:?}", found.err());
    });
}

#[test]
fn the_command_line_says_so_when_nothing_is_found() {
    let story = Story::new().with_archive();
    let ran = story.run(&["search", "\"[:+"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert!(ran.err.contains("nothing found") && ran.err.contains("hint:"), "{ran:?}");
    assert_eq!(story.run(&["search"]).code, Some(2));
    let ran = story.run(&["search", "ORA-12514", "--limit", "2", "--json"]).ok().json();
    assert_eq!(ran["items"][0]["number"], "TS20240111001");
    assert!(ran["items"].as_array().unwrap().len() <= 2);
}
