//! Several tickets about one matter, several people on one ticket: bursts, incidents, merging, splitting, asking, watching.

use crate::harness::{Server, Story, fault};
use serde_json::{Value, json};

fn of(customer: &str, contact: &str, text: &str) -> Value {
    let mut body = fault("上传文件时报错 ERR_UPLOAD_503", text);
    body["customer"] = json!(customer);
    body["contact"] = json!({"name": contact});
    body
}

fn act(server: &Server, token: &str, number: &str, verb: &str, body: Value) -> crate::harness::Answer {
    server.post(&format!("/api/v1/tickets/{number}/{verb}"), token, body)
}

#[test]
fn the_same_trouble_in_several_wordings_is_one_burst_from_every_side() {
    let story = Story::staffed();
    let wordings = [
        ("网关 502，所有接口打不开", "14:00 起全部 502 Bad Gateway"),
        ("接口 502，网关打不开", "502 Bad Gateway"),
        ("网关 502 打不开接口", "一直 502 Bad Gateway，刷新也没有用"),
        ("所有接口打不开，网关 502", "今天下午开始的 502 Bad Gateway"),
    ];
    let numbers: Vec<String> = (0..16)
        .map(|i| {
            // The oldest is worded as no other is.
            let (title, text) = if i == 0 { wordings[0] } else { wordings[1 + i % 3] };
            let mut body = fault(title, &format!("{text}（{i}）"));
            body["customer"] = json!(format!("Company {i}"));
            story.register(body)
        })
        .collect();
    let server = story.serve();
    let senior = story.token("senior", "senior_engineer");
    let bursts = server.get("/api/v1/bursts", &senior).is(200);
    assert_eq!(bursts.json["items"].as_array().unwrap().len(), 1, "{bursts:?}");
    assert_eq!(bursts.json["items"][0]["tickets"], json!(numbers));
    for number in [&numbers[0], &numbers[9]] {
        let proposal = server.get(&format!("/api/v1/tickets/{number}/proposal"), &senior).is(200);
        assert_eq!(proposal.json["burst"]["tickets"], json!(numbers));
    }
    server.post(&format!("/api/v1/tickets/{}/declare", numbers[0]), &senior, json!({})).is(200);
    assert_eq!(story.show(&numbers[15])["attached_to"], json!(numbers[0]));
    // Why the incident takes longer is told once for all that go with it.
    server.post(&format!("/api/v1/tickets/{}/triage", numbers[0]), &senior, json!({"severity": "critical"})).is(200);
    story.run(&["ticket", "show", &numbers[15]]).ok();
    let mut late = story;
    late.at("2024-05-06T14:00:00+08:00");
    server.clock(&late.token("admin", "administrator"), "2024-05-06T14:00:00+08:00");
    late.run(&["tick"]).ok();
    server
        .post(&format!("/api/v1/tickets/{}/progress", numbers[0]), &senior, json!({"text": "在换", "overdue_reason": "等备件"}))
        .is(200);
    assert_eq!(late.show(&numbers[15])["overdue_reason"], "等备件");
}

