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
        // A customer's home lists all that is open, and marks what waits for them.
        let at_home = |cookie: &String| {
            let page = see(&server, "/", cookie).is(200).text;
            page.contains(&number) && (!page.contains("Your open tickets") || page.contains("Your turn:"))
        };
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
    assert!(!theirs.contains("to approve") && theirs.contains("engineer is working on it"), "{theirs}");
    let seen_by = |who: &str| story.run(&["ticket", "show", &number, "--json", "--as", who]).json()["waits_for"].clone();
    assert_eq!((seen_by("王芳"), seen_by("senior")), (json!("work"), json!("approval")));
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
    // "Not yet" says what is missing; the answer stays before everybody's eyes until there is another.
    let again = step(3, "confirm", &[("form", "confirm-no"), ("solved", "false")]).is(200).text;
    assert!(again.contains("补充的话: 必填") || again.contains("必填"), "{again}");
    assert_eq!(whose(), ["王芳"]);
    step(3, "confirm", &[("form", "confirm-no"), ("solved", "false"), ("words", "雨天仍不抬杆")]).is(303);
    assert_eq!((whose(), story.show(&number)["waits_for"].clone()), (vec!["senior"], json!("again")));
    let theirs = see(&server, &format!("/tickets/{number}"), &cookies[3]).is(200).text;
    for told in ["engineer is working on it", "Not solved, the customer says", "更换继电器板", "雨天仍不抬杆"] {
        assert!(theirs.contains(told), "{told}: {theirs}");
    }
    let desks = see(&server, &format!("/tickets/{number}"), &cookies[0]).is(200).text;
    assert!(desks.contains(">更换继电器板</textarea>"), "the next answer begins with the last one: {desks}");
    act("senior", "resolve", json!({"resolution": "更换继电器板并加防雨罩", "tested_with": "王芳"}));
    assert!(step(3, "confirm", &[("form", "confirm"), ("solved", "true")]).is(200).text.contains("必填"), "satisfaction is asked");
    act("王芳", "confirm", json!({"solved": true, "satisfaction": "dissatisfied"}));
    assert_eq!((whose(), story.show(&number)["waits_for"].clone()), (vec!["super"], json!("follow_up")));
    act("super", "close", json!({}));
    assert_eq!((whose(), story.show(&number)["waits_for"].clone()), (vec![], json!(null)));
}

#[test]
fn a_desk_from_before_turns_were_kept_knows_them_when_it_is_served_again() {
    let story = Story::staffed();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let row = "DROP INDEX board_turn; DROP INDEX board_owed; ALTER TABLE board DROP COLUMN turn;
               ALTER TABLE board DROP COLUMN turn_clock; ALTER TABLE board DROP COLUMN turn_due_at;
               ALTER TABLE board DROP COLUMN plan_by; ALTER TABLE board DROP COLUMN owed; PRAGMA user_version = 3";
    rusqlite::Connection::open(story.desk.join("desk.db")).unwrap().execute_batch(row).unwrap();
    let server = story.serve();
    let senior = signed_in(&story, &server, "senior");
    assert!(see(&server, "/tickets?yours=1", &senior).is(200).text.contains(&number));
}

#[test]
fn what_was_delivered_is_accepted_before_the_customer_is_asked() {
    let story = Story::staffed();
    let number = story.register(json!({
        "kind": "requirement", "channel": "service_desk", "customer": "海风科技有限公司", "contact": {"name": "王芳"},
        "title": "导出考勤月报", "description": "每月要手工抄写", "scenario": "月末结算", "effect": "一键导出", "priority": "high",
    }));
    let act = |who: &str, verb: &str, body: serde_json::Value| story.act(verb, &number, who, body).ok();
    act("senior", "triage", json!({"requirement_type": "new_feature", "priority": "P1"}));
    act("super", "assign", json!({"to": "product"}));
    let evaluation = json!({"technical": "可行", "resources": "1 人", "cost": "3 天", "verdict": "feasible", "report": "可以做"});
    act("product", "evaluate", evaluation);
    act("王芳", "agree", json!({"agreed": true}));
    act("product", "start", json!({}));
    act("product", "resolve", json!({"resolution": "已交付导出功能", "tested_with": "王芳"}));
    let server = story.serve();
    let [product, customer] = ["product", "王芳"].map(|name| signed_in(&story, &server, name));
    let page = |cookie: &str| see(&server, &format!("/tickets/{number}"), cookie).is(200).text;
    let confirms = |page: &str| page.contains("data-verb=\"confirm\"");
    assert!(!confirms(&page(&customer)) && !page(&product).contains("data-verb=\"close\""), "{}", page(&product));
    assert!(page(&product).contains("Your turn:"), "{}", page(&product));
    // A word that came over the telephone does not stand for the test.
    act("senior", "confirm", json!({"solved": true, "said_how": "电话"}));
    assert_eq!(story.show(&number)["waits_for"], "acceptance");
    act("product", "accept", json!({"items": [{"item": "导出月报", "passed": true}]}));
    assert_eq!(story.show(&number)["waits_for"], "closing");
    assert!(page(&product).contains("data-verb=\"close\""));
}

