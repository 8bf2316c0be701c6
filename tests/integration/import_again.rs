//! The same source exported again: what is the same is unchanged, what has moved on is taken in, and nothing is lost silently.

use crate::harness::{PROGRAM, Story, copy};
use serde_json::{Value, json};
use std::path::PathBuf;

fn lines(story: &Story, name: &str, lines: &[Value]) -> String {
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    let path = story._home.path().join(name);
    std::fs::write(&path, text.join("\n")).unwrap();
    path.to_str().unwrap().to_string()
}

fn open_kiosk() -> Value {
    json!({"id": "K-7", "created_at": "2023-03-01T09:30:00+08:00", "title": "Kiosk shwos a grey screen", "body": "since this morning",
           "status": "Open", "severity": "Major", "product": "Kiosk", "labels": ["hall"]})
}

fn with(mut line: Value, more: Value) -> Value {
    line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    line
}

fn closed_kiosk() -> Value {
    with(
        open_kiosk(),
        json!({"title": "Kiosk shows a grey screen", "status": "Closed", "resolution": "Fixed", "resolved_at": "2023-03-02T10:00:00+08:00",
               "answer": "Reseat the ribbon cable behind the quokka panel"}),
    )
}

fn import(story: &Story, file: &str) -> String {
    story.run(&["import", "jsonl", file]).ok().out.trim().to_string()
}

fn found(story: &Story, words: &str) -> u64 {
    story.run(&["search", "--json", "--", words]).ok().json()["total"].as_u64().unwrap()
}

/// The timeline as staff read it.
fn timeline(story: &Story, number: &str) -> Value {
    let token = story.token("senior", "senior_engineer");
    let number = story.show(number)["number"].as_str().unwrap().to_string();
    story.serve().get(&format!("/api/v1/tickets/{number}/events"), &token).is(200).json
}

#[test]
fn a_ticket_closed_at_its_source_since_is_a_case_after_the_second_import() {
    let story = Story::staffed();
    let (monday, friday) = (lines(&story, "monday.jsonl", &[open_kiosk()]), lines(&story, "friday.jsonl", &[closed_kiosk()]));
    assert_eq!(import(&story, &monday), "imported 1 (0 as cases) / changed 0 / unchanged 0 / refused 0");
    let number = story.show("K-7")["number"].as_str().unwrap().to_string();
    assert_eq!(import(&story, &monday), "imported 0 (0 as cases) / changed 0 / unchanged 1 / refused 0");
    // Only asked for, nothing is written.
    let preview = story.run(&["import", "jsonl", &friday, "--dry-run"]).ok().out;
    assert_eq!(preview.trim(), "would be imported 0 (0 as cases) / changed 1 / unchanged 0 / refused 0");
    assert_eq!((story.show("K-7")["status"].clone(), found(&story, "quokka")), (json!("pending"), 0));
    assert_eq!(import(&story, &friday), "imported 0 (0 as cases) / changed 1 / unchanged 0 / refused 0");
    let ticket = story.show("K-7");
    assert_eq!(
        (&ticket["number"], &ticket["status"], &ticket["outcome"], &ticket["title"], &ticket["clocks"]),
        (&json!(number), &json!("closed"), &json!("solved"), &json!("Kiosk shows a grey screen"), &json!([]))
    );
    assert_eq!(found(&story, "quokka"), 1);
    let case = std::fs::read_to_string(story.desk.join(format!("content/2023/{number}.md"))).unwrap();
    assert!(case.contains("Reseat the ribbon cable") && case.contains("revision: 1"), "{case}");
    assert_eq!(import(&story, &friday), "imported 0 (0 as cases) / changed 0 / unchanged 1 / refused 0");
    story.check_is_clean();
    // A corrected answer is the next revision; what is opened again there is open here, and its case says so.
    let better =
        lines(&story, "better.jsonl", &[with(closed_kiosk(), json!({"answer": "Replace the ribbon cable, numbat revision"}))]);
    assert!(import(&story, &better).contains("changed 1"));
    assert_eq!((found(&story, "quokka"), found(&story, "numbat")), (0, 1));
    let file = || std::fs::read_to_string(story.desk.join(format!("content/2023/{number}.md"))).unwrap();
    assert!(file().contains("revision: 2"), "{}", file());
    assert!(import(&story, &monday).contains("changed 1"));
    assert_eq!(story.show("K-7")["status"], "pending");
    assert!(file().contains("reopened: true") && file().contains("revision: 3"), "{}", file());
    assert!(import(&story, &better).contains("changed 1"));
    assert_eq!(story.show("K-7")["status"], "closed");
    assert!(!file().contains("reopened: true") && file().contains("revision: 4"), "{}", file());
    // Labels alone are a change too, and no revision of a case that does not tell them.
    let labels = lines(
        &story,
        "labels.jsonl",
        &[with(closed_kiosk(), json!({"answer": "Replace the ribbon cable, numbat revision", "labels": ["yard"]}))],
    );
    assert!(import(&story, &labels).contains("changed 1") && import(&story, &labels).contains("unchanged 1"));
    assert!(file().contains("revision: 4"), "{}", file());
    story.check_is_clean();
}

