//! Addresses in running text: bare ones, and links as they are written in Markdown.

use std::ops::Range;

/// Bytes of an address or of a link's words that are looked at.
const ADDRESS_BYTES_MAX: usize = 2_000;
/// How an address begins that is a link without further ado.
const SCHEMES: [&str; 4] = ["https://", "http://", "ftp://", "mailto:"];

/// A link as Markdown has it, by its place in the line: `[words](address)`, `![words](address)`.
#[derive(Debug, PartialEq, Eq)]
pub struct WrittenLink {
    /// From `[` or `!` to `)`.
    pub whole: Range<usize>,
    /// Between the brackets.
    pub words: Range<usize>,
}

/// The link that begins at a place. Only an absolute address makes one: `list[0](x)` is a call.
pub fn written_link(line: &str, at: usize) -> Option<WrittenLink> {
    let rest = &line[at..];
    let open = if rest.starts_with("![") { at + 2 } else { at + 1 };
    let words_end = open + bounded(line, open).find(['[', ']']).filter(|end| line[open + end..].starts_with("]("))?;
    let start = words_end + 2;
    let inside = bounded(line, start);
    SCHEMES.iter().find(|scheme| starts_with_ignoring_case(inside, scheme))?;
    let mut depth = 0;
    let mut quoted = false;
    for (i, c) in inside.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth == 0 => return Some(WrittenLink { whole: at..start + i + 1, words: open..words_end }),
            ')' if !quoted => depth -= 1,
            // After white space only a title follows.
            c if c.is_whitespace() && !quoted && !inside[i..].trim_start().starts_with(['"', ')']) => return None,
            _ => {}
        }
    }
    None
}

/// The bare address that begins at a place, as its end in the line.
pub fn bare_address(line: &str, at: usize) -> Option<usize> {
    let rest = bounded(line, at);
    let scheme = SCHEMES.iter().find(|scheme| starts_with_ignoring_case(rest, scheme)).map(|scheme| scheme.len());
    let head = scheme.or_else(|| starts_with_ignoring_case(rest, "www.").then_some(4))?;
    if line[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let ends = |c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '^' | '{' | '}');
    let end = rest.find(ends).unwrap_or(rest.len());
    let mut address = &rest[..end];
    // What ends a sentence is not part of the address, nor a bracket that was opened before it.
    let surplus = |close: char, open: char| address.matches(close).count().saturating_sub(address.matches(open).count());
    let (mut round, mut square) = (surplus(')', '('), surplus(']', '['));
    while let Some(last) = address.chars().next_back() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' => {}
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            _ => break,
        }
        address = &address[..address.len() - 1];
    }
    let host = address.get(head..)?;
    (host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')).then_some(at + address.len())
}

/// Where a bare address leads.
pub fn target(address: &str) -> String {
    if starts_with_ignoring_case(address, "www.") { format!("http://{address}") } else { address.to_string() }
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

/// The text from a place on, as far as it is looked at.
fn bounded(line: &str, from: usize) -> &str {
    let rest = &line[from..];
    if rest.len() <= ADDRESS_BYTES_MAX {
        return rest;
    }
    let end = (0..=ADDRESS_BYTES_MAX).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(0);
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(line: &str) -> Option<&str> {
        let at = line.find("http").or_else(|| line.find("www"))?;
        bare_address(line, at).map(|end| &line[at..end])
    }

    #[test]
    fn an_address_ends_before_what_ends_the_sentence() {
        assert_eq!(bare("见 https://intra.example/a_b?x=1&y=2。然后"), Some("https://intra.example/a_b?x=1&y=2"));
        assert_eq!(bare("(see http://x.example/a_(b))."), Some("http://x.example/a_(b)"));
        assert_eq!(bare("http://x.example/a，重启"), Some("http://x.example/a"));
        assert_eq!(bare("go to www.example.com, then"), Some("www.example.com"));
        assert_eq!(bare("<http://x.example>"), Some("http://x.example"));
        assert_eq!(bare("the http:// prefix"), None);
        assert_eq!(bare("xhttp://x.example"), None);
    }

    #[test]
    fn only_an_absolute_address_makes_a_link() {
        let found = |line: &str| written_link(line, line.find(['!', '[']).unwrap()).map(|link| line[link.whole].to_string());
        assert_eq!(found("see [the page](https://x.example/a_(b)) now").as_deref(), Some("[the page](https://x.example/a_(b))"));
        assert_eq!(found("![报错](http://x.example/1.png \"截图\")").as_deref(), Some("![报错](http://x.example/1.png \"截图\")"));
        for line in
            ["list[0](x)", "[a](b c)", "[a] (http://x)", "![shot](image001.png)", "[a](javascript:alert(1))", "[a](http://x"]
        {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