#[test]
fn forty_like_reports_in_ten_minutes_become_one_incident_and_no_customer_meets_another() {
    let story = Story::staffed();
    let server = story.serve();
    let admin = story.token("admin", "administrator");
    let (reg, senior) = (story.token("reg", "registrar"), story.token("senior", "senior_engineer"));
    let (wang, rival) = (story.token("王芳", "customer"), story.token("rival", "customer"));
    let mut numbers = Vec::new();
    for i in 0..40 {
        server.clock(&admin, &format!("2024-05-06T09:{:02}:{:02}+08:00", i / 4, i % 4 * 15));
        let (customer, contact) = match i {
            1 => ("Rival Ltd".to_string(), "rival".to_string()),
            0 => ("海风科技有限公司".to_string(), "王芳".to_string()),
            i => (format!("CANARY{i} Ltd"), format!("canary{i}")),
        };
        let text = format!("今天早上开始上传附件失败，提示服务不可用，第 {i} 位用户反馈，代码 canary-secret-{i}");
        let made = server.post("/api/v1/tickets", &reg, of(&customer, &contact, &text)).is(201);
        numbers.push(made.json["number"].as_str().unwrap().to_string());
    }
    server.post("/api/v1/tickets", &reg, fault("打印机卡纸", "二楼打印机总是卡纸，与别的无关")).is(201);
    let started = std::time::Instant::now();
    let bursts = server.get("/api/v1/bursts", &senior).is(200);
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    assert_eq!(bursts.json["items"].as_array().unwrap().len(), 1, "{bursts:?}");
    assert_eq!(bursts.json["items"][0]["tickets"], json!(numbers));
    assert_eq!(bursts.json["items"][0]["customers"], 40);
    server.get("/api/v1/bursts", &wang).is(403);
    let proposal = server.get(&format!("/api/v1/tickets/{}/proposal", numbers[7]), &senior).is(200);
    assert_eq!(proposal.json["burst"]["count"], 40);
    server.get(&format!("/api/v1/tickets/{}/proposal", numbers[0]), &wang).is(403);
    server.get(&format!("/api/v1/tickets/{}/proposal", numbers[1]), &wang).is(404);
    // Nothing is an incident until somebody says so.
    let parent = &numbers[0];
    act(&server, &wang, parent, "declare", json!({})).is(403);
    assert_eq!(
        act(&server, &senior, parent, "declare", json!({"tickets": ["TS20990101001"]})).is(422).json["errors"][0]["field"],
        "tickets"
    );
    assert_eq!(server.get(&format!("/api/v1/tickets/{parent}"), &senior).json["incident"], false);
    let started = std::time::Instant::now();
    assert_eq!(act(&server, &senior, parent, "declare", json!({})).is(200).json["incident"], true);
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    assert!(
        server.get("/api/v1/bursts", &senior).json["items"].as_array().unwrap().is_empty(),
        "what was declared is proposed no more"
    );
    // One place for updates: told once, heard by all, and each one's clock begins anew.
    server.clock(&admin, "2024-05-06T09:15:00+08:00");
    act(&server, &senior, parent, "progress", json!({"text": "存储网关故障，正在切换"})).is(200);
    for number in &numbers[1..] {
        let child = server.get(&format!("/api/v1/tickets/{number}"), &senior).is(200).json;
        assert_eq!(child["attached_to"], *parent);
        let clock = child["clocks"].as_array().unwrap().iter().rfind(|c| c["name"] == "progress").unwrap().clone();
        assert_eq!(clock["started_at"], "2024-05-06T01:15:00Z", "{clock}");
    }
    for (token, own, other) in [(&rival, &numbers[1], &numbers[0]), (&wang, &numbers[0], &numbers[1])] {
        let seen = server.get(&format!("/api/v1/tickets/{own}/events"), token).is(200).text
            + &server.get(&format!("/api/v1/tickets/{own}"), token).is(200).text;
        assert!(seen.contains("正在切换"), "{seen}");
        assert!(!seen.contains(other.as_str()) && !seen.contains("CANARY") && !seen.contains("canary-secret-2"), "{seen}");
        server.get(&format!("/api/v1/tickets/{other}"), token).is(404);
    }
    // Solved once, confirmed by each for themselves.
    act(&server, &senior, parent, "triage", json!({"severity": "critical"})).is(200);
    act(&server, &senior, parent, "start", json!({})).is(409);
}

#[test]
fn a_burst_is_what_the_policy_says() {
    let story = Story::staffed();
    let toml = std::fs::read_to_string(story.desk.join("desk.toml")).unwrap();
    std::fs::write(story.desk.join("desk.toml"), format!("{toml}\n[policy.burst]\nreports = 1\nwindow = \"soon\"\n")).unwrap();
    let checked = story.run(&["policy", "check"]);
    assert!(
        checked.out.contains(":17: policy.burst.reports: one report is no burst")
            && checked.out.contains(":18: policy.burst.window"),
        "{checked:?}"
    );
    std::fs::write(story.desk.join("desk.toml"), format!("{toml}\n[policy.burst]\nreports = 2\nwindow = \"10 min\"\n")).unwrap();
    let first = story.register(of("A Ltd", "a", "上传附件失败，提示服务不可用"));
    let second = story.register(of("B Ltd", "b", "上传附件总是失败，提示服务不可用"));
    assert_eq!(story.show(&second)["proposal"]["burst"]["tickets"], json!([first, second]));
    assert!(story.run(&["ticket", "show", &first]).ok().out.contains("2 like reports"));
}