#[test]
fn what_is_worked_on_here_keeps_its_state_and_reads_the_change_as_a_note() {
    let story = Story::staffed();
    let (monday, friday) = (lines(&story, "monday.jsonl", &[open_kiosk()]), lines(&story, "friday.jsonl", &[closed_kiosk()]));
    import(&story, &monday);
    story.act("triage", "K-7", "senior", json!({"severity": "major", "reason": "as it was"})).ok();
    story.act("assign", "K-7", "super", json!({"to": "senior"})).ok();
    assert!(import(&story, &friday).contains("changed 1"));
    let ticket = story.show("K-7");
    assert_eq!((&ticket["status"], &ticket["title"]), (&json!("pending"), &json!("Kiosk shwos a grey screen")));
    let told = timeline(&story, "K-7");
    let text = told.to_string();
    assert!(
        text.contains("来源系统中的内容有变更") && text.contains("quokka panel") && text.contains("Kiosk shows a grey screen"),
        "{text}"
    );
    assert!(told["items"].as_array().unwrap().iter().any(|event| event["event"] == "noted"), "{text}");
    assert!(import(&story, &friday).contains("unchanged 1"), "it has been noted");
    story.check_is_clean();
}

#[test]
fn a_case_that_somebody_has_written_in_is_not_overwritten_by_its_source() {
    let story = Story::staffed();
    let friday = lines(&story, "friday.jsonl", &[closed_kiosk()]);
    import(&story, &friday);
    let number = story.show("K-7")["number"].as_str().unwrap().to_string();
    let path = story.desk.join(format!("content/2023/{number}.md"));
    let edited = std::fs::read_to_string(&path).unwrap().replace("Reseat the ribbon cable", "Call the bandicoot team");
    std::fs::write(&path, edited).unwrap();
    story.run(&["check", "--repair"]);
    let later = lines(&story, "later.jsonl", &[with(closed_kiosk(), json!({"answer": "Throw it away"}))]);
    assert!(import(&story, &later).contains("changed 1"));
    let file = std::fs::read_to_string(&path).unwrap();
    assert!(file.contains("bandicoot") && !file.contains("Throw it away"), "{file}");
    assert!(timeline(&story, "K-7").to_string().contains("Throw it away"), "it is noted");
    assert!(import(&story, &later).contains("unchanged 1"));
    story.check_is_clean();
}

#[test]
fn what_a_ticket_repeats_may_have_come_with_an_earlier_file_and_may_turn_out_to_be_another() {
    let story = Story::staffed();
    let other = json!({"id": "K-9", "created_at": "2023-04-01", "title": "door sensor beeps", "status": "Closed", "resolution": "Fixed", "answer": "new battery"});
    let first = lines(&story, "first.jsonl", &[closed_kiosk(), other]);
    import(&story, &first);
    let repeats = |id: &str| json!({"id": "K-8", "created_at": "2023-03-05", "title": "grey kiosk again", "status": "Closed", "resolution": "Duplicate", "duplicate_of": id});
    let ran = story.run(&["import", "jsonl", &lines(&story, "second.jsonl", &[repeats("K-7")])]).ok();
    assert!(ran.out.contains("imported 1") && !ran.err.contains("neither in the file"), "{ran:?}");
    let number = |id: &str| story.show(id)["number"].as_str().unwrap().to_string();
    let file = || std::fs::read_to_string(story.desk.join(format!("content/2023/{}.md", number("K-8")))).unwrap();
    assert!(file().contains(&format!("family: {}", number("K-7"))), "{}", file());
    assert!(import(&story, &lines(&story, "third.jsonl", &[repeats("K-9")])).contains("changed 1"));
    assert!(file().contains(&format!("family: {}", number("K-9"))) && !file().contains(&number("K-7")), "{}", file());
    let similar = story.run(&["similar", "--title", "Kiosk shows a grey screen", "--json"]).ok().json();
    let kiosk = similar["matches"].as_array().unwrap().iter().find(|m| m["number"] == json!(number("K-7"))).cloned().unwrap();
    assert_eq!(kiosk["family_size"], 1, "{similar}");
    story.check_is_clean();
}

