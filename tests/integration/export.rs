//! The archive leaves the house: for whom, what of it, again, and back in.

use crate::harness::{Story, fault};
use std::path::Path;

/// Words that stand in one case each, and nowhere else.
const CANARIES: [(&str, &str); 3] =
    [("internal", "canaryinternal7f3a"), ("customer", "canarycustomer91be"), ("public", "canarypublic2d0c")];

/// A desk with a case per audience, tied together, each full of its canary.
fn planted() -> Story {
    let story = Story::new();
    for (i, (audience, canary)) in CANARIES.iter().enumerate() {
        let number = format!("TS2024010{}001", i + 1);
        let text = format!(
            "---\nnumber: {number}\ntitle: \"{canary} title\"\nproduct: \"{canary} product\"\ncomponent: \"{canary}-component\"\n\
             versions: [\"{canary}-1\"]\naudience: {audience}\noutcome: solved\nfamily: TS20240101001\n\
             links: [{{case: TS20240101001, kind: duplicate}}, {{case: TS20240103001, kind: related}}]\n\
             opened_at: 2024-01-0{}T01:00:00Z\nresolved_at: 2024-01-09T01:00:00Z\n---\n## Issue\n\n{canary} issue\n\n## Resolution\n\n\
             {canary} fix\n\n```sql\nSELECT '{canary}';\n```\n",
            i + 1
        );
        std::fs::create_dir_all(story.desk.join("content/2024")).unwrap();
        std::fs::write(story.desk.join(format!("content/2024/{number}.md")), text).unwrap();
    }
    story.run(&["check", "--repair"]);
    story
}

/// Everything below a folder in one: names and bytes.
fn all_of(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        all.push_str(&format!("\n=== {}\n", path.display()));
        match path.is_dir() {
            true => all.push_str(&all_of(&path)),
            false => all.push_str(&String::from_utf8_lossy(&std::fs::read(&path).unwrap())),
        }
    }
    all
}

#[test]
fn an_audience_gets_its_cases_and_not_a_byte_of_others() {
    let story = planted();
    for format in ["html", "markdown", "jsonl"] {
        for (level, audience) in ["internal", "customer", "public"].iter().enumerate() {
            // Into the same folder, from the widest to the narrowest: what was there for others must go.
            let dir = story._home.path().join(format);
            story.run(&["export", dir.to_str().unwrap(), "--audience", audience, "--format", format]).ok();
            let all = all_of(&dir).to_lowercase();
            for (i, (of, canary)) in CANARIES.iter().enumerate() {
                assert_eq!(all.contains(canary), i >= level, "{format} for {audience}: the canary of {of}");
                let number = format!("ts2024010{}001", i + 1);
                assert_eq!(all.contains(&number), i >= level, "{format} for {audience}: the number of {of}");
            }
        }
    }
}

