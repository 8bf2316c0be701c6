//! Clocks: due when the process says, missed once, escalated by themselves, paused where the policy says.

use crate::harness::{MONDAY, Story, fault};
use serde_json::{Value, json};

fn clock(ticket: &Value, name: &str) -> Value {
    ticket["clocks"].as_array().unwrap().iter().find(|c| c["name"] == name).cloned().unwrap_or_default()
}

#[test]
fn a_critical_fault_runs_around_the_clock_and_escalates_once() {
    let mut story = Story::staffed();
    let mut report = fault("核心业务中断", "全部用户无法下单");
    report["urgency"] = json!("critical");
    let number = story.register(report);
    let ticket = story.show(&number);
    let due = |name: &str| clock(&ticket, name)["due_at"].clone();
    assert_eq!(due("first_response"), "2024-05-06T01:15:00Z");
    assert_eq!(due("triage"), "2024-05-06T02:00:00Z");
    assert_eq!(due("resolution"), "2024-05-06T05:00:00Z");
    assert_eq!(due("progress"), "2024-05-06T01:30:00Z");
    story.at("2024-05-06T09:10:00+08:00");
    story.act("progress", &number, "senior", json!({"text": "已受理"})).ok();
    assert_eq!(clock(&story.show(&number), "first_response")["state"], "met");
    assert_eq!(clock(&story.show(&number), "progress")["due_at"], "2024-05-06T01:40:00Z", "each update restarts it");

    story.at("2024-05-06T13:00:00+08:00");
    let first = story.run(&["tick"]).ok().out;
    assert_eq!(first.trim(), "breached 3 / escalated 1 / consulted 0 / warned 0");
    assert_eq!(story.run(&["tick"]).ok().out.trim(), "breached 0 / escalated 0 / consulted 0 / warned 0");
    let ticket = story.show(&number);
    for name in ["triage", "resolution", "progress"] {
        assert_eq!(clock(&ticket, name)["state"], "breached", "{name}");
    }
    assert_eq!(ticket["escalations"], 1);
    // Met late stays breached, with when.
    story.act("triage", &number, "senior", json!({"severity": "critical"})).ok();
    let triage = clock(&story.show(&number), "triage");
    assert_eq!((&triage["state"], &triage["met_at"]), (&json!("breached"), &json!("2024-05-06T05:00:00Z")));
}

#[test]
fn what_the_desk_missed_while_it_was_off_is_recorded_late_and_in_order() {
    let mut story = Story::staffed();
    let number = story.register(fault("主要功能异常", "半数用户"));
    story.at("2024-05-09T09:00:00+08:00");
    story.run(&["tick"]).ok();
    let server = story.serve();
    let token = story.token("reg", "registrar");
    let events = server.get(&format!("/api/v1/tickets/{number}/events"), &token).is(200).json;
    let missed: Vec<(Value, Value)> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["event"] == "breached")
        .map(|e| (e["data"]["clock"].clone(), e["data"]["late"].clone()))
        .collect();
    let late = |name: &str| (json!(name), json!(true));
    assert_eq!(missed, [late("first_response"), late("triage"), late("progress"), late("resolution")]);
}

#[test]
fn working_hours_holds_and_changed_classes() {
    let mut story = Story::staffed();
    // Friday 17:30: half an hour of the working day is left.
    story.at("2024-05-17T17:30:00+08:00");
    let mut report = fault("偶发异常", "非核心功能");
    report["urgency"] = json!("moderate");
    let number = story.register(report);
    let first = clock(&story.show(&number), "first_response");
    assert_eq!(first["due_at"], "2024-05-20T02:30:00Z");
    assert_eq!(first["explanation"], "2024-05-17 17:30 + 2 h of working time → due 2024-05-20 10:30");
    assert_eq!(clock(&story.show(&number), "progress")["due_at"], "2024-05-20T09:00:00Z");

    story.at("2024-05-20T09:00:00+08:00");
    story.act("triage", &number, "senior", json!({"severity": "major", "reason": "影响过半"})).ok();
    // Recomputed from submission, around the clock: eight hours after Friday 17:30 are long over.
    let resolution = clock(&story.show(&number), "resolution");
    assert_eq!((&resolution["due_at"], &resolution["state"]), (&json!("2024-05-17T17:30:00Z"), &json!("breached")));
    assert!(story.run(&["tick"]).ok().out.contains("escalated 1"));

    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    story.act("start", &number, "senior", json!({})).ok();
    story.at("2024-05-20T10:00:00+08:00");
    story.act("hold", &number, "senior", json!({"reason": "等客户日志", "waiting_for": "customer"})).ok();
    assert_eq!(clock(&story.show(&number), "plan")["state"], "paused");
    story.at("2024-05-20T12:30:00+08:00");
    assert_eq!(story.run(&["tick"]).ok().out.trim(), "breached 0 / escalated 0 / consulted 0 / warned 0");
    story.act("resume", &number, "senior", json!({})).ok();
    let plan = clock(&story.show(&number), "plan");
    assert_eq!(plan["due_at"], "2024-05-20T05:30:00Z");
    assert!(plan["explanation"].as_str().unwrap().contains("paused 10:00–12:30 waiting for customer"), "{plan}");
}

