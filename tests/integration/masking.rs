//! Personal data is masked wherever it is not needed, and showing it is on the record.

use crate::harness::{Story, fault};
use serde_json::json;

#[test]
fn what_identifies_a_person_stays_out_of_archive_index_and_answers() {
    let story = Story::staffed();
    let secrets = ["13812345678", "WX_wangfang", "wang.fang@haifeng.example"];
    let text = format!("王芳说打不开，打 {} 或加微信 {}，邮箱 {}", secrets[0], secrets[1], secrets[2]);
    let number = story.close_fault(fault("王芳打不开门户", &text), "minor", &format!("已回电 {}", secrets[0]));
    let open = story.register(fault("王芳又打不开门户", &text));
    let server = story.serve();
    let token = story.token("junior", "junior_engineer");
    let answers = [
        server.get(&format!("/api/v1/cases/{number}"), &token).is(200).text,
        server.get(&format!("/api/v1/cases/{number}.md"), &token).is(200).text,
        server.get("/api/v1/search?q=%E6%89%93%E4%B8%8D%E5%BC%80%E9%97%A8%E6%88%B7", &token).is(200).text,
        server.post("/api/v1/consultations", &token, json!({"title": "打不开门户"})).is(200).text,
        server.get(&format!("/api/v1/tickets/{open}/events"), &token).is(200).text,
        std::fs::read_to_string(story.desk.join(format!("content/2024/{number}.md"))).unwrap(),
    ];
    for answer in &answers {
        for secret in secrets.iter().chain(&["王芳"]) {
            assert!(!answer.contains(secret) || answer.contains("confirmed"), "{secret} in {answer}");
        }
    }
    // Two masks in a paragraph carry backslashes in the file, so that no host reads emphasis between them.
    assert!(answers[5].contains("138****5678") && answers[5].contains("王\\*"), "{}", answers[5]);
    // The report itself: masked for staff, as it was written for whose it is.
    let (path, customer) = (format!("/api/v1/tickets/{open}"), story.token("王芳", "customer"));
    let (theirs, own) = (server.get(&path, &token).is(200).json, server.get(&path, &customer).is(200).json);
    let told = |shape: &serde_json::Value| shape["description"].as_str().unwrap().to_string();
    assert!(secrets.iter().all(|secret| !told(&theirs).contains(secret)), "{theirs}");
    assert_eq!(told(&own), text);
    let mut odd = fault("a b", "c");
    odd["contact"] = json!({"name": "n", "wechat": "pending", "phone": "2024"});
    let odd = server.get(&format!("/api/v1/tickets/{}", story.register(odd)), &token).is(200).json;
    assert_eq!((&odd["status"], &odd["submitted_at"]), (&json!("pending"), &json!("2024-05-06T01:00:00Z")), "codes are no text");
    let titled = story.register(fault(&format!("请回电 {} 或 {} 或 {}", secrets[0], secrets[1], secrets[2]), "x"));
    story.act("triage", &titled, "senior", json!({"severity": "minor"})).ok();
    story.act("assign", &titled, "super", json!({"to": "senior"})).ok();
    story.act("progress", &titled, "senior", json!({"text": format!("已回电 {}，微信 {}", secrets[0], secrets[1])})).ok();
    let senior = story.token("senior", "senior_engineer");
    let ticket = format!("/api/v1/tickets/{titled}");
    let paths = ["/api/v1/tickets", "/api/v1/notices", "/api/v1/bursts", &ticket, &format!("{ticket}/events")];
    for (path, secret) in paths.iter().flat_map(|path| secrets.map(|secret| (path, secret))) {
        let seen = server.get(path, &senior).is(200).text;
        assert!(!seen.contains(secret), "{secret} at {path}: {seen}");
    }
    assert!(server.get("/api/v1/notices", &senior).is(200).text.contains(&titled), "it is told of, masked");
    // The file at rest in the index is masked too.
    for entry in std::fs::read_dir(story.desk.join("index/built")).unwrap().flatten() {
        let bytes = std::fs::read(entry.path()).unwrap();
        assert!(!bytes.windows(11).any(|w| w == secrets[0].as_bytes()), "{:?}", entry.path());
    }
}

