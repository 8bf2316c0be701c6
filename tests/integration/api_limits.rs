//! Limits have names: what is too large is refused whole.

use crate::harness::{Story, fault};

#[test]
fn nine_megabytes_are_too_much_and_seven_are_not() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("reg", "registrar");
    let send = |size: usize| server.post("/api/v1/tickets", &token, fault("大日志", &"日志 ERROR x\n".repeat(size / 17)));
    let refused = send(9 << 20).is(413);
    assert!(refused.detail().contains("8 MB"), "{refused:?}");
    assert_eq!(server.get("/api/v1/tickets", &token).numbers("items"), Vec::<String>::new());
    send(7 << 20).is(201);
    let long_title = server.post("/api/v1/tickets", &token, fault(&"长".repeat(501), "d")).is(422);
    assert_eq!(long_title.json["errors"][0]["field"], "title");
}

/// Each word of a list's filter was a condition in the database, which takes only so many within one another.
#[test]
fn any_number_of_words_is_a_legal_question_to_a_list_and_to_the_archive() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("reg", "registrar");
    server.post("/api/v1/tickets", &token, fault("printer jams", "again and again")).is(201);
    let words = |many: usize| "printer+".repeat(many);
    for q in [words(1), words(996), words(5_000), "x".repeat(8_000), "%22".repeat(9_000), "%E2%80%9C".repeat(5_000)] {
        for place in ["/api/v1/tickets", "/api/v1/search"] {
            server.get(&format!("{place}?q={q}"), &token).is(200);
        }
    }
    assert_eq!(server.get(&format!("/api/v1/tickets?q={}", words(996)), &token).numbers("items").len(), 1);
    // What is looked for is cut, not what was found: a word that no title has still leaves nothing.
    assert_eq!(server.get(&format!("/api/v1/tickets?q=scanner+{}", words(996)), &token).numbers("items").len(), 0);
    let repeated = "q=printer&status=pending&product=x&".repeat(1_500);
    server.get(&format!("/api/v1/tickets?{repeated}"), &token).is(200);
    server.get(&format!("/api/v1/search?{repeated}"), &token).is(200);
}

#[test]
fn a_list_in_a_body_holds_only_so_many_items() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("senior", "senior_engineer");
    let registrar = story.token("reg", "registrar");
    let made = server.post("/api/v1/tickets", &registrar, fault("printer jams", "again")).is(201);
    let number = made.json["number"].as_str().unwrap().to_string();
    let many: Vec<String> = (0..1_001).map(|at| format!("TS20260101{at:03}")).collect();
    let refused = server.post(&format!("/api/v1/tickets/{number}/declare"), &token, serde_json::json!({"tickets": many})).is(422);
    assert_eq!(refused.json["errors"][0]["field"], "tickets");
    assert_eq!(refused.json["errors"][0]["message"], "holds more than 1000 items");
}
