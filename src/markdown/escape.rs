//! Text as HTML that says just that.

/// Text as HTML text.
pub fn escape_into(out: &mut String, text: &str) {
    text.chars().for_each(|c| escape_char(out, c));
}

/// One character of it.
pub fn escape_char(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        c => out.push(c),
    }
}
