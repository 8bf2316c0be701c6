//! Markdown to safe HTML: the only renderer. Nothing in the result fetches or executes anything.

use super::bounded::{bounded, cut, options};
use super::escape::escape_into;
use super::limits::{COLOURED_BLOCKS_MAX, COLOURED_BYTES_MAX};
use ammonia::Builder;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd, html};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

/// The elements and attributes that rendered text may have. Images are excluded: opening a case must not make a request to an
/// address in it.
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

/// Escapes the stars of masked numbers (`139****5678`) outside code, so that they are not read as emphasis.
fn with_masks(text: &str) -> Cow<'_, str> {
    if !text.contains("**") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        fenced ^= fence;
        // A line with inline code is left as it is: in code a backslash would be visible.
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

/// Renders Markdown as sanitised HTML. Code blocks are highlighted by `coloured` and inserted after sanitising, which does not
/// know their spans; they hold only escaped text. Text beyond the limits follows in a `<pre>`.
///
/// `name` must be the digest of `text`: it marks the places of code blocks, and no text can contain its own digest.
pub fn safe_html(text: &str, name: &str, coloured: impl Fn(&str, &str) -> Option<Arc<str>>) -> String {
    let (text, rest) = cut(text);
    let mut blocks: Vec<Arc<str>> = Vec::new();
    let mut painted = 0;
    let mut events = Vec::new();
    let mut open: Option<(CowStr, String)> = None;
    let masked = with_masks(text);
    for event in Parser::new_ext(&masked, options(&masked)) {
        match (event, &mut open) {
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))), None) => open = Some((language, String::new())),
            (Event::Text(words), Some((_, code))) => code.push_str(&words),
            (Event::End(TagEnd::CodeBlock), Some((language, code))) => {
                let few = blocks.len() < COLOURED_BLOCKS_MAX && painted + code.len() <= COLOURED_BYTES_MAX;
                let inside = match few.then(|| coloured(language, code)).flatten() {
                    Some(html) => {
                        painted += code.len();
                        blocks.push(html);
                        format!("{name}:{};", blocks.len() - 1)
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
    html::push_html(&mut rendered, bounded(events).into_iter());
    let mut out = insert_blocks(&ALLOWED.clean(&rendered).to_string(), name, &blocks);
    if !rest.trim().is_empty() {
        out.push_str("<pre>");
        escape_into(&mut out, rest);
        out.push_str("</pre>");
    }
    out
}

/// Replaces each placeholder by its block.
fn insert_blocks(clean: &str, name: &str, blocks: &[Arc<str>]) -> String {
    let mut out = String::with_capacity(clean.len() + blocks.iter().map(|block| block.len()).sum::<usize>());
    let mut rest = clean;
    for (at, block) in blocks.iter().enumerate() {
        let place = format!("{name}:{at};");
        if let Some((before, after)) = rest.split_once(&place) {
            out.push_str(before);
            out.push_str(block);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The words of a Markdown text without markup, in one line, as far as it would be rendered. A code block becomes `…`: commands
/// that are cut short help nobody.
pub fn plain_text(text: &str) -> String {
    let (text, _) = cut(text);
    let mut out = String::with_capacity(text.len());
    let mut in_block = false;
    for event in Parser::new(&with_masks(text)) {
        match event {
            // Only its presence is shown.
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
    use super::plain_text;
    use crate::markdown::Renderer;

    fn safe_html(text: &str) -> String {
        Renderer::default().html(text)
    }

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
