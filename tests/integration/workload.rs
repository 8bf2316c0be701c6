//! Who takes it: groups, the schedule, absences with deputies, load, and what is proposed from them.

use crate::harness::{Story, fault};
use serde_json::{Value, json};

fn candidates(story: &Story, number: &str) -> Vec<String> {
    let shown = story.show(number);
    let list = shown["proposal"]["candidates"].as_array().cloned().unwrap_or_default();
    list.iter().map(|c| c["name"].as_str().unwrap().to_string()).collect()
}

fn triaged(story: &Story, title: &str, severity: &str) -> String {
    let number = story.register(fault(title, "早高峰时开始，重启无效"));
    story.act("triage", &number, "senior", json!({"severity": severity})).ok();
    number
}

#[test]
fn the_least_loaded_within_the_rule_is_proposed_and_named_where_nobody_was() {
    let story = Story::staffed();
    story.run(&["person", "add", "second", "--role", "senior_engineer"]).ok();
    let first = triaged(&story, "闸机不抬杆 GATE-7731", "major");
    assert_eq!(candidates(&story, &first), ["second", "senior"], "a junior does not fit");
    story.act("assign", &first, "super", json!({"to": "second"})).ok();
    let next = triaged(&story, "打印机卡纸", "major");
    assert_eq!(candidates(&story, &next), ["senior", "second"], "whoever carries less");
    let refused = story.act("assign", &next, "super", json!({}));
    assert!(refused.err.contains("proposed: senior (0 open)"), "{refused:?}");
    assert!(story.act("assign", &next, "reg", json!({})).err.contains("may not assign"), "the rule comes first");
    assert_eq!(story.show(&next)["assignee"], Value::Null);
    assert!(triaged(&story, "文字太小", "minor").starts_with("TS"));
    let server = story.serve();
    let load = server.get("/api/v1/workload", &story.token("super", "support_supervisor")).is(200).json;
    let of = |name: &str| load["items"].as_array().unwrap().iter().find(|w| w["name"] == name).unwrap()["load"].clone();
    assert_eq!((of("second"), of("senior")), (json!(1), json!(0)));
    server.get("/api/v1/workload", &story.token("王芳", "customer")).is(403);
}

#[test]
fn who_is_on_duty_comes_first_and_the_schedule_is_checked() {
    let story = Story::staffed();
    story.run(&["person", "add", "second", "--role", "senior_engineer"]).ok();
    let toml = std::fs::read_to_string(story.desk.join("desk.toml")).unwrap();
    let write = |more: &str| std::fs::write(story.desk.join("desk.toml"), format!("{toml}\n{more}")).unwrap();
    write("[[policy.duty]]\npeople = [\"senior\"]\ndays = [\"Monday!\"]\n");
    let checked = story.run(&["policy", "check"]).out;
    assert!(checked.contains("policy.duty.days") && checked.contains("policy.duty.hours: is missing"), "{checked}");
    write("[[policy.duty]]\npeople = [\"senior\"]\ndays = [\"Mon\"]\nhours = [\"08:00-12:00\"]\n");
    let number = triaged(&story, "闸机不抬杆 GATE-7731", "major");
    assert_eq!(candidates(&story, &number), ["senior", "second"]);
    assert_eq!(story.show(&number)["proposal"]["assignee"]["on_duty"], true);
}

