//! The same form sent twice is done once; who only looks does nothing, and what has not moved is not read again.

use crate::entering::{hidden, staffed_with_root};
use crate::harness::{Answer, Server, Story, fault};
use crate::pages::{post, see, signed_in};
use precedent::ledger::{Area, Ledger};
use serde_json::json;

/// Sends a page's form as often as asked, with what was typed.
fn send(server: &Server, cookie: &str, page: &str, action: &str, typed: &[(&str, &str)], times: usize) -> Vec<Answer> {
    let hidden = hidden(&see(server, page, cookie).is(200).text, action);
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain(typed.iter().copied()).collect();
    (0..times).map(|_| post(server, action, cookie, &fields)).collect()
}

fn count(story: &Story, number: &str, event: &str) -> usize {
    story.run(&["ticket", "show", number]).ok().out.lines().filter(|line| line.contains(&format!(" {event} "))).count()
}

#[test]
fn the_same_step_sent_twice_is_recorded_once_and_a_changed_one_is_another() {
    let story = staffed_with_root();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    story.act("start", &number, "senior", json!({})).ok();
    let server = story.serve();
    let cookie = signed_in(&story, &server, "senior");
    let page = format!("/tickets/{number}");
    for (verb, event, typed) in [
        ("progress", "progressed", vec![("text", "正在更换读卡器")]),
        ("note", "noted", vec![("text", "备件在二号库")]),
        ("step", "step_taken", vec![("kind", "analysis"), ("text", "读卡器指示灯不亮")]),
        ("plan", "plan_submitted", vec![("approach", "fix"), ("cause", "读卡器坏"), ("text", "更换")]),
    ] {
        let before = story.run(&["ticket", "show", &number, "--json"]).ok().json()["version"].as_u64().unwrap();
        for answer in send(&server, &cookie, &page, &format!("{page}/{verb}"), &typed, 2) {
            assert_eq!(answer.is(303).location, page, "{verb}");
        }
        let after = story.run(&["ticket", "show", &number, "--json"]).ok().json()["version"].as_u64().unwrap();
        assert_eq!(after, before + 1, "{verb} ({event})");
    }
    // What was changed in between is another request, and so is the same text from a page that was asked for anew.
    let hidden = hidden(&see(&server, &page, &cookie).text, &format!("{page}/note"));
    let fields = |text: &'static str| -> Vec<(&str, &str)> {
        hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain([("text", text)]).collect()
    };
    let before = count(&story, &number, "noted");
    for text in ["一", "二", "一"] {
        post(&server, &format!("{page}/note"), &cookie, &fields(text)).is(303);
    }
    assert_eq!(count(&story, &number, "noted"), before + 2);
    send(&server, &cookie, &page, &format!("{page}/note"), &[("text", "一")], 1);
    assert_eq!(count(&story, &number, "noted"), before + 3);
    // Somebody else's form under the same token is theirs.
    story.run(&["person", "add", "senior2", "--role", "senior_engineer"]).ok();
    let other = signed_in(&story, &server, "senior2");
    post(&server, &format!("{page}/note"), &other, &fields("一")).is(303);
    assert_eq!(count(&story, &number, "noted"), before + 4);
    story.check_is_clean();
}

