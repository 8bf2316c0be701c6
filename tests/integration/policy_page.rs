//! The policy as people read it, and a change tried on its page.

use crate::harness::{Story, fault};
use crate::pages::{post, see, signed_in};
use serde_json::json;

#[test]
fn staff_read_the_policy_in_words_and_a_supervisor_tries_a_change_that_changes_nothing() {
    let story = Story::staffed();
    let number = story.register(fault("闸机不抬杆 GATE-7731", "早高峰"));
    story.act("triage", &number, "senior", json!({"severity": "critical"})).ok();
    let toml = std::fs::read_to_string(story.desk.join("desk.toml")).unwrap();
    let definition = "[policy.severity.major]\ndefinition = \"半数以上门店受影响\"\n";
    std::fs::write(story.desk.join("desk.toml"), format!("{toml}\n{definition}")).unwrap();
    let server = story.serve();
    let [junior, boss, customer] = ["junior", "super", "王芳"].map(|name| signed_in(&story, &server, name));
    let shown = see(&server, "/policy", &junior).is(200).text;
    assert!(shown.contains("Version 2, in force since 2024-05-06 09:00"), "{shown}");
    for said in
        ["each working day by 17:00", "after 4 h → support manager", "半数以上门店受影响", "Mon–Fri 09:00-18:00", "3 working days"]
    {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(shown.contains("2024-06-10 off"), "a holiday to come: {shown}");
    assert!(!shown.contains("<textarea"), "who may not try it is not offered it");
    assert!(see(&server, "/forms/urgency", &junior).is(200).text.contains("半数以上门店受影响"), "form 1 says the same");
    // Whoever answers for it tries.
    let offered = see(&server, "/policy", &boss).is(200).text;
    assert!(offered.contains("<textarea") && offered.contains("半数以上门店受影响&quot;"), "{offered}");
    let tried = |text: &str| post(&server, "/policy", &boss, &[("text", text)]).is(200).text;
    let wrong = tried("name = \"Desk\"\r\n[policy.severity.critical]\r\nresolution = \"3 days\"\r\n");
    assert!(wrong.contains("第 3 行") && wrong.contains("policy.severity.critical.resolution"), "{wrong}");
    let moves = tried("[policy.severity.critical]\nresolution = \"2 h\"\n");
    assert!(moves.contains("1 个到期时间会变") && moves.contains(&number), "{moves}");
    assert!(moves.contains("2024-05-06 13:00") && moves.contains("2024-05-06 11:00"), "{moves}");
    assert!(tried(&format!("{toml}\n{definition}")).contains("与现行规则相同"));
    post(&server, "/policy", &junior, &[("text", "")]).is(403);
    for cookie in [customer.as_str(), ""] {
        see(&server, "/policy", cookie).is(403);
        post(&server, "/policy", cookie, &[("text", "")]).is(403);
        assert!(!see(&server, "/", cookie).is(200).text.contains("/policy"));
    }
    let now = see(&server, "/policy", &boss).is(200).text;
    assert!(now.contains("Version 2,") && !now.contains("Version 3"), "nothing was saved: {now}");
}
