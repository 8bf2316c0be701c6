//! `import jsonl`: another tracker's tickets, once, in order, with their families.

use crate::harness::Story;
use serde_json::json;
use std::path::PathBuf;

fn write_lines(story: &Story) -> PathBuf {
    let lines = [
        json!({"id": "B-2", "created_at": "2020-01-02T10:00:00", "title": "printer offline", "body": "mail a@b.example", "status": "Closed",
               "resolution": "Fixed", "resolved_at": "2020-01-03T10:00:00", "answer": "renewed the driver", "severity": "Blocker", "type": "Bug"}),
        json!({"id": "A-1", "created_at": "2020-01-02T09:00:00", "title": "printer is dead", "status": "Closed", "resolution": "Duplicate",
               "duplicate_of": "B-2", "type": "Bug"}),
        json!({"id": "C-3", "created_at": "2020-01-02T11:00:00", "title": "dark mode please", "status": "Odd", "type": "Story", "severity": null}),
        json!({"id": "D-4\u{1b}[2J", "title": " ", "body": null}),
    ];
    let mut text: Vec<String> = lines.iter().map(|l| l.to_string()).collect();
    text.insert(2, "not json".into());
    let path = story.desk.join("in.jsonl");
    std::fs::write(&path, text.join("\n")).unwrap();
    path
}

#[test]
fn finished_ones_become_cases_duplicates_families_open_ones_stay_quiet() {
    let mut story = Story::staffed();
    let path = write_lines(&story);
    let file = path.to_str().unwrap();
    let preview = story.run(&["import", "jsonl", file, "--dry-run"]).ok();
    assert_eq!(preview.out.trim(), "would be imported 3 (2 as cases) / changed 0 / unchanged 0 / refused 2");
    assert!(preview.err.contains("in.jsonl:3: not JSON") && preview.err.contains("in.jsonl:5: D-4\\u{1b}[2J"), "{preview:?}");
    assert!(preview.err.contains("unmapped status: \"Odd\""), "{preview:?}");
    let first = story.run(&["import", "jsonl", file]).ok();
    assert_eq!(first.out.trim(), "imported 3 (2 as cases) / changed 0 / unchanged 0 / refused 2");
    assert_eq!(
        story.run(&["import", "jsonl", file]).ok().out.trim(),
        "imported 0 (0 as cases) / changed 0 / unchanged 3 / refused 2"
    );
    // Numbers by source day in order of creation, the source's id an alias.
    assert_eq!(story.show("A-1")["number"], "TS20200102001");
    let solved = story.show("B-2");
    assert_eq!(
        (&solved["number"], &solved["severity"], &solved["outcome"]),
        (&json!("TS20200102002"), &json!("critical"), &json!("solved"))
    );
    let wish = story.show("C-3");
    assert_eq!((&wish["kind"], &wish["status"], &wish["clocks"]), (&json!("requirement"), &json!("pending"), &json!([])));
    story.at("2026-01-01T00:00:00Z");
    assert_eq!(story.run(&["tick"]).ok().out.trim(), "breached 0 / escalated 0 / consulted 0 / warned 0");
    // The duplicate is found by its own words, and shows the solution of its family.
    let found = story.run(&["similar", "--title", "my printer is dead", "--json"]).ok().json();
    assert_eq!((&found["matches"][0]["number"], &found["matches"][0]["family_size"]), (&json!("TS20200102002"), &json!(2)));
    let case = std::fs::read_to_string(story.desk.join("content/2020/TS20200102002.md")).unwrap();
    assert!(
        case.contains("a***@b.example") && case.contains("renewed the driver") && case.contains("family: TS20200102001"),
        "{case}"
    );
    story.check_is_clean();
}

#[test]
fn a_desks_own_words_decide() {
    let story = Story::staffed();
    let path = write_lines(&story);
    let toml = story.desk.join("desk.toml");
    let text = std::fs::read_to_string(&toml).unwrap();
    std::fs::write(&toml, format!("{text}\n[import.status]\nOdd = \"finished\"\n[import.type]\nStory = \"experience\"\n")).unwrap();
    story.run(&["import", "jsonl", path.to_str().unwrap()]).ok();
    let wish = story.show("C-3");
    assert_eq!((&wish["status"], &wish["requirement_type"]), (&json!("closed"), &json!("experience")));
    assert_eq!(story.run(&["import", "jsonl", "nowhere.jsonl"]).code, Some(1));
}

