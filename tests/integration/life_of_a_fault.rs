//! A fault from the report to a case that answers the next one.

use crate::harness::{Story, fault};
use serde_json::json;

#[test]
fn from_report_to_a_case_that_answers_the_next_one() {
    let story = Story::staffed();
    let number = story.close_fault(
        fault(
            "登录页白屏，控制台报 ChunkLoadError",
            "发布新版本后，老用户打开登录页白屏。控制台：ChunkLoadError: Loading chunk 12 failed",
        ),
        "major",
        "静态资源保留上一版本；index.html 设置 Cache-Control: no-cache",
    );
    assert_eq!(number, "TS20240506001");
    let ticket = story.show(&number);
    assert_eq!(ticket["status"], "closed");
    assert_eq!(ticket["archived"], true);

    let file = std::fs::read_to_string(story.desk.join(format!("content/2024/{number}.md"))).unwrap();
    assert!(file.contains("## 解决方案\n\n静态资源保留上一版本"), "{file}");

    // The very next like report, in other words, finds it first, with its solution.
    let found = story.run(&["similar", "--title", "升级以后页面打不开，Loading chunk failed", "--json"]).ok().json();
    let first = &found["matches"][0];
    assert_eq!(first["number"], number);
    assert_eq!(first["kind"], "case");
    assert!(first["resolution"].as_str().unwrap().contains("Cache-Control"));
    assert!(first["reasons"].as_array().unwrap().iter().any(|r| r["text"].as_str().unwrap().contains("chunk")), "{first}");
    story.check_is_clean();
}

#[test]
fn each_step_in_the_wrong_state_is_refused_and_changes_nothing() {
    let story = Story::staffed();
    let number = story.register(fault("导出报表 500", "点导出即报错"));
    let refused = |verb: &str, who: &str, body, why: &str| {
        let before = story.show(&number)["version"].clone();
        let ran = story.act(verb, &number, who, body);
        assert_eq!(ran.code, Some(1), "{verb}: {ran:?}");
        assert!(ran.err.contains(why), "{verb}: {}", ran.err);
        assert_eq!(story.show(&number)["version"], before, "{verb} changed something");
    };
    refused("assign", "super", json!({"to": "senior"}), "not been triaged");
    refused("start", "senior", json!({}), "nobody is responsible");
    refused("close", "super", json!({}), "only what is resolved");
    refused("reopen", "reg", json!({"reason": "x"}), "not closed");
    story.act("triage", &number, "junior", json!({"severity": "critical"})).ok();
    refused("assign", "super", json!({"to": "junior"}), "needs a senior engineer");
    refused("assign", "junior", json!({"to": "senior"}), "may not assign");
    story.act("assign", &number, "super", json!({"to": "senior"})).ok();
    refused("plan", "senior", json!({"approach": "fix", "cause": "c", "text": "t"}), "needs work under way");
    story.act("start", &number, "senior", json!({})).ok();
    refused("test", "senior", json!({}), "only an approved plan");
    refused("step", "senior", json!({"kind": "repair", "text": "改配置"}), "only an approved plan");
    refused("approve", "super", json!({}), "no plan is waiting");
    story.act("plan", &number, "senior", json!({"approach": "fix", "cause": "c", "text": "t"})).ok();
    refused("approve", "senior", json!({}), "may not judge a plan");
    story.act("send-back", &number, "super", json!({"reason": "没有回退步骤"})).ok();
    refused("resolve", "senior", json!({"resolution": "r", "tested_with": "x"}), "only an approved plan");
    story.act("hold", &number, "senior", json!({"reason": "等日志", "waiting_for": "customer"})).ok();
    refused("plan", "senior", json!({"approach": "fix", "cause": "c", "text": "t"}), "on hold");
}

