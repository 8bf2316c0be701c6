//! The program is stopped dead at each step of closing; nothing acknowledged is missing afterwards.

use crate::harness::{Story, fault, fault_steps};
use serde_json::json;

#[test]
fn a_reopening_after_a_crash_is_not_undone_by_the_file_that_was_just_written() {
    let mut story = Story::staffed();
    let number = story.register(fault("重开不丢", "d"));
    story.act("triage", &number, "senior", json!({"severity": "minor"})).ok();
    for (verb, who, body) in fault_steps("换电池").into_iter().take(9) {
        story.act(verb, &number, who, body).ok();
    }
    story.crash_at = Some("content.after_sync");
    assert_eq!(story.act("close", &number, "senior", json!({})).code, None);
    // Decided, and the program stopped before a follower ran.
    story.crash_at = Some("act.appended");
    assert_eq!(story.act("reopen", &number, "senior", json!({"reason": "又坏了"})).code, None);
    story.crash_at = None;
    story.run(&["check", "--repair"]).ok();
    let file = std::fs::read_to_string(story.desk.join(format!("content/2024/{number}.md"))).unwrap();
    assert!(file.contains("reopened: true") && file.contains("not_validated"), "{file}");
    story.check_is_clean();
}

#[test]
fn a_crash_at_each_step_of_closing_loses_nothing() {
    let points = [
        "act.appended",
        "content.before_write",
        "content.after_write",
        "content.before_sync",
        "content.after_sync",
        "content.after_cursor",
        "index.before_commit",
        "index.after_commit",
    ];
    for point in points {
        let mut story = Story::staffed();
        let number = story.register(fault("关闭时断电 zebrafish", "d"));
        story.act("triage", &number, "senior", json!({"severity": "minor"})).ok();
        for (verb, who, body) in fault_steps("换电池").into_iter().take(9) {
            story.act(verb, &number, who, body).ok();
        }
        story.crash_at = Some(point);
        let crashed = story.act("close", &number, "senior", json!({}));
        assert_eq!(crashed.code, None, "{point} was not reached: {crashed:?}");
        story.crash_at = None;
        // The decision was durable before any of these points.
        assert_eq!(story.show(&number)["status"], "closed", "{point}");
        story.check_is_clean();
        let files: Vec<_> = std::fs::read_dir(story.desk.join("content/2024")).unwrap().flatten().map(|e| e.file_name()).collect();
        assert_eq!(files, [format!("{number}.md").as_str()], "{point}");
        let found = story.run(&["similar", "--title", "断电 zebrafish", "--json"]).ok().json();
        assert_eq!(
            (found["matches"][0]["number"].as_str(), found["matches"].as_array().unwrap().len()),
            (Some(number.as_str()), 1),
            "{point}"
        );
        // Done again it is refused, not done twice.
        assert!(story.act("close", &number, "senior", json!({})).err.contains("already closed"), "{point}");
    }
}
