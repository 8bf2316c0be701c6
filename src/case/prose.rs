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

/// The text as a fenced code block, with a fence longer than any in it.
pub fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}")
}