#[test]
fn the_contact_is_shown_whole_to_who_must_reach_them_and_the_showing_is_recorded() {
    let story = Story::staffed();
    let number = story.register(fault("a b", "c"));
    let server = story.serve();
    let path = format!("/api/v1/tickets/{number}/contact");
    let developer = story.token("dev", "developer");
    server.post(&path, &developer, json!({"reason": "好奇"})).is(403);
    let junior = story.token("junior", "junior_engineer");
    server.post(&path, &junior, json!({})).is(422);
    let shown = server.post(&path, &junior, json!({"reason": "回电核实"})).is(200).json;
    assert_eq!((&shown["name"], &shown["phone"]), (&json!("王芳"), &json!("13812345678")));
    let events = server.get(&format!("/api/v1/tickets/{number}/events"), &junior).is(200).json;
    let last = events["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["event"], &last["actor"], &last["data"]["reason"]),
        (&json!("contact_shown"), &json!("junior"), &json!("回电核实"))
    );
    // The customer does not read who looked, nor the staff's names whole.
    let customer = story.token("王芳", "customer");
    let theirs = server.get(&format!("/api/v1/tickets/{number}/events"), &customer).is(200);
    assert_eq!(theirs.json["items"].as_array().unwrap().len(), 1);
    assert!(!theirs.text.contains("\"reg\"") && theirs.text.contains("r*"), "{}", theirs.text);
}

#[test]
fn the_tickets_page_masks_the_answer_too_and_the_customer_is_not_told_the_inner_cause() {
    let story = Story::staffed();
    let number = story.register(fault("打印没有反应", "回拨 138-1234-5678"));
    let steps = crate::harness::fault_steps("换了驱动，已电话 138 1234 5678 回访，微信 wx_WANGFANG");
    for (verb, who, mut body) in [("triage", "senior", json!({"severity": "minor"}))].into_iter().chain(steps) {
        if verb == "resolve" {
            body["workaround"] = json!("请打 +86 138 1234 5678 或 139-8765-4321");
            body["cause"] = json!("CANARY-CAUSE");
        }
        story.act(verb, &number, who, body).ok();
        if verb == "resolve" {
            break;
        }
    }
    let server = story.serve();
    let page =
        crate::pages::see(&server, &format!("/tickets/{number}"), &crate::pages::signed_in(&story, &server, "junior")).is(200).text;
    let digits: String = page.chars().filter(char::is_ascii_digit).collect();
    for whole in ["13812345678", "13987654321"] {
        assert!(!digits.contains(whole), "{whole} on the page");
    }
    assert!(!page.to_lowercase().contains("wx_wangfang"), "the account on the page");
    let shown = story.run(&["ticket", "show", &number, "--json"]).ok().out;
    assert!(!shown.contains("138 1234 5678") && !shown.contains("139-8765-4321"), "{shown}");
    let (path, customer) = (format!("/api/v1/tickets/{number}"), story.token("王芳", "customer"));
    for place in [path.clone(), format!("{path}/events")] {
        assert!(!server.get(&place, &customer).is(200).text.contains("CANARY-CAUSE"), "{place}");
    }
    let own = server.get(&path, &customer).is(200).json;
    assert_eq!(own["resolution"]["workaround"], json!("请打 +86 138 1234 5678 或 139-8765-4321"), "theirs, as it was written");
    let staff = server.get(&path, &story.token("senior", "senior_engineer")).is(200).json;
    assert_eq!(staff["resolution"]["cause"], json!("CANARY-CAUSE"));
}

