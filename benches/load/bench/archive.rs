//! An archive in the exchange format, made from a seed: two languages, solutions, duplicates, some of it still open.

use super::Trouble;
use super::made::{Chance, text};
use chrono::{DateTime, Duration, TimeZone, Utc};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// Different words there are.
const VOCABULARY: usize = 60_000;
const TITLE_WORDS: usize = 8;
const BODY_WORDS: usize = 60;
const ANSWER_WORDS: usize = 20;
/// A report is told at more length than most of what is archived.
const REPORT_WORDS: usize = 150;
/// One in so many is still open, one in so many a duplicate.
const OPEN_EVERY: usize = 50;
const DUPLICATE_EVERY: usize = 10;

pub fn write_lines(path: &Path, count: usize) -> Result<(), Trouble> {
    let mut chance = Chance(29);
    let start: DateTime<Utc> = Utc.with_ymd_and_hms(2021, 1, 1, 0, 0, 0).single().ok_or("no such day")?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    for i in 0..count {
        let chinese = chance.below(2) == 0;
        let opened = start + Duration::minutes(i as i64 * 7);
        let open = i % OPEN_EVERY == OPEN_EVERY - 1;
        let duplicate = (i > 10 && !open && i % DUPLICATE_EVERY == 0).then(|| format!("L-{}", i - 1 - chance.below(8)));
        let line = json!({
            "id": format!("L-{i}"),
            "created_at": opened,
            "title": title(&mut chance, chinese),
            "body": text(&mut chance, chinese, BODY_WORDS, VOCABULARY),
            "product": format!("product {}", chance.below(20)),
            "component": format!("part {}", chance.below(8)),
            "status": if open { "Open" } else { "Closed" },
            "resolution": if open { Value::Null } else { json!("Fixed") },
            "answer": if open { Value::Null } else { json!(text(&mut chance, chinese, ANSWER_WORDS, VOCABULARY)) },
            "resolved_at": if open { Value::Null } else { json!(opened + Duration::hours(5)) },
            "duplicate_of": duplicate,
            "type": "Bug",
        });
        writeln!(file, "{line}")?;
    }
    file.flush()?;
    Ok(())
}

fn title(chance: &mut Chance, chinese: bool) -> String {
    text(chance, chinese, TITLE_WORDS, VOCABULARY).replace('\n', " ").trim().to_string()
}

/// A whole report, as a consultation tells it. The mark makes its title one that nothing else has.
pub fn report(chance: &mut Chance, mark: &str) -> Value {
    let chinese = chance.below(2) == 0;
    let title = format!("{} {mark}", title(chance, chinese)).trim().to_string();
    json!({
        "kind": "fault",
        "title": title,
        "description": text(chance, chinese, REPORT_WORDS, VOCABULARY),
        "product": format!("product {}", chance.below(20)),
    })
}

/// Two to four words somebody looks for, as they stand in an address.
pub fn search_words(chance: &mut Chance) -> String {
    let (chinese, words) = (chance.below(4) == 0, 2 + chance.below(3));
    escape(text(chance, chinese, words, VOCABULARY).trim())
}

pub fn escape(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