#[test]
fn the_simulated_clock_of_a_server_brings_what_falls_due() {
    let story = Story::staffed();
    let admin = story.token("root", "administrator");
    let number = story.register(fault("主要功能异常", "x"));
    let server = story.serve();
    let registrar = story.token("reg", "registrar");
    let body = json!({"now": "2024-05-06T10:00:00+08:00"}).to_string();
    assert_eq!(server.call("PUT", "/api/v1/simulation/clock", &registrar, &[], Some(&body)).status, 403);
    server.clock(&admin, "2024-05-06T10:00:00+08:00");
    let clocks = server.get(&format!("/api/v1/tickets/{number}/clocks"), &registrar).is(200).json;
    let state = |name: &str| clocks["items"].as_array().unwrap().iter().find(|c| c["name"] == name).unwrap()["state"].clone();
    assert_eq!((state("first_response"), state("resolution")), (json!("breached"), json!("running")));
    assert_eq!(MONDAY, story.now);
}

#[test]
fn a_step_between_a_miss_and_the_next_tick_does_not_hide_the_miss() {
    let mut story = Story::staffed();
    let mut report = fault("偶发异常", "x");
    report["urgency"] = json!("minor");
    let number = story.register(report);
    story.at("2024-05-06T13:30:00+08:00");
    story.act("note", &number, "senior", json!({"text": "看过了"})).ok();
    assert_eq!(story.run(&["tick"]).ok().out.trim(), "breached 2 / escalated 0 / consulted 0 / warned 0");
}

#[test]
fn days_on_hold_do_not_count_for_daily_progress_or_an_evaluation() {
    let mut story = Story::staffed();
    let mut report = fault("偶发异常", "x");
    report["urgency"] = json!("moderate");
    let number = story.register(report);
    story.act("triage", &number, "senior", json!({"severity": "moderate"})).ok();
    story.act("assign", &number, "super", json!({"to": "junior"})).ok();
    story.act("hold", &number, "junior", json!({"reason": "等日志", "waiting_for": "customer"})).ok();
    story.at("2024-05-08T09:00:00+08:00");
    let progress = clock(&story.show(&number), "progress");
    assert_eq!((&progress["state"], &progress["due_at"]), (&json!("paused"), &json!("2024-05-08T09:00:00Z")));
    story.act("resume", &number, "junior", json!({})).ok();
    let progress = clock(&story.show(&number), "progress");
    assert_eq!((&progress["state"], &progress["due_at"]), (&json!("running"), &json!("2024-05-08T09:00:00Z")));
}

