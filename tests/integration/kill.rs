//! kill −9 while clients close tickets: what was acknowledged is there, once, and everything agrees.

use crate::harness::{Story, fault, fault_steps};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Rounds of serve, work, kill. PRECEDENT_TEST_CLOSES asks for more closes than a test run needs.
fn closes_wanted() -> usize {
    std::env::var("PRECEDENT_TEST_CLOSES").ok().and_then(|n| n.parse().ok()).unwrap_or(40)
}

#[test]
fn nothing_acknowledged_is_lost_over_kills() {
    let story = Story::staffed();
    let tokens: Vec<(String, String)> = ["reg registrar", "senior senior_engineer", "super support_supervisor", "王芳 customer"]
        .iter()
        .map(|pair| pair.split_once(' ').unwrap())
        .map(|(name, role)| (name.to_string(), story.token(name, role)))
        .collect();
    let token = |name: &str| tokens.iter().find(|(n, _)| n == name).unwrap().1.clone();
    let mut closed: Vec<String> = Vec::new();
    let mut registered: Vec<String> = Vec::new();
    let mut round = 0u64;
    while closed.len() < closes_wanted() {
        round += 1;
        let mut server = story.serve();
        let stop = Arc::new(AtomicBool::new(false));
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..2)
                .map(|worker| {
                    let (server, stop, token) = (&server, stop.clone(), &token);
                    scope.spawn(move || {
                        let (mut registered, mut closed) = (Vec::new(), Vec::new());
                        'next: while !stop.load(Ordering::SeqCst) {
                            let title = format!("第{round}轮 {worker} 号 {} 件", registered.len());
                            let made = server.post("/api/v1/tickets", &token("reg"), fault(&title, "断电也不能丢"));
                            if made.status != 201 {
                                continue;
                            }
                            let number = made.json["number"].as_str().unwrap().to_string();
                            registered.push(number.clone());
                            let triage = ("triage", "senior", json!({"severity": "minor"}));
                            for (verb, who, body) in std::iter::once(triage).chain(fault_steps("重启")) {
                                let path = format!("/api/v1/tickets/{number}/{verb}");
                                if server.post(&path, &token(who), body).status != 200 {
                                    continue 'next;
                                }
                            }
                            closed.push(number);
                        }
                        (registered, closed)
                    })
                })
                .collect();
            // Not always at the same moment of the followers' turn.
            std::thread::sleep(Duration::from_millis(400 + round * 137 % 500));
            // SIGKILL from outside, while requests are under way.
            let pid = server.pid().to_string();
            assert!(std::process::Command::new("kill").args(["-9", &pid]).status().unwrap().success());
            stop.store(true, Ordering::SeqCst);
            for worker in workers {
                let (r, c) = worker.join().unwrap();
                registered.extend(r);
                closed.extend(c);
            }
        });
        server.kill();
    }
    story.check_is_clean();
    for number in &closed {
        assert_eq!(story_status(&story, number), "closed", "{number}");
        assert!(story.desk.join(format!("content/2024/{number}.md")).exists(), "{number} has no file");
    }
    let mut unique = registered.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), registered.len(), "a number was given twice");
}

fn story_status(story: &Story, number: &str) -> String {
    story.show(number)["status"].as_str().unwrap_or_default().to_string()
}