#[test]
fn a_deputy_acts_for_who_is_away_within_their_own_roles_and_never_approves_their_own_plan() {
    let mut story = Story::staffed();
    story.run(&["person", "add", "second", "--role", "senior_engineer", "--role", "support_supervisor"]).ok();
    story.run(&["person", "add", "junior2", "--role", "junior_engineer"]).ok();
    let minor = triaged(&story, "文字太小", "minor");
    story.act("assign", &minor, "super", json!({"to": "junior"})).ok();
    assert!(story.act("start", &minor, "junior2", json!({})).err.contains("may not start"));
    let until = "2024-05-10T18:00:00+08:00";
    story.run(&["person", "away", "junior", "--until", until, "--deputy", "junior2"]).ok();
    assert!(
        story.run(&["person", "away", "senior", "--until", until, "--deputy", "王芳"]).err.contains("nobody else of the staff")
    );
    assert!(story.run(&["person", "away", "senior", "--until", "2024-05-01T00:00:00Z"]).err.contains("not after"));
    story.act("start", &minor, "junior2", json!({})).ok();
    story.act("plan", &minor, "junior2", json!({"approach": "fix", "cause": "c", "text": "t"})).ok();
    // Within their own roles: a junior does not handle what is grave, though they stand in for who did.
    let grave = triaged(&story, "闸机不抬杆 GATE-7731", "major");
    story.act("assign", &grave, "super", json!({"to": "senior"})).ok();
    story.run(&["person", "away", "senior", "--until", until, "--deputy", "junior2"]).ok();
    assert!(story.act("start", &grave, "junior2", json!({})).err.contains("within their own roles"));
    // Who stands in for a plan's author does not judge it, whatever else they may.
    story.run(&["person", "away", "senior", "--until", until, "--deputy", "second"]).ok();
    story.act("start", &grave, "second", json!({})).ok();
    story.act("plan", &grave, "senior", json!({"approach": "fix", "cause": "c", "text": "t"})).ok();
    assert!(story.act("approve", &grave, "second", json!({})).err.contains("nobody judges their own plan"));
    story.act("send-back", &grave, "super", json!({"reason": "再想想"})).ok();
    story.act("plan", &grave, "second", json!({"approach": "fix", "cause": "c", "text": "t"})).ok();
    assert!(story.act("approve", &grave, "second", json!({})).err.contains("nobody judges their own plan"));
    // Who is away is not proposed; their deputy is, and it says for whom.
    let next = triaged(&story, "打印机卡纸", "major");
    assert_eq!(candidates(&story, &next), ["second"]);
    assert_eq!(story.show(&next)["proposal"]["assignee"]["deputy_for"], json!(["senior"]));
    // Back again, nobody stands in for them any more.
    story.run(&["person", "back", "senior"]).ok();
    story.at("2024-05-11T09:00:00+08:00");
    assert!(story.act("resume", &minor, "junior2", json!({})).err.contains("may not resume"));
}

#[test]
fn groups_and_absences_are_told_by_whom_it_concerns() {
    let story = Story::staffed();
    story.run(&["person", "groups", "senior", "二线支持", "网络"]).ok();
    let server = story.serve();
    let (admin, senior, junior) =
        (story.token("admin", "administrator"), story.token("senior", "senior_engineer"), story.token("junior", "junior_engineer"));
    let put = |token: &str, path: &str, body: Value| server.call("PUT", path, token, &[], Some(&body.to_string()));
    let people = server.get("/api/v1/people", &admin).is(200).json;
    let of = people["items"].as_array().unwrap().iter().find(|p| p["name"] == "senior").unwrap().clone();
    assert_eq!(of["groups"], json!(["二线支持", "网络"]));
    put(&senior, "/api/v1/people/senior/groups", json!({"groups": []})).is(403);
    put(&junior, "/api/v1/people/senior/away", json!({"until": "2024-05-10T00:00:00Z"})).is(403);
    assert_eq!(put(&senior, "/api/v1/people/senior/away", json!({})).is(422).json["errors"][0]["field"], "until");
    let away = put(&senior, "/api/v1/people/senior/away", json!({"until": "2024-05-10T00:00:00Z", "deputy": "junior"})).is(200);
    assert_eq!(away.json["away"]["deputy"], "junior");
    server.call("DELETE", "/api/v1/people/senior/away", &senior, &[], None).is(200);
    // Roles changed, groups stay.
    put(&admin, "/api/v1/people/senior", json!({"roles": ["senior_engineer", "tester"]})).is(200);
    let load = server.get("/api/v1/workload", &junior).is(200).json;
    let of = load["items"].as_array().unwrap().iter().find(|p| p["name"] == "senior").unwrap().clone();
    assert_eq!((of["groups"][0].clone(), of["away"].clone()), (json!("二线支持"), Value::Null));
}
