//! Parts that fail while the desk is served: each alone, told, tried again, and what was acknowledged stays.

use crate::harness::{Server, Story, fault};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Waits until something is so.
fn until(what: &str, seconds: u64, mut so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(seconds);
    while !so() {
        assert!(Instant::now() < end, "not in {seconds} s: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn metric(server: &Server, name: &str) -> f64 {
    let text = server.get("/metrics", "").is(200).text;
    let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {text}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn a_follower_that_panics_is_tried_again_and_the_others_go_on() {
    let story = Story::staffed();
    let reg = story.token("reg", "registrar");
    let senior = story.token("senior", "senior_engineer");
    let server = Server::start_with(&story.desk, &story.now, &[("PRECEDENT_PANIC_AT", "notices.before_write:3")]);
    let number = server.post("/api/v1/tickets", &reg, fault("打印失败", "d")).is(201).json["number"].as_str().unwrap().to_string();
    until("readiness tells", 5, || server.get("/readyz", "").status == 503);
    assert!(server.get("/readyz", "").text.contains("notices") || server.get("/readyz", "").status == 200);
    // Everything else works meanwhile.
    server.post("/api/v1/tickets", &reg, fault("扫描失败", "d")).is(201);
    assert!(server.get("/api/v1/search?q=扫描失败", &reg).is(200).numbers("items").len() == 1);
    // And by itself it is well again, and has lost nothing.
    until("notices work again", 20, || server.get("/readyz", "").status == 200);
    assert_eq!(metric(&server, "precedent_part_panics{part=\"notices\"}"), 3.0);
    server.post(&format!("/api/v1/tickets/{number}/triage"), &senior, serde_json::json!({"severity": "major"})).is(200);
    let boss = story.token("super", "support_supervisor");
    server.post(&format!("/api/v1/tickets/{number}/assign"), &boss, serde_json::json!({"to": "senior"})).is(200);
    until("who was given it is told", 10, || server.get("/api/v1/notices", &senior).is(200).json["items"][0]["ticket"] == *number);
}

#[test]
fn a_document_that_cannot_be_made_keeps_no_other_from_being_found() {
    let story = Story::staffed();
    let reg = story.token("reg", "registrar");
    let server = Server::start_with(&story.desk, &story.now, &[("PRECEDENT_PANIC_AT", "index.document:1")]);
    server.post("/api/v1/tickets", &reg, fault("zebrafish", "zebrafish")).is(201);
    until("the poison has been met", 10, || server.get("/api/v1/search?q=zebrafish", &reg).status == 200);
    let found = server.post("/api/v1/tickets", &reg, fault("walrus", "walrus")).is(201).json["number"].clone();
    until("the next is found", 10, || {
        server.get("/api/v1/search?q=walrus", &reg).is(200).numbers("items") == [found.as_str().unwrap()]
    });
    until("ready", 10, || server.get("/readyz", "").status == 200);
}

#[test]
fn one_case_that_cannot_be_read_keeps_no_other_from_being_written_or_exported() {
    let story = Story::staffed();
    let first = story.close_fault(fault("打印失败", "d"), "minor", "换硒鼓");
    let second = story.close_fault(fault("扫描失败", "d"), "minor", "换排线");
    let senior = story.token("senior", "senior_engineer");
    let server = story.serve();
    // A file that somebody saved in another encoding, while the desk is served.
    let file = story.desk.join(format!("content/2024/{first}.md"));
    until("the file is there", 10, || file.exists());
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.extend(b"\xc4\xe3\n");
    std::fs::write(&file, &bytes).unwrap();
    for (number, title) in [(&first, "打印失败，已解决"), (&second, "扫描失败，已解决")] {
        let body = serde_json::json!({"title": title}).to_string();
        server.call("PUT", &format!("/api/v1/cases/{number}"), &senior, &[], Some(&body)).is(200);
    }
    let other = story.desk.join(format!("content/2024/{second}.md"));
    until("the other is written", 10, || std::fs::read_to_string(&other).is_ok_and(|text| text.contains("扫描失败，已解决")));
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "left as somebody made it");
    until("ready", 10, || server.get("/readyz", "").status == 200);
    drop(server);
    // A row of the cases at hand that a damaged disk has left.
    let db = rusqlite::Connection::open(story.desk.join("desk.db")).unwrap();
    db.execute("UPDATE cases SET body = '{broken' WHERE number = ?1", [&first]).unwrap();
    drop(db);
    let site = story.desk.join("../site");
    story.run(&["export", site.to_str().unwrap(), "--audience", "internal"]).ok();
    let checked = story.run(&["check"]);
    assert!(checked.code == Some(1) && checked.out.contains(&first), "{checked:?}");
}

/// Every file of the index, the largest first.
fn index_files(desk: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(desk.join("index/built"))
        .map(|found| found.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect())
        .unwrap_or_default();
    files.sort_by_key(|path| std::cmp::Reverse(std::fs::metadata(path).map_or(0, |file| file.len())));
    files
}

/// Overwrites a file in place with noise: whoever has it mapped sees it.
fn ruin(path: &Path) {
    use std::io::{Seek, Write};
    let length = std::fs::metadata(path).unwrap().len() as usize;
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.rewind().unwrap();
    let noise: Vec<u8> = (0..length).map(|i| (i as u32).wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    file.write_all(&noise).unwrap();
}

#[test]
fn an_index_damaged_while_it_is_served_is_set_aside_and_made_anew_and_nothing_waits_for_it() {
    let story = Story::staffed().with_archive();
    let reg = story.token("reg", "registrar");
    let server = story.serve();
    until("the archive is found", 30, || !server.get("/api/v1/search?q=ORA-12514", &reg).numbers("items").is_empty());
    let before = server.get("/api/v1/search?q=ORA-12514", &reg).is(200).numbers("items");
    // On disk, not only in memory.
    until("the index is on disk", 30, || index_files(&story.desk).len() > 3);
    std::thread::sleep(Duration::from_secs(6));
    index_files(&story.desk).iter().for_each(|path| ruin(path));
    let mut acknowledged = Vec::new();
    let began = Instant::now();
    let mut searched = 0;
    while began.elapsed() < Duration::from_secs(12) {
        let made = server.post("/api/v1/tickets", &reg, fault(&format!("打印失败 {}", acknowledged.len()), "连接失败"));
        assert_eq!(made.status, 201, "{made:?}");
        acknowledged.push(made.json["number"].as_str().unwrap().to_string());
        let found = server.get("/api/v1/search?q=ORA-12514&limit=20", &reg);
        assert!(matches!(found.status, 200 | 503), "{found:?}");
        if found.status == 200 {
            searched += 1;
        }
        server.get("/", "").status.eq(&500).then(|| panic!("a page breaks"));
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(searched > 0);
    until("what was there is found again", 60, || {
        let found = server.get("/api/v1/search?q=ORA-12514&limit=50", &reg);
        found.status == 200 && before.iter().all(|number| found.numbers("items").contains(number))
    });
    until("ready", 30, || server.get("/readyz", "").status == 200);
    let aside = std::fs::read_dir(story.desk.join("index")).unwrap().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    assert!(aside.into_iter().any(|name| name.starts_with("built.damaged")), "it is kept to be looked at");
    drop(server);
    are_there(&story, &reg, &acknowledged);
}

#[test]
fn a_database_that_another_process_holds_is_busy_and_not_dead() {
    let story = Story::staffed();
    let reg = story.token("reg", "registrar");
    let server = story.serve();
    server.get("/api/v1/tickets", &reg).is(200);
    let held = rusqlite::Connection::open(story.desk.join("desk.db")).unwrap();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    let busy = server.post("/api/v1/tickets", &reg, fault("打印失败", "d")).is(503);
    assert!(busy.text.contains("urn:precedent:problem:busy"), "{busy:?}");
    assert_eq!(server.get("/readyz", "").status, 503);
    server.get("/api/v1/tickets", &reg).is(200);
    held.execute_batch("ROLLBACK").unwrap();
    server.post("/api/v1/tickets", &reg, fault("打印失败", "d")).is(201);
    until("ready again", 20, || server.get("/readyz", "").status == 200);
}

/// What was acknowledged is on record after a restart, and nothing is wrong with the desk.
fn are_there(story: &Story, token: &str, numbers: &[String]) {
    let server = story.serve();
    for number in numbers {
        server.get(&format!("/api/v1/tickets/{number}"), token).is(200);
    }
    drop(server);
    story.check_is_clean();
}

/// A disk of its own, small enough to fill.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new(megabytes: u32) -> SmallDisk {
        let place = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place.path()).output().unwrap();
        assert!(mounted.status.success(), "this test needs to mount a disk of its own, which root may: {mounted:?}");
        SmallDisk(place)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// Takes all the room there is.
fn fill(folder: &Path) -> PathBuf {
    use std::io::Write;
    let path = folder.join("filler");
    let mut file = std::fs::File::create(&path).unwrap();
    let block = vec![7u8; 64 << 10];
    while file.write_all(&block).is_ok() {}
    path
}

#[test]
fn a_full_disk_is_said_in_words_still_records_can_be_read_and_is_over_by_itself() {
    let disk = SmallDisk::new(48);
    let mut story = Story::staffed().with_archive();
    let desk = disk.0.path().join("desk");
    crate::harness::copy(&story.desk, &desk);
    story.desk = desk;
    let reg = story.token("reg", "registrar");
    let server = story.serve();
    let register = |title: &str| server.post("/api/v1/tickets", &reg, fault(title, "d"));
    let first = register("打印失败").is(201).json["number"].as_str().unwrap().to_string();
    let path = format!("/api/v1/tickets/{first}/attachments");
    // Uploads end before everything else does, and leave no half behind.
    let filler = fill(disk.0.path());
    for i in 0..3 {
        let refused = server.upload(&path, &reg, &[], &[("log.txt", &vec![b'a' + i; 2 << 20])], false).is(507);
        assert!(refused.text.contains("urn:precedent:problem:disk-full") && refused.text.contains("is full"), "{refused:?}");
    }
    let halves = std::fs::read_dir(story.desk.join("attachments")).map_or(0, |found| found.count());
    assert_eq!(halves, 0);
    // The record goes on with what was kept for it.
    let mut kept = vec![first];
    for i in 0..200 {
        let made = register(&format!("磁盘满 {i}"));
        assert!(matches!(made.status, 201 | 507), "{made:?}");
        if made.status == 201 {
            kept.push(made.json["number"].as_str().unwrap().to_string());
        }
    }
    assert!(kept.len() > 100, "only {} were taken", kept.len());
    server.get(&format!("/api/v1/tickets/{}", kept[1]), &reg).is(200);
    server.get("/api/v1/search?q=ORA-12514", &reg).is(200);
    until("readiness tells", 20, || server.get("/readyz", "").status == 503);
    // Until nothing is left at all: in words, and nothing is lost.
    let long = "满".repeat(30_000);
    let sent = (0..1_000).map(|_| server.post("/api/v1/tickets", &reg, fault("很长", &long)));
    let refused = sent.into_iter().find(|answer| answer.status != 201).expect("the disk is never full");
    assert!(refused.status == 507 && refused.text.contains("disk-full"), "{refused:?}");
    assert!(matches!(register("没有空间").status, 201 | 507));
    server.get(&format!("/api/v1/tickets/{}", kept[1]), &reg).is(200);
    std::fs::remove_file(&filler).unwrap();
    until("it is taken again", 20, || register("又有空间").status == 201);
    until("ready again", 60, || server.get("/readyz", "").status == 200);
    server.upload(&path, &reg, &[], &[("log.txt", b"there is room again")], false).is(201);
    drop(server);
    are_there(&story, &reg, &kept);
}
