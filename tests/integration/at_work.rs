//! The page of people at work: who sees it, who says who is away, who hands out duties.

use crate::harness::{Story, fault};
use crate::pages::{post, see, signed_in};
use serde_json::json;

#[test]
fn one_says_oneself_that_one_is_away_and_a_supervisor_says_it_of_others() {
    let story = Story::staffed();
    let number = story.register(fault("闸机不抬杆 GATE-7731", "早高峰"));
    story.act("triage", &number, "senior", json!({"severity": "minor"})).ok();
    story.act("assign", &number, "super", json!({"to": "junior"})).ok();
    story.act("ask", &number, "senior", json!({"to": "tester", "what": "复现"})).ok();
    let server = story.serve();
    let [junior, boss, customer] = ["junior", "super", "王芳"].map(|name| signed_in(&story, &server, name));
    let shown = see(&server, "/duty", &junior).is(200).text;
    assert!(shown.contains("aria-label=\"junior: 1 open\""), "{shown}");
    assert!(shown.contains("1 owed beside them") && shown.contains("No duty is settled"), "{shown}");
    let of_junior = see(&server, "/tickets?of=junior", &boss).is(200).text;
    assert!(of_junior.contains(&number) && of_junior.contains("Responsible: junior"), "{of_junior}");
    assert!(shown.contains("/duty/junior/away") && !shown.contains("/duty/senior/away"), "only their own is offered");
    let until = [("until", "2024-05-10T18:00"), ("deputy", "senior")];
    assert_eq!(post(&server, "/duty/junior/away", &junior, &until).is(303).location, "/duty");
    assert!(see(&server, "/duty", &junior).is(200).text.contains("away until 05-10 18:00"));
    let senior = see(&server, "/tickets?yours=1", &signed_in(&story, &server, "senior")).is(200).text;
    assert!(senior.contains("for junior, away until 05-10 18:00"), "{senior}");
    post(&server, "/duty/senior/away", &junior, &until).is(403);
    post(&server, "/duty/senior/away", &boss, &[("until", "2024-05-10T18:00"), ("deputy", "junior")]).is(303);
    // What was wrong is said where it was typed, and what was typed is still there.
    let wrong = post(&server, "/duty/dev/away", &boss, &[("from", "2024-05-12T09:00"), ("until", "2024-05-10T18:00")]).is(200).text;
    assert!(wrong.contains("role=\"alert\"") && wrong.contains("须晚于开始时间") && wrong.contains("2024-05-12T09:00"), "{wrong}");
    post(&server, "/duty/junior/back", &junior, &[]).is(303);
    assert!(!see(&server, "/tickets?yours=1", &signed_in(&story, &server, "senior")).is(200).text.contains("for junior"));
    // Groups are an administrator's; a customer and a visitor see nothing of it.
    post(&server, "/duty/junior/groups", &boss, &[("groups", "二线")]).is(403);
    for cookie in [customer.as_str(), ""] {
        see(&server, "/duty", cookie).is(403);
        post(&server, "/duty/junior/away", cookie, &until).is(403);
        assert!(!see(&server, "/", cookie).is(200).text.contains("/duty"));
    }
}

#[test]
fn duties_are_given_by_the_day_beside_those_of_the_week() {
    let story = Story::staffed();
    story.run(&["person", "add", "second", "--role", "senior_engineer"]).ok();
    let toml = std::fs::read_to_string(story.desk.join("desk.toml")).unwrap();
    let duty = "[[policy.duty]]\npeople = [\"senior\"]\ndays = [\"Tue\"]\nhours = [\"08:00-12:00\"]\n";
    std::fs::write(story.desk.join("desk.toml"), format!("{toml}\n{duty}")).unwrap();
    let server = story.serve();
    let [senior, boss] = ["senior", "super"].map(|name| signed_in(&story, &server, name));
    let shown = see(&server, "/duty", &senior).is(200).text;
    assert!(shown.contains("Nobody is on duty") && shown.contains("08:00-12:00 <b>senior</b>"), "{shown}");
    assert!(!shown.contains("/duty/somebody/shift"), "{shown}");
    let given = [("who", "second"), ("from", "2024-05-06T08:30"), ("until", "2024-05-06T20:00")];
    post(&server, "/duty/somebody/shift", &senior, &given).is(403);
    post(&server, "/duty/somebody/shift", &boss, &given).is(303);
    let wrong = [("who", "second"), ("from", "2024-05-06T08:30"), ("until", "2025-05-06T20:00")];
    assert!(post(&server, "/duty/somebody/shift", &boss, &wrong).is(200).text.contains("不超过 14 天"));
    let shown = see(&server, "/duty", &boss).is(200).text;
    assert!(shown.contains("<p>second</p>") && shown.contains("05-06 08:30 – 05-06 20:00"), "{shown}");
    // Whoever is on duty comes first among those who could take a ticket.
    let number = story.register(fault("闸机不抬杆 GATE-7731", "早高峰"));
    story.act("triage", &number, "senior", json!({"severity": "major"})).ok();
    assert_eq!(story.show(&number)["proposal"]["assignee"]["name"], "second");
    post(&server, "/duty/second/unshift", &boss, &[("from", "2024-05-06T08:30:00+08:00")]).is(303);
    assert!(see(&server, "/duty", &boss).is(200).text.contains("Nobody is on duty"));
    // The same over the API.
    let (token, junior) = (story.token("super", "support_supervisor"), story.token("junior", "junior_engineer"));
    let body = json!({"from": "2024-05-06T00:30:00Z", "until": "2024-05-06T12:00:00Z"});
    server.post("/api/v1/people/second/shifts", &junior, body.clone()).is(403);
    assert_eq!(server.post("/api/v1/people/second/shifts", &token, body).is(200).json["shifts"].as_array().unwrap().len(), 1);
    let load = server.get("/api/v1/workload", &junior).is(200).json;
    let of = |name: &str| load["items"].as_array().unwrap().iter().find(|w| w["name"] == name).unwrap()["on_duty"].clone();
    assert_eq!((of("second"), of("senior")), (json!(true), json!(false)));
    let gone = server.call("DELETE", "/api/v1/people/second/shifts/2024-05-06T00:30:00Z", &token, &[], None).is(200);
    assert_eq!(gone.json["shifts"], json!([]));
}
