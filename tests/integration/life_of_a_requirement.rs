//! A requirement from the wish to its acceptance.

use crate::harness::Story;
use serde_json::json;

fn wish() -> serde_json::Value {
    json!({
        "kind": "requirement", "channel": "account_manager", "customer": "海风科技有限公司", "contact": {"name": "王芳"},
        "title": "导出 Excel 时工号保留前导零", "description": "工号导出后前导零丢失", "scenario": "每月把人员名单导给社保系统",
        "effect": "工号列按文本导出", "priority": "high",
    })
}

#[test]
fn evaluated_agreed_delivered_accepted() {
    let story = Story::staffed();
    let number = story.register(wish());
    story.act("triage", &number, "junior", json!({"requirement_type": "enhancement", "priority": "P1"})).ok();
    let ticket = story.show(&number);
    assert_eq!(ticket["requirement_number"], "RD20240506001");
    assert_eq!(story.show("RD20240506001")["number"], number, "either number finds it");
    assert!(story.act("assign", &number, "super", json!({"to": "senior"})).err.contains("product manager"));
    story.act("assign", &number, "super", json!({"to": "product"})).ok();
    story.act("start", &number, "product", json!({})).ok();
    assert!(story.act("test", &number, "product", json!({})).err.contains("not been evaluated"));
    assert!(story.act("agree", &number, "王芳", json!({"agreed": true})).err.contains("no evaluation"));
    let report = json!({"technical": "可行", "resources": "1 人日", "cost": "低", "effort": "3 人日", "priority": "P0", "verdict": "feasible", "report": "按文本列导出"});
    assert_eq!(story.act("evaluate", &number, "senior", report.clone()).code, Some(1));
    story.act("evaluate", &number, "product", report).ok();
    // The assessor proposes a priority; the product manager settles it.
    let evaluated = story.show(&number);
    assert_eq!((&evaluated["priority"], &evaluated["evaluation"]["effort"]), (&json!("P0"), &json!("3 人日")));
    let form = story.run(&["form", "requirement", &number, "--as", "product"]).ok().out;
    assert!(form.contains("工作量：3 人日"), "{form}");
    assert!(story.act("test", &number, "product", json!({})).err.contains("not agreed"));
    story.act("agree", &number, "王芳", json!({"agreed": true})).ok();
    story.act("test", &number, "product", json!({})).ok();
    // An item that fails sends it back to work.
    story.act("accept", &number, "product", json!({"items": [{"item": "前导零", "passed": false}]})).ok();
    assert_eq!(story.show(&number)["status"], "in_progress");
    story.act("resolve", &number, "product", json!({"resolution": "导出模板改为文本列", "tested_with": "王芳"})).ok();
    story.act("accept", &number, "product", json!({"items": [{"item": "前导零", "passed": true}]})).ok();
    story.act("close", &number, "product", json!({})).ok();
    let ticket = story.show(&number);
    assert_eq!((&ticket["closed_how"], &ticket["outcome"]), (&json!("accepted"), &json!("solved")));
    let file = std::fs::read_to_string(story.desk.join(format!("content/2024/{number}.md"))).unwrap();
    assert!(file.contains("kind: requirement") && file.contains("requirement_number: RD20240506001"), "{file}");
    story.check_is_clean();
}

#[test]
fn what_is_not_now_is_closed_as_declined_and_never_offered_as_a_solution() {
    let story = Story::staffed();
    let number = story.register(wish());
    story.act("triage", &number, "junior", json!({"requirement_type": "new_feature", "priority": "P3"})).ok();
    story.act("assign", &number, "super", json!({"to": "product"})).ok();
    let report = json!({"technical": "可行", "resources": "无", "cost": "高", "verdict": "not_now", "report": "今年排不上"});
    story.act("evaluate", &number, "product", report).ok();
    story.act("close", &number, "product", json!({})).ok();
    assert_eq!(story.show(&number)["outcome"], "declined");
    let found = story.run(&["similar", "--title", "工号前导零丢失", "--json"]).ok().json();
    assert_eq!(found["matches"][0]["number"], number);
    assert_eq!(found["matches"][0]["resolution"], serde_json::Value::Null);
}

#[test]
fn silence_accepts_nothing() {
    let mut story = Story::staffed();
    let toml = std::fs::read_to_string(story.desk.join("desk.toml")).unwrap();
    let closing = "\n[policy.close]\nautomatic = true\n";
    std::fs::write(story.desk.join("desk.toml"), toml + closing).unwrap();
    let number = story.register(wish());
    story.act("triage", &number, "junior", json!({"requirement_type": "enhancement", "priority": "P1"})).ok();
    story.act("assign", &number, "super", json!({"to": "product"})).ok();
    story.act("start", &number, "product", json!({})).ok();
    let report = json!({"technical": "可行", "resources": "无", "cost": "低", "verdict": "feasible", "report": "按文本列导出"});
    story.act("evaluate", &number, "product", report).ok();
    story.act("agree", &number, "王芳", json!({"agreed": true})).ok();
    story.act("resolve", &number, "product", json!({"resolution": "改为文本列", "tested_with": "王芳"})).ok();
    story.at("2024-06-20T09:00:00+08:00");
    story.run(&["tick"]).ok();
    let ticket = story.show(&number);
    assert_eq!(ticket["status"], "resolved", "nobody has tried it");
    let events = story.run(&["ticket", "show", &number]).ok().out;
    assert!(!events.contains("reminded"), "it is not the customer's turn: {events}");
    assert!(story.act("close", &number, "product", json!({})).err.contains("once it has been accepted"));
    story.act("accept", &number, "product", json!({"items": [{"item": "前导零", "passed": true}]})).ok();
    story.act("close", &number, "product", json!({})).ok();
}