#[test]
fn the_same_report_twice_is_merged_and_both_say_so() {
    let story = Story::staffed();
    let first = story.register(fault("闸机不抬杆 GATE-7731", "早高峰时三号闸机不抬杆"));
    let second = story.register(fault("三号闸机还是不抬杆", "再报一次"));
    let foreign = story.register(of("Rival Ltd", "rival", "别家的"));
    assert!(story.act("merge", &second, "senior", json!({"into": foreign})).err.contains("another customer's"));
    assert!(story.act("merge", &second, "senior", json!({"into": second})).err.contains("join itself"));
    assert!(story.act("merge", &second, "王芳", json!({"into": first})).err.contains("may not merge"));
    assert_eq!(story.show(&second)["status"], "pending", "a refused call changes nothing");
    story.act("merge", &second, "senior", json!({"into": first})).ok();
    let (merged, into) = (story.show(&second), story.show(&first));
    assert_eq!(
        (&merged["status"], &merged["closed_how"], &merged["merged_into"]),
        (&json!("closed"), &json!("merged"), &json!(first))
    );
    assert_eq!((&merged["outcome"], &into["merged"], &into["status"]), (&json!("duplicate"), &json!([second]), &json!("pending")));
    for (number, event) in [(&second, "merged"), (&first, "merged_in")] {
        assert!(story.run(&["ticket", "show", number]).ok().out.contains(&format!("  {event} ")));
    }
    assert!(story.act("merge", &first, "senior", json!({"into": second})).err.contains("no open ticket"));
    // It can be taken up again under its own number.
    story.act("reopen", &second, "senior", json!({"reason": "是两回事"})).ok();
    assert_eq!(story.show(&second)["merged_into"], Value::Null);
    story.check_is_clean();
}

#[test]
fn what_is_two_matters_is_split_and_the_part_is_consulted() {
    let story = Story::staffed();
    story.close_fault(fault("工号导出后前导零丢失 EXP-0012", "导出 Excel 后工号前面的零没有了"), "minor", "导出模板改为文本列");
    let whole = story.register(fault("闸机不抬杆，另外导出的工号少了零", "两件事"));
    let body = json!({"title": "工号导出后前导零丢失 EXP-0012", "description": "导出后零没有了", "urgency": "minor"});
    assert!(story.act("split", &whole, "senior", json!({"title": "x"})).err.contains("description"));
    let part = story.act("split", &whole, "senior", body).ok().last();
    let (shown, of_whole) = (story.show(&part), story.show(&whole));
    assert_eq!((&shown["part_of"], &of_whole["parts"]), (&json!(whole), &json!([part])));
    assert_eq!(
        (&shown["customer"], &shown["urgency"], &shown["status"]),
        (&of_whole["customer"], &json!("minor"), &json!("pending"))
    );
    assert!(!shown["consultation"]["found"].as_array().unwrap().is_empty(), "{shown}");
    story.check_is_clean();
}

