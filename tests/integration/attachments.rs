//! Files on tickets: sent, read, withdrawn, and never another customer's.

use crate::harness::{Server, Story, fault};
use serde_json::{Value, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0 a picture of the error";
const LOG: &[u8] = b"2024-05-06 08:59 ERROR E1007 reader offline";

struct Shared {
    story: Story,
    server: Server,
    number: String,
    customer: String,
    senior: String,
}

impl Shared {
    /// A fault of 王芳's on a desk that is served.
    fn new() -> Shared {
        let story = Story::staffed();
        let number = story.register(fault("门禁打不开", "刷卡无反应"));
        let (customer, senior) = (story.token("王芳", "customer"), story.token("senior", "senior_engineer"));
        Shared { server: story.serve(), story, number, customer, senior }
    }
    fn path(&self) -> String {
        format!("/api/v1/tickets/{}/attachments", self.number)
    }
    fn names(&self, token: &str) -> Vec<String> {
        let items = self.server.get(&self.path(), token).is(200).json["items"].as_array().cloned().unwrap();
        items.iter().map(|item| item["name"].as_str().unwrap().to_string()).collect()
    }
}

fn on_disk(story: &Story) -> usize {
    let folders = std::fs::read_dir(story.desk.join("attachments")).into_iter().flatten().flatten();
    folders.flat_map(|folder| std::fs::read_dir(folder.path()).unwrap()).count()
}

#[test]
fn a_picture_of_the_error_is_sent_read_and_stands_on_the_form() {
    let it = Shared::new();
    let before = it.server.get(&format!("/api/v1/tickets/{}", it.number), &it.customer).is(200).json;
    assert!(before["missing"].as_array().unwrap().contains(&json!("error")));
    let files: &[(&str, &[u8])] = &[("C:\\桌面\\报错 1.PNG", PNG), ("reader.log", LOG)];
    let ticket = it.server.upload(&it.path(), &it.customer, &[], files, false).is(201);
    assert_eq!(ticket.location, it.path());
    assert_eq!(ticket.json["attachments"][0]["name"], "报错 1.PNG");
    assert_eq!(ticket.json["attachments"][1]["bytes"], LOG.len());
    assert!(!ticket.json["missing"].as_array().unwrap().contains(&json!("error")), "what went wrong is shown");
    for token in [&it.customer, &it.senior] {
        let read = it.server.get(&format!("{}/1", it.path()), token).is(200);
        assert_eq!((read.bytes.0.as_slice(), read.kind.as_str()), (PNG, "image/png"));
        assert!(read.disposition.starts_with("attachment; ") && read.disposition.contains("%E6%8A%A5"), "{}", read.disposition);
        assert!(read.csp.contains("sandbox"), "{}", read.csp);
        let log = it.server.get(&format!("{}/2", it.path()), token).is(200);
        assert_eq!((log.bytes.0.as_slice(), log.kind.as_str()), (LOG, "application/octet-stream"));
    }
    let form = it.server.get(&format!("/api/v1/tickets/{}/forms/registration.md", it.number), &it.senior).is(200);
    assert!(form.text.contains("截图/报错：#1 报错 1.PNG, #2 reader.log"), "{}", form.text);
    let events = it.server.get(&format!("/api/v1/tickets/{}/events", it.number), &it.customer).is(200).json;
    assert_eq!(
        events["items"].as_array().unwrap().last().unwrap()["data"],
        json!({"name": "reader.log", "bytes": 43, "internal": false})
    );
    assert!(!events.to_string().contains("digest"), "where it lies is nobody's business");
    it.story.check_is_clean();
}

#[test]
fn nobody_reads_or_adds_through_a_ticket_that_is_not_theirs() {
    let it = Shared::new();
    it.server.upload(&it.path(), &it.customer, &[], &[("a.png", PNG)], false).is(201);
    it.server.upload(&it.path(), &it.senior, &[], &[("trace.log", LOG)], true).is(201);
    let rival = it.story.token("rival", "customer");
    let other = it.story.run_with(&["ticket", "register", "-", "--as", "rival"], &{
        let mut body = fault("别的", "x");
        body["customer"] = json!("Rival Ltd");
        body.to_string()
    });
    let theirs = format!("/api/v1/tickets/{}/attachments", other.ok().last());
    for (path, status) in [(format!("{}/1", it.path()), 404), (it.path(), 404), (format!("{theirs}/1"), 404), (theirs, 200)] {
        it.server.get(&path, &rival).is(status);
    }
    it.server.upload(&it.path(), &rival, &[], &[("a.png", PNG)], false).is(404);
    it.server.get(&format!("{}/1", it.path()), "").is(401);
    // What is for the desk alone is not there for the customer: not in the list, not by its number, not in the timeline.
    assert_eq!(
        (it.names(&it.customer), it.names(&it.senior)),
        (vec!["a.png".to_string()], vec!["a.png".into(), "trace.log".into()])
    );
    it.server.get(&format!("{}/2", it.path()), &it.customer).is(404);
    it.server.get(&format!("{}/2", it.path()), &it.senior).is(200);
    for path in ["", "/events"] {
        let seen = it.server.get(&format!("/api/v1/tickets/{}{path}", it.number), &it.customer).is(200);
        assert!(!seen.text.contains("trace.log"), "{}", seen.text);
    }
    it.server.upload(&it.path(), &it.customer, &[], &[("mine.log", LOG)], true).is(422);
    it.server.get(&format!("/tickets/{}/attachments/1", it.number), "").is(404);
}

#[test]
fn what_is_not_taken_is_named_and_nothing_is_kept() {
    let it = Shared::new();
    let wrong: &[(&str, &[u8], &str)] = &[
        ("run.exe", b"MZ", "of a kind that is not taken"),
        ("page.svg", b"<svg onload=alert(1)>", "of a kind that is not taken"),
        ("a.png", b"<html><script>", "not what its ending says"),
        ("empty.log", b"", "is empty"),
    ];
    for (name, bytes, said) in wrong {
        // A good one beside it is not taken either.
        let refused = it.server.upload(&it.path(), &it.customer, &[], &[("good.png", PNG), (name, bytes)], false).is(422);
        assert!(refused.detail().contains(said) && refused.json["errors"][0]["field"] == "file", "{refused:?}");
    }
    it.server.upload(&it.path(), &it.customer, &[], &[], false).is(422);
    // A key that was used for another upload keeps nothing of this one.
    it.server.upload(&it.path(), &it.customer, &[("Idempotency-Key", "k")], &[("a.png", PNG)], false).is(201);
    it.server.upload(&it.path(), &it.customer, &[("Idempotency-Key", "k")], &[("b.log", LOG)], false).is(422);
    assert_eq!(on_disk(&it.story), 1);
    let path = format!("/api/v1/tickets/{}/withdraw", it.number);
    it.server.post(&path, &it.customer, json!({"attachment": 1, "reason": "x"})).is(200);
    it.server.upload(&it.path(), &it.customer, &[("Idempotency-Key", "k")], &[("a.png", PNG)], false).is(201);
    assert_eq!(on_disk(&it.story), 0, "a replay does nothing again");
    let big = vec![b'x'; (25 << 20) + 1];
    assert!(it.server.upload(&it.path(), &it.customer, &[], &[("big.log", &big)], false).is(413).detail().contains("25 MB"));
    it.server.call("POST", &it.path(), &it.customer, &[("Content-Type", "application/json")], Some("{}")).is(400);
    it.server.post(&format!("/api/v1/tickets/{}/withdraw", it.number), &it.senior, json!({"attachment": 2, "reason": "x"})).is(403);
    assert_eq!((it.names(&it.senior).len(), on_disk(&it.story)), (0, 0));
}

#[test]
fn the_same_upload_twice_is_one_and_the_same_bytes_are_kept_once_until_nobody_holds_them() {
    let it = Shared::new();
    let key = [("Idempotency-Key", "k-1")];
    for _ in 0..2 {
        it.server.upload(&it.path(), &it.customer, &key, &[("a.png", PNG)], false).is(201);
    }
    it.server.upload(&it.path(), &it.senior, &[], &[("again.png", PNG)], true).is(201);
    assert_eq!((it.names(&it.senior).len(), on_disk(&it.story)), (2, 1));
    let withdraw = |token: &str, nth: u32| -> (u16, Value) {
        let path = format!("/api/v1/tickets/{}/withdraw", it.number);
        let answer = it.server.post(&path, token, json!({"attachment": nth, "reason": "发错了"}));
        (answer.status, answer.json)
    };
    assert_eq!(withdraw(&it.senior, 1).0, 403, "the customer's own, or the supervisor's to take away");
    assert_eq!(withdraw(&it.customer, 2).0, 403, "not theirs to know of");
    assert_eq!(withdraw(&it.customer, 1).0, 200);
    it.server.get(&format!("{}/1", it.path()), &it.senior).is(404);
    assert_eq!((it.names(&it.senior), on_disk(&it.story)), (vec!["again.png".to_string()], 1));
    let supervisor = it.story.token("super", "support_supervisor");
    assert_eq!(withdraw(&supervisor, 2).0, 200);
    assert_eq!(on_disk(&it.story), 0, "nobody holds it any more");
    let told = it.server.get(&format!("/api/v1/tickets/{}/events", it.number), &it.customer).is(200);
    assert!(told.text.contains("file_withdrawn") && !told.text.contains("发错了"), "{}", told.text);
    it.story.check_is_clean();
}

#[test]
fn what_was_acknowledged_outlives_a_power_cut_and_damage_is_named() {
    let mut it = Shared::new();
    it.server.upload(&it.path(), &it.customer, &[], &[("a.png", PNG)], false).is(201);
    it.server.kill();
    // An upload that was cut off before it was on the record.
    let stray = it.story.desk.join("attachments/ff");
    std::fs::create_dir_all(&stray).unwrap();
    std::fs::write(stray.join(format!("{}.new", "f".repeat(64))), b"half").unwrap();
    let found = it.story.run(&["check"]);
    assert!(found.code == Some(1) && found.out.contains("is on no ticket"), "{found:?}");
    it.story.run(&["check", "--repair"]).ok();
    assert_eq!(on_disk(&it.story), 1);
    it.server = it.story.serve();
    assert_eq!(it.server.get(&format!("{}/1", it.path()), &it.senior).is(200).bytes.0, PNG);
    let kept = std::fs::read_dir(it.story.desk.join("attachments")).unwrap().flatten().find(|f| f.file_name() != "ff").unwrap();
    let file = std::fs::read_dir(kept.path()).unwrap().flatten().next().unwrap().path();
    std::fs::write(&file, b"something else").unwrap();
    it.server.get(&format!("{}/1", it.path()), &it.senior).is(500);
    it.server.kill();
    let found = it.story.run(&["check"]);
    assert!(found.code == Some(1) && found.out.contains("cannot be read"), "{found:?}");
    // The same file sent again mends it.
    it.server = it.story.serve();
    it.server.upload(&it.path(), &it.customer, &[], &[("a.png", PNG)], false).is(201);
    it.server.get(&format!("{}/1", it.path()), &it.senior).is(200);
    it.story.check_is_clean();
}

#[test]
fn a_file_that_was_waited_for_ends_the_waiting() {
    let it = Shared::new();
    it.story.act("triage", &it.number, "senior", json!({"severity": "major"})).ok();
    it.story.act("assign", &it.number, "senior", json!({"to": "senior"})).ok();
    it.story.act("hold", &it.number, "senior", json!({"waiting_for": "customer", "reason": "请发截图"})).ok();
    it.server.upload(&it.path(), &it.senior, &[], &[("ours.log", LOG)], false).is(201);
    assert_eq!(it.story.show(&it.number)["hold"], "customer");
    let after = it.server.upload(&it.path(), &it.customer, &[], &[("a.png", PNG)], false).is(201);
    assert_eq!(after.json["hold"], Value::Null);
}