#[test]
fn a_reopened_fault_escalates_anew() {
    let mut story = Story::staffed();
    let mut report = fault("核心业务中断", "x");
    report["urgency"] = json!("critical");
    let number = story.register(report);
    story.at("2024-05-06T14:00:00+08:00");
    assert!(story.run(&["tick"]).ok().out.contains("escalated 1"));
    story.act("triage", &number, "senior", json!({"severity": "critical"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("重启") {
        story.act(verb, &number, who, body).ok();
    }
    story.at("2024-05-07T08:00:00+08:00");
    story.act("reopen", &number, "王芳", json!({"reason": "又断了"})).ok();
    assert!(story.run(&["tick"]).ok().out.contains("escalated 0"));
    story.at("2024-05-07T12:00:00+08:00");
    assert!(story.run(&["tick"]).ok().out.contains("escalated 1"));
}

#[test]
fn three_working_days_for_an_evaluation() {
    let mut story = Story::staffed();
    // The Saturday that follows is a moved working day.
    story.at("2024-05-10T16:00:00+08:00");
    let number = story
        .register(json!({"kind": "requirement", "customer": "海风科技有限公司", "contact": {"name": "王芳"}, "title": "夜间模式"}));
    story.act("triage", &number, "junior", json!({"requirement_type": "experience", "priority": "P2"})).ok();
    story.act("assign", &number, "super", json!({"to": "product"})).ok();
    assert_eq!(clock(&story.show(&number), "evaluation")["due_at"], "2024-05-14T10:00:00Z");
    story.at("2024-05-14T18:00:00+08:00");
    let report = json!({"technical": "t", "resources": "r", "cost": "c", "verdict": "feasible", "report": "x"});
    story.act("evaluate", &number, "product", report).ok();
    assert_eq!(clock(&story.show(&number), "evaluation")["state"], "met");
}

#[test]
fn a_critical_fault_ten_minutes_before_a_holiday_is_promised_the_same_as_any_other() {
    let mut story = Story::staffed();
    story.at("2024-09-30T23:50:00+08:00");
    let mut report = fault("核心业务中断", "x");
    report["urgency"] = json!("critical");
    let number = story.register(report);
    let ticket = story.show(&number);
    let due = |name: &str| clock(&ticket, name)["due_at"].clone();
    assert_eq!((due("first_response"), due("resolution")), (json!("2024-09-30T16:05:00Z"), json!("2024-09-30T19:50:00Z")));
    // Moderate trouble of the same minute waits until the offices open again, on the eighth.
    let mut report = fault("偶发异常", "y");
    report["urgency"] = json!("moderate");
    let ticket = story.show(&story.register(report));
    let first = clock(&ticket, "first_response");
    assert_eq!(first["due_at"], "2024-10-08T03:00:00Z");
    let told = "2024-09-30 23:50 + 2 h of working time, day off 2024-10-01–2024-10-07 → due 2024-10-08 11:00";
    assert_eq!(first["explanation"], told);
    assert_eq!(clock(&ticket, "progress")["due_at"], "2024-10-08T09:00:00Z");
}

#[test]
fn a_requirement_of_the_friday_before_a_worked_sunday_is_evaluated_by_the_first_day_after_the_holiday() {
    let mut story = Story::staffed();
    story.at("2024-09-27T16:00:00+08:00");
    let wish = json!({"kind": "requirement", "customer": "海风科技有限公司", "contact": {"name": "王芳"}, "title": "夜间模式"});
    let number = story.register(wish);
    story.act("triage", &number, "junior", json!({"requirement_type": "experience", "priority": "P2"})).ok();
    story.act("assign", &number, "super", json!({"to": "product"})).ok();
    let evaluation = clock(&story.show(&number), "evaluation");
    assert_eq!(evaluation["due_at"], "2024-10-08T10:00:00Z", "Sunday the 29th, Monday the 30th, Tuesday the 8th: {evaluation}");
}

#[test]
fn a_miss_nobody_had_recorded_yet_is_not_lost_when_the_class_changes() {
    let mut story = Story::staffed();
    let mut report = fault("核心业务中断", "x");
    report["urgency"] = json!("critical");
    let number = story.register(report);
    // No tick has run: a quarter of an hour for the first response is over, then it turns out to be minor.
    story.at("2024-05-06T09:40:00+08:00");
    story.act("triage", &number, "senior", json!({"severity": "minor"})).ok();
    let ticket = story.show(&number);
    let missed: Vec<&str> = ticket["misses"].as_array().unwrap().iter().filter_map(|m| m["clock"].as_str()).collect();
    assert_eq!(missed, ["first_response", "progress"]);
    assert_eq!(clock(&ticket, "first_response")["state"], "running", "by the new class there is time yet");
}

#[test]
fn what_a_clock_writes_meanwhile_does_not_turn_away_who_has_read_the_ticket() {
    let mut story = Story::staffed();
    let number = story.register(fault("主要功能异常", "x"));
    let token = story.token("senior", "senior_engineer");
    story.at("2024-05-06T09:31:00+08:00");
    story.run(&["tick"]).ok();
    let server = story.serve();
    let path = format!("/api/v1/tickets/{number}/triage");
    let body = json!({"severity": "major"}).to_string();
    let stale = |version: &str| server.call("POST", &path, &token, &[("If-Match", version)], Some(&body)).status;
    assert_eq!(stale("\"1\""), 200, "only a miss was recorded since");
    assert_eq!(stale("\"1\""), 412, "now somebody has done something");
}