#[test]
fn teams_are_asked_deliver_and_only_then_take_part() {
    let story = Story::staffed();
    let number = story.register(fault("闸机不抬杆 GATE-7731", "早高峰"));
    let step = json!({"kind": "analysis", "text": "看了驱动日志"});
    for (verb, who, body) in [
        ("triage", "senior", json!({"severity": "major"})),
        ("assign", "super", json!({"to": "senior"})),
        ("start", "senior", json!({})),
    ] {
        story.act(verb, &number, who, body).ok();
    }
    story.act("watch", &number, "dev", json!({})).ok();
    assert!(story.act("step", &number, "dev", step.clone()).err.contains("may not step"), "watching is no taking part");
    assert!(story.act("ask", &number, "dev", json!({"team": "development", "what": "x"})).err.contains("may not ask"));
    let both = story.act("ask", &number, "senior", json!({"team": "test", "to": "dev", "what": "x"}));
    assert!(both.err.contains("one of them"), "{both:?}");
    assert!(story.act("ask", &number, "senior", json!({"to": "王芳", "what": "x"})).err.contains("staff"));
    story
        .act("ask", &number, "senior", json!({"team": "development", "what": "查驱动", "due_at": "2024-05-06T15:00:00+08:00"}))
        .ok();
    story.act("ask", &number, "senior", json!({"to": "tester", "what": "复现"})).ok();
    story.act("step", &number, "dev", step).ok();
    assert!(story.act("deliver", &number, "tester", json!({"ask": 1})).err.contains("somebody else"));
    assert!(story.act("deliver", &number, "dev", json!({"ask": 7})).err.contains("nothing was asked"));
    assert!(story.act("deliver", &number, "dev", json!({"ask": "1"})).err.contains("whole number"));
    story.act("deliver", &number, "dev", json!({"ask": 1, "text": "驱动 1.4 有缺陷"})).ok();
    assert!(story.act("deliver", &number, "dev", json!({"ask": 1})).err.contains("already"));
    let shown = story.show(&number);
    assert_eq!((&shown["asks"][0]["delivered"]["by"], &shown["asks"][1]["delivered"]), (&json!("dev"), &Value::Null));
    assert_eq!(shown["watchers"], json!(["dev"]));
    story.act("unwatch", &number, "dev", json!({})).ok();
    assert_eq!(story.show(&number)["watchers"], json!([]));
    let theirs = story.run(&["ticket", "show", &number, "--json", "--as", "王芳"]).ok().out;
    assert!(!theirs.contains("查驱动") && !theirs.contains("watchers"), "{theirs}");
}

#[test]
fn like_cases_propose_and_a_person_decides() {
    let story = Story::staffed();
    let text = |n: u32| fault("上传文件时报错 ERR_UPLOAD_503", &format!("上传附件失败，提示服务不可用，第 {n} 次"));
    let mut like: Vec<String> = Vec::new();
    for n in 0..2 {
        let mut body = text(n);
        body["component"] = json!("storage");
        like.push(story.close_fault(body, "major", "切换到备用网关"));
    }
    let number = story.register(text(9));
    let shown = story.show(&number);
    let (severity, component) = (&shown["proposal"]["severity"], &shown["proposal"]["component"]);
    assert_eq!(
        (&severity["value"], &severity["solved_by"], &component["value"]),
        (&json!("major"), &json!(["senior"]), &json!("storage")),
        "{shown}"
    );
    assert_eq!((&severity["count"], &severity["of"]), (&json!(2), &json!(2)));
    assert!(severity["like"].as_array().unwrap().iter().all(|n| like.contains(&n.as_str().unwrap().to_string())));
    assert_eq!(shown["proposal"]["assignee"]["name"], "senior");
    assert!(story.run(&["ticket", "show", &number]).ok().out.contains("severity major (2 of 2 like cases"));
    assert_eq!((&shown["severity"], &shown["assignee"]), (&Value::Null, &Value::Null), "nothing is decided by itself");
    story.act("triage", &number, "senior", json!({"as_proposed": true})).ok();
    let after = story.show(&number);
    assert_eq!((&after["severity"], &after["component"]), (&json!("major"), &json!("storage")));
    let server = story.serve();
    let token = story.token("senior", "senior_engineer");
    let proposed = |number: &str| {
        let events = server.get(&format!("/api/v1/tickets/{number}/events"), &token).is(200).json;
        events["items"].as_array().unwrap().iter().find(|e| e["event"] == "triaged").unwrap()["data"]["proposed"].clone()
    };
    assert_eq!((&proposed(&number)["accepted"], &proposed(&number)["component"]), (&json!(true), &json!("storage")));
    // Decided otherwise, the record keeps what was proposed; where nothing is like it, nothing is.
    let other = server.post("/api/v1/tickets", &token, text(10)).is(201).json["number"].as_str().unwrap().to_string();
    act(&server, &token, &other, "triage", json!({"severity": "minor"})).is(200);
    assert_eq!(proposed(&other)["accepted"], false);
    let odd = server.post("/api/v1/tickets", &token, fault("Kaffeemaschine", "blinkt rot")).is(201).json["number"]
        .as_str()
        .unwrap()
        .to_string();
    assert!(act(&server, &token, &odd, "triage", json!({"as_proposed": true})).is(409).detail().contains("propose no class"));
    act(&server, &token, &odd, "triage", json!({"as_proposed": true, "severity": "minor"})).is(422);
}
