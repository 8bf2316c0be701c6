//! `eval`: the protocol, on a set small enough to reckon by hand.

use crate::harness::Story;
use serde_json::json;
use std::path::Path;

fn write_set(folder: &Path) {
    let doc = |id: &str, at: &str, title: &str, body: &str, resolved: Option<&str>| {
        let status = if resolved.is_some() { "Closed" } else { "Open" };
        json!({"id": id, "created_at": at, "title": title, "body": body, "status": status, "resolution": resolved.map(|_| "Fixed"),
               "resolved_at": resolved, "answer": if id == "D" { json!("zebrafish") } else { json!(null) }})
        .to_string()
    };
    let docs = [
        doc("A", "2020-01-01T00:00:00", "login page is white", "ChunkLoadError", Some("2020-01-05T00:00:00")),
        doc("B", "0000-00-00", "", "printer offline\nsecond line", None),
        doc("C", "2020-01-03T00:00:00", "printer is offline again", "", None),
        // Its answer holds the word asked for by E, but was found only after E was asked.
        doc("D", "2020-01-04T00:00:00", "something else", "", Some("2020-03-01T00:00:00")),
        doc("E", "2020-02-01T00:00:00", "white login page zebrafish", "", None),
        doc("F", "2020-02-02T00:00:00", "white login page zebrafish", "later than the question", None),
    ];
    std::fs::write(folder.join("docs.jsonl"), docs.join("\n")).unwrap();
    std::fs::write(
        folder.join("queries.tsv"),
        "qid\tposition\tcreated_at\nC\t2\t2020-01-03T00:00:00\nE\t4\t2020-02-01T00:00:00\nA\t-1\t\n",
    )
    .unwrap();
    std::fs::write(folder.join("qrels.tsv"), "qid\tdocid\trel\nC\tB\t1\nE\tA\t2\nE\tF\t0\nA\tF\t1\n").unwrap();
}

#[test]
fn the_figures_are_those_reckoned_by_hand() {
    let (story, set) = (Story::new(), tempfile::tempdir().unwrap());
    write_set(set.path());
    let dir = set.path().to_str().unwrap();
    let e = story.run(&["eval", dir, "--json"]).ok().json();
    assert_eq!((&e["docs"], &e["queries"]), (&json!(6), &json!(3)));
    // C finds B and E finds A first; A, whose archive is every other document, finds F behind E.
    assert_eq!(e["recall"]["1"], 66.67, "{e}");
    assert_eq!(e["recall"]["5"], 100.0, "{e}");
    assert_eq!(e["mrr10"], 83.33, "{e}");
    // Only E had a right answer solved before it was asked.
    assert_eq!((&e["solved"]["queries"], &e["solved"]["recall"]["1"]), (&json!(1), &json!(100.0)));
    assert!(e["latency_ms"]["p99"].is_number() && e["index_s"].is_number() && e["weights"].is_string());
    // Without the first third of the queries.
    let e = story.run(&["eval", dir, "--json", "--skip", "0.34"]).ok().json();
    assert_eq!((&e["queries"], &e["recall"]["1"]), (&json!(2), &json!(50.0)));
}

#[test]
fn a_set_that_cannot_be_read_says_where() {
    let (story, set) = (Story::new(), tempfile::tempdir().unwrap());
    write_set(set.path());
    let dir = set.path().to_str().unwrap();
    std::fs::write(set.path().join("qrels.tsv"), "qid\tdocid\trel\nC\tB\tyes\n").unwrap();
    let ran = story.run(&["eval", dir]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("qrels.tsv:2: rel:"), "{ran:?}");
    assert!(story.run(&["eval", dir, "--skip", "1.5"]).err.contains("--skip"));
    assert_eq!(story.run(&["eval"]).code, Some(2));
}