#[test]
fn a_deputy_finds_what_waits_for_who_is_away_and_who_was_asked_finds_that_with_the_reason() {
    let story = Story::staffed();
    for name in ["junior2", "王五"] {
        story.run(&["person", "add", name, "--role", "junior_engineer"]).ok();
    }
    let started = |title: &str| {
        let number = story.register(fault(title, "早高峰"));
        story.act("triage", &number, "senior", json!({"severity": "minor"})).ok();
        story.act("assign", &number, "super", json!({"to": "王五"})).ok();
        number
    };
    let (first, second) = (started("闸机不抬杆 GATE-7731"), started("文字太小"));
    story.run(&["person", "away", "王五", "--until", "2024-05-10T18:00:00+08:00", "--deputy", "junior2"]).ok();
    let due = |at: &str| format!("2024-05-06T{at}:00+08:00");
    story.act("ask", &second, "senior", json!({"to": "tester", "what": "复现", "due_at": due("15:00")})).ok();
    story.act("ask", &first, "senior", json!({"to": "tester", "what": "量电压", "due_at": due("11:00")})).ok();
    story.act("ask", &first, "senior", json!({"team": "development", "what": "查驱动", "due_at": due("10:30")})).ok();
    story.act("ask", &second, "senior", json!({"to": "王五", "what": "问客户"})).ok();
    let server = story.serve();
    let queue = |name: &str| see(&server, "/tickets?yours=1", &signed_in(&story, &server, name)).is(200).text;
    let before = |text: &str, one: &str, other: &str| {
        let at = |what: &str| text.find(&format!(">{what}</small>")).unwrap_or_else(|| panic!("{what}: {text}"));
        at(one) < at(other)
    };
    let deputy = queue("junior2");
    assert!(deputy.contains(&first) && deputy.contains("for 王五, away until 05-10 18:00"), "{deputy}");
    assert!(deputy.contains("start work on it") && deputy.contains("<small>plan</small>"), "the clock of that step: {deputy}");
    assert!(deputy.contains("asked by senior: 问客户"), "{deputy}");
    let tester = queue("tester");
    assert!(tester.contains("asked by senior: 复现 · due 05-06 15:00"), "{tester}");
    assert!(before(&tester, &first, &second), "the nearest first, though it was reported first: {tester}");
    assert!(queue("dev").contains("asked by senior of development: 查驱动 · due 05-06 10:30"));
    assert!(!queue("junior").contains("闸机"), "what another's deputy does is not theirs");
    // Home says the same.
    let home = see(&server, "/", &signed_in(&story, &server, "junior2")).is(200).text;
    assert!(home.contains("for 王五, away until 05-10 18:00"), "{home}");
    // A deputy delivers too; what has been delivered waits for nobody.
    story.act("deliver", &second, "junior2", json!({"ask": 2})).ok();
    story.act("deliver", &second, "tester", json!({"ask": 1})).ok();
    let tester = queue("tester");
    assert!(tester.contains(&first) && !tester.contains(&second), "{tester}");
    // Back again.
    story.run(&["person", "back", "王五"]).ok();
    assert!(!queue("junior2").contains(&first));
    let own = queue("王五");
    assert!(own.contains(&first) && !own.contains("away until"), "{own}");
    drop(server);
    story.check_is_clean();
}

#[test]
fn a_planned_delivery_waits_for_who_is_to_make_it() {
    let story = Story::staffed();
    let mut body = fault("导出加列", "工号旁边加部门");
    (body["kind"], body["scenario"], body["effect"], body["priority"]) =
        (json!("requirement"), json!("月底对账"), json!("少查一次"), json!("high"));
    let number = story.register(body);
    let evaluated = json!({"technical": "t", "resources": "r", "cost": "c", "verdict": "feasible", "report": "可以"});
    for (verb, who, body) in [
        ("triage", "senior", json!({"requirement_type": "enhancement", "priority": "P1"})),
        ("assign", "product", json!({"to": "product"})),
        ("evaluate", "product", evaluated),
        ("agree", "王芳", json!({"agreed": true})),
        ("schedule", "product", json!({"who": "dev", "due_at": "2024-05-20T18:00:00+08:00", "what": "部门列"})),
    ] {
        story.act(verb, &number, who, body).ok();
    }
    let server = story.serve();
    let dev = see(&server, "/tickets?yours=1", &signed_in(&story, &server, "dev")).is(200).text;
    assert!(dev.contains("yours to deliver: 部门列 · due 05-20 18:00"), "{dev}");
    let customer = see(&server, "/tickets", &signed_in(&story, &server, "王芳")).is(200).text;
    assert!(customer.contains("导出加列") && !customer.contains("部门列"), "{customer}");
}
