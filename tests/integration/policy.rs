//! A desk's own policy: checked before it holds, on the record when it changes, and never rewriting what was decided.

use crate::harness::{Ran, Story, fault};
use serde_json::{Value, json};

fn settle(story: &Story, policy: &str) {
    std::fs::write(story.desk.join("desk.toml"), policy).unwrap();
}

fn clock(ticket: &Value, name: &str) -> Value {
    ticket["clocks"].as_array().unwrap().iter().find(|c| c["name"] == name).cloned().unwrap_or_default()
}

fn check(story: &Story) -> Ran {
    story.run(&["policy", "check"])
}

#[test]
fn wrong_policies_are_refused_with_every_mistake_and_its_line() {
    let story = Story::new();
    settle(
        &story,
        r#"[calendar]
zone = "Asia/Peking"
hours = ["09:00-12:00", "11:30-18:00"]

[policy.severity.critcal]
response = "5 min"

[[policy.severity.critical.escalate]]
after = "4 h"
to = "support_manager"

[[policy.severity.critical.escalate]]
after = "6 h"
to = "support_manager"
"#,
    );
    let ran = check(&story);
    assert_eq!(ran.code, Some(1));
    let places: Vec<&str> = ran.out.lines().filter_map(|line| line.split("desk.toml:").nth(1)).collect();
    assert_eq!(places.len(), 4, "{ran:?}");
    assert!(places[0].starts_with("2: calendar.zone: \"Asia/Peking\""), "{places:?}");
    assert!(places[1].starts_with("3: calendar.hours: 11:30-18:00 begins before 09:00-12:00 ends"), "{places:?}");
    assert!(places[2].starts_with("5: policy.severity.critcal: is not known"), "{places:?}");
    assert!(places[3].starts_with("12: ") && places[3].contains("cycle"), "{places:?}");
    // Nothing is half loaded: no command runs on it, and each mistake is in its one line.
    let refused = story.run(&["person", "list"]);
    assert_eq!(refused.code, Some(1));
    for line in ["line 2", "line 3", "line 5", "line 12"] {
        assert!(refused.err.contains(line), "{refused:?}");
    }
    let listed = story.run(&["policy", "check", "--json"]).json();
    assert_eq!(listed["mistakes"][1]["line"], 3);
}

#[test]
fn a_change_is_shown_first_then_moves_what_is_open_and_leaves_what_was_decided() {
    let mut story = Story::staffed();
    // One answered in 20 minutes, in time by then; one missed its answer.
    let (answered, missed) = (story.register(fault("甲", "x")), story.register(fault("乙", "x")));
    story.at("2024-05-06T09:20:00+08:00");
    story.act("progress", &answered, "senior", json!({"text": "已受理"})).ok();
    story.at("2024-05-06T10:00:00+08:00");
    story.run(&["tick"]).ok();
    let first = story.run(&["policy", "show", "--json"]).json();
    assert_eq!(first["items"].as_array().unwrap().len(), 1, "the first policy is on the record");

    let stricter = "[policy.severity.major]\nresponse = \"15 min\"\nresolution = \"6 h\"\n";
    settle(&story, stricter);
    let shown = check(&story).ok().out;
    assert!(shown.contains(&format!("{answered}  resolution     2024-05-06 17:00 → 2024-05-06 15:00")), "{shown}");
    assert!(!shown.contains("first_response"), "both answers are decided: {shown}");
    assert!(shown.contains("of 2 open tickets, due times that would move: 2"), "{shown}");
    assert_eq!(story.run(&["policy", "show"]).ok().out.lines().count(), 1);
    let again = check(&story).ok().out;
    assert_eq!(shown, again, "looking changes nothing");

    story.run(&["tick"]).ok();
    assert_eq!(story.run(&["policy", "show", "--json"]).json()["items"].as_array().unwrap().len(), 2);
    let ticket = story.show(&answered);
    assert_eq!(clock(&ticket, "first_response")["state"], "met", "in time by the policy of its time");
    assert_eq!(clock(&ticket, "first_response")["due_at"], "2024-05-06T01:30:00Z");
    assert_eq!(clock(&ticket, "resolution")["due_at"], "2024-05-06T07:00:00Z");
    // More generous: the recorded miss stays.
    settle(&story, "[policy.severity.major]\nresponse = \"3 h\"\n");
    story.run(&["tick"]).ok();
    let ticket = story.show(&missed);
    let response = clock(&ticket, "first_response");
    assert_eq!((&response["state"], &response["due_at"]), (&json!("breached"), &json!("2024-05-06T01:30:00Z")));
    assert!(check(&story).ok().out.contains("this is the policy in force (version 3)"));
    // A ticket registered now is promised what holds now.
    let later = story.register(fault("丙", "x"));
    assert_eq!(clock(&story.show(&later), "first_response")["due_at"], "2024-05-06T05:00:00Z");
    story.check_is_clean();
}

