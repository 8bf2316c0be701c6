//! The API as programs meet it: shapes, problems, keys, versions, pages of lists.

use crate::harness::{Story, fault};
use serde_json::{Value, json};

#[test]
fn registering_answers_201_with_its_place_and_the_whole_ticket() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("reg", "registrar");
    let made = server.post("/api/v1/tickets", &token, fault("无法登录", "提示密码错误")).is(201);
    assert_eq!(made.location, "/api/v1/tickets/TS20240506001");
    assert_eq!(made.etag, "\"1\"");
    let ticket = &made.json;
    assert_eq!(ticket["status"], "pending");
    assert_eq!(ticket["urgency"], "major");
    assert_eq!(ticket["missing"], json!(["occurred_at", "steps", "error"]));
    assert_eq!(ticket["contact"], json!({"name": "王*", "phone": "138****5678", "wechat": "WX_wangf*", "email": null}));
    let names: Vec<&str> = ticket["clocks"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["first_response", "triage", "resolution", "progress"]);
    server.get(&made.location, &token).is(200);
}

#[test]
fn bad_input_is_named_and_changes_nothing() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("reg", "registrar");
    let post = |body: &str| server.call("POST", "/api/v1/tickets", &token, &[], Some(body));
    let fields = |answer: &Value| -> Vec<String> {
        answer["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap().to_string()).collect()
    };
    let broken = post("{\"title\": ").is(400);
    assert_eq!((broken.kind.as_str(), &broken.json["status"]), ("application/problem+json", &json!(400)));
    assert!(broken.json["type"].is_string() && broken.json["title"].is_string());
    assert_eq!(fields(&post("{}").is(422).json), ["kind", "customer", "contact", "title"]);
    assert_eq!(fields(&post("[]").is(422).json), ["body"]);
    let mut body = fault(" ", "d");
    body["urgency"] = json!("hot");
    body["contact"]["name"] = json!(7);
    body["occurred_at"] = json!("yesterday");
    assert_eq!(fields(&post(&body.to_string()).is(422).json), ["contact.name", "title", "urgency", "occurred_at"]);
    assert_eq!(server.get("/api/v1/tickets", &token).is(200).json["items"], json!([]));
    // And the number that was never given is not used up.
    assert_eq!(server.post("/api/v1/tickets", &token, fault("a b", "c")).is(201).json["number"], "TS20240506001");
}

#[test]
fn any_json_is_answered() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("senior", "senior_engineer");
    let number = story.register(fault("a b", "c"));
    let odd = ["null", "0", "\"x\"", "[[[]]]", "{\"severity\": {\"a\": 1}}", "{\"items\": [1, null]}", "{\"title\": \"\\u0000\"}"];
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    for verb in ["triage", "assign", "plan", "step", "confirm", "accept", "link", "nonsense"] {
        for body in odd.iter().copied().chain([deep.as_str()]) {
            let answer = server.call("POST", &format!("/api/v1/tickets/{number}/{verb}"), &token, &[], Some(body));
            assert!((400..500).contains(&answer.status), "{verb} {body:.40}: {answer:?}");
        }
    }
    for path in ["/api/v1/nothing", "/api/v1/tickets/nonsense", "/api/v1/cases/TS20240506001", "/api/v1/tickets/%F0%9F%98%80"] {
        assert_eq!(server.get(path, &token).is(404).kind, "application/problem+json", "{path}");
    }
    assert_eq!(server.call("DELETE", "/api/v1/tickets", &token, &[], None).is(405).kind, "application/problem+json");
    server.get("/api/v1/tickets?status=odd", &token).is(422);
    server.get("/api/v1/tickets?cursor=odd", &token).is(422);
}

#[test]
fn a_key_makes_a_request_happen_once() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("reg", "registrar");
    let body = fault("重复提交", "网络抖动").to_string();
    let send = |key: &str, body: &str| server.call("POST", "/api/v1/tickets", &token, &[("Idempotency-Key", key)], Some(body));
    let first = send("k1", &body).is(201);
    let again = send("k1", &body).is(201);
    assert_eq!(first.json["number"], again.json["number"]);
    assert_eq!(send("k1", &fault("另一件事", "x").to_string()).status, 422);
    assert_ne!(send("k2", &body).is(201).json["number"], first.json["number"]);
    let other = story.token("account", "account_manager");
    let theirs = server.call("POST", "/api/v1/tickets", &other, &[("Idempotency-Key", "k1")], Some(&body)).is(201);
    assert_ne!(theirs.json["number"], first.json["number"], "a key belongs to whoever used it");
    // The same for a step.
    let senior = story.token("senior", "senior_engineer");
    let path = format!("{}/triage", first.location);
    let triage = || server.call("POST", &path, &senior, &[("Idempotency-Key", "t1")], Some("{\"severity\": \"minor\"}"));
    let once = triage().is(200).json["version"].clone();
    assert_eq!(triage().is(200).json["version"], once);
}

