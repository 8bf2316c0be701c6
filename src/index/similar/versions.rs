//! Versions of a report and of a document, compared by their beginnings: 5.7 is 5.7.40, and not 8.0.

use crate::index::doc::stored::StoredDocument;
use crate::index::text::normalize::{lower, normalized};
use crate::index::text::script::{Script, script};

/// Bytes of a body in which versions are looked for: there the reporter writes what it is about.
const BODY_BYTES_MAX: usize = 2_000;
/// Names with versions of one text.
const NAMED_MAX: usize = 20;
/// Products whose versions are written as one number.
const WHOLE_NUMBERED: [&str; 40] = [
    "android",
    "angular",
    "centos",
    "chrome",
    "debian",
    "edge",
    "exchange",
    "fedora",
    "firefox",
    "ie",
    "ios",
    "ipados",
    "java",
    "jdk",
    "jre",
    "kafka",
    "macos",
    "mysql",
    "node",
    "nodejs",
    "office",
    "openjdk",
    "opensuse",
    "oracle",
    "outlook",
    "php",
    "postgres",
    "postgresql",
    "python",
    "react",
    "rhel",
    "safari",
    "server",
    "sles",
    "tomcat",
    "ubuntu",
    "vue",
    "win",
    "windows",
    "wps",
];
/// Words before a version that name nothing.
const NAMELESS: [&str; 8] = ["v", "ver", "version", "release", "版本", "版本号", "版", "r"];
/// Words before a number that is no version.
const NOT_NAMES: [&str; 22] = [
    "about", "at", "code", "error", "exit", "for", "http", "in", "ip", "line", "of", "over", "port", "section", "status", "step",
    "than", "took", "to", "under", "was", "after",
];
/// What a measured number is followed by.
const UNITS: [&str; 26] = [
    "s", "sec", "seconds", "ms", "us", "min", "minutes", "h", "hours", "days", "b", "k", "kb", "m", "mb", "g", "gb", "tb", "ghz",
    "mhz", "x", "v", "w", "c", "times", "percent",
];

/// Whether one version begins as the other: with as many numbers as both have. Texts without numbers must be equal.
pub fn begin_alike(one: &str, other: &str) -> bool {
    let (a, b) = (numbers(one), numbers(other));
    match a.is_empty() || b.is_empty() {
        true => fold(one) == fold(other),
        false => a.iter().zip(&b).all(|(a, b)| a == b),
    }
}

fn fold(text: &str) -> String {
    lower(&normalized(text)).trim().to_string()
}

/// The leading numbers of a version, without a leading v; what follows them (`-rc1`, `g`) does not count.
fn numbers(version: &str) -> Vec<u64> {
    let folded = fold(version);
    let digits = folded.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    digits[..end].split('.').map_while(|part| part.parse().ok()).collect()
}

/// A version with the name before it: `MySQL 5.7`.
struct NamedVersion {
    /// In lower case; empty if it is only called a version.
    name: String,
    version: String,
    /// As it is written.
    written: String,
}

/// Versions of the same thing that a report and a document write of, none of which begin alike: theirs, ours.
pub fn differing(title: &str, body: &str, stored: &StoredDocument) -> Option<(String, String)> {
    let (ours, theirs) = (named(title, body), named(&stored.title, &stored.body));
    ours.iter().find_map(|our| {
        let of_it: Vec<&NamedVersion> = theirs.iter().filter(|their| their.name == our.name).collect();
        let ours_of_it = || ours.iter().filter(|other| other.name == our.name);
        let alike = of_it.iter().any(|their| ours_of_it().any(|our| begin_alike(&their.version, &our.version)));
        let their = of_it.first().filter(|_| !alike)?;
        Some((their.written.clone(), our.written.clone()))
    })
}

fn named(title: &str, body: &str) -> Vec<NamedVersion> {
    let end = (0..=BODY_BYTES_MAX.min(body.len())).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0);
    let mut found = in_text(&normalized(title));
    found.extend(in_text(&normalized(&body[..end])));
    found.truncate(NAMED_MAX);
    found
}

/// The versions in a normalised text that stand behind a name.
fn in_text(text: &str) -> Vec<NamedVersion> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let (start, end) = (at, at + bytes[at..at + run].iter().rposition(u8::is_ascii_digit).map_or(0, |last| last + 1));
        at += run;
        found.extend(named_at(text, start, end));
    }
    found
}

