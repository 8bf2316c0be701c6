//! The page of bursts and incidents: proposed there, declared there by a person, told to all from one place.

use crate::harness::{Story, fault};
use crate::pages::{post, see, signed_in};
use serde_json::json;

#[test]
fn a_burst_is_declared_on_its_page_and_all_who_reported_it_are_told_from_there() {
    let story = Story::staffed();
    let mut numbers = Vec::new();
    for i in 0..6 {
        let mut body = fault("上传文件时报错 ERR_UPLOAD_503", &format!("今天早上开始上传附件失败，提示服务不可用，第 {i} 位"));
        body["customer"] = json!(if i == 1 { "Rival Ltd".to_string() } else { format!("Company {i}") });
        body["contact"] = json!({"name": if i == 1 { "rival".to_string() } else { format!("contact{i}") }});
        numbers.push(story.register(body));
    }
    let server = story.serve();
    let [senior, rival, admin] = ["senior", "rival", "dev"].map(|name| signed_in(&story, &server, name));
    story.run(&["person", "add", "chief", "--role", "administrator"]).ok();
    let chief = signed_in(&story, &server, "chief");
    let shown = see(&server, "/bursts", &senior).is(200).text;
    assert!(shown.contains("6 reports, of 6 customers") && numbers.iter().all(|n| shown.contains(n.as_str())), "{shown}");
    assert!(shown.contains("There is no incident") && shown.contains("Declare it an incident"), "{shown}");
    // Who takes no step of the process sees it and is offered nothing.
    assert!(!see(&server, "/bursts", &chief).is(200).text.contains("Declare it an incident"));
    let parent = ("incident", numbers[0].as_str());
    post(&server, "/bursts", &chief, &[parent, ("ticket", &numbers[1])]).is(403);
    let alone = post(&server, "/bursts", &senior, &[parent, ("ticket", &numbers[0])]).is(200).text;
    assert!(alone.contains("role=\"alert\"") && alone.contains("至少要写一个别的工单"), "{alone}");
    // One of them is another matter and is left out.
    let chosen: Vec<(&str, &str)> = numbers[..5].iter().map(|n| ("ticket", n.as_str())).collect();
    assert_eq!(post(&server, "/bursts", &senior, &[&[parent], &chosen[..]].concat()).is(303).location, "/bursts");
    assert_eq!(story.show(&numbers[4])["attached_to"], json!(numbers[0]));
    assert_eq!(story.show(&numbers[5])["attached_to"], json!(null));
    let shown = see(&server, "/bursts", &senior).is(200).text;
    assert!(shown.contains("4 tickets have joined, of 5 customers") && shown.contains("not told anything yet"), "{shown}");
    assert!(!shown.contains("Declare it an incident"), "what was declared is proposed no more: {shown}");
    let tell = format!("/bursts/{}/progress", numbers[0]);
    assert!(!see(&server, "/bursts", &admin).is(200).text.contains(&tell), "a developer does not tell customers");
    post(&server, &tell, &senior, &[("text", "存储网关故障，正在切换")]).is(303);
    let theirs = see(&server, &format!("/tickets/{}", numbers[1]), &rival).is(200).text;
    assert!(theirs.contains("正在切换") && !theirs.contains(&numbers[0]) && !theirs.contains("Company"), "{theirs}");
    assert!(see(&server, "/bursts", &senior).is(200).text.contains("last told 05-06 09:00"));
    for cookie in [rival.as_str(), ""] {
        see(&server, "/bursts", cookie).is(403);
        post(&server, "/bursts", cookie, &[parent, ("ticket", &numbers[5])]).status.checked_sub(400).expect("refused");
        assert!(!see(&server, "/", cookie).is(200).text.contains("/bursts"));
    }
}

#[test]
fn what_was_joined_one_by_one_is_named_and_becomes_the_incident() {
    let story = Story::staffed();
    let numbers: Vec<String> =
        ["打印机卡纸", "传真不通", "门铃不响"].iter().map(|title| story.register(fault(title, "x"))).collect();
    for number in &numbers[1..] {
        story.act("attach", number, "senior", json!({"ticket": numbers[0]})).ok();
    }
    assert_eq!(story.show(&numbers[0])["joined"], json!(numbers[1..]));
    let server = story.serve();
    let customer = story.token("王芳", "customer");
    let theirs = server.get(&format!("/api/v1/tickets/{}", numbers[0]), &customer).is(200);
    assert!(!theirs.text.contains("joined"), "who else reported it is not theirs to know: {}", theirs.text);
    let senior = signed_in(&story, &server, "senior");
    assert!(
        see(&server, &format!("/tickets/{}", numbers[0]), &senior).is(200).text.contains(&format!("/tickets/{}\"", numbers[2]))
    );
    let joined = see(&server, &format!("/tickets/{}", numbers[1]), &senior).is(200).text;
    assert!(joined.contains(&format!("Has joined</b><a href=\"/tickets/{}\"", numbers[0])), "{joined}");
    story.act("declare", &numbers[0], "senior", json!({})).ok();
    for (verb, who, body) in [
        ("triage", "senior", json!({"severity": "major"})),
        ("assign", "super", json!({"to": "senior"})),
        ("start", "senior", json!({})),
    ] {
        story.act(verb, &numbers[0], who, body).ok();
    }
    story.act("progress", &numbers[0], "senior", json!({"text": "正在切换"})).ok();
    for number in &numbers[1..] {
        assert!(server.get(&format!("/api/v1/tickets/{number}/events"), &customer).is(200).text.contains("正在切换"));
    }
}