#[test]
fn a_reopened_ticket_keeps_its_case_which_says_so_until_the_next_closing() {
    let story = Story::staffed();
    let number = story.close_fault(fault("打印机脱机", "财务室打印机显示脱机"), "moderate", "重装驱动");
    story.act("reopen", &number, "王芳", json!({"reason": "又脱机了"})).ok();
    let path = story.desk.join(format!("content/2024/{number}.md"));
    let file = std::fs::read_to_string(&path).unwrap();
    assert!(file.contains("reopened: true") && file.contains("confidence: not_validated"), "{file}");
    story.act("resolve", &number, "senior", json!({"resolution": "换网线", "tested_with": "王芳"})).ok();
    story.act("confirm", &number, "王芳", json!({"solved": true, "satisfaction": "fairly_satisfied"})).ok();
    story.act("close", &number, "senior", json!({})).ok();
    let file = std::fs::read_to_string(&path).unwrap();
    assert!(file.contains("revision: 3") && file.contains("换网线") && !file.contains("reopened"), "{file}");
    story.check_is_clean();
}

#[test]
fn a_dissatisfied_customer_is_followed_up_by_the_supervisor() {
    let story = Story::staffed();
    let number = story.register(fault("短信收不到", "验证码短信收不到"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("换通道").into_iter().take(8) {
        story.act(verb, &number, who, body).ok();
    }
    story.act("confirm", &number, "王芳", json!({"solved": true, "satisfaction": "dissatisfied", "words": "太慢"})).ok();
    let ran = story.act("close", &number, "senior", json!({}));
    assert!(ran.err.contains("supervisor follows up"), "{ran:?}");
    story.act("close", &number, "super", json!({})).ok();
}

#[test]
fn silence_closes_only_after_its_time() {
    let mut story = Story::staffed();
    let number = story.register(fault("同步慢", "通讯录同步慢"));
    story.act("triage", &number, "senior", json!({"severity": "minor"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("加索引").into_iter().take(8) {
        story.act(verb, &number, who, body).ok();
    }
    assert!(story.act("close", &number, "senior", json!({})).err.contains("can be closed from 2024-05-13 09:00"));
    story.at("2024-05-13T09:00:00+08:00");
    story.act("close", &number, "senior", json!({})).ok();
    assert_eq!(story.show(&number)["closed_how"], "no_answer");
}

#[test]
fn a_registered_report_is_answered_by_a_case_and_closed_on_the_customers_word() {
    let story = Story::staffed().with_archive();
    let number = story
        .register(fault("连不上数据库 ORA-12514", "listener does not currently know of service requested in connect descriptor"));
    let found = story.show(&number)["consultation"]["found"].clone();
    assert_eq!(found[0]["number"], "TS20240111001", "{found}");
    story.act("link", &number, "junior", json!({"case": "TS20240111001"})).ok();
    story.act("confirm", &number, "王芳", json!({"solved": true, "satisfaction": "satisfied"})).ok();
    let ticket = story.show(&number);
    assert_eq!((&ticket["status"], &ticket["closed_how"]), (&json!("closed"), &json!("deflected")));
    // Its own words for the same trouble now lead to the family's solution, which counts its reuse.
    let found = story.run(&["similar", "--title", "连不上数据库 ORA-12514", "--json"]).ok().json();
    assert_eq!(found["matches"][0]["number"], "TS20240111001");
    assert_eq!(found["matches"][0]["reused"], 2);
    assert_eq!(found["matches"][0]["family_size"], 3);
}

#[test]
fn somebody_alone_on_a_desk_takes_every_step_and_the_record_says_so() {
    let story = Story::new();
    story.run(&["person", "add", "solo", "--role", "administrator"]).ok();
    let number = story.run_with(&["ticket", "register", "-", "--as", "solo"], &fault("a b", "c").to_string()).ok().last();
    for (verb, body) in [
        ("triage", json!({"severity": "minor"})),
        ("assign", json!({"to": "solo"})),
        ("start", json!({})),
        ("plan", json!({"approach": "fix", "cause": "c", "text": "t"})),
        ("approve", json!({})),
        ("resolve", json!({"resolution": "r", "tested_with": "x"})),
        ("confirm", json!({"solved": true, "satisfaction": "satisfied", "said_how": "by telephone"})),
        ("close", json!({})),
    ] {
        story.act(verb, &number, "solo", body).ok();
    }
    let server = story.serve();
    let token = story.token("solo", "administrator");
    let events = server.get(&format!("/api/v1/tickets/{number}/events"), &token).is(200).json;
    let approved = events["items"].as_array().unwrap().iter().find(|e| e["event"] == "approved").unwrap().clone();
    assert_eq!(approved["data"]["alone"], true);
}
