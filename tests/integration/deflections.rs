//! A report answered by a case: how that was said, once, and taken back.

use crate::entering::{hidden, staffed_with_root};
use crate::harness::Story;
use crate::pages::{leads, post, signed_in};
use precedent::ledger::{Area, Ledger, StoredEvent};
use serde_json::{Value, json};

/// What is on record of a consultation.
fn record(story: &Story, id: &str) -> Vec<StoredEvent> {
    Ledger::open(&story.desk.join("desk.db")).unwrap().stream(Area::Consultation, id).unwrap()
}

fn names(entries: &[StoredEvent]) -> Vec<&str> {
    entries.iter().map(|entry| entry.name.as_str()).collect()
}

#[test]
fn a_deflection_says_how_it_was_made_and_is_recorded_once() {
    let story = staffed_with_root();
    let server = story.serve();
    let token = story.token("王芳", "customer");
    let consulted = || {
        let asked = server.post("/api/v1/consultations", &token, json!({"title": "ORA-12514 listener"})).is(200);
        (
            asked.json["id"].as_str().unwrap().to_string(),
            asked.numbers("matches")[0].clone(),
            asked.numbers("matches").get(1).cloned(),
        )
    };
    for (told, how) in [(None, "api"), (Some("button"), "button"), (Some("key"), "key")] {
        let (id, case, _) = consulted();
        let path = format!("/api/v1/consultations/{id}/deflect");
        server.post(&path, &token, json!({"case": case, "how": "foot"})).is(422);
        for _ in 0..2 {
            let body = told.map_or(json!({"case": case}), |told| json!({"case": case, "how": told}));
            assert_eq!(server.post(&path, &token, body).is(200).json["deflected"], true);
        }
        let record = record(&story, &id);
        assert_eq!(names(&record), ["deflected"]);
        assert_eq!(serde_json::from_str::<Value>(&record[0].body).unwrap()["how"], how);
    }
    // On a page it was the button, unless the page's script says that it was a key.
    let cookie = signed_in(&story, &server, "王芳");
    for (told, how) in [("", "button"), ("key", "key"), ("nonsense", "button")] {
        let part = post(&server, "/suggestions", &cookie, &[("title", "连不上 ORA-12514 listener")]).is(200).text;
        let id = part.split("/consultations/").nth(1).unwrap().split('/').next().unwrap();
        for _ in 0..2 {
            post(&server, &format!("/consultations/{id}/deflect"), &cookie, &[("case", "TS20240111001"), ("how", told)]).is(303);
        }
        let record = record(&story, id);
        assert_eq!(names(&record), ["deflected"]);
        assert_eq!(serde_json::from_str::<Value>(&record[0].body).unwrap()["how"], how);
    }
}

#[test]
fn a_deflection_is_taken_back_from_the_page_that_confirms_it_with_what_was_typed() {
    let story = staffed_with_root();
    let server = story.serve();
    let (cookie, rival) = (signed_in(&story, &server, "王芳"), signed_in(&story, &server, "rival"));
    let told = [
        ("title", "连不上 ORA-12514 listener"),
        ("description", "第一行\r\n第二行"),
        ("customer", "海风科技有限公司"),
        ("contact_name", "王芳"),
    ];
    let part = post(&server, "/suggestions", &cookie, &told).is(200).text;
    let id = part.split("/consultations/").nth(1).unwrap().split('/').next().unwrap().to_string();
    let fields: Vec<(&str, &str)> = told.iter().copied().chain([("case", "TS20240111001")]).collect();
    let page = leads(&server, &format!("/consultations/{id}/deflect"), &cookie, &fields).text;
    let back = format!("/consultations/{id}/take-back");
    let sent = hidden(&page, &back);
    assert!(sent.contains(&("title".into(), told[0].1.into())) && !sent.iter().any(|(name, _)| name == "case"), "{sent:?}");
    let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(post(&server, &back, &rival, &sent).status, 404, "not theirs");
    for _ in 0..2 {
        let form = leads(&server, &back, &cookie, &sent).text;
        assert!(form.contains("value=\"连不上 ORA-12514 listener\"") && form.contains("第二行</textarea>"), "{form}");
        assert!(form.contains("action=\"/report\"") && !form.contains("role=\"alert\""), "{form}");
    }
    assert_eq!(names(&record(&story, &id)), ["deflected", "deflection_taken_back"]);
}

#[test]
fn what_was_taken_back_is_not_counted_even_after_a_restart() {
    let story = staffed_with_root();
    let (customer, rival, boss) =
        (story.token("王芳", "customer"), story.token("rival", "customer"), story.token("manager", "support_manager"));
    let server = story.serve();
    let ask = || {
        let asked = server.post("/api/v1/consultations", &customer, json!({"title": "ORA-12514 listener"})).is(200);
        (asked.json["id"].as_str().unwrap().to_string(), asked.numbers("matches"))
    };
    let ((id, cases), (other, _)) = (ask(), ask());
    let deflect = |id: &str| format!("/api/v1/consultations/{id}/deflect");
    server.post(&deflect(&id), &customer, json!({"case": cases[0]})).is(200);
    server.post(&deflect(&other), &customer, json!({"case": cases[0]})).is(200);
    // Said of another case, the later word stands: one report, one answer.
    if let Some(second) = cases.get(1) {
        server.post(&deflect(&other), &customer, json!({"case": second})).is(200);
    }
    drop(server);
    let server = story.serve();
    let figures = |name: &str| {
        let total =
            server.get(&format!("/api/v1/reports/{name}?from=2024-05-01&to=2024-06-01"), &boss).is(200).json["total"].clone();
        (total["count"].as_u64().unwrap(), total["of"].as_u64().unwrap())
    };
    assert_eq!((figures("deflections"), figures("reuse"), figures("taken_back")), ((2, 2), (2, 2), (0, 2)));
    // The memory of it is gone, the record is not: the same again is known, and it is taken back.
    server.post(&deflect(&id), &customer, json!({"case": cases[0]})).is(200);
    server.call("DELETE", &deflect(&id), &rival, &[], None).is(404);
    server.call("DELETE", &deflect("c_nothing"), &customer, &[], None).is(404);
    for _ in 0..2 {
        let back = server.call("DELETE", &deflect(&id), &customer, &[], None).is(200).json;
        assert_eq!((&back["deflected"], &back["case"]), (&json!(false), &json!(cases[0])));
    }
    assert_eq!(names(&record(&story, &id)), ["deflected", "deflection_taken_back"]);
    assert_eq!((figures("deflections"), figures("reuse"), figures("taken_back")), ((1, 1), (1, 1), (1, 2)));
    // Staff may as well.
    server.call("DELETE", &deflect(&other), &boss, &[], None).is(200);
    assert_eq!((figures("deflections"), figures("taken_back")), ((0, 0), (2, 2)));
    let described = server.get("/api/v1/openapi.json", "").is(200).json;
    assert!(described["paths"]["/consultations/{id}/deflect"]["delete"].is_object());
    story.check_is_clean();
}
