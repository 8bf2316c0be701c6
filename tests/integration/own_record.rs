//! A desk's own record: `tune` learns what is there to learn and never makes the order worse; staff see how good it is.

use crate::harness::{Server, Story, fault};
use crate::pages::{see, signed_in};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Troubles, each reported thrice in the same words and asked about once more.
const TROUBLES: usize = 500;

/// A word that no other trouble has.
fn word(trouble: usize, part: usize) -> String {
    let mut left = trouble * 7 + part + 1_000;
    let mut word = String::from("q");
    while left > 0 {
        word.push(char::from(b"bcdfghklmnprtvwz"[left % 16]));
        left /= 16;
    }
    word
}

/// `right` says which of the three reports of a trouble its question is found to repeat.
fn desk(right: impl Fn(usize) -> usize) -> Story {
    let story = Story::new();
    let mut lines = Vec::new();
    let at = |n: usize| format!("2020-{:02}-{:02}T{:02}:{:02}:00", n / 40_320 + 1, n / 1_440 % 28 + 1, n / 60 % 24, n % 60);
    for copy in 0..3 {
        for trouble in 0..TROUBLES {
            let title = format!("{} {} fails", word(trouble, 0), word(trouble, 1));
            let when = at((copy * TROUBLES + trouble) * 20);
            lines.push(json!({"id": format!("D{trouble}-{copy}"), "created_at": when, "title": title}).to_string());
        }
    }
    for trouble in 0..TROUBLES {
        let title = format!("{} {} again", word(trouble, 0), word(trouble, 1));
        let same = format!("D{trouble}-{}", right(trouble));
        let when = at((3 * TROUBLES + trouble) * 20);
        let line = json!({"id": format!("Q{trouble}"), "created_at": when, "title": title, "duplicate_of": same});
        lines.push(line.to_string());
    }
    let path = story.desk.join("in.jsonl");
    std::fs::write(&path, lines.join("\n")).unwrap();
    story.run(&["import", "jsonl", path.to_str().unwrap()]).ok();
    story
}

#[test]
fn what_the_record_shows_beyond_doubt_is_adopted_and_the_old_weights_are_kept() {
    // Here the oldest report is always the one that counts; elsewhere it is rather the newest.
    let story = desk(|_| 0);
    let asked = story.run(&["tune", "--dry-run"]).ok();
    assert!(asked.last().starts_with("would be adopted"), "{asked:?}");
    assert!(!story.desk.join("index/ranking.json").exists(), "a question changed something");
    let done = story.run(&["tune"]).ok();
    assert!(done.out.contains("400 to learn from, the latest 100 to judge by"), "{done:?}");
    assert!(done.last().starts_with("adopted: own-2024-05-06"), "{done:?}");
    let name = |file: &str| {
        let text = std::fs::read_to_string(story.desk.join("index").join(file)).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["name"].as_str().unwrap().to_string()
    };
    assert_eq!((name("ranking.json").as_str(), name("ranking.1.json").starts_with("titanium")), ("own-2024-05-06", true));
    // With the new weights in force there is nothing more to gain from the same record.
    let again = story.run(&["tune"]).ok();
    assert!(again.out.contains("before (own-2024-05-06)") && again.last().starts_with("kept"), "{again:?}");
    assert!(!story.desk.join("index/ranking.2.json").exists());
}

#[test]
fn from_noise_nothing_is_learned() {
    let story = desk(|trouble| ((trouble * 2_654_435_761) >> 7) % 3);
    let ran = story.run(&["tune"]).ok();
    assert!(ran.last().starts_with("kept: not better beyond doubt"), "{ran:?}");
}

#[test]
fn a_desk_with_a_short_record_is_told_so() {
    let story = Story::new();
    let ran = story.run(&["tune"]).ok();
    assert!(ran.last().contains("too few to decide by, 500 are needed"), "{ran:?}");
    assert!(!story.desk.join("index/ranking.json").exists());
}

/// The report once it was reckoned on a day.
fn reckoned(server: &Server, token: &str, day: &str) -> Value {
    let begun = Instant::now();
    loop {
        let told = server.get("/api/v1/reports/suggestions", token).is(200).json;
        if told["computed_at"].as_str().is_some_and(|at| at.starts_with(day)) {
            return told;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{told}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn staff_see_how_good_the_suggestions_are_and_customers_do_not() {
    let mut story = Story::staffed();
    let known = story.close_fault(fault("监听程序无法启动 ORA-12514", "连接被拒绝"), "minor", "重启监听程序");
    let other = story.close_fault(fault("报表导出为空", "导出的文件没有内容"), "minor", "升级导出组件");
    story.at("2024-05-06T12:00:00+08:00");
    let found = story.register(fault("ORA-12514 监听程序又起不来", "连接被拒绝"));
    story.act("link", &found, "senior", json!({"case": known})).ok();
    // Its words say nothing of what it turns out to be.
    let lost = story.register(fault("zzyzx", "wxqz"));
    story.act("link", &lost, "senior", json!({"case": other})).ok();
    let (engineer, customer) = (story.token("senior", "senior_engineer"), story.token("王芳", "customer"));
    let server = story.serve();
    let told = reckoned(&server, &engineer, "2024-05-06");
    assert_eq!((&told["questions"], &told["recall"]["1"], &told["mrr10"]), (&json!(2), &json!(50.0), &json!(50.0)), "{told}");
    assert_eq!(told["missed"], json!([{"asked_by": lost, "right": [other]}]), "{told}");
    assert_eq!(told["consultations"], json!({"days": 90, "total": 4, "ended": 2, "share": 50.0}), "{told}");
    server.get("/api/v1/reports/suggestions", &customer).is(403);
    server.get("/api/v1/search?q=qqvvxx", &engineer).is(200);
    let cookie = signed_in(&story, &server, "senior");
    let page = see(&server, "/quality", &cookie).is(200).text;
    assert!(page.contains(&format!("/tickets/{lost}")) && page.contains("qqvvxx") && page.contains("href=\"/quality\""), "{page}");
    let cookie = signed_in(&story, &server, "王芳");
    assert!(!see(&server, "/quality", &cookie).is(403).text.contains("href=\"/quality\""));
    // Other weights come into force while it serves; a file that cannot be read changes nothing.
    let shipped = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/index/ranking.json")).unwrap();
    let place = story.desk.join("index/ranking.json");
    let mut other: serde_json::Value = serde_json::from_str(&shipped).unwrap();
    other["name"] = json!("others");
    std::fs::write(&place, other.to_string()).unwrap();
    std::thread::sleep(Duration::from_millis(2_500));
    std::fs::write(&place, "{").unwrap();
    std::thread::sleep(Duration::from_millis(2_500));
    // The next day it is reckoned anew.
    server.clock(&story.token("赵管理", "administrator"), "2024-05-07T09:00:00+08:00");
    assert_eq!(reckoned(&server, &engineer, "2024-05-07")["weights"], "others");
}
