//! Lengths of time as people say them, in one place for pages, forms and explanations.

use super::Locale;
use chrono::Duration;

const HOUR_MINUTES: i64 = 60;
const DAY_MINUTES: i64 = 24 * HOUR_MINUTES;

/// A span: the two largest units that say something, "2 天 3 小时", "1 h 5 min"; less than a minute is said in words. The sign
/// does not count.
pub fn spoken(locale: Locale, span: Duration) -> String {
    let minutes = span.abs().num_minutes();
    match minutes {
        0 => less_than_a_minute(locale).to_string(),
        minutes if minutes < DAY_MINUTES => counted(locale, span),
        minutes => {
            let (d, h) = if locale == Locale::Zh { ("天", "小时") } else { ("d", "h") };
            joined(&[(minutes / DAY_MINUTES, d), (minutes % DAY_MINUTES / HOUR_MINUTES, h)])
        }
    }
}

/// The same of counted time, which has no days: thirty working hours are not a day and six hours.
pub fn counted(locale: Locale, span: Duration) -> String {
    let minutes = span.abs().num_minutes();
    let (h, m) = if locale == Locale::Zh { ("小时", "分钟") } else { ("h", "min") };
    match minutes {
        0 => less_than_a_minute(locale).to_string(),
        minutes => joined(&[(minutes / HOUR_MINUTES, h), (minutes % HOUR_MINUTES, m)]),
    }
}

/// "overdue by 5 min", "2 h left"; a minute before and after the moment in words of their own, without a number.
pub fn due_spoken(locale: Locale, left: Duration) -> String {
    let (over, soon) = (left <= Duration::zero(), left.abs() < Duration::minutes(1));
    match (locale, over) {
        (Locale::Zh, true) if soon => "刚刚超时".into(),
        (Locale::En, true) if soon => "overdue just now".into(),
        (Locale::Zh, true) => format!("已超时 {}", spoken(locale, left)),
        (Locale::En, true) => format!("{} overdue", spoken(locale, left)),
        (Locale::Zh, false) if soon => "还剩不到 1 分钟".into(),
        (Locale::Zh, false) => format!("还剩 {}", spoken(locale, left)),
        (Locale::En, false) => format!("{} left", spoken(locale, left)),
    }
}

fn less_than_a_minute(locale: Locale) -> &'static str {
    if locale == Locale::Zh { "不到 1 分钟" } else { "less than a minute" }
}

/// Units of which there are some.
fn joined(parts: &[(i64, &str)]) -> String {
    parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(say: fn(Locale, Duration) -> String, seconds: i64) -> (String, String) {
        (say(Locale::Zh, Duration::seconds(seconds)), say(Locale::En, Duration::seconds(seconds)))
    }

    #[test]
    fn a_span_is_said_by_its_two_largest_units() {
        for (seconds, zh, en) in [
            (0, "不到 1 分钟", "less than a minute"),
            (59, "不到 1 分钟", "less than a minute"),
            (60, "1 分钟", "1 min"),
            (3_600, "1 小时", "1 h"),
            (3_661, "1 小时 1 分钟", "1 h 1 min"),
            (86_400 + 60, "1 天", "1 d"),
            (90_000, "1 天 1 小时", "1 d 1 h"),
        ] {
            assert_eq!(both(spoken, seconds), (zh.into(), en.into()), "{seconds}");
            assert_eq!(both(spoken, -seconds), (zh.into(), en.into()), "{seconds}");
        }
        assert_eq!(both(counted, 108_000), ("30 小时".into(), "30 h".into()));
    }

    #[test]
    fn nothing_is_overdue_by_no_minutes() {
        for (seconds, zh, en) in [
            (0, "刚刚超时", "overdue just now"),
            (-59, "刚刚超时", "overdue just now"),
            (-60, "已超时 1 分钟", "1 min overdue"),
            (1, "还剩不到 1 分钟", "less than a minute left"),
            (60, "还剩 1 分钟", "1 min left"),
            (7_200, "还剩 2 小时", "2 h left"),
        ] {
            assert_eq!(both(due_spoken, seconds), (zh.into(), en.into()), "{seconds}");
        }
        for seconds in -200_000..200_000 {
            let (zh, en) = both(due_spoken, seconds);
            let zero = |text: &str| text.split_whitespace().any(|word| word == "0");
            assert!(!zero(&zh) && !zero(&en), "{seconds}: {zh}, {en}");
        }
    }
}