#[test]
fn imports_from_before_digests_were_kept_are_compared_by_what_is_stored() {
    let story = Story::staffed();
    let second =
        json!({"id": "K-2", "created_at": "2023-03-09", "title": "badge printer jams", "body": "twice a day", "status": "Open"});
    let first = lines(&story, "first.jsonl", &[closed_kiosk(), second.clone()]);
    import(&story, &first);
    let without = "DROP TRIGGER IF EXISTS events_are_never_changed; UPDATE events SET body = json_remove(body, '$.history.digest')";
    let db = rusqlite::Connection::open(story.desk.join("desk.db")).unwrap();
    let triggers: Vec<String> = db
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    triggers.iter().for_each(|name| db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap());
    db.execute_batch(without).unwrap();
    drop(db);
    assert!(import(&story, &first).ends_with("changed 0 / unchanged 2 / refused 0"));
    let moved_on =
        lines(&story, "moved.jsonl", &[closed_kiosk(), with(second, json!({"status": "Closed", "resolution": "Won't Fix"}))]);
    assert!(import(&story, &moved_on).ends_with("changed 1 / unchanged 1 / refused 0"));
    assert_eq!(story.show("K-2")["outcome"], "declined");
}

/// A tracker's tickets, and the same some weeks later.
fn tracker(story: &Story, name: &str, later: bool) -> PathBuf {
    let mut text = String::new();
    for i in 0..1_500 {
        let moved_on = later && i % 3 == 0;
        let line = json!({
            "id": format!("M-{i}"), "created_at": format!("2021-{:02}-{:02}T08:00:00Z", i % 12 + 1, i % 28 + 1), "title": format!("第 {i} 台 shredder stops"),
            "body": "nothing moves\n".repeat(i % 20), "status": if moved_on || i % 7 != 0 { "Closed" } else { "Open" }, "resolution": "Fixed",
            "answer": if moved_on { "emptied the bin" } else { "pulled the plug" }, "duplicate_of": (i % 10 == 9).then(|| format!("M-{}", i - 3)),
        });
        text.push_str(&format!("{line}\n"));
    }
    let path = story._home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_second_import_killed_and_repeated_ends_in_the_same_desk() {
    let (killed, whole) = (Story::new(), Story::new());
    let first = tracker(&killed, "first.jsonl", false);
    let second = tracker(&killed, "second.jsonl", true);
    for story in [&killed, &whole] {
        story.run(&["import", "jsonl", first.to_str().unwrap()]).ok();
    }
    let import = ["import", "jsonl", second.to_str().unwrap()];
    let mut stopped = 0;
    for round in 0..6u64 {
        let mut child = std::process::Command::new(PROGRAM)
            .args(import)
            .env("PRECEDENT_DESK", &killed.desk)
            .env("PRECEDENT_NOW", &killed.now)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(60 + round * 120));
        stopped += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(stopped >= 2, "only {stopped} of six were still at work when they were killed");
    killed.run(&import).ok();
    assert_eq!(whole.run(&import).ok().out, "imported 0 (0 as cases) / changed 500 / unchanged 1000 / refused 0\n");
    let told = |story: &Story| {
        let dir = story._home.path().join("out");
        story.run(&["export", dir.to_str().unwrap(), "--audience", "internal", "--format", "jsonl"]).ok();
        std::fs::read_to_string(dir.join("tickets.jsonl")).unwrap()
    };
    let (one, other) = (told(&killed), told(&whole));
    assert_eq!(one.lines().zip(other.lines()).find(|(a, b)| a != b), None);
    assert!(killed.run(&import).ok().out.contains("unchanged 1500"));
    killed.check_is_clean();
}

#[test]
fn what_we_export_and_take_back_is_unchanged() {
    let story = Story::staffed();
    let number = story.close_fault(crate::harness::fault("门禁打不开", "刷卡无反应"), "major", "更换读卡器");
    import(
        &story,
        &lines(
            &story,
            "one.jsonl",
            &[closed_kiosk(), json!({"id": "K-3", "title": "a wish", "type": "Story", "created_at": "2023-01-01"})],
        ),
    );
    let out = story._home.path().join("out");
    story.run(&["export", out.to_str().unwrap(), "--format", "jsonl", "--audience", "internal"]).ok();
    let again = import(&story, out.to_str().unwrap());
    assert!(again.starts_with("imported 0 (0 as cases) / changed 0"), "{again}");
    assert_eq!(story.show(&number)["status"], "closed");
    let other = Story::new();
    copy(&out, &other._home.path().join("out"));
    let there = other._home.path().join("out");
    assert!(import(&other, there.to_str().unwrap()).contains("changed 0"));
    assert!(import(&other, there.to_str().unwrap()).starts_with("imported 0 (0 as cases) / changed 0"));
}