#[test]
fn a_server_keeps_the_policy_it_began_with_and_a_command_beside_it_keeps_to_that() {
    let story = Story::staffed();
    let number = story.register(fault("甲", "x"));
    let server = story.serve();
    settle(&story, "[policy.severity.major]\nresolution = \"6 h\"\n");
    let shown = story.run(&["ticket", "show", &number, "--json"]).ok();
    assert!(shown.err.contains("comes into force when the server"), "{}", shown.err);
    assert_eq!(clock(&shown.json(), "resolution")["due_at"], "2024-05-06T09:00:00Z");
    drop(server);
    assert_eq!(clock(&story.show(&number), "resolution")["due_at"], "2024-05-06T07:00:00Z");
}

#[test]
fn calendars_by_customer_and_by_severity() {
    let mut story = Story::staffed();
    settle(
        &story,
        r#"
[calendars.berlin]
zone = "Europe/Berlin"
hours = ["08:00-12:00", "13:00-17:00"]
[calendars.always]
days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
hours = ["00:00-24:00"]
holidays = "none"
[policy.severity.minor]
calendar = "always"
[policy.customer."Rival Ltd"]
calendar = "berlin"
"#,
    );
    // Saturday noon in Shanghai, no working day.
    story.at("2024-05-18T12:00:00+08:00");
    let register = |customer: &str, urgency: &str| {
        let mut report = fault("x", "y");
        report["customer"] = json!(customer);
        report["urgency"] = json!(urgency);
        clock(&story.show(&story.register(report)), "first_response")["due_at"].clone()
    };
    assert_eq!(register("海风科技有限公司", "moderate"), "2024-05-20T03:00:00Z", "the desk's: Monday 11:00 in Shanghai");
    assert_eq!(register("海风科技有限公司", "minor"), "2024-05-18T08:00:00Z", "the severity's: four hours from now");
    assert_eq!(register("Rival Ltd", "minor"), "2024-05-20T10:00:00Z", "the customer's: Monday 12:00 in Berlin");
}

#[test]
fn a_chain_by_time_by_reopening_and_by_dissatisfaction() {
    let mut story = Story::staffed();
    settle(
        &story,
        r#"
[[policy.severity.critical.escalate]]
after = "1 h"
to = "developer"
kind = "functional"
[[policy.severity.critical.escalate]]
after = "4 h"
to = "support_manager"
[[policy.severity.critical.escalate]]
after = "8 h"
reopens = 2
dissatisfied = true
to = "rd_director"
"#,
    );
    let mut report = fault("核心业务中断", "x");
    report["urgency"] = json!("critical");
    let number = story.register(report);
    let escalated = |story: &Story| {
        let out = story.run(&["tick"]).ok().out;
        out.split("escalated ").nth(1).and_then(|t| t.split(' ').next()).unwrap_or_default().to_string()
    };
    story.at("2024-05-06T10:00:00+08:00");
    assert_eq!(escalated(&story), "1");
    assert_eq!(story.show(&number)["escalated_to"], "developer");
    // Nobody looked for a day: the two that came due meanwhile, in order, once.
    story.at("2024-05-07T10:00:00+08:00");
    assert_eq!((escalated(&story), escalated(&story)), ("2".into(), "0".into()));
    let ticket = story.show(&number);
    assert_eq!((&ticket["escalation_level"], &ticket["escalated_to"]), (&json!(3), &json!("rd_director")));

    story.act("triage", &number, "senior", json!({"severity": "critical"})).ok();
    let steps = crate::harness::fault_steps("重启");
    for (verb, who, body) in steps.into_iter().take(8) {
        story.act(verb, &number, who, body).ok();
    }
    // Dissatisfied: at once to the director, once; then the supervisor closes and the customer opens it again.
    story.act("confirm", &number, "王芳", json!({"solved": true, "satisfaction": "dissatisfied"})).ok();
    assert_eq!((escalated(&story), escalated(&story)), ("1".into(), "0".into()));
    story.act("close", &number, "super", json!({})).ok();
    story.act("reopen", &number, "王芳", json!({"reason": "又断了"})).ok();
    assert_eq!(story.show(&number)["escalation_level"], 0, "a new life");
    assert_eq!(escalated(&story), "0", "once reopened is not twice");
}

