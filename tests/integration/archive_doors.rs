//! The doors of the archive's folder: times nobody takes, two files of one number, links, devices, events that cannot be read.

use crate::harness::{PROGRAM, Server, Story, fault};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Command;

fn case_file(number: &str, more: &str, issue: &str) -> String {
    format!(
        "---\nnumber: {number}\ntitle: Turnstile {issue}\n{more}\n---\n\n## Issue\n\n{issue}\n\n## Resolution\n\nmend the {issue}\n"
    )
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every command that stood still once the record held a time it could not read.
fn all_works(story: &Story) {
    story.run(&["reindex"]).ok();
    story.run(&["similar", "--title", "turnstile", "--json"]).ok();
    story.run(&["search", "turnstile"]).ok();
    story.run(&["tick"]).ok();
    story.close_fault(fault("门禁打不开", "刷卡无反应"), "major", "更换读卡器");
}

#[test]
fn a_year_that_nobody_takes_is_refused_at_every_door() {
    let story = Story::staffed();
    let content = story._home.path().join("cases");
    for (i, year) in ["+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "9999-12-31", "1899-12-31"].iter().enumerate() {
        let number = format!("TS2024050100{}", i + 1);
        write(&content.join(format!("2024/{number}.md")), &case_file(&number, &format!("opened_at: {year}"), "axolotl"));
    }
    write(&content.join("2024/TS20240501009.md"), &case_file("TS20240501009", "opened_at: 2024-05-01 09:30", "gearbox"));
    let ran = story.run(&["import", "markdown", content.to_str().unwrap()]).ok();
    assert_eq!(ran.out.trim(), "imported 1 / changed 0 / unchanged 0 / refused 4", "{ran:?}");
    assert!(ran.err.contains("opened_at: \"+10000-01-01T00:00:00Z\" lies outside the years 1900 to 2200"), "{ran:?}");
    assert_eq!(story.show("TS20240501009")["submitted_at"], "2024-05-01T01:30:00Z", "a wall time is the desk's");
    let mut told = fault("门禁打不开", "刷卡无反应");
    told["occurred_at"] = json!("0001-01-01T00:00:00Z");
    let refused = story.run_with(&["ticket", "register", "-", "--as", "reg"], &told.to_string());
    assert!(refused.code == Some(1) && refused.err.contains("occurred_at") && refused.err.contains("1900 to 2200"), "{refused:?}");
    let clock = Command::new(PROGRAM)
        .args(["--desk", story.desk.to_str().unwrap(), "tick"])
        .env("PRECEDENT_NOW", "9999-01-01T00:00:00Z")
        .output()
        .unwrap();
    assert_eq!(clock.status.code(), Some(1));
    let toml = story.desk.join("desk.toml");
    let text = fs::read_to_string(&toml).unwrap();
    let policy = story._home.path().join("policy.toml");
    fs::write(&policy, format!("{text}\n[calendars.odd]\noff = [\"9999-01-01\"]\n")).unwrap();
    let ran = story.run(&["policy", "check", policy.to_str().unwrap()]);
    assert!(ran.code == Some(1) && (ran.out + &ran.err).contains("1900 to 2200"));
    all_works(&story);
}

#[test]
fn an_event_that_cannot_be_read_is_stepped_over_and_named_by_check() {
    let story = Story::staffed();
    let (hurt, sound) = (story.register(fault("打印机卡纸", "第三层")), story.register(fault("屏幕闪烁", "开机即闪")));
    story.check_is_clean();
    let insert = "INSERT INTO events (area, stream, version, name, actor, occurred_at, recorded_at, body, proof) VALUES (?1, ?2, ?3, ?4, 'reg', ?5, ?6, ?7, 'x')";
    let db = rusqlite::Connection::open(story.desk.join("desk.db")).unwrap();
    let (now, never) = ("2024-05-06T01:00:00.000Z", "some day");
    for (area, stream, version, name, at, body) in [
        ("ticket", hurt.as_str(), 2, "noted", never, "{\"event\":\"noted\",\"text\":\"x\"}"),
        ("ticket", hurt.as_str(), 3, "linked", now, "{\"event\":\"linked\",\"case\":\"nonsense\"}"),
        ("ticket", "TS20240506090", 1, "registered", now, "not json"),
        ("ticket", "not a number", 1, "noted", now, "{}"),
        ("case", sound.as_str(), 1, "revised", now, "{\"event\":\"revised\"}"),
        ("policy", "desk", 99, "policy_set", now, "{}"),
        ("nowhere", "x", 1, "x", now, "{}"),
    ] {
        db.execute(insert, rusqlite::params![area, stream, version, name, at, now, body]).unwrap();
    }
    drop(db);
    let checked = story.run(&["check"]);
    assert_eq!(checked.code, Some(1), "{checked:?}");
    for named in [&hurt, &sound, "TS20240506090", "not a number", "policy desk", "nowhere x"] {
        assert!(checked.out.lines().any(|line| line.starts_with("ledger: event ") && line.contains(named)), "{named}: {checked:?}");
    }
    assert_eq!(checked.out.lines().count(), 7, "each is named once, and nothing else is wrong: {checked:?}");
    // Followers tell each once, when they come by, and no more.
    assert!(checked.err.contains("stepped over") && !story.run(&["search", "x"]).ok().err.contains("stepped over"), "{checked:?}");
    assert_eq!(story.show(&hurt)["title"], "打印机卡纸", "what can be read is shown");
    let refused = story.act("triage", &hurt, "senior", json!({"severity": "major"}));
    assert_eq!(refused.code, Some(1), "nobody decides by what cannot be read");
    story.run(&["check", "--repair"]);
    all_works(&story);
    let token = story.token("senior", "senior_engineer");
    let server = story.serve();
    assert!(server.get("/api/v1/tickets", &token).is(200).numbers("items").contains(&sound));
    server.get("/api/v1/bursts", &token).is(200);
    server.get(&format!("/api/v1/tickets/{hurt}/events"), &token).is(200);
    drop(server);
    let named = story.run(&["check"]).out;
    assert_eq!(named.lines().filter(|line| line.starts_with("ledger: event ")).count(), 7, "{named}");
}

/// A report that joined an incident and whose record is damaged keeps nobody from solving the incident for all others.
#[test]
fn a_damaged_report_of_an_incident_does_not_stop_the_incident() {
    let story = Story::staffed();
    let numbers: Vec<String> = (0..3).map(|i| story.register(fault("上传失败", &format!("第 {i} 位")))).collect();
    story.act("declare", &numbers[0], "senior", json!({"tickets": numbers[1..]})).ok();
    let db = rusqlite::Connection::open(story.desk.join("desk.db")).unwrap();
    let insert = "INSERT INTO events (area, stream, version, name, actor, occurred_at, recorded_at, body, proof) VALUES ('ticket', ?1, 90, 'x', 'reg', ?2, ?2, 'not json', 'x')";
    db.execute(insert, [&numbers[1], "2024-05-06T01:00:00.000Z"]).unwrap();
    drop(db);
    story.act("triage", &numbers[0], "senior", json!({"severity": "major", "component": "storage"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("换了网关") {
        story.act(verb, &numbers[0], who, body).ok();
    }
    assert_eq!(story.show(&numbers[0])["status"], "closed");
    assert_eq!(story.show(&numbers[2])["status"], "resolved", "the others got its answer");
    let checked = story.run(&["check"]);
    assert!(checked.code == Some(1) && checked.out.contains(&numbers[1]), "{checked:?}");
}

#[test]
fn of_two_files_of_one_number_the_newer_revision_is_taken_in_and_the_other_is_named() {
    let story = Story::staffed();
    let content = story.desk.join("content");
    let number = "TS20240501001";
    write(&content.join("2024/TS20240501001.md"), &case_file(number, "opened_at: 2024-05-01T00:00:00Z\nrevision: 2", "spring"));
    write(&content.join("2024/copy.md"), &case_file(number, "opened_at: 2024-05-01T00:00:00Z\nrevision: 3", "gearbox"));
    // Equal revisions: the one closed later; else the first by its path.
    let other = "TS20240501002";
    write(
        &content.join("2024/b.md"),
        &case_file(other, "opened_at: 2024-05-01T00:00:00Z\nclosed_at: 2024-05-03T00:00:00Z", "hinge"),
    );
    write(
        &content.join("2024/a.md"),
        &case_file(other, "opened_at: 2024-05-01T00:00:00Z\nclosed_at: 2024-05-02T00:00:00Z", "bolt"),
    );
    let ran = story.run(&["search", "--json", "--", "gearbox"]).ok();
    assert_eq!(ran.json()["total"], 1, "{ran:?}");
    assert!(ran.err.contains("2024/TS20240501001.md: is a second file of TS20240501001; 2024/copy.md holds revision 3"), "{ran:?}");
    assert!(ran.err.contains("2024/a.md: is a second file of TS20240501002; 2024/b.md"), "{ran:?}");
    assert!(fs::read_to_string(content.join("2024/TS20240501001.md")).unwrap().contains("spring"), "it is left as it is");
    let checked = story.run(&["check"]);
    assert_eq!(checked.out.lines().count(), 2, "{checked:?}");
    assert!(
        checked.out.contains("content/2024/TS20240501001.md: is a second file of TS20240501001; content/2024/copy.md"),
        "{checked:?}"
    );
    // A copy beside the file that is known changes nothing, however often the desk starts.
    fs::copy(content.join("2024/b.md"), content.join("2024/c.md")).unwrap();
    for _ in 0..2 {
        drop(story.serve());
    }
    let named = story.run(&["check"]);
    assert!(named.out.contains("content/2024/c.md: is a second file of TS20240501002; content/2024/b.md"), "{named:?}");
    fs::remove_file(content.join("2024/c.md")).unwrap();
    // From elsewhere: both in one folder, the newer one wins, the other is refused by name.
    let fresh = Story::new();
    let ran = fresh.run(&["import", "markdown", content.to_str().unwrap()]).ok();
    assert_eq!(ran.out.trim(), "imported 2 / changed 0 / unchanged 0 / refused 2", "{ran:?}");
    // Nothing that the archive held before is put over what it holds now.
    fs::remove_file(content.join("2024/TS20240501001.md")).unwrap();
    fs::remove_file(content.join("2024/a.md")).unwrap();
    story.check_is_clean();
}

#[cfg(unix)]
#[test]
fn a_link_in_the_archive_leads_nowhere() {
    use std::os::unix::fs::symlink;
    let story = Story::staffed();
    let outside = story._home.path().join("outside");
    write(&outside.join("secret.md"), &case_file("TS20240501001", "opened_at: 2024-05-01", "wombat"));
    let content = story.desk.join("content");
    fs::create_dir_all(content.join("2023")).unwrap();
    symlink(outside.join("secret.md"), content.join("2023/link.md")).unwrap();
    symlink(&outside, content.join("elsewhere")).unwrap();
    let ran = story.run(&["import", "markdown", content.to_str().unwrap()]);
    assert!(ran.code == Some(1) && ran.out.contains("refused 2") && ran.err.contains("is a link"), "{ran:?}");
    assert!(story.run(&["check"]).out.contains("content/2023/link.md: is a link; links are not followed"));
    // What is to be written does not go through a link either, and the closing does not depend on it.
    symlink(&outside, content.join("2024")).unwrap();
    let number = story.close_fault(fault("门禁打不开", "刷卡无反应"), "major", "更换读卡器");
    let there: Vec<_> = fs::read_dir(&outside).unwrap().flatten().map(|e| e.file_name()).collect();
    assert_eq!(there, ["secret.md"]);
    fs::remove_file(content.join("2024")).unwrap();
    story.run(&["tick"]).ok();
    assert!(content.join(format!("2024/{number}.md")).is_file());
    // Nor through the file itself, once it has become one.
    let place = content.join(format!("2024/{number}.md"));
    fs::remove_file(&place).unwrap();
    symlink(outside.join("secret.md"), &place).unwrap();
    let checked = story.run(&["check"]);
    assert!(checked.code == Some(1) && checked.out.contains(&format!("content/2024/{number}.md: is a link")), "{checked:?}");
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_no_file_and_a_pipe_is_one() {
    let story = Story::staffed();
    for args in [
        &["import", "jsonl", "/dev/zero"][..],
        &["similar", "/dev/zero"],
        &["ticket", "register", "/dev/zero"],
        &["policy", "check", "/dev/zero"],
    ] {
        let ran = story.run(args);
        assert!(ran.code == Some(1) && ran.err.lines().count() <= 2, "{args:?}: {ran:?}");
        assert!(ran.err.contains("/dev/zero"), "{args:?}: {ran:?}");
    }
    let line = json!({"id": "P-1", "title": "turnstile squeaks", "created_at": "2023-05-01"}).to_string();
    assert!(story.run_with(&["import", "jsonl", "-"], &line).ok().out.contains("imported 1"));
    let piped = format!("exec '{PROGRAM}' --desk '{}' import jsonl <(echo '{}')", story.desk.display(), line.replace("P-1", "P-2"));
    let ran = Command::new("bash").args(["-c", &piped]).output().unwrap();
    assert!(String::from_utf8_lossy(&ran.stdout).contains("imported 1"), "{ran:?}");
}

fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files_below(&entry.path())),
            false => found.push(entry.file_name().to_string_lossy().into_owned()),
        }
    }
    found
}

#[cfg(unix)]
#[test]
fn a_file_that_there_was_no_room_for_leaves_nothing_behind() {
    let story = Story::staffed();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let token = story.token("senior", "senior_engineer");
    let server = Server::start_bounded(&story.desk, &story.now, 3 << 10);
    let path = format!("/api/v1/tickets/{number}/attachments");
    let large = [b"\x89PNG\r\n\x1a\n".as_slice(), &vec![7; 5 << 20]].concat();
    let refused = server.upload(&path, &token, &[], &[("large.png", &large)], false);
    assert!(refused.status >= 500, "{refused:?}");
    assert_eq!(files_below(&story.desk.join("attachments")), Vec::<String>::new(), "the half is gone at once");
    let small = [b"\x89PNG\r\n\x1a\n".as_slice(), &[7; 100]].concat();
    server.upload(&path, &token, &[], &[("small.png", &small)], false).is(201);
    server.get(&format!("{path}/1"), &token).is(200);
    drop(server);
    // What a kill leaves behind goes with the next start.
    let kept = files_below(&story.desk.join("attachments"));
    write(&story.desk.join("attachments/ab/abcd.12-0.new"), "half");
    write(&story.desk.join("content/2024/TS20240506001.md.new"), "half");
    drop(story.serve());
    assert_eq!(files_below(&story.desk.join("attachments")), kept);
    assert!(!files_below(&story.desk.join("content")).iter().any(|name| name.ends_with(".new")));
    use std::os::unix::fs::PermissionsExt;
    let stored = story.desk.join("attachments").join(&kept[0][..2]).join(&kept[0]);
    assert_eq!(fs::metadata(stored).unwrap().permissions().mode() & 0o077, 0, "what a customer sent is for the desk alone");
}
