//! Names that stand for error codes: `index/errors.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Codes by lower-case name, and phrases by HTTP status.
struct ErrorNames {
    codes: HashMap<String, String>,
    phrases: HashMap<u16, Vec<String>>,
}

static NAMES: LazyLock<ErrorNames> = LazyLock::new(|| {
    let mut names = ErrorNames { codes: HashMap::new(), phrases: HashMap::new() };
    for line in include_str!("../../index/errors.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let (Some(space), Some(code)) = (words.next(), words.next()) else { continue };
        match (space, code.parse::<u16>()) {
            ("http", Ok(status)) => {
                names.phrases.entry(status).or_default().extend(words.map(|words| words.replace('_', " ")));
            }
            _ => {
                let code = if space == "hex" { code.to_string() } else { format!("{space}:{code}") };
                names.codes.extend(words.map(|name| (name.to_ascii_lowercase(), code.clone())));
            }
        }
    }
    names
});

/// The longest name.
const NAME_BYTES_MAX: usize = 40;

/// The code that a name in lower case stands for: `errno:13` for `eacces`.
pub fn code_of(name: &str) -> Option<&'static str> {
    NAMES.codes.get(name).filter(|_| name.len() <= NAME_BYTES_MAX).map(String::as_str)
}

/// Whether a text in lower case begins with a phrase of an HTTP status, as in `502 Bad Gateway`.
pub fn begins_with_phrase(status: u16, rest: &str) -> bool {
    let phrases = NAMES.phrases.get(&status).into_iter().flatten();
    phrases
        .into_iter()
        .any(|phrase| rest.strip_prefix(phrase.as_str()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phrases_are_read() {
        assert_eq!(code_of("eacces"), Some("errno:13"));
        assert_eq!(code_of("wsaeconnrefused"), Some("win:10061"));
        assert_eq!(code_of("status_access_violation"), Some("0xc0000005"));
        assert_eq!(code_of("error"), None);
        assert!(NAMES.codes.keys().all(|name| name.len() <= NAME_BYTES_MAX));
        assert!(begins_with_phrase(504, "gateway time-out (nginx)") && begins_with_phrase(404, "not found"));
        assert!(!begins_with_phrase(404, "not foundation") && !begins_with_phrase(404, "bad gateway"));
    }
}
