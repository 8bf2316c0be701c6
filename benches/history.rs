//! Closed tickets made from a seed: reports in two languages, with solutions and code.

use crate::made::{SplitMix64, text, word};
use chrono::{DateTime, Duration, TimeZone, Utc};
use precedent::case::{LinkKind, Parts};
use precedent::desk::{ImportedCase, ImportedTicket};
use precedent::ticket::{Outcome, Severity};

const CODE: &[(&str, &str)] = &[
    ("sql", "SELECT id, state FROM jobs WHERE state = 'stuck' ORDER BY id; -- look first"),
    ("bash", "systemctl restart worker && journalctl -u worker -n 50 | grep -i error"),
    ("java", "if (pool.isClosed()) { throw new IllegalStateException(\"closed\"); }"),
    ("yaml", "server:\n  port: 8080\n  timeout: 30s # seconds"),
    ("json", "{\"retry\": 3, \"url\": \"https://example.test\"}"),
    ("text", "2024-03-01 12:00:00 ERROR worker-3 gave up after 3 attempts"),
];

/// Closed tickets with their solutions, `words` words of report each.
pub fn tickets(seed: u64, count: usize, words: usize, vocabulary: usize) -> impl Iterator<Item = ImportedTicket> {
    let mut rng = SplitMix64(seed);
    let start: DateTime<Utc> = Utc.with_ymd_and_hms(2020, 1, 1, 0, 0, 0).unwrap();
    (0..count).map(move |i| {
        let chinese = rng.below(2) == 0;
        let opened_at = start + Duration::minutes(i as i64 * 7);
        let (language, code) = CODE[rng.below(CODE.len())];
        let issue = text(&mut rng, chinese, words, vocabulary);
        let resolution = format!(
            "1. **{}**\n2. {}\n\n```{language}\n{code}\n```\n\n- `{}`\n- {}\n",
            text(&mut rng, chinese, 4, vocabulary).trim(),
            text(&mut rng, chinese, 20, vocabulary).trim(),
            word(&mut rng, vocabulary),
            text(&mut rng, chinese, 8, vocabulary).trim(),
        );
        let like = (i > 10 && rng.below(10) == 0).then(|| (format!("M-{}", i - 1 - rng.below(10)), LinkKind::Duplicate));
        ImportedTicket {
            id: format!("M-{i}"),
            opened_at: Some(opened_at),
            title: text(&mut rng, chinese, 8, vocabulary).replace('\n', " ").trim().to_string(),
            body: issue.clone(),
            urgency: Severity::Moderate,
            severity: Some(Severity::Moderate),
            requirement: None,
            product: Some(format!("product {}", rng.below(20))),
            component: Some(format!("part {}", rng.below(8))),
            versions: vec![format!("{}.{}", rng.below(9), rng.below(20))],
            customer: format!("customer {}", rng.below(200)),
            ties: like.into_iter().collect(),
            family: None,
            requirement_number: None,
            source_id: None,
            more: serde_json::Map::new(),
            case: Some(ImportedCase {
                outcome: Outcome::Solved,
                parts: Parts { issue, resolution, ..Parts::default() },
                resolved_at: Some(opened_at + Duration::hours(5)),
                closed_at: Some(opened_at + Duration::hours(9)),
                metadata: None,
            }),
        }
    })
}