#[test]
fn a_public_case_names_its_family_by_titles_that_were_masked() {
    let story = Story::staffed();
    let line = |id: &str, title: &str, more: &str| {
        format!(
            r#"{{"id": "{id}", "created_at": "2024-03-01T09:00:00+08:00", "title": "{title}", "body": "门户打不开", "status": "Closed", "resolution": "Fixed", "answer": "重启网关"{more}}}"#
        )
    };
    let file = story.desk.join("in.jsonl");
    let second = line("B", "门户又打不开，请打 136-1234-5678 找 li.si@example.com", r#", "duplicate_of": "A""#);
    std::fs::write(&file, format!("{}\n{second}\n", line("A", "门户打不开", ""))).unwrap();
    story.run(&["import", "jsonl", file.to_str().unwrap()]).ok();
    let server = story.serve();
    let token = story.token("senior", "senior_engineer");
    for number in ["TS20240301001", "TS20240301002"] {
        let body = json!({"audience": "public"}).to_string();
        server.call("PUT", &format!("/api/v1/cases/{number}"), &token, &[], Some(&body)).is(200);
    }
    let page = crate::pages::see(&server, "/cases/TS20240301001", "").is(200).text;
    assert!(page.contains("TS20240301002") && page.contains("136****5678") && page.contains("l***@example.com"), "{page}");
    assert!(!page.contains("136-1234-5678") && !page.contains("li.si@"), "{page}");
}

#[test]
fn the_number_of_a_case_that_a_customer_may_not_read_is_not_told_them() {
    let story = Story::staffed();
    let mut other = fault("网关超时", "网关超时 504");
    other["customer"] = json!("Rival Ltd");
    other["contact"] = json!({"name": "rival"});
    let number = story.register(other);
    story.act("triage", &number, "senior", json!({"severity": "minor"})).ok();
    for (verb, who, body) in crate::harness::fault_steps("重启网关") {
        let who = if verb == "confirm" { "rival" } else { who };
        story.act(verb, &number, who, body).ok();
    }
    let mine = story.register(fault("网关超时", "网关超时 504"));
    story.act("triage", &mine, "senior", json!({"severity": "minor"})).ok();
    story.act("assign", &mine, "super", json!({"to": "senior"})).ok();
    story.act("link", &mine, "senior", json!({"case": number})).ok();
    let server = story.serve();
    let (path, customer) = (format!("/api/v1/tickets/{mine}"), story.token("王芳", "customer"));
    for place in [path.clone(), format!("{path}/events")] {
        let told = server.get(&place, &customer).is(200).text;
        assert!(!told.contains(&number), "{place}: {told}");
    }
    assert!(server.get(&path, &story.token("senior", "senior_engineer")).is(200).text.contains(&number));
}

#[test]
fn cases_of_an_older_masking_get_a_revision_at_the_next_start_and_only_then() {
    let story = Story::staffed();
    let file = story.desk.join("content/2024/TS20240301001.md");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = "---\nnumber: TS20240301001\ntitle: \"门户打不开，回拨 136-1234-5678\"\nopened_at: 2024-03-01T01:00:00Z\nrevision: 3\n---\n\n\
                ## 问题描述\n\n座机 010-62345678\n\n## 解决方案\n\n重启网关 5.7.40\n";
    std::fs::write(&file, text).unwrap();
    let kept = text.replace("136-1234-5678", "x").replace("010-62345678", "x").replace("001", "002");
    std::fs::write(story.desk.join("content/2024/TS20240301002.md"), kept).unwrap();
    let revision = || story.run(&["search", "门户", "--json"]).ok();
    revision();
    let masked = std::fs::read_to_string(&file).unwrap();
    assert!(masked.contains("136****5678") && masked.contains("010-6234****") && masked.contains("5.7.40"), "{masked}");
    assert!(masked.contains("revision: 4") && masked.contains("masking: "), "{masked}");
    let other = std::fs::read_to_string(story.desk.join("content/2024/TS20240301002.md")).unwrap();
    assert!(!other.contains("revision: 4"), "what masking leaves as it is gets no revision: {other}");
    // By hand once more: taken in first, then masked as it reads now, unless it says that it was.
    let edited = masked
        .replace("重启网关", "重启两台网关")
        .replace("masking: 2\n", "")
        .replace("## 解决方案", "电话 0755-86543210\n\n## 解决方案");
    std::fs::write(&file, edited).unwrap();
    let server = story.serve();
    let token = story.token("senior", "senior_engineer");
    let mut seen = serde_json::Value::Null;
    for _ in 0..100 {
        seen = server.get("/api/v1/cases/TS20240301001", &token).is(200).json;
        if seen["revision"].as_u64() == Some(6) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let parts = seen["parts"].to_string();
    assert!(parts.contains("重启两台网关") && parts.contains("0755-8654****") && !parts.contains("86543210"), "{seen}");
    drop(server);
    story.run(&["search", "门户", "--json"]).ok();
    let again = story.serve();
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(again.get("/api/v1/cases/TS20240301001", &token).is(200).json["revision"], seen["revision"], "once");
}