#[test]
fn an_edit_of_something_older_is_refused() {
    let story = Story::staffed();
    let number = story.close_fault(fault("证书过期", "浏览器提示证书过期"), "major", "续期并重载");
    let server = story.serve();
    let token = story.token("senior", "senior_engineer");
    let path = format!("/api/v1/cases/{number}");
    let etag = server.get(&path, &token).is(200).etag;
    let put = |etag: &str, body: Value| server.call("PUT", &path, &token, &[("If-Match", etag)], Some(&body.to_string()));
    let edited = put(&etag, json!({"parts": {"cause": "没有配置自动续期"}})).is(200);
    assert_eq!(edited.json["parts"]["cause"], "没有配置自动续期");
    assert_eq!(edited.json["parts"]["resolution"], "续期并重载", "what is left out stays");
    assert_eq!(put(&etag, json!({"title": "x"})).status, 412);
    let revisions = server.get(&format!("{path}/revisions"), &token).is(200).json;
    assert_eq!(revisions["items"].as_array().unwrap().len(), 2);
    let file = server.get(&format!("{path}.md"), &token).is(200);
    assert!(file.kind.starts_with("text/markdown") && file.text.contains("没有配置自动续期"));
    let rated = server.post(&format!("{path}/feedback"), &token, json!({"helpful": true})).is(200);
    assert_eq!(rated.json["feedback"], json!({"helped": 1, "did_not_help": 0}));
    // The edit is found at once.
    let found = server.get("/api/v1/search?q=%E8%87%AA%E5%8A%A8%E7%BB%AD%E6%9C%9F", &token).is(200);
    assert_eq!(found.numbers("items"), std::slice::from_ref(&number));
    let ticket = format!("/api/v1/tickets/{number}/reopen");
    let reopen = |tag: &str| server.call("POST", &ticket, &token, &[("If-Match", tag)], Some("{\"reason\": \"又过期\"}")).status;
    assert_eq!((reopen("\"1\""), reopen("\"12\"")), (412, 200));
}

#[test]
fn lists_come_in_pages_and_by_filter() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("reg", "registrar");
    let made: Vec<String> = (0..5)
        .map(|i| {
            server.post("/api/v1/tickets", &token, fault(&format!("第{i}件 件件不同"), "d")).is(201).json["number"]
                .as_str()
                .unwrap()
                .into()
        })
        .collect();
    let first = server.get("/api/v1/tickets?limit=2", &token).is(200);
    assert_eq!(first.numbers("items"), [made[4].clone(), made[3].clone()]);
    let cursor = first.json["next"].as_str().unwrap().to_string();
    let second = server.get(&format!("/api/v1/tickets?limit=3&cursor={cursor}"), &token).is(200);
    assert_eq!(second.numbers("items"), [made[2].clone(), made[1].clone(), made[0].clone()]);
    assert_eq!(second.json["next"], Value::Null);
    assert_eq!(server.get("/api/v1/tickets?status=closed", &token).is(200).json["items"], json!([]));
    assert_eq!(server.get(&format!("/api/v1/tickets?q={}", made[1]), &token).is(200).numbers("items"), [made[1].clone()]);
}

#[test]
fn the_openapi_document_and_the_health_of_the_desk() {
    let story = Story::staffed();
    let server = story.serve();
    let document = server.get("/api/v1/openapi.json", "").is(200).json;
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/tickets/{number}/send-back"]["post"]["requestBody"].is_object());
    assert_eq!(server.get("/healthz", "").is(200).text, "ok\n");
    server.get("/readyz", "").is(200);
    assert!(server.get("/metrics", "").is(200).text.contains("precedent_index_documents 0"));
}

#[test]
fn a_second_server_says_who_has_the_desk() {
    let story = Story::staffed();
    let _server = story.serve();
    let mut second = Story { now: String::new(), ..story };
    let ran = second.at("").run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("already held: serve, process"), "{ran:?}");
    // A working desk keeps real time.
    assert!(second.at(crate::harness::MONDAY).run(&["serve"]).err.contains("--simulate"));
}