#[test]
fn a_reason_for_the_delay_is_asked_for_and_kept() {
    let mut story = Story::staffed();
    let number = story.register(fault("主要功能异常", "x"));
    let early = story.act("progress", &number, "senior", json!({"text": "在看", "overdue_reason": "忙"}));
    assert!(early.err.contains("overdue_reason") && early.code == Some(1), "{early:?}");
    story.at("2024-05-06T18:00:00+08:00");
    story.run(&["tick"]).ok();
    let ticket = story.show(&number);
    assert_eq!((&ticket["overdue_reason_wanted"], &ticket["overdue_reason"]), (&json!(true), &Value::Null));
    assert_eq!(ticket["misses"].as_array().unwrap().len(), 4);
    let body = json!({"text": "正在换备件", "overdue_reason": "备件在路上"});
    story.act("progress", &number, "senior", body).ok();
    let ticket = story.show(&number);
    assert_eq!((&ticket["overdue_reason_wanted"], &ticket["overdue_reason"]), (&json!(false), &json!("备件在路上")));
    let server = story.serve();
    let (reg, customer) = (story.token("reg", "registrar"), story.token("王芳", "customer"));
    let row = server.get("/api/v1/tickets", &reg).is(200).json["items"][0].clone();
    assert_eq!((&row["escalation_level"], &row["overdue_at"]), (&json!(1), &json!("2024-05-06T02:00:00Z")), "{row}");
    let theirs = server.get(&format!("/api/v1/tickets/{number}"), &customer).is(200).text;
    assert!(!theirs.contains("备件在路上") && !theirs.contains("escalat"), "inner matters: {theirs}");
}

#[test]
fn a_clock_warns_once_and_not_when_it_is_too_late() {
    let mut story = Story::staffed();
    let number = story.register(fault("主要功能异常", "x"));
    // 80 % of half an hour.
    story.at("2024-05-06T09:23:59+08:00");
    assert!(story.run(&["tick"]).ok().out.contains("warned 0"));
    story.at("2024-05-06T09:24:00+08:00");
    assert!(story.run(&["tick"]).ok().out.contains("warned 1"));
    assert!(story.run(&["tick"]).ok().out.contains("warned 0"));
    assert_eq!(clock(&story.show(&number), "resolution")["warn_at"], "2024-05-06T07:24:00Z");
    story.at("2024-05-06T20:00:00+08:00");
    assert!(story.run(&["tick"]).ok().out.trim().ends_with("warned 0"), "what has run out is recorded as that");
}

#[test]
fn silence_closes_by_itself_where_the_policy_says_so() {
    let mut story = Story::staffed();
    settle(&story, "[policy.close]\nsilence = \"3 days\"\nautomatic = true\n");
    let number = story.register(fault("主要功能异常", "x"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("重启").into_iter().take(8) {
        story.act(verb, &number, who, body).ok();
    }
    story.at("2024-05-09T08:59:00+08:00");
    assert!(!story.run(&["tick"]).ok().out.contains("closed"));
    story.at("2024-05-09T09:00:00+08:00");
    assert!(story.run(&["tick"]).ok().out.contains("closed 1"));
    let ticket = story.show(&number);
    assert_eq!(
        (&ticket["status"], &ticket["closed_how"], &ticket["archived"]),
        (&json!("closed"), &json!("no_answer"), &json!(true))
    );
    story.check_is_clean();
}
