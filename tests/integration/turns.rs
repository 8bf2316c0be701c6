//! Whose turn it is, from the report to the closed case; and what is told later.

use crate::harness::{Story, fault};
use crate::pages::{post, see, signed_in};
use serde_json::json;

#[test]
fn everybody_is_told_that_it_is_their_turn_and_nobody_else_is() {
    let story = Story::staffed();
    let number = story.register(fault("闸机不抬杆 GATE-7731", "早高峰"));
    let server = story.serve();
    let people = ["senior", "super", "product", "王芳", "rival"];
    let cookies = people.map(|name| signed_in(&story, &server, name));
    let whose = || -> Vec<&str> {
        let listed = |cookie: &String| see(&server, "/tickets?yours=1", cookie).is(200).text.contains(&number);
        let at_home = |cookie: &String| see(&server, "/", cookie).is(200).text.contains(&number);
        let mine: Vec<&str> = people.iter().zip(&cookies).filter(|(_, c)| listed(c)).map(|(name, _)| *name).collect();
        let home: Vec<&str> = people.iter().zip(&cookies).filter(|(_, c)| at_home(c)).map(|(name, _)| *name).collect();
        assert_eq!(mine, home, "home and queue say the same");
        mine
    };
    let act = |who: &str, verb: &str, body: serde_json::Value| story.act(verb, &number, who, body).ok();
    assert_eq!((whose(), story.show(&number)["waits_for"].clone()), (vec!["senior"], json!("triage")));
    act("senior", "triage", json!({"severity": "major"}));
    assert_eq!((whose(), story.show(&number)["waits_for"].clone()), (vec!["senior", "super"], json!("assignment")));
    act("super", "assign", json!({"to": "senior"}));
    assert_eq!(whose(), ["senior"]);
    act("senior", "start", json!({}));
    act("senior", "plan", json!({"approach": "fix", "cause": "继电器", "text": "更换"}));
    assert_eq!((whose(), story.show(&number)["waits_for"].clone()), (vec!["super"], json!("approval")));
    // How the desk goes about its work is not the customer's matter.
    let theirs = see(&server, &format!("/tickets/{number}"), &cookies[3]).is(200).text;
    assert!(!theirs.contains("supervisor to approve"), "{theirs}");
    act("super", "approve", json!({}));
    act("senior", "hold", json!({"waiting_for": "customer", "reason": "序列号"}));
    assert_eq!(whose(), ["王芳"]);
    // The customer's answer ends the waiting.
    let step = |who: usize, verb: &str, fields: &[(&str, &str)]| {
        post(&server, &format!("/tickets/{number}/{verb}"), &cookies[who], fields)
    };
    step(3, "supplement", &[("text", "序列号 SN-20993"), ("occurred_at", "2024-05-06T08:15")]).is(303);
    assert_eq!(whose(), ["senior"]);
    let shown = story.show(&number);
    assert_eq!((shown["hold"].clone(), shown["occurred_at"].clone()), (json!(null), json!("2024-05-06T00:15:00Z")));
    assert!(shown["description"].as_str().unwrap().ends_with("早高峰\n\n序列号 SN-20993"), "{shown}");
    assert!(step(4, "supplement", &[("text", "x")]).status == 404, "another customer knows nothing of it");
    assert!(step(3, "supplement", &[]).is(200).text.contains("什么都没填"));
    act("senior", "resolve", json!({"resolution": "更换继电器板", "tested_with": "王芳"}));
    assert_eq!(whose(), ["王芳"]);
    act("王芳", "confirm", json!({"solved": true, "satisfaction": "dissatisfied"}));
    assert_eq!((whose(), story.show(&number)["waits_for"].clone()), (vec!["super"], json!("follow_up")));
    act("super", "close", json!({}));
    assert_eq!((whose(), story.show(&number)["waits_for"].clone()), (vec![], json!(null)));
}

#[test]
fn a_desk_from_before_turns_were_kept_knows_them_when_it_is_served_again() {
    let story = Story::staffed();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let row = "DROP INDEX board_turn; ALTER TABLE board DROP COLUMN turn; PRAGMA user_version = 3";
    rusqlite::Connection::open(story.desk.join("desk.db")).unwrap().execute_batch(row).unwrap();
    let server = story.serve();
    let senior = signed_in(&story, &server, "senior");
    assert!(see(&server, "/tickets?yours=1", &senior).is(200).text.contains(&number));
}
