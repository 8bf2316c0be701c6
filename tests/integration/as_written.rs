//! What people paste goes through registration, case, file and site, and comes back as it was written; nothing is fetched on the way.

use crate::harness::{Story, fault};
use precedent::markdown::{Renderer, from_outside, plain_text};
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::Instant;

/// What real texts are made of, without numbers and names that masking would change.
const PIECES: &[&str] = &[
    "<module>",
    "List<Integer>",
    "</b>",
    "<!-- x -->",
    "\\\\fs\\share\\_tmp",
    "C:\\_work\\*.log",
    "^\\d+$",
    "__init__.py",
    "**注意：**先",
    "*",
    "**",
    "_",
    "`",
    "```",
    "\n```sh\n",
    "\n## Fix\n",
    "\n# systemctl\n",
    "\n- a\n- b\n",
    "\n1. x\n2. y\n",
    "\n> said\n",
    "\n>>> os\n",
    "\n---\n",
    "\n====\n",
    "| a | b |\n|---|---|\n",
    "*/5 * * * * job",
    "[x](https://intra.example/a)",
    "[ERROR]: timeout",
    "https://intra.example/a_b",
    "&amp;",
    "&",
    "~~x~~",
    "~",
    "#",
    "连接池耗尽",
    "重启后恢复",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "é",
    "한국어",
    "عربي",
    "🚨",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\u{fdd0}",
    "\u{e000}",
    "\u{10fffd}",
    "\\",
    "$x$",
    "%s",
    "{{ x }}",
    "{% x %}",
    "---",
    "## Issue\n",
    "## 解决方案\n",
    "null",
    "yes",
];

/// Texts that differ, the same in every run.
struct Texts(u64);

impl Texts {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    /// Pieces, and characters from anywhere in Unicode that are neither digits nor letters of a name.
    fn text(&mut self) -> String {
        let mut text = String::from("x");
        for _ in 0..1 + self.next(12) {
            if self.next(4) == 0 {
                let c = char::from_u32(self.next(0x11_0000) as u32).filter(|c| !c.is_numeric() && !matches!(c, '@' | '＠' | '\0'));
                text.extend(c);
            } else {
                text.push_str(PIECES[self.next(PIECES.len())]);
            }
        }
        text + "x"
    }
}

fn lines_of(path: &std::path::Path) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The desk's cases as lines of the exchange format, by title.
fn exported(story: &Story, name: &str) -> std::collections::BTreeMap<String, (String, String)> {
    let folder = story._home.path().join(name);
    story.run(&["export", folder.to_str().unwrap(), "--format", "jsonl", "--audience", "internal"]).ok();
    let file = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|e| e == "jsonl"));
    let text = |line: &Value, field: &str| line[field].as_str().unwrap_or_default().to_string();
    lines_of(&file.unwrap()).iter().map(|line| (text(line, "title"), (text(line, "body"), text(line, "answer")))).collect()
}

#[test]
fn any_text_goes_through_case_file_and_site_and_comes_back_the_same() {
    let many = if std::env::var_os("PRECEDENT_THOROUGH").is_some() { 5_000 } else { 300 };
    let story = Story::new();
    let mut texts = Texts(17);
    let as_kept = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").trim().to_string();
    let mut typed = std::collections::BTreeMap::new();
    let mut lines = String::new();
    for at in 0..many {
        let (title, body, answer) = (format!("case {at}"), texts.text(), texts.text());
        let line = json!({"id": format!("K-{at}"), "created_at": "2024-03-01T09:30:00+08:00", "title": title, "body": body, "status": "Closed",
            "resolution": "Fixed", "resolved_at": "2024-03-02T10:00:00+08:00", "answer": answer});
        lines.push_str(&format!("{line}\n"));
        typed.insert(title, (as_kept(&body), as_kept(&answer)));
    }
    let file = story._home.path().join("in.jsonl");
    std::fs::write(&file, lines).unwrap();
    story.run(&["import", "jsonl", file.to_str().unwrap()]).ok();
    let kept = exported(&story, "first");
    for (title, (body, answer)) in &typed {
        assert_eq!(kept.get(title), Some(&(body.clone(), answer.clone())), "{title}");
    }
    // From the case files alone another desk has the same archive.
    let other = Story::new();
    other.run(&["import", "markdown", story.desk.join("content").to_str().unwrap()]).ok();
    assert_eq!(exported(&other, "second"), kept);
    story.run(&["export", story._home.path().join("site").to_str().unwrap(), "--audience", "internal"]).ok();
    story.check_is_clean();
}

