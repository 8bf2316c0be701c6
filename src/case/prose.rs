//! Helpers for texts of a case: language detection and quoting.

use crate::words::Locale;

/// Detects the language from the first 4000 characters: Chinese if there is more than one Chinese character per eight Latin
/// letters, because Chinese reports quote much English.
pub fn language_of(text: &str) -> Locale {
    let (mut han, mut latin) = (0usize, 0usize);
    for c in text.chars().take(4_000) {
        match c {
            '\u{3400}'..='\u{9fff}' => han += 1,
            'a'..='z' | 'A'..='Z' => latin += 1,
            _ => {}
        }
    }
    if han * 8 > latin { Locale::Zh } else { Locale::En }
}

/// A text of light Markdown that others follow: a fence that it leaves open is closed.
pub fn closed(text: &str) -> String {
    let text = text.trim();
    let mut open: Option<(char, usize)> = None;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(sign) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else { continue };
        let length = line.chars().take_while(|c| *c == sign).count();
        match open {
            Some((fence, least)) if fence == sign && length >= least && line.trim_end().len() == length => open = None,
            None if length >= 3 && !(sign == '`' && line[length..].contains('`')) => open = Some((sign, length)),
            _ => {}
        }
    }
    match open {
        Some((sign, length)) => format!("{text}\n{}", sign.to_string().repeat(length)),
        None => text.to_string(),
    }
}

/// A text as an item of a list: its further lines stand below its first.
pub fn item(text: &str) -> String {
    let text = closed(text);
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") });
    format!("- {}", lines.collect::<Vec<_>>().join("\n").trim_start())
}

/// The text as a fenced code block, with a fence longer than any in it.
pub fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_others_follow_is_whole() {
        assert_eq!(closed("a\n```sh\nls"), "a\n```sh\nls\n```");
        assert_eq!(closed("~~~~\n```\n~~~~\nb"), "~~~~\n```\n~~~~\nb");
        assert_eq!(closed("`a` ```b```"), "`a` ```b```");
        assert_eq!(item("a\n\nb\n```\nc"), "- a\n\n  b\n  ```\n  c\n  ```");
    }
}