/// Reports enough that a kill finds the import at work; every tenth is a duplicate of one before it.
fn many_lines(story: &Story, count: usize) -> PathBuf {
    let mut text = String::new();
    for i in 0..count {
        let duplicate_of = (i % 10 == 9).then(|| format!("M-{}", i - 3));
        let status = if i % 7 == 0 { "Open" } else { "Closed" };
        let line = json!({
            "id": format!("M-{i}"), "created_at": format!("2021-{:02}-{:02}T08:00:00Z", i % 12 + 1, i % 28 + 1), "title": format!("第 {i} 台 printer offline"),
            "body": "nothing comes out\n".repeat(i % 40), "status": status, "resolution": "Fixed", "answer": "renewed the driver", "duplicate_of": duplicate_of,
            "type": if i % 11 == 0 { "Story" } else { "Bug" },
        });
        text.push_str(&format!("{line}\n"));
    }
    let path = story._home.path().join("many.jsonl");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn killed_ten_times_and_repeated_it_ends_in_the_same_desk() {
    let (killed, whole) = (Story::new(), Story::new());
    let lines = many_lines(&killed, 3_000);
    let import = ["import", "jsonl", lines.to_str().unwrap()];
    let mut stopped = 0;
    for round in 0..10u64 {
        let mut child = std::process::Command::new(crate::harness::PROGRAM)
            .args(import)
            .env("PRECEDENT_DESK", &killed.desk)
            .env("PRECEDENT_NOW", &killed.now)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(40 + round * 150));
        stopped += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(stopped >= 5, "only {stopped} of ten were still at work when they were killed");
    killed.run(&import).ok();
    whole.run(&import).ok();
    killed.check_is_clean();
    let lines_of = |story: &Story| {
        let dir = story._home.path().join("out");
        story.run(&["export", dir.to_str().unwrap(), "--audience", "internal", "--format", "jsonl"]).ok();
        std::fs::read_to_string(dir.join("tickets.jsonl")).unwrap()
    };
    let (one, other) = (lines_of(&killed), lines_of(&whole));
    assert_eq!(one.lines().count(), 3_000);
    assert_eq!(one.lines().zip(other.lines()).find(|(a, b)| a != b), None);
    let again = killed.run(&import).ok().out;
    assert_eq!(again, "imported 0 (0 as cases) / changed 0 / unchanged 3000 / refused 0\n");
}

#[test]
fn what_is_not_understood_is_said_and_kept() {
    let story = Story::staffed();
    let line = json!({"id": "X-1", "created_at": "2020-01-02T09:00:00", "title": "kiosk frozen", "status": "Closed", "resolution": "Fixed",
                      "floor": "3rd", "answered": "by hand"});
    let path = story.desk.join("in.jsonl");
    std::fs::write(&path, line.to_string()).unwrap();
    let ran = story.run(&["import", "jsonl", path.to_str().unwrap()]).ok();
    assert!(ran.err.contains("unknown fields, kept but not read: answered (1 times), floor (1 times)"), "{ran:?}");
    assert!(ran.err.contains("1 solved tickets have no \"answer\""), "{ran:?}");
    // What an export made is taken in by its folder, the unknown fields with it.
    let out = story.desk.join("out");
    story.run(&["export", out.to_str().unwrap(), "--format", "jsonl", "--audience", "internal"]).ok();
    let other = Story::new();
    assert!(other.run(&["import", "jsonl", out.to_str().unwrap()]).ok().out.contains("imported 1 "));
    let again = other.desk.join("out");
    other.run(&["export", again.to_str().unwrap(), "--format", "jsonl", "--audience", "internal"]).ok();
    let lines = |folder: &std::path::Path| std::fs::read_to_string(folder.join("tickets.jsonl")).unwrap();
    assert_eq!(lines(&out), lines(&again));
    assert!(lines(&again).contains("\"floor\":\"3rd\""), "{}", lines(&again));
}

#[test]
fn a_file_that_cannot_be_read_leaves_nothing_behind() {
    let story = Story::new();
    for file in [story.desk.clone(), story.desk.join("nowhere.jsonl")] {
        assert_eq!(story.run(&["import", "jsonl", file.to_str().unwrap()]).code, Some(1));
    }
    assert!(!story.desk.join("desk.db").exists(), "nothing was opened for it");
    // An index that was begun and never filled is no damage.
    let ran = story.run(&["search", "x"]).ok();
    let again = story.run(&["search", "x"]).ok();
    assert!(!ran.err.contains("set aside") && !again.err.contains("set aside"), "{again:?}");
    let aside = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().contains("damaged");
    assert!(!std::fs::read_dir(story.desk.join("index")).unwrap().flatten().any(|entry| aside(&entry)));
}

#[test]
fn an_exported_site_is_no_place_for_a_desk() {
    let story = Story::new();
    let site = story.desk.join("site");
    story.run(&["export", site.to_str().unwrap()]).ok();
    let ran = story.run(&["init", site.to_str().unwrap()]);
    assert!(ran.code == Some(1) && ran.err.contains("is an exported site"), "{ran:?}");
    assert!(!site.join("desk.toml").exists());
}
