//! What is asked of a text of any part: its language, and how it is quoted whole.

use crate::words::Locale;

/// Chinese if a fair share of the letters is: a Chinese report about English software quotes much English.
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

/// Text as a fenced code block, whatever fences it holds itself.
pub fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}")
}