fn named_at(text: &str, start: usize, end: usize) -> Option<NamedVersion> {
    let version = &text[start..end];
    let (before, after) = (&text[..start], &text[end..]);
    let parts = version.split('.').count();
    let is_address = parts == 4 && version.split('.').all(|part| part.parse::<u8>().is_ok());
    let unit: String = after.trim_start_matches(' ').chars().take_while(|c| script(*c) == Script::Word).collect();
    let is_joined = after.starts_with(['%', '/', ':', '°', '$'])
        || before.ends_with(['$', '%', '+'])
        || before.strip_suffix(':').is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
    // `11g` is a version, `1.5g` is a size.
    let is_measured = UNITS.contains(&lower(&unit).as_ref()) && !(parts == 1 && after.starts_with(['c', 'g', 'i']));
    let is_empty_part = version.split('.').any(|part| part.is_empty() || part.len() > 4);
    if is_address || is_measured || is_joined || is_empty_part {
        return None;
    }
    // `v5.7`, `mysql-5.7`, `MySQL 5.7`, `MySQL v5.7`
    let head = before.strip_suffix(['v', 'V']).filter(|head| !head.ends_with(|c: char| c.is_alphanumeric())).unwrap_or(before);
    let trimmed = head.trim_end_matches([' ', '-', '_', '/', ':']);
    if head.len() - trimmed.len() > 2 {
        return None;
    }
    let called = |text: &str| text.ends_with("版本") || text.ends_with("版本号");
    let word: String = {
        let word: Vec<char> = trimmed.chars().rev().take_while(|c| c.is_ascii_alphabetic()).collect();
        word.into_iter().rev().collect()
    };
    let name = lower(&word).into_owned();
    let nameless = called(trimmed) || NAMELESS.contains(&name.as_str()) || head.len() < before.len() && name.len() < 2;
    let is_name =
        name.len() >= 2 && !NOT_NAMES.contains(&name.as_str()) && !trimmed[..trimmed.len() - word.len()].ends_with(['.', '/']);
    if !nameless && !(is_name && (parts > 1 || WHOLE_NUMBERED.contains(&name.as_str()))) || nameless && parts < 2 {
        return None;
    }
    let letter = after.chars().next().filter(|_| parts == 1 && unit.chars().count() == 1).map(String::from).unwrap_or_default();
    let written = if nameless { version.to_string() } else { format!("{word} {version}{letter}") };
    Some(NamedVersion { name: if nameless { String::new() } else { name }, version: version.to_string(), written })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::doc::sample::document;

    #[test]
    fn versions_are_compared_by_their_beginnings() {
        for (one, other) in [
            ("5.7", "5.7.40"),
            ("v5.7", "5.7.40"),
            ("8.0.31", "8.0"),
            ("11g", "11.2.0.4"),
            ("2.4.0-rc1", "2.4.0"),
            ("Beta", "beta"),
        ] {
            assert!(begin_alike(one, other), "{one} {other}");
        }
        for (one, other) in
            [("5.7", "8.0"), ("8.0", "18.0"), ("5.7", "5.70"), ("11g", "12c"), ("beta", "alpha"), ("5.7.4", "5.7.40")]
        {
            assert!(!begin_alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn what_both_texts_call_by_one_name_is_compared() {
        let check = |ours: &str, theirs: &str, expected: Option<(&str, &str)>| {
            let found = differing(ours, "", &document(1, 1, theirs, "").stored);
            assert_eq!(found.as_ref().map(|(a, b)| (a.as_str(), b.as_str())), expected, "{ours} / {theirs}");
        };
        check("MySQL 5.7 崩溃", "MySQL 8.0.31 崩溃", Some(("MySQL 8.0.31", "MySQL 5.7")));
        check("MySQL 5.7 崩溃", "mysql-5.7.40 崩溃", None);
        check("Windows 7 激活失败", "Windows 11 激活失败", Some(("Windows 11", "Windows 7")));
        check("Oracle 11g 安装", "Oracle 12c 安装", Some(("Oracle 12c", "Oracle 11g")));
        check("客户端版本 2.4.1 闪退", "客户端版本：2.3 闪退", Some(("2.3", "2.4.1")));
        check("python2.7 fails", "Python 3.11 fails", Some(("Python 3.11", "python 2.7")));
        check("v1.2 hangs", "version 1.3 hangs", Some(("1.3", "1.2")));
        // Sizes, times, codes, addresses and other things are no versions of the same.
        check("error 5 after 1.5 s", "error 2 after 2.5 s", None);
        check("took 1.5 GB, host 10.0.0.1", "took 2.5 GB, host 10.0.0.2", None);
        check("MySQL 5.7 and MySQL 8.0", "MySQL 8.0.31", None);
        check("MySQL 5.7", "PostgreSQL 14.2", None);
        check("printer 5 jams", "printer 7 jams", None);
    }
}