#[test]
fn a_file_a_token_an_incident_and_its_news_sent_twice_are_one() {
    let story = staffed_with_root();
    let numbers: Vec<String> = (0..6).map(|i| story.register(fault("闸机不抬杆 GATE-7731", &format!("早高峰 {i}")))).collect();
    let server = story.serve();
    let (senior, root) = (signed_in(&story, &server, "senior"), signed_in(&story, &server, "root"));
    // A file: the form's boundary is drawn anew each time, its token is the same.
    let page = format!("/tickets/{}", numbers[0]);
    let token = hidden(&see(&server, &page, &senior).text, &format!("{page}/attachments")).remove(0);
    assert_eq!(token.0, "token");
    for edge in ["one", "two"] {
        let body = format!(
            "--{edge}\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{}\r\n--{edge}\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"gate.log\"\r\n\r\nE-7731 relay\r\n--{edge}--\r\n",
            token.1
        );
        let kind = format!("multipart/form-data; boundary={edge}");
        let headers = [("Cookie", senior.as_str()), ("Origin", server.address.as_str()), ("Content-Type", kind.as_str())];
        server.call("POST", &format!("{page}/attachments"), "", &headers, Some(&body)).is(303);
    }
    assert_eq!(
        see(&server, &page, &senior).text.matches("id=\"file-1\"").count(),
        2,
        "one file, in the list and in the script's copy of it"
    );
    // An incident, and what all who reported it are told.
    let declared = [("incident", numbers[0].as_str()), ("ticket", numbers[1].as_str()), ("ticket", numbers[2].as_str())];
    for answer in send(&server, &senior, "/bursts", "/bursts", &declared, 2) {
        assert_eq!(answer.is(303).location, "/bursts");
    }
    for (verb, who, body) in [
        ("triage", "senior", json!({"severity": "critical"})),
        ("assign", "super", json!({"to": "senior"})),
        ("start", "senior", json!({})),
    ] {
        story.act(verb, &numbers[0], who, body).ok();
    }
    send(&server, &senior, "/bursts", &format!("/bursts/{}/progress", numbers[0]), &[("text", "备件已在路上")], 2);
    assert_eq!(count(&story, &numbers[0], "progressed"), 1);
    // A token: the second answer says that there is one, and makes none.
    let made = send(&server, &root, "/people", "/tokens", &[("name", "senior"), ("role", "senior_engineer")], 2);
    assert!(made[0].cookie.contains("pt_") && !made[1].cookie.contains("pt_"), "{made:?}");
    assert!(made[1].text.contains("这张表单已经提交过"), "{}", made[1].text);
    assert_eq!(see(&server, "/people", &root).text.matches("/revoke\"").count(), 1);
    // So does a program's, by its header.
    let admin = story.token("root", "administrator");
    let asked = || {
        server.call(
            "POST",
            "/api/v1/tokens",
            &admin,
            &[("Idempotency-Key", "t1")],
            Some(r#"{"name": "senior", "roles": ["senior_engineer"]}"#),
        )
    };
    asked().is(201);
    assert!(asked().is(409).detail().contains("sent before"));
}

#[test]
fn a_word_on_a_case_and_a_revision_sent_twice_are_one() {
    let story = staffed_with_root();
    let server = story.serve();
    let senior = signed_in(&story, &server, "senior");
    let case = "/cases/TS20240111001";
    let events = || Ledger::open(&story.desk.join("desk.db")).unwrap().stream(Area::Case, "TS20240111001").unwrap().len();
    let before = events();
    for answer in send(&server, &senior, case, &format!("{case}/feedback"), &[("helpful", "yes"), ("words", "照做就好了")], 2)
    {
        answer.is(303);
    }
    assert_eq!(events(), before + 1);
    // Enter in what is said to it takes neither answer.
    assert!(see(&server, case, &senior).text.contains("<textarea name=\"words\""));
    let form =
        [("title", "监听器不认识服务"), ("audience", "customer"), ("confidence", "validated"), ("resolution", "重新注册服务")];
    for answer in send(&server, &senior, &format!("{case}/edit"), &format!("{case}/edit"), &form, 2) {
        assert_eq!(answer.is(303).location, case);
    }
    assert_eq!(events(), before + 2);
    let roles = [("role", "tester"), ("role", "developer")];
    let root = signed_in(&story, &server, "root");
    let people = || Ledger::open(&story.desk.join("desk.db")).unwrap().stream(Area::People, "tester").unwrap().len();
    let known = people();
    send(&server, &root, "/people", "/people/tester/roles", &roles, 2);
    assert_eq!(people(), known + 1);
}

#[test]
fn looking_at_a_page_writes_nothing() {
    let story = staffed_with_root();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    let server = story.serve();
    let cookie = signed_in(&story, &server, "senior");
    see(&server, "/notices", &cookie).is(200);
    let ledger = Ledger::open(&story.desk.join("desk.db")).unwrap();
    let stands = || (ledger.last_seq().unwrap(), ledger.notices_unseen("senior").unwrap());
    let before = stands();
    assert_eq!(before.1, 1);
    for path in [
        "/",
        "/?q=ORA-12514",
        "/tickets",
        "/notices",
        "/duty",
        "/bursts",
        "/policy",
        "/quality",
        "/measures",
        "/report",
        "/cases/TS20240111001",
        "/forms/registration",
    ] {
        see(&server, path, &cookie);
    }
    for part in ["", "/timeline", "/steps", "/forms/registration"] {
        see(&server, &format!("/tickets/{number}{part}"), &cookie).is(200);
    }
    assert_eq!(stands(), before);
}

#[test]
fn a_timeline_that_has_not_moved_is_not_read_again() {
    let mut story = staffed_with_root();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    let server = story.serve();
    let (senior, customer, rival) =
        (signed_in(&story, &server, "senior"), signed_in(&story, &server, "王芳"), signed_in(&story, &server, "rival"));
    let path = format!("/tickets/{number}/timeline");
    let poll = |cookie: &str, tag: &str, language: &str| {
        server.call("GET", &path, "", &[("Cookie", cookie), ("If-None-Match", tag), ("Accept-Language", language)], None)
    };
    let first = poll(&senior, "\"none\"", "zh").is(200);
    assert!(!first.etag.is_empty());
    let again = poll(&senior, &first.etag, "zh").is(304);
    assert_eq!(again.text, "");
    // Another reader, another language, no reader at all: each their own.
    assert_ne!(poll(&customer, &first.etag, "zh").is(200).etag, first.etag);
    poll(&senior, &first.etag, "en").is(200);
    poll(&rival, &first.etag, "zh").is(404);
    poll("", &first.etag, "zh").is(404);
    // What happens is seen at the next poll.
    story.act("note", &number, "senior", json!({"text": "备件在二号库"})).ok();
    let moved = poll(&senior, &first.etag, "zh").is(200);
    assert!(moved.text.contains("备件在二号库"));
    poll(&senior, &moved.etag, "zh").is(304);
    // Whoever speaks for no company is known by name, on the board as on the record.
    story.run(&["person", "add", "lone", "--role", "customer"]).ok();
    let lone = signed_in(&story, &server, "lone");
    poll(&lone, "", "zh").is(404);
    let told = [("kind", "fault"), ("title", "打不开"), ("customer", "lone"), ("contact_name", "lone")];
    let own = post(&server, "/report", &lone, &told).is(303).location;
    let theirs = server.call("GET", &format!("{own}/timeline"), "", &[("Cookie", &lone)], None).is(200).etag;
    server.call("GET", &format!("{own}/timeline"), "", &[("Cookie", &lone), ("If-None-Match", &theirs)], None).is(304);
    // And the time that is left goes on by the minute.
    let root = story.token("root", "administrator");
    story.at("2024-05-06T09:02:00+08:00");
    server.clock(&root, "2024-05-06T09:02:00+08:00");
    let later = poll(&senior, &moved.etag, "zh").is(200);
    // The events are not looked at for it: with one that cannot be read any more the answer is the same.
    let spoilt =
        "DROP TRIGGER events_stay; UPDATE events SET body = 'spoilt' WHERE area = 'ticket' AND version = 1 AND name = 'registered'";
    rusqlite::Connection::open(story.desk.join("desk.db")).unwrap().execute_batch(spoilt).unwrap();
    poll(&senior, &later.etag, "zh").is(304);
    poll(&rival, &later.etag, "zh").is(404);
    assert_ne!(poll(&senior, "", "zh").status, 200, "whoever reads it sees that it is not there");
}
