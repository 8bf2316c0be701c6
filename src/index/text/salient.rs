//! The part of a long report that is searched with: its beginning, and from the rest the lines that look like errors.

/// Characters that are searched with.
const CHARS_MAX: usize = 8_000;
/// Of a longer report, characters of its beginning: there the reporter writes, further down are logs.
const BEGINNING_CHARS: usize = 4_000;
/// Characters taken of a log line.
const LINE_CHARS_MAX: usize = 300;
/// Bytes of a report that are scanned for error lines.
const SEARCHED_BYTES_MAX: usize = 6_000_000;
/// What marks a line as an error.
const ERRORS: [&str; 22] = [
    "error",
    "Error",
    "ERROR",
    "exception",
    "Exception",
    "EXCEPTION",
    "fatal",
    "Fatal",
    "FATAL",
    "panic",
    "fail",
    "Fail",
    "FAIL",
    "Caused by",
    "refused",
    "denied",
    "timed out",
    "错误",
    "异常",
    "失败",
    "超时",
    "拒绝",
];

/// The part of a report's body that is searched with.
pub fn salient(body: &str) -> String {
    let Some((end, _)) = body.char_indices().nth(CHARS_MAX) else { return body.to_string() };
    let beginning = body.char_indices().nth(BEGINNING_CHARS).map_or(end, |(at, _)| at);
    // Extend to the end of the line, if it is near.
    let beginning = body[beginning..end].find('\n').map_or(beginning, |at| beginning + at);
    let mut found = body[..beginning].to_string();
    let mut left = CHARS_MAX - BEGINNING_CHARS;
    let mut searched = SEARCHED_BYTES_MAX;
    let mut seen = std::collections::HashSet::new();
    for line in body[beginning..].lines() {
        let Some(rest) = searched.checked_sub(line.len()) else { break };
        searched = rest;
        if line.len() > 4 * LINE_CHARS_MAX || !ERRORS.iter().any(|word| line.contains(word)) {
            continue;
        }
        let line: String = line.chars().take(LINE_CHARS_MAX).collect();
        let length = line.chars().count() + 1;
        // Lines that differ only in digits, such as timestamps, are the same error.
        let without_digits: String = line.chars().filter(|c| !c.is_ascii_digit()).collect();
        if length <= left && seen.insert(without_digits) {
            left -= length;
            found.push('\n');
            found.push_str(&line);
        }
    }
    if seen.is_empty() { body[..end].to_string() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_report_is_all_there_is() {
        assert_eq!(salient("连接失败\nsecond line"), "连接失败\nsecond line");
    }

    #[test]
    fn errors_are_found_in_the_noise_of_a_log() {
        let noise: String = (0..60_000).map(|i| format!("2026-01-01 12:00:00.{i} INFO worker {i} is well\n")).collect();
        let errors = "2026-01-01 12:00:01 ERROR ORA-12514: listener does not know of service\n".repeat(50);
        let kept = salient(&format!("The nightly job stops.\n{noise}{errors}{noise}"));
        assert!(kept.starts_with("The nightly job stops."));
        assert_eq!(kept.matches("ORA-12514").count(), 1);
        assert!(kept.chars().count() <= CHARS_MAX + LINE_CHARS_MAX);
    }

    #[test]
    fn a_long_report_without_errors_is_its_beginning() {
        assert_eq!(salient(&"字".repeat(20_000)).chars().count(), CHARS_MAX);
    }
}
