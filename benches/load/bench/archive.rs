//! A synthetic archive in the exchange format: two languages, solutions, duplicates, some tickets still open.

use super::Trouble;
use super::made::{SplitMix64, text};
use chrono::{DateTime, Duration, TimeZone, Utc};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// Distinct words.
const VOCABULARY: usize = 60_000;
/// Words of a title.
const TITLE_WORDS: usize = 8;
/// Words of a body.
const BODY_WORDS: usize = 60;
/// Words of a solution.
const ANSWER_WORDS: usize = 20;
/// Words of a report that is consulted about.
const REPORT_WORDS: usize = 150;
/// One ticket in this many is open.
const OPEN_EVERY: usize = 50;
/// One ticket in this many is a duplicate.
const DUPLICATE_EVERY: usize = 10;

/// Writes `count` tickets as JSON lines.
pub fn write_lines(path: &Path, count: usize) -> Result<(), Trouble> {
    let mut rng = SplitMix64(29);
    let start: DateTime<Utc> = Utc.with_ymd_and_hms(2021, 1, 1, 0, 0, 0).single().ok_or("no such day")?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    for i in 0..count {
        let chinese = rng.below(2) == 0;
        let opened = start + Duration::minutes(i as i64 * 7);
        let open = i % OPEN_EVERY == OPEN_EVERY - 1;
        let duplicate = (i > 10 && !open && i % DUPLICATE_EVERY == 0).then(|| format!("L-{}", i - 1 - rng.below(8)));
        let line = json!({
            "id": format!("L-{i}"),
            "created_at": opened,
            "title": title(&mut rng, chinese),
            "body": text(&mut rng, chinese, BODY_WORDS, VOCABULARY),
            "product": format!("product {}", rng.below(20)),
            "component": format!("part {}", rng.below(8)),
            "status": if open { "Open" } else { "Closed" },
            "resolution": if open { Value::Null } else { json!("Fixed") },
            "answer": if open { Value::Null } else { json!(text(&mut rng, chinese, ANSWER_WORDS, VOCABULARY)) },
            "resolved_at": if open { Value::Null } else { json!(opened + Duration::hours(5)) },
            "duplicate_of": duplicate,
            "type": "Bug",
        });
        writeln!(file, "{line}")?;
    }
    file.flush()?;
    Ok(())
}

/// A title.
fn title(rng: &mut SplitMix64, chinese: bool) -> String {
    text(rng, chinese, TITLE_WORDS, VOCABULARY).replace('\n', " ").trim().to_string()
}

/// A report; the mark makes its title unique.
pub fn report(rng: &mut SplitMix64, mark: &str) -> Value {
    let chinese = rng.below(2) == 0;
    let title = format!("{} {mark}", title(rng, chinese)).trim().to_string();
    json!({
        "kind": "fault",
        "title": title,
        "description": text(rng, chinese, REPORT_WORDS, VOCABULARY),
        "product": format!("product {}", rng.below(20)),
    })
}

/// Two to four words, escaped for an address.
pub fn search_words(rng: &mut SplitMix64) -> String {
    let (chinese, words) = (rng.below(4) == 0, 2 + rng.below(3));
    escape(text(rng, chinese, words, VOCABULARY).trim())
}

/// Percent-encodes a text.
pub fn escape(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
