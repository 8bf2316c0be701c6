//! Who a ticket is with: handed over when its class changes, kept in its group, taken up the line, and gone with an incident.

use crate::harness::{Story, fault};
use serde_json::{Value, json};

fn events(story: &Story, number: &str, name: &str) -> Vec<Value> {
    let server = story.serve();
    let shown = server.get(&format!("/api/v1/tickets/{number}/events?limit=100"), &story.token("senior", "senior_engineer"));
    let items = shown.is(200).json["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().filter(|event| event["event"] == name).collect()
}

fn plan() -> Value {
    json!({"approach": "fix", "cause": "磁盘满", "text": "清理后扩容"})
}

fn wish() -> Value {
    json!({"kind": "requirement", "customer": "海风科技有限公司", "contact": {"name": "王芳"}, "title": "导出时保留前导零",
        "scenario": "每月导出名单", "effect": "按文本导出", "priority": "high"})
}

#[test]
fn a_class_that_whoever_is_responsible_does_not_handle_is_handed_over_before_it_goes_on() {
    let story = Story::staffed();
    let number = story.register(fault("偶尔打不开", "x"));
    story.act("triage", &number, "junior", json!({"severity": "moderate"})).ok();
    story.act("assign", &number, "super", json!({"to": "junior"})).ok();
    story.act("start", &number, "junior", json!({})).ok();
    assert_eq!(story.show(&number)["waits_for"], "plan");
    story.act("triage", &number, "junior", json!({"severity": "critical", "reason": "全员无法使用"})).ok();
    let shown = story.show(&number);
    assert_eq!((&shown["waits_for"], &shown["assignee"]), (&json!("hand_over"), &json!("junior")));
    let server = story.serve();
    let told = server.get("/api/v1/notices", &story.token("super", "support_supervisor")).is(200);
    assert_eq!(told.json["items"][0]["event"]["event"], "triaged", "the supervisors see to it: {told:?}");
    drop(server);
    let refused = story.act("plan", &number, "junior", plan());
    assert!(refused.code == Some(1) && refused.err.contains("handed over first"), "{refused:?}");
    // The customer is kept informed meanwhile.
    story.act("progress", &number, "junior", json!({"text": "转给高级工程师"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior", "reason": "致命级由高级工程师处理"})).ok();
    assert_eq!(story.show(&number)["waits_for"], "plan");
    story.act("plan", &number, "senior", plan()).ok();
}

#[test]
fn what_turns_out_to_be_a_requirement_is_evaluated_from_its_handing_over_on() {
    let mut story = Story::staffed();
    let number = story.register(fault("希望能导出", "x"));
    story.act("triage", &number, "junior", json!({"severity": "moderate"})).ok();
    story.act("assign", &number, "super", json!({"to": "junior"})).ok();
    let class = json!({"requirement_type": "new_feature", "priority": "P2", "reason": "是新需求"});
    story.at("2024-05-07T10:00:00+08:00").act("triage", &number, "junior", class).ok();
    assert_eq!(story.show(&number)["waits_for"], "hand_over");
    story.at("2024-05-08T10:00:00+08:00").act("assign", &number, "super", json!({"to": "product", "reason": "需求"})).ok();
    let shown = story.show(&number);
    let clocks = shown["clocks"].as_array().unwrap();
    let evaluation = clocks.iter().find(|c| c["name"] == "evaluation").unwrap();
    assert_eq!(evaluation["due_at"], "2024-05-11T10:00:00Z", "{evaluation}");
}

#[test]
fn an_agreed_adjustment_is_evaluated_anew_with_a_time_of_its_own() {
    let mut story = Story::staffed();
    let number = story.register(wish());
    story.act("triage", &number, "junior", json!({"requirement_type": "enhancement", "priority": "P1"})).ok();
    story.act("assign", &number, "super", json!({"to": "product"})).ok();
    let evaluation =
        |verdict: &str| json!({"technical": "可行", "resources": "1 人日", "cost": "低", "verdict": verdict, "report": "r"});
    story.act("evaluate", &number, "product", evaluation("adjust")).ok();
    story.at("2024-05-13T10:00:00+08:00").act("agree", &number, "王芳", json!({"agreed": true, "words": "先做文本列"})).ok();
    let clock = |story: &Story| {
        let shown = story.show(&number);
        let found: Vec<Value> = shown["clocks"].as_array().unwrap().iter().filter(|c| c["name"] == "evaluation").cloned().collect();
        found.last().map(|c| (c["state"].clone(), c["due_at"].clone())).unwrap()
    };
    assert_eq!(clock(&story), (json!("running"), json!("2024-05-16T10:00:00Z")));
    story.at("2024-05-17T09:30:00+08:00").run(&["tick"]).ok();
    assert_eq!(events(&story, &number, "breached").iter().filter(|e| e["data"]["clock"] == "evaluation").count(), 1);
    let mut late = evaluation("feasible");
    late["overdue_reason"] = json!("等报价");
    story.act("evaluate", &number, "product", late).ok();
    assert_eq!(clock(&story).0, json!("breached"));
    assert_eq!(events(&story, &number, "delay_explained").len(), 1);
}

#[test]
fn where_there_are_groups_a_senior_of_another_does_not_take_the_steps_of_the_responsible() {
    let story = Story::staffed();
    story.run(&["person", "add", "other", "--role", "senior_engineer"]).ok();
    story.run(&["person", "add", "third", "--role", "senior_engineer"]).ok();
    let number = story.register(fault("打不开", "x"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    // Without groups any senior stands in.
    story.act("start", &number, "other", json!({})).ok();
    for (name, group) in [("senior", "网络组"), ("third", "网络组"), ("other", "数据库组")] {
        story.run(&["person", "groups", name, group]).ok();
    }
    let next = story.register(fault("又打不开", "x"));
    story.act("triage", &next, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &next, "super", json!({"to": "senior"})).ok();
    let refused = story.act("start", &next, "other", json!({}));
    assert!(refused.code == Some(1) && refused.err.contains("senior engineer of the group"), "{refused:?}");
    story.act("start", &next, "third", json!({})).ok();
}

#[test]
fn an_escalation_by_hand_goes_to_whom_it_names_and_does_not_stand_for_the_time_being_up() {
    let mut story = Story::staffed();
    let number = story.register(fault("打不开", "x"));
    story.act("triage", &number, "senior", json!({"severity": "critical"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    story.act("escalate", &number, "senior", json!({"reason": "要驱动源码", "to": "developer"})).ok();
    story.act("escalate", &number, "senior", json!({"reason": "要更多人"})).ok();
    let taken = events(&story, &number, "escalated");
    assert_eq!(
        taken.iter().map(|e| (&e["data"]["to"], &e["data"]["kind"])).collect::<Vec<_>>(),
        [(&json!("developer"), &json!("functional")), (&json!("support_manager"), &json!("hierarchical")),]
    );
    assert!(
        story.act("escalate", &number, "senior", json!({"reason": "x", "to": "rd_director"})).err.contains("the manager passes")
    );
    assert!(story.act("escalate", &number, "senior", json!({"reason": "x", "to": "customer"})).err.contains("to:"));
    story.at("2024-05-06T13:00:00+08:00").run(&["tick"]).ok();
    let automatic = |story: &Story| events(story, &number, "escalated").iter().filter(|e| e["data"]["automatic"] == true).count();
    assert_eq!(automatic(&story), 1, "at four hours, whoever asked for help before");
    story.act("escalate", &number, "manager", json!({"reason": "要停机"})).ok();
    story.at("2024-05-06T18:00:00+08:00").run(&["tick"]).ok();
    assert_eq!((automatic(&story), &story.show(&number)["escalated_to"]), (1, &json!("rd_director")));
}

#[test]
fn nobody_who_is_away_is_given_a_ticket_unawares() {
    let story = Story::staffed();
    story.run(&["person", "add", "other", "--role", "senior_engineer"]).ok();
    story.run(&["person", "away", "senior", "--until", "2024-05-20T09:00:00+08:00"]).ok();
    let number = story.register(fault("打不开", "x"));
    story.act("triage", &number, "other", json!({"severity": "major"})).ok();
    let refused = story.act("assign", &number, "super", json!({"to": "senior"}));
    assert!(refused.err.contains("is away and nobody stands in"), "{refused:?}");
    story.act("assign", &number, "super", json!({"to": "senior", "reason": "他今晚上线"})).ok();
}

/// An incident of a major fault and three more reports of it, assessed as one.
fn incident(story: &Story) -> Vec<String> {
    let numbers: Vec<String> = (0..4)
        .map(|i| {
            let mut body = fault("上传失败", &format!("第 {i} 位"));
            body["customer"] = json!(format!("Company {i}"));
            body["urgency"] = json!("moderate");
            story.register(body)
        })
        .collect();
    story.act("declare", &numbers[0], "senior", json!({"tickets": numbers[1..3]})).ok();
    story.act("triage", &numbers[0], "senior", json!({"severity": "critical", "component": "storage"})).ok();
    story.act("attach", &numbers[3], "senior", json!({"ticket": numbers[0]})).ok();
    numbers
}

#[test]
fn reports_of_an_incident_are_assessed_once_and_go_up_once() {
    let mut story = Story::staffed();
    let numbers = incident(&story);
    for number in &numbers[1..] {
        let shown = story.show(number);
        assert_eq!((&shown["severity"], &shown["waits_for"]), (&json!("critical"), &json!("joined")), "{number}");
        assert!(shown["clocks"].as_array().unwrap().iter().any(|c| c["name"] == "triage" && c["state"] == "met"));
    }
    story.act("triage", &numbers[0], "senior", json!({"severity": "major", "reason": "只有一半用户"})).ok();
    assert_eq!(story.show(&numbers[2])["severity"], "major");
    story.at("2024-05-06T17:30:00+08:00").run(&["tick"]).ok();
    let escalated: Vec<usize> = numbers.iter().map(|n| events(&story, n, "escalated").len()).collect();
    assert_eq!(escalated, [1, 0, 0, 0]);
    // Each customer's own time is on the record all the same.
    assert!(events(&story, &numbers[1], "breached").iter().any(|e| e["data"]["clock"] == "resolution"));
}

#[test]
fn what_ends_takes_nobody_with_it() {
    let story = Story::staffed();
    let numbers = incident(&story);
    // One customer says that theirs is not solved: it is handled on its own from then on.
    for (verb, who, body) in crate::harness::fault_steps("换了网关").into_iter().take(8) {
        story.act(verb, &numbers[0], who, body).ok();
    }
    assert_eq!(story.show(&numbers[1])["status"], "resolved");
    story.act("confirm", &numbers[1], "reg", json!({"solved": false, "words": "还不行", "said_how": "电话"})).ok();
    let shown = story.show(&numbers[1]);
    assert_eq!((&shown["status"], &shown["waits_for"]), (&json!("pending"), &json!("assignment")));
    // A wish that another ends by saying no is not lost with it.
    let (first, second) = (story.register(wish()), story.register(wish()));
    let class = json!({"requirement_type": "enhancement", "priority": "P2"});
    story.act("triage", &first, "junior", class).ok();
    story.act("attach", &second, "junior", json!({"ticket": first})).ok();
    assert_eq!(story.show(&second)["waits_for"], "joined");
    assert!(story.show(&second)["requirement_number"].as_str().unwrap().starts_with("RD"));
    story.act("assign", &first, "super", json!({"to": "product"})).ok();
    let no = json!({"technical": "t", "resources": "r", "cost": "c", "verdict": "not_now", "report": "r"});
    story.act("evaluate", &first, "product", no).ok();
    story.act("close", &first, "product", json!({})).ok();
    let shown = story.show(&second);
    assert_eq!((&shown["attached_to"], &shown["waits_for"]), (&Value::Null, &json!("owner")));
    story.check_is_clean();
}
