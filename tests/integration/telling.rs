//! What the desk tells by itself, and what a requirement's way and a fault's attempts leave on the record.

use crate::harness::{Story, fault};
use serde_json::{Value, json};

fn events(story: &Story, number: &str, who: &str, name: &str) -> Vec<Value> {
    let server = story.serve();
    let role = if who == "王芳" { "customer" } else { "senior_engineer" };
    let list = server.get(&format!("/api/v1/tickets/{number}/events"), &story.token(who, role)).is(200).json;
    list["items"].as_array().unwrap().iter().filter(|e| e["event"] == name).cloned().collect()
}

#[test]
fn the_day_is_gathered_at_five_for_the_customer_and_holds_no_note() {
    let mut story = Story::staffed();
    let mut report = fault("导出偶尔变慢", "下午三点后导出变慢");
    report["urgency"] = json!("moderate");
    let number = story.register(report);
    story.act("triage", &number, "senior", json!({"severity": "moderate"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    story.act("progress", &number, "senior", json!({"text": "已定位到索引"})).ok();
    story.act("note", &number, "senior", json!({"text": "CANARY-internal"})).ok();
    story.at("2024-05-06T16:59:00+08:00").run(&["tick"]).ok();
    assert!(events(&story, &number, "senior", "gathered").is_empty(), "not before five");
    story.at("2024-05-06T17:00:00+08:00").run(&["tick"]).ok();
    story.run(&["tick"]).ok();
    let gathered = events(&story, &number, "王芳", "gathered");
    assert_eq!(gathered.len(), 1, "{gathered:?}");
    let items = gathered[0]["data"]["items"].as_array().unwrap();
    assert!(items.iter().any(|i| i["text"] == "已定位到索引"), "{items:?}");
    assert!(!gathered[0].to_string().contains("CANARY"), "{gathered:?}");
    // A day on which nothing was recorded brings nothing.
    story.at("2024-05-07T17:30:00+08:00").run(&["tick"]).ok();
    assert_eq!(events(&story, &number, "王芳", "gathered").len(), 1);
}

#[test]
fn who_does_not_confirm_is_reminded_before_the_ticket_is_closed() {
    let mut story = Story::staffed();
    let toml = std::fs::read_to_string(story.desk.join("desk.toml")).unwrap();
    let close = "\n[policy.close]\nsilence = \"7 days\"\nautomatic = true\nremind = [\"5 days\", \"2 days\"]\n";
    std::fs::write(story.desk.join("desk.toml"), toml + close).unwrap();
    let number = story.register(fault("闸机不抬杆 GATE-7731", "早高峰"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("更换继电器板").into_iter().take(8) {
        story.act(verb, &number, who, body).ok();
    }
    let mut count = |now: &str| {
        story.at(now).run(&["tick"]).ok();
        story.run(&["tick"]).ok();
        events(&story, &number, "王芳", "reminded").len()
    };
    assert_eq!(count("2024-05-08T08:59:00+08:00"), 0);
    assert_eq!(count("2024-05-08T09:00:00+08:00"), 1);
    assert_eq!(count("2024-05-11T09:00:00+08:00"), 2);
    assert_eq!(count("2024-05-13T09:00:00+08:00"), 2);
    let shown = story.show(&number);
    assert_eq!((&shown["status"], &shown["closed_how"]), (&json!("closed"), &json!("no_answer")));
}

#[test]
fn a_requirement_that_nobody_evaluates_goes_up_its_own_chain() {
    let mut story = Story::staffed();
    let toml = std::fs::read_to_string(story.desk.join("desk.toml")).unwrap();
    let chain = "\n[[policy.requirement.escalate]]\nafter = \"4 h\"\nto = \"rd_director\"\n";
    std::fs::write(story.desk.join("desk.toml"), toml + chain).unwrap();
    let wish = json!({"kind": "requirement", "customer": "海风科技有限公司", "contact": {"name": "王芳"}, "title": "导出时保留前导零",
        "scenario": "每月导出名单", "effect": "按文本导出", "priority": "high"});
    let number = story.register(wish);
    story.act("triage", &number, "junior", json!({"requirement_type": "enhancement", "priority": "P1"})).ok();
    story.at("2024-05-06T12:59:00+08:00").run(&["tick"]).ok();
    assert_eq!(story.show(&number)["escalated_to"], Value::Null);
    story.at("2024-05-06T13:00:00+08:00").run(&["tick"]).ok();
    assert_eq!(story.show(&number)["escalated_to"], "rd_director");
    assert_eq!(events(&story, &number, "senior", "escalated")[0]["data"]["reason"], "not evaluated by 2024-05-06 13:00");
}

#[test]
fn a_delivery_is_planned_after_agreement_changed_with_a_reason_and_followed() {
    let story = Story::staffed();
    let wish = json!({"kind": "requirement", "customer": "海风科技有限公司", "contact": {"name": "王芳"}, "title": "导出时保留前导零",
        "scenario": "每月导出名单", "effect": "按文本导出", "priority": "high"});
    let number = story.register(wish);
    let plan = json!({"who": "dev", "due_at": "2024-05-20T18:00:00+08:00", "what": "导出模板改为文本列"});
    story.act("triage", &number, "junior", json!({"requirement_type": "enhancement", "priority": "P1"})).ok();
    story.act("assign", &number, "super", json!({"to": "product"})).ok();
    story.act("start", &number, "product", json!({})).ok();
    assert!(story.act("schedule", &number, "product", plan.clone()).err.contains("once the customer has agreed"));
    let report = json!({"technical": "可行", "resources": "1 人日", "cost": "低", "verdict": "feasible", "report": "按文本列导出"});
    story.act("evaluate", &number, "product", report).ok();
    story.act("agree", &number, "王芳", json!({"agreed": true})).ok();
    assert!(story.act("schedule", &number, "senior", plan.clone()).err.contains("may not schedule"));
    assert!(story.act("schedule", &number, "product", json!({"who": "dev", "what": "x"})).err.contains("due_at"));
    story.act("schedule", &number, "product", plan.clone()).ok();
    assert!(story.act("schedule", &number, "product", plan.clone()).err.contains("needs its reason"));
    let mut later = plan;
    later["due_at"] = json!("2024-05-22T18:00:00+08:00");
    later["reason"] = json!("CANARY-internal");
    story.act("schedule", &number, "product", later).ok();
    let delivery = story.show(&number)["delivery"].clone();
    assert_eq!((&delivery["who"], &delivery["state"], &delivery["changes"]), (&json!("dev"), &json!("planned"), &json!(1)));
    let theirs = events(&story, &number, "王芳", "delivery_planned");
    assert!(theirs.len() == 2 && !theirs[1].to_string().contains("CANARY"), "{theirs:?}");
    story.act("test", &number, "product", json!({})).ok();
    assert_eq!(story.show(&number)["delivery"]["state"], "testing");
    // Item by item: what failed goes back, and the plan stands.
    let items = json!({"items": [{"item": "前导零", "passed": true}, {"item": "性能", "passed": false}]});
    story.act("accept", &number, "product", items).ok();
    let shown = story.show(&number);
    assert_eq!(
        (&shown["status"], &shown["uat"][1]["passed"], &shown["delivery"]["state"]),
        (&json!("in_progress"), &json!(false), &json!("planned"))
    );
    story.act("resolve", &number, "product", json!({"resolution": "文本列", "tested_with": "王芳"})).ok();
    assert_eq!(story.show(&number)["delivery"]["state"], "delivered");
}

#[test]
fn an_approval_holds_for_one_version_of_a_plan_and_attempts_that_failed_are_found_later() {
    let story = Story::staffed();
    let number = story.register(fault("闸机不抬杆 GATE-7731", "早高峰"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    story.act("start", &number, "senior", json!({})).ok();
    let repair = json!({"kind": "repair", "text": "更换继电器"});
    let plan = |approach: &str, text: &str| json!({"approach": approach, "cause": "继电器", "text": text});
    assert!(story.act("step", &number, "senior", repair.clone()).err.contains("approved"));
    story.act("plan", &number, "senior", plan("workaround", "常开")).ok();
    story.act("send-back", &number, "super", json!({"reason": "不安全"})).ok();
    assert!(story.act("step", &number, "senior", repair.clone()).err.contains("approved"));
    story.act("plan", &number, "senior", plan("workaround", "派人值守")).ok();
    story.act("approve", &number, "super", json!({})).ok();
    story.act("step", &number, "senior", repair.clone()).ok();
    // A new version is not approved with the old one.
    story.act("plan", &number, "senior", plan("fix", "更换继电器板")).ok();
    for (verb, body) in [("step", repair.clone()), ("test", json!({})), ("resolve", json!({"resolution": "x", "tested_with": "y"}))]
    {
        assert!(story.act(verb, &number, "senior", body).err.contains("approved"), "{verb}");
    }
    let decisions: Vec<Value> = story.show(&number)["plans"].as_array().unwrap().iter().map(|p| p["decision"].clone()).collect();
    assert_eq!(decisions, [json!("sent_back"), json!("approved"), json!("waiting")]);
    story.act("approve", &number, "super", json!({})).ok();
    story.act("step", &number, "senior", json!({"kind": "repair", "text": "重刷固件 FW-zebra-77 无效", "failed": true})).ok();
    story.act("resolve", &number, "senior", json!({"resolution": "更换继电器板", "tested_with": "王芳"})).ok();
    story.act("confirm", &number, "王芳", json!({"solved": true, "satisfaction": "dissatisfied"})).ok();
    assert!(story.act("close", &number, "senior", json!({})).err.contains("supervisor follows up"));
    story.act("close", &number, "super", json!({})).ok();
    let found = story.run(&["search", "FW-zebra-77", "--json"]).ok().json();
    assert_eq!(found["items"][0]["number"], number, "{found}");
}

#[test]
fn the_policy_in_force_is_read_by_staff() {
    let story = Story::staffed();
    let server = story.serve();
    let policy = server.get("/api/v1/policy", &story.token("senior", "senior_engineer")).is(200).json;
    assert_eq!((&policy["in_force"]["version"], &policy["waits"]), (&json!(1), &json!(false)), "{policy}");
    assert_eq!(policy["policy"]["severities"].as_array().unwrap().len(), 4);
    server.get("/api/v1/policy", &story.token("王芳", "customer")).is(403);
}

#[test]
fn a_policy_is_tried_over_http_and_nothing_is_written() {
    let story = Story::staffed();
    story.run(&["person", "add", "admin", "--role", "administrator"]).ok();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let (admin, reg) = (story.token("admin", "administrator"), story.token("reg", "registrar"));
    let server = story.serve();
    let told = server.get("/api/v1/policy", &reg).is(200).json;
    let check = |token: &str, body: serde_json::Value| server.post("/api/v1/policy/check", token, body);
    check(&reg, json!({})).is(403);
    assert_eq!(check(&admin, json!({})).is(200).json["moved"], json!([]));
    let wrong = check(&admin, json!({"text": "[policy.severity.magor]\nresponse = \"5 min\"\n"})).is(200).json;
    assert_eq!(wrong["mistakes"][0]["line"], json!(1), "{wrong}");
    let moved = check(&admin, json!({"text": "[policy.severity.major]\nresponse = \"5 min\"\n"})).is(200).json;
    let first = moved["moved"].as_array().unwrap().iter().find(|m| m["clock"] == "first_response").unwrap();
    assert_eq!((&first["number"], &first["to"]), (&json!(number), &json!("2024-05-06T01:05:00Z")), "{moved}");
    assert_eq!(server.get("/api/v1/policy", &reg).is(200).json, told, "nothing was written");
}
