//! A desk made from a seed: reports that look like reports, in two languages, with code. Nothing of anybody's data.

use chrono::{DateTime, Duration, TimeZone, Utc};
use precedent::case::{LinkKind, Parts};
use precedent::desk::{Historic, HistoricCase};
use precedent::ticket::{Outcome, Severity};

/// A small, fast generator (SplitMix64): the same desk for the same seed on every machine.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
    /// Small numbers often, large ones seldom, as words are used.
    fn skewed(&mut self, n: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64).powf(share) - 1.0) as usize % n
    }
}

const SYLLABLES: &[&str] =
    &["ta", "ner", "lo", "vi", "sto", "qua", "mer", "din", "pra", "zel", "kon", "fi", "bru", "gas", "ho", "jun"];
const HAN: &[&str] = &[
    "连接", "超时", "登录", "导出", "报表", "数据", "失败", "页面", "重启", "缓存", "权限", "升级", "接口", "证书", "磁盘", "线程",
    "队列", "同步", "打印", "消息",
];
const CODE: &[(&str, &str)] = &[
    ("sql", "SELECT id, state FROM jobs WHERE state = 'stuck' ORDER BY id; -- look first"),
    ("bash", "systemctl restart worker && journalctl -u worker -n 50 | grep -i error"),
    ("java", "if (pool.isClosed()) { throw new IllegalStateException(\"closed\"); }"),
    ("yaml", "server:\n  port: 8080\n  timeout: 30s # seconds"),
    ("json", "{\"retry\": 3, \"url\": \"https://example.test\"}"),
    ("text", "2024-03-01 12:00:00 ERROR worker-3 gave up after 3 attempts"),
];

fn word(chance: &mut Chance, vocabulary: usize) -> String {
    let rank = chance.skewed(vocabulary);
    let (mut n, mut text) = (rank + 1, String::new());
    while n > 0 {
        text.push_str(SYLLABLES[n % SYLLABLES.len()]);
        n /= SYLLABLES.len();
    }
    text
}

/// `words` words, or about as much Chinese.
pub fn text(chance: &mut Chance, chinese: bool, words: usize, vocabulary: usize) -> String {
    let mut out = String::new();
    for i in 0..words {
        if chinese && i % 3 != 0 {
            out.push_str(chance.of(HAN));
        } else {
            out.push_str(&word(chance, vocabulary));
        }
        match i % 13 {
            12 => out.push_str(if chinese { "。\n" } else { ".\n" }),
            _ if chinese => {}
            _ => out.push(' '),
        }
    }
    out
}

/// Closed tickets with their solutions, `words` words of report each.
pub fn tickets(seed: u64, count: usize, words: usize, vocabulary: usize) -> impl Iterator<Item = Historic> {
    let mut chance = Chance(seed);
    let start: DateTime<Utc> = Utc.with_ymd_and_hms(2020, 1, 1, 0, 0, 0).unwrap();
    (0..count).map(move |i| {
        let chinese = chance.below(2) == 0;
        let opened_at = start + Duration::minutes(i as i64 * 7);
        let (language, code) = CODE[chance.below(CODE.len())];
        let issue = text(&mut chance, chinese, words, vocabulary);
        let resolution = format!(
            "1. **{}**\n2. {}\n\n```{language}\n{code}\n```\n\n- `{}`\n- {}\n",
            text(&mut chance, chinese, 4, vocabulary).trim(),
            text(&mut chance, chinese, 20, vocabulary).trim(),
            word(&mut chance, vocabulary),
            text(&mut chance, chinese, 8, vocabulary).trim(),
        );
        let like = (i > 10 && chance.below(10) == 0).then(|| (format!("M-{}", i - 1 - chance.below(10)), LinkKind::Duplicate));
        Historic {
            id: format!("M-{i}"),
            opened_at: Some(opened_at),
            title: text(&mut chance, chinese, 8, vocabulary).replace('\n', " ").trim().to_string(),
            body: issue.clone(),
            urgency: Severity::Moderate,
            severity: Some(Severity::Moderate),
            requirement: None,
            product: Some(format!("product {}", chance.below(20))),
            component: Some(format!("part {}", chance.below(8))),
            versions: vec![format!("{}.{}", chance.below(9), chance.below(20))],
            customer: format!("customer {}", chance.below(200)),
            ties: like.into_iter().collect(),
            family: None,
            requirement_number: None,
            source_id: None,
            more: serde_json::Map::new(),
            case: Some(HistoricCase {
                outcome: Outcome::Solved,
                parts: Parts { issue, resolution, ..Parts::default() },
                resolved_at: Some(opened_at + Duration::hours(5)),
                closed_at: Some(opened_at + Duration::hours(9)),
                standing: None,
            }),
        }
    })
}

/// Processor seconds of this process so far, all threads.
pub fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

/// Forgets the high mark of memory; [`peak_mb`] then says what was needed since.
pub fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

pub fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
