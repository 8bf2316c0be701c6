//! Markdown → safe HTML: the one renderer. Nothing is fetched, nothing runs.

use super::code::coloured;
use crate::digest;
use ammonia::Builder;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What may stand in rendered text. Images are left out: an address in a case must not be called by whoever reads it.
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "br",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "del",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    let mut builder = Builder::default();
    builder
        .tags(HashSet::from(tags))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href", "title"])), ("ol", HashSet::from(["start"]))]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// The stars of a masked number (`139****5678`) are no emphasis: outside code they are escaped.
fn with_masks(text: &str) -> Cow<'_, str> {
    if !text.contains("**") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        fenced ^= fence;
        // A line with code in it is left as it is: there a backslash would show.
        if fenced || fence || line.contains('`') || line.starts_with("    ") {
            out.push_str(line);
            continue;
        }
        let mut rest = line;
        while let Some(at) = rest.find("**") {
            let stars = rest[at..].bytes().take_while(|b| *b == b'*').count();
            let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
            let bytes = rest.as_bytes();
            let masks = digit(at.checked_sub(1).and_then(|before| bytes.get(before))) && digit(bytes.get(at + stars));
            out.push_str(&rest[..at]);
            out.push_str(&if masks { "\\*" } else { "*" }.repeat(stars));
            rest = &rest[at + stars..];
        }
        out.push_str(rest);
    }
    Cow::Owned(out)
}

/// A part of a case, or anything else people wrote, as HTML that may stand in a page. Code blocks are in the colours of
/// their language: they are put in after the cleaning, which need not know them, and hold only what we escaped.
pub fn safe_html(text: &str) -> String {
    // Where a block goes is named by the text's own digest: no text can name the places of its own blocks.
    let place = LazyLock::new(|| digest::hex(text.as_bytes()));
    let mut blocks = Vec::new();
    let mut events = Vec::new();
    let mut open: Option<(CowStr, String)> = None;
    let masked = with_masks(text);
    for event in Parser::new_ext(&masked, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match (event, &mut open) {
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))), None) => open = Some((language, String::new())),
            (Event::Text(words), Some((_, code))) => code.push_str(&words),
            (Event::End(TagEnd::CodeBlock), Some((language, code))) => {
                let inside = match coloured(language, code) {
                    Some(html) => {
                        blocks.push(html);
                        format!("{}:{};", *place, blocks.len() - 1)
                    }
                    None => std::mem::take(code),
                };
                open = None;
                events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
                events.push(Event::Text(inside.into()));
                events.push(Event::End(TagEnd::CodeBlock));
            }
            (event, _) => events.push(event),
        }
    }
    let mut rendered = String::with_capacity(text.len() * 2);
    html::push_html(&mut rendered, events.into_iter());
    let mut clean = ALLOWED.clean(&rendered).to_string();
    for (i, block) in blocks.iter().enumerate() {
        clean = clean.replacen(&format!("{}:{i};", *place), block, 1);
    }
    clean
}

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

/// The words of a text without its marks, in one line; code blocks are left out: cut short they help nobody.
pub fn plain_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_block = false;
    for event in Parser::new(&with_masks(text)) {
        match event {
            // That something stands there is said; commands are read where they can be copied.
            Event::Start(Tag::CodeBlock(_)) => {
                in_block = true;
                out.push_str(" … ");
            }
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Text(words) | Event::Code(words) if !in_block => out.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => out.push(' '),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{plain_text, safe_html};

    #[test]
    fn the_words_without_the_marks() {
        assert_eq!(plain_text("1. **stop** `x`\n\n```sh\nls\n```\n\n2. go"), "stop x … go");
    }

    #[test]
    fn a_masked_number_stays_one() {
        let text = "电话 139****5678，邮箱 l**@haifeng.com，**要紧**";
        assert_eq!(plain_text(text), "电话 139****5678，邮箱 l**@haifeng.com，要紧");
        let html = safe_html(text);
        assert!(html.contains("139****5678") && html.contains("<strong>要紧</strong>"), "{html}");
        assert!(safe_html("`1**2`\n\n```\n3****4\n```").contains("1**2"));
        assert!(!safe_html("```\n3****4\n```").contains('\\'));
    }

    #[test]
    fn text_code_and_tables_are_kept() {
        let html = safe_html("1. **stop**\n\n```sh\nls <x>\n```\n\n| a |\n|---|\n| b |");
        for part in ["<strong>stop</strong>", "ls ", "&lt;", "x", "<td>b</td>"] {
            assert!(html.contains(part), "{html}");
        }
    }

    #[test]
    fn code_is_coloured_wherever_it_stands_and_only_as_code() {
        let html = safe_html("- a\n\n  ```sql\n  SELECT 1\n  ```\n\n```sql\nSELECT 1\n```");
        assert_eq!(html.matches("<span class=\"k\">SELECT ").count(), 2, "{html}");
        assert!(safe_html("x <span class=\"k\">y</span>").contains("x y"));
    }

    #[test]
    fn nothing_runs_and_nothing_is_fetched() {
        let hostile = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![x](http://127.0.0.1/track)",
            "[x](javascript:alert(1))",
            "<a href='data:text/html,x' onclick=x>y</a>",
            "<svg><style>*{}</style></svg>",
            "<iframe src=/etc/passwd></iframe>",
            "<p style='background:url(//x)'>z</p>",
        ];
        for text in hostile {
            let html = safe_html(text).to_lowercase();
            for banned in ["<script", "<img", "onerror", "onclick", "javascript:", "data:", "<svg", "<style", "<iframe", "style="] {
                assert!(!html.contains(banned), "{text} → {html}");
            }
        }
    }
}
