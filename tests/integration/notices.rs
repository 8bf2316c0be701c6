//! What people are told of: each event to whom it concerns, once, and to nobody else.

use crate::harness::{Story, fault};
use crate::pages::{post, see, signed_in};
use serde_json::{Value, json};

/// (concern, event) of what somebody is told, the oldest first.
fn told(server: &crate::harness::Server, token: &str) -> Vec<(String, String)> {
    let items = server.get("/api/v1/notices", token).is(200).json["items"].as_array().unwrap().clone();
    let word = |item: &Value, place: &str| item.pointer(place).unwrap().as_str().unwrap().to_string();
    items.iter().rev().map(|item| (word(item, "/concern"), word(item, "/event/event"))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(concern, event)| (concern.to_string(), event.to_string())).collect()
}

#[test]
fn each_event_is_told_to_whom_it_concerns() {
    let story = Story::staffed();
    story.run(&["person", "add", "junior2", "--role", "junior_engineer"]).ok();
    story.run(&["person", "groups", "senior", "前台组"]).ok();
    story.run(&["person", "groups", "junior2", "前台组"]).ok();
    let number = story.register(fault("闸机不抬杆 GATE-7731", "早高峰"));
    let server = story.serve();
    let token = |name: &str, role: &str| story.token(name, role);
    let tokens = [
        token("senior", "senior_engineer"),
        token("junior2", "junior_engineer"),
        token("dev", "developer"),
        token("super", "support_supervisor"),
        token("王芳", "customer"),
        token("rival", "customer"),
    ];
    let act = |who: &str, verb: &str, body: Value| story.act(verb, &number, who, body).ok();
    act("junior2", "watch", json!({}));
    act("senior", "triage", json!({"severity": "major"}));
    act("super", "assign", json!({"to": "senior"}));
    act("senior", "start", json!({}));
    act("senior", "ask", json!({"team": "development", "what": "查驱动"}));
    act("dev", "deliver", json!({"ask": 1, "text": "驱动正常"}));
    act("senior", "plan", json!({"approach": "fix", "cause": "继电器", "text": "更换"}));
    act("super", "send-back", json!({"reason": "先量电压"}));
    act("senior", "progress", json!({"text": "正在更换"}));
    act("senior", "note", json!({"text": "内部的话"}));
    act("王芳", "supplement", json!({"text": "三号闸机"}));
    assert_eq!(
        told(&server, &tokens[0]),
        pairs(&[("assigned", "assigned"), ("delivered", "delivered"), ("judged", "sent_back"), ("customer", "supplemented")])
    );
    // Of the same group, and watching: one event is told once, for the first reason that fits.
    let group = told(&server, &tokens[1]);
    assert_eq!(group[..2], pairs(&[("group", "triaged"), ("group", "assigned")])[..], "{group:?}");
    assert!(group[2..].iter().all(|(concern, _)| concern == "watched"), "{group:?}");
    assert_eq!(told(&server, &tokens[2]), pairs(&[("asked", "asked")]));
    assert_eq!(told(&server, &tokens[3]), pairs(&[("group", "planned")]), "what waits for a supervisor comes to them");
    // The customer is told what is meant for them; another customer nothing.
    assert_eq!(told(&server, &tokens[4]), pairs(&[("own", "progressed")]));
    assert_eq!(told(&server, &tokens[5]), []);
    let theirs = server.get("/api/v1/notices", &tokens[4]).is(200).json.to_string();
    assert!(theirs.contains("正在更换") && !theirs.contains("内部的话"), "{theirs}");
    server.post("/api/v1/notices/seen", &tokens[4], json!({})).is(422);
    assert_eq!(server.post("/api/v1/notices/seen", &tokens[4], json!({"up_to": 1_000_000})).is(200).json["unseen"], 0);
    assert_eq!(server.get("/api/v1/notices?unseen=1", &tokens[4]).is(200).json["items"], json!([]));
    story.check_is_clean();
}

#[test]
fn whoever_stands_in_is_told_too_and_what_was_read_is_no_longer_new() {
    let story = Story::staffed();
    story.run(&["person", "add", "senior2", "--role", "senior_engineer"]).ok();
    story.run(&["person", "away", "senior2", "--until", "2024-05-10T18:00:00+08:00", "--deputy", "senior"]).ok();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior2"})).ok();
    let server = story.serve();
    let (own, deputy) = (signed_in(&story, &server, "senior2"), signed_in(&story, &server, "senior"));
    for cookie in [&own, &deputy] {
        let page = see(&server, "/notices", cookie).is(200).text;
        assert!(page.contains("门禁打不开") && page.contains("class=\"new\"") && page.contains("<b class=\"count\">1"), "{page}");
    }
    // Reading the ticket is reading what it had to tell: the page says up to where, by a form that its script sends. Looking
    // alone changes nothing. Or all is marked at once.
    for path in [format!("/tickets/{number}"), format!("/tickets/{number}/timeline"), format!("/tickets/{number}/steps")] {
        see(&server, &path, &own).is(200);
    }
    let page = see(&server, &format!("/tickets/{number}"), &own).is(200).text;
    assert!(page.contains("<b class=\"count\">1") && page.contains("1 unread notice about this ticket"), "{page}");
    let up_to = page.split("name=\"up_to\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    assert_eq!(
        post(&server, &format!("/tickets/{number}/read"), &own, &[("up_to", &up_to)]).is(303).location,
        format!("/tickets/{number}")
    );
    assert!(!see(&server, &format!("/tickets/{number}"), &own).is(200).text.contains("data-unread"));
    post(&server, "/notices", &deputy, &[("up_to", "1000000")]).is(303);
    for cookie in [&own, &deputy] {
        let page = see(&server, "/notices", cookie).is(200).text;
        assert!(page.contains("门禁打不开") && !page.contains("class=\"new\"") && !page.contains("class=\"count\""), "{page}");
    }
    assert!(see(&server, "/notices", "").is(403).text.contains("sign in"));
}
