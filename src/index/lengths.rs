//! Tests: what is made of a text that somebody sent takes as long as the text is, whatever stands in it.

use super::doc::sample::document;
use super::similar::near_duplicate::TokenSet;
use super::similar::query::{AnalyzedQuery, SimilarQuery};
use super::text::highlight::{SNIPPET_CHARS, snippet};
use crate::words::thorough;
use std::collections::HashSet;
use std::time::{Duration, Instant};

const BYTES: usize = 100_000;
/// Far above what any of them takes, and far below what one that grows as the square of its length would take.
const SOON: Duration = Duration::from_secs(8);

fn hostile(bytes: usize) -> Vec<String> {
    let pieces = [
        "a",
        "/a",
        "\\a",
        "a.",
        "a::",
        "::",
        "at a.b.C(",
        "at a.b(D.java:1)\n",
        "0x",
        "E-",
        "ERR-1 ",
        "ORA-00001 ",
        "[",
        "(((",
        "1.",
        "1.2.3 ",
        "-",
        "_",
        "Error",
        "Exception: ",
        "Caused by: a.B\n",
        "File \"a\", line 1\n",
        "v1.",
        "@",
        "a@b.",
        "http://",
        "错",
        "错误 ",
        "\u{301}",
        "\n",
        " ",
        "\t",
        "aA",
        "a1",
        "#0 ",
        "*",
        "`",
        "```\n",
        "|a",
        "=",
        ",",
        "\"",
        "ab-cd_",
        "C:\\a\\",
        "\u{202e}",
        "é",
        "ﬁ",
        "Ⅷ",
    ];
    pieces.iter().map(|piece| piece.repeat(bytes / piece.len())).collect()
}

fn took(work: impl Fn()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

#[test]
fn no_text_takes_longer_than_it_is_long() {
    let wanted = HashSet::from(["a".to_string(), "错误".to_string(), "error".to_string()]);
    let work = |text: &str| {
        let question = SimilarQuery { title: text.chars().take(500).collect(), body: text.into(), ..SimilarQuery::default() };
        AnalyzedQuery::new(&question, 2.0).error_codes();
        document(1, 1, "title", text).analyze();
        snippet(text, &wanted, SNIPPET_CHARS);
        TokenSet::of("title", text);
    };
    let bytes = if thorough() { BYTES } else { BYTES / 16 };
    for (short, long) in hostile(bytes).iter().zip(hostile(4 * bytes)) {
        let (fast, slow) = (took(|| work(short)).max(Duration::from_millis(50)), took(|| work(&long)));
        let beginning: String = short.chars().take(8).collect();
        // Four times as long; other work on the machine may come between.
        assert!(slow < 12 * fast || slow < SOON, "{beginning:?}: {fast:?}, four times as long {slow:?}");
    }
}
