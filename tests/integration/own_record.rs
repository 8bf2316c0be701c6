//! `tune` on a desk's own record: it learns what is there to learn, and never makes the order worse.

use crate::harness::Story;
use serde_json::json;

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
