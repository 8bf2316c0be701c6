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
    found.hits.first().map(|hit| hit.stored.number.to_string()).unwrap_or_default()
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
    let numbers: Vec<String> = found.hits.iter().map(|h| h.stored.number.to_string()).collect();
    assert!(!numbers.contains(&"TS20230524001".to_string()), "a family has one row: {numbers:?}");
    assert_eq!((found.hits[0].family_size, found.hits[0].reused), (3, 2));
    let title = &found.hits[0].title;
    let marked: Vec<String> = title.marks.iter().map(|(a, b)| title.text.chars().skip(*a).take(b - a).collect()).collect();
    assert_eq!(marked, ["连接池耗尽"]);
    assert!(
        found
            .facets
            .iter()
            .any(|(facet, counts)| *facet == precedent::index::Facet::Product && counts.iter().any(|(v, _)| v == "HikariCP"))
    );
    let page = |offset| desk.search(&Actor::Operator, "数据库 连接", Vec::new(), offset, 2).unwrap();
    let (one, two) = (page(0), page(1));
    assert!(one.total >= 3 && one.total == two.total, "{}", one.total);
    assert_eq!(one.hits[1].stored.number, two.hits[0].stored.number);
    let filter = vec![(precedent::index::Facet::Product, "hikaricp".to_string())];
    let filtered = desk.search(&Actor::Operator, "连接", filter, 0, 10).unwrap();
    assert!(filtered.total >= 1 && filtered.hits.iter().all(|h| h.stored.product.as_deref() == Some("HikariCP")));
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

#[test]
fn filters_are_words_in_both_languages() {
    let (_story, desk) = archive();
    let search = |words: &str| desk.search(&Actor::Operator, words, Vec::new(), 0, 100).unwrap();
    let oracle = search("product:\"Oracle Database\"");
    assert!(
        oracle.total >= 2 && oracle.hits.iter().all(|h| h.stored.product.as_deref() == Some("Oracle Database")),
        "{}",
        oracle.total
    );
    let orders: Vec<_> = oracle.hits.iter().map(|h| h.stored.number).collect();
    assert!(orders.windows(2).all(|pair| pair[0] > pair[1]), "the newest first: {orders:?}");
    assert_eq!(search("产品:\"oracle database\"").total, oracle.total);
    let critical = search("连接 等级：致命");
    assert!(critical.total >= 1 && critical.hits.iter().all(|h| h.stored.severity.is_some_and(|s| s.to_string() == "critical")));
    // Several values of one field widen, several fields narrow.
    let both = search("product:mysql product:hikaricp").total;
    assert_eq!(both, search("product:mysql").total + search("product:hikaricp").total);
    assert_eq!(search("product:mysql status:pending").total, 0);
    assert_eq!(search("product:no-such-thing connection").total, 0);
    // A family is as large as it is, whatever the filter.
    assert_eq!(search("连接池耗尽 product:hikaricp").hits[0].family_size, 3);
}

#[test]
fn a_phrase_stands_as_it_is_quoted() {
    let (_story, desk) = archive();
    let search = |words: &str| desk.search(&Actor::Operator, words, Vec::new(), 0, 100).unwrap();
    let phrase = search("\"path building failed\"");
    assert!(!phrase.phrase_missing && phrase.total < search("path building failed").total);
    assert_eq!(phrase.hits[0].stored.number.to_string(), "TS20240306001");
    let missing = search("\"building path\" certificate");
    assert!(missing.phrase_missing && missing.total > 0, "without the order there are results, and it is said");
}

#[test]
fn slips_of_the_finger_are_forgiven_and_said() {
    let (_story, desk) = archive();
    let search = |words: &str| desk.search(&Actor::Operator, words, Vec::new(), 0, 5).unwrap();
    for (typed, right, number) in [
        ("ORA-12514 lisetner", "ORA-12514 listener", "TS20240111001"),
        ("certifcate path", "certificate path", "TS20240306001"),
        ("deadlok", "deadlock", ""),
    ] {
        let found = search(typed);
        assert!(found.did_you_mean.is_some() || number.is_empty(), "{typed}");
        if !number.is_empty() {
            assert_eq!(found.hits[0].stored.number.to_string(), number, "{typed}");
            assert_eq!(found.did_you_mean.as_deref(), Some(right));
        }
    }
    // Codes are exact: a near code is another trouble.
    assert!(
        search("ORA-12515").hits.iter().all(|h| h.stored.number.to_string() != "TS20240111001")
            || search("ORA-12515").did_you_mean.is_none()
    );
    assert_eq!(search("listener").did_you_mean, None);
}

