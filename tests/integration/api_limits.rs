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
