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
    assert!(answers[5].contains("138****5678") && answers[5].contains("王*"), "{}", answers[5]);
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