#[test]
fn a_word_far_rarer_than_its_neighbour_may_be_a_slip_too() {
    let mut lines: Vec<(String, String)> =
        (0..20).map(|i| (format!("A{i}"), format!("connection pool exhausted on node n{i}"))).collect();
    lines.push(("B".into(), "the pol of the antenna is wrong".into()));
    let story = imported(&lines);
    let desk = Desk::open(&story.desk, Settings::default(), Purpose::Command).unwrap();
    let search = |words: &str| desk.search(&Actor::Operator, words, Vec::new(), 0, 5).unwrap();
    assert_eq!(search("pol exausted ").did_you_mean.as_deref().map(str::trim), Some("pool exhausted"));
    // It was written, so it is found all the same.
    assert!(search("antenna pol ").hits[0].stored.title.contains("antenna"));
    assert_eq!(search("pool exhausted ").did_you_mean, None);
}

#[test]
fn what_holds_all_words_is_enough_where_there_is_enough_of_it() {
    let words = |i: usize| match i {
        i if i % 9 == 0 => "gateway answers slowly and the invoice is late",
        i if i % 2 == 0 => "gateway answers slowly",
        _ => "invoice is late",
    };
    let lines: Vec<(String, String)> = (0..1_200).map(|i| (format!("A{i}"), format!("{} at n{i}", words(i)))).collect();
    let story = imported(&lines);
    let desk = Desk::open(&story.desk, Settings::default(), Purpose::Command).unwrap();
    let search = |words: &str, offset: usize| desk.search(&Actor::Operator, words, Vec::new(), offset, 10).unwrap();
    let found = search("gateway invoice slowly ", 0);
    assert_eq!(found.total, 134, "those that hold all words are enough");
    assert!(found.hits.iter().all(|hit| hit.stored.title.contains("gateway") && hit.stored.title.contains("invoice")));
    assert_eq!(search("gateway invoice slowly ", 130).hits.len(), 4);
    // Where few hold all words, those that hold some come after them.
    let found = search("gateway slowly n90 ", 0);
    assert!(found.hits[0].stored.title.ends_with("n90"), "{}", found.hits[0].stored.title);
}

/// A desk with tickets of these ids and titles.
fn imported(lines: &[(String, String)]) -> Story {
    let story = Story::new();
    let line = |(i, (id, title)): (usize, &(String, String))| {
        let at = format!("2020-{:02}-{:02}T{:02}:{:02}:00", i / 40_320 + 1, i / 1_440 % 28 + 1, i / 60 % 24, i % 60);
        serde_json::json!({"id": id, "created_at": at, "title": title}).to_string()
    };
    let file = story.desk.join("lines.jsonl");
    std::fs::write(&file, lines.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")).unwrap();
    story.run(&["import", "jsonl", file.to_str().unwrap()]).ok();
    story
}

#[test]
fn one_language_finds_the_other() {
    let (_story, desk) = archive();
    let numbers = |words: &str| -> Vec<String> {
        desk.search(&Actor::Operator, words, Vec::new(), 0, 10).unwrap().hits.iter().map(|h| h.stored.number.to_string()).collect()
    };
    assert!(numbers("信任关系失败").contains(&"TS20250923001".to_string()), "{:?}", numbers("信任关系失败"));
    assert!(
        numbers("connection pool exhausted").contains(&"TS20230213001".to_string()),
        "{:?}",
        numbers("connection pool exhausted")
    );
}

#[test]
fn a_number_names_its_ticket() {
    let (_story, desk) = archive();
    assert_eq!(first(&desk, "TS20230410001"), "TS20230410001");
    assert_eq!(first(&desk, "see ts20230410001."), "TS20230410001");
    assert_eq!(first(&desk, "RD20251016001"), "TS20251016001");
    // A number alone asks for nothing like it.
    assert_eq!(desk.search(&Actor::Operator, "TS20230410001", vec![], 0, 10).unwrap().total, 1);
}

#[test]
fn what_was_asked_in_vain_is_told_to_staff_only() {
    let story = Story::staffed().with_archive();
    let server = story.serve();
    let (engineer, customer) = (story.token("senior", "senior_engineer"), story.token("王芳", "customer"));
    for words in ["zzyzx", "ZZYZX", "wxqz%2013812345678", "qxwv&live=1"] {
        server.get(&format!("/api/v1/search?q={words}"), &engineer).is(200);
    }
    let told = server.get("/api/v1/reports/searches_in_vain", &engineer).is(200).json;
    let items = told["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["words"], items[0]["count"].as_u64()), (2, &"zzyzx".into(), Some(2)), "{told}");
    assert!(!told.to_string().contains("13812345678"), "{told}");
    assert_eq!(
        server.get("/api/v1/reports/searches_in_vain?from=2024-05-07", &engineer).is(200).json["items"].as_array().unwrap().len(),
        0
    );
    server.get("/api/v1/reports/searches_in_vain", &customer).is(403);
    server.get("/api/v1/reports/searches_in_vain?from=monday", &engineer).is(422);
    server.get("/api/v1/reports/nonsense", &engineer).is(404);
}