#[test]
fn what_is_registered_stands_in_the_case_as_it_was_written() {
    let story = Story::staffed();
    let seen = "Traceback:\n  File \"/srv/job.py\", line 7, in <module>\n\n```\nKeyError: 'rate'";
    let fix = "## Fix\n\n改用 \\\\fs02\\share\\_tmp，删掉 C:\\_work\\*.log\n**注意：**先备份";
    let number = story.close_fault(fault("Job fails in <module>", seen), "major", fix);
    let year = &number[2..6];
    let file = std::fs::read_to_string(story.desk.join(format!("content/{year}/{number}.md"))).unwrap();
    assert!(file.starts_with("---\nformat: 2\n"), "{file}");
    let kept = exported(&story, "out");
    let (body, answer) = &kept["Job fails in <module>"];
    // The fence that the report left open is closed, so that what follows it is read.
    assert!(body.starts_with(&format!("{seen}\n```")), "{body}");
    assert!(answer.starts_with(fix), "{answer}");
    let server = story.serve();
    let token = story.token("reader", "senior_engineer");
    let found = server.get("/api/v1/search?q=share", &token).is(200).json;
    let shown = found["items"][0].to_string();
    assert!(shown.contains("fs02") && shown.contains("<module>"), "{shown}");
}

#[test]
fn html_of_other_programs_becomes_text_at_the_door() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("robot", "registrar");
    let mut body = fault("Cannot print", "");
    body["description"] = json!(
        "<p>Cannot print since <b>Monday</b>:</p><ul><li>tray 1</li><li><code>E-13</code></li></ul><p><img src=\"cid:1\" alt=\"paper jam\"></p>"
    );
    body["error"] = json!("<html><body>502</body></html>");
    let made = server.post("/api/v1/tickets", &token, body).is(201).json;
    let ticket = server.get(&format!("/api/v1/tickets/{}", made["number"].as_str().unwrap()), &token).is(200).json;
    assert_eq!(ticket["description"], "Cannot print since **Monday**:\n\n- tray 1\n- `E-13`\n\npaper jam");
    assert_eq!(ticket["error"], "<html><body>502</body></html>", "what a program printed stays");
}

#[test]
fn nothing_is_fetched_and_no_file_is_read_while_texts_are_shown() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let at = listener.local_addr().unwrap();
    let story = Story::staffed();
    let canary = story._home.path().join("canary.txt");
    std::fs::write(&canary, "canary-3fa91").unwrap();
    let file = canary.display();
    let hostile = format!(
        "![a](http://{at}/1) <img src=\"http://{at}/2\"> <link href=\"http://{at}/3\"> http://{at}/4 [x](http://{at}/5)\n\n\
         <!DOCTYPE x [<!ENTITY e SYSTEM \"file://{file}\">]> &e; ![f](file://{file}) {{% include \"{file}\" %}} {{{{ include(\"{file}\") }}}}\n\n\
         <iframe src=\"file://{file}\"></iframe> @import url(http://{at}/6)"
    );
    let number = story.close_fault(fault("hostile", &hostile), "major", &hostile);
    let server = story.serve();
    let token = story.token("reader", "senior_engineer");
    for path in [format!("/api/v1/tickets/{number}"), format!("/api/v1/cases/{number}"), "/api/v1/search?q=hostile".to_string()] {
        server.get(&path, &token).is(200);
    }
    let site = story._home.path().join("site");
    story.run(&["export", site.to_str().unwrap(), "--audience", "internal"]).ok();
    let year = &number[2..6];
    let page = std::fs::read_to_string(site.join(format!("cases/{year}/{number}.html"))).unwrap();
    assert!(!page.contains("canary-3fa91"));
    for fetches in ["<img", "<iframe", "<link href=\"http", "@import url(http"] {
        let main = &page[page.find("<main").unwrap()..];
        assert!(!main.contains(fetches) || fetches.starts_with('@'), "{fetches}");
    }
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "somebody asked for a picture");
}

#[test]
fn rendering_takes_time_in_proportion() {
    let pieces = [
        "> ",
        "**",
        "*a",
        "`",
        "[x](http://x",
        "](",
        "[",
        "![a](",
        "~~",
        "| a ",
        "|---",
        "- ",
        "1. ",
        "<p>",
        "http://a.b/(((",
        "\\",
        "&",
        "_a",
        "``` ",
        "[^1]",
        "王*",
        "www.",
        "([",
        "a\n",
        "#",
        "```\n",
        "</p><div>",
    ];
    for piece in pieces {
        let took = |bytes: usize| {
            let text = piece.repeat(bytes / piece.len());
            let begun = Instant::now();
            let html = Renderer::default().html(&text);
            plain_text(&text);
            from_outside(&text);
            assert!(!html.is_empty());
            begun.elapsed().as_secs_f64()
        };
        // The least of a few: other work on the machine only makes it longer.
        let least = |bytes: usize| (0..3).map(|_| took(bytes)).fold(f64::INFINITY, f64::min);
        let (small, large) = (least(12_000), least(120_000));
        assert!(large < 100.0 * small.max(0.01), "{piece:?}: {small:.4} s for 12 kB, {large:.4} s for 120 kB");
    }
}