#[test]
fn only_what_changed_is_written_again() {
    let story = Story::new().with_archive();
    let dir = story._home.path().join("site");
    let export = || story.run(&["export", dir.to_str().unwrap()]).ok().out;
    let first = export();
    assert!(first.contains("unchanged 0, removed 0"), "{first}");
    let page = dir.join("cases/2024/TS20240111001.html");
    let made = std::fs::metadata(&page).unwrap().modified().unwrap();
    assert!(export().contains("written 0,"));
    let file = story.desk.join("content/2024/TS20240115001.md");
    let other = std::fs::read_dir(story.desk.join("content/2024")).unwrap().map(|e| e.unwrap().path());
    let edited = other
        .filter(|p| *p != file && !p.ends_with("TS20240111001.md"))
        .find(|p| std::fs::read_to_string(p).is_ok_and(|text| text.contains("audience: public")));
    let edited = edited.unwrap();
    let text = std::fs::read_to_string(&edited).unwrap();
    std::fs::write(&edited, text.replace("## Resolution\n", "## Resolution\n\nFirst take a breath.\n")).unwrap();
    story.run(&["check", "--repair"]);
    let again = export();
    assert!(again.contains("written 1,"), "{again}");
    assert_eq!(std::fs::metadata(&page).unwrap().modified().unwrap(), made, "an unchanged page is not touched");
    story.check_is_clean();
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let story = Story::new().with_archive();
    let ran = story.run(&["export", story.desk.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let home = story._home.path().join("docs");
    std::fs::create_dir(&home).unwrap();
    std::fs::write(home.join("thesis.txt"), "x").unwrap();
    let ran = story.run(&["export", home.to_str().unwrap()]);
    assert!(ran.code == Some(1) && ran.err.contains("not empty"), "{ran:?}");
    assert_eq!(std::fs::read_dir(&home).unwrap().count(), 1);
}

#[test]
fn lines_come_back_in_as_they_went_out() {
    let story = Story::staffed().with_archive();
    let closed = story.close_fault(fault("导出失败", "点导出报错 E-1001"), "major", "换模板");
    let open = story.register(fault("还没处理", "打不开"));
    let out = |story: &Story, name: &str, format: &str| {
        let dir = story._home.path().join(name);
        story.run(&["export", dir.to_str().unwrap(), "--audience", "internal", "--format", format]).ok();
        dir
    };
    let lines = out(&story, "lines", "jsonl").join("tickets.jsonl");
    let text = std::fs::read_to_string(&lines).unwrap();
    assert!(!text.contains("13812345678") && !text.contains("王芳"), "contacts stay in the house");
    let other = Story::new();
    let ran = other.run(&["import", "jsonl", lines.to_str().unwrap()]).ok();
    assert_eq!(
        ran.out,
        format!(
            "imported {0} ({1} as cases) / changed 0 / unchanged 0 / refused 0\n",
            text.lines().count(),
            text.lines().count() - 1
        )
    );
    let again = std::fs::read_to_string(out(&other, "lines", "jsonl").join("tickets.jsonl")).unwrap();
    let differing = text.lines().zip(again.lines()).find(|(one, two)| one != two);
    assert_eq!(differing, None);
    let files = |dir: &Path| all_of(dir).replace(dir.to_str().unwrap(), "");
    let sorted = |text: String| {
        let mut parts: Vec<String> = text.split("\n=== ").map(str::to_string).collect();
        parts.sort();
        parts
    };
    let (here, there) = (out(&story, "files", "markdown"), out(&other, "files", "markdown"));
    let (here, there) = (sorted(files(&here)), sorted(files(&there)));
    assert_eq!(here.iter().zip(&there).find(|(one, two)| one != two), None);
    assert_eq!(other.show(&closed)["status"], "closed");
    assert_eq!(other.show(&open)["title"], "还没处理");
    // The desk it came from knows every one of them.
    let back = story.run(&["import", "jsonl", lines.to_str().unwrap()]).ok().out;
    assert!(back.starts_with("imported 0 "), "{back}");
}

#[test]
fn what_nobody_here_knows_is_kept() {
    let story = Story::new();
    let line = r#"{"id":"JIRA-7","title":"t","body":"b","status":"Closed","resolution":"Fixed","severity":"Sev-9","labels":["x"],"votes":3,"answer":"a","created_at":"2024-01-02T03:04:05Z"}"#;
    let file = story._home.path().join("in.jsonl");
    std::fs::write(&file, line).unwrap();
    story.run(&["import", "jsonl", file.to_str().unwrap()]).ok();
    let dir = story._home.path().join("out");
    story.run(&["export", dir.to_str().unwrap(), "--audience", "internal", "--format", "jsonl"]).ok();
    let text = std::fs::read_to_string(dir.join("tickets.jsonl")).unwrap();
    let out: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(
        (out["votes"].as_i64(), &out["source_words"]["severity"], &out["labels"][0]),
        (Some(3), &"Sev-9".into(), &"x".into())
    );
    assert_eq!(out["precedent"]["source_id"], "JIRA-7");
}
