//! Whether a text is HTML, rather than a text that speaks of it: `<module>` in a trace, `<your-host>` in an answer.

/// Elements of HTML that are found in bodies of mails and tickets.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements of a whole document, which only a text that begins with one of them has.
const DOCUMENT: &[&str] = &["html", "head", "body", "meta", "link", "title", "style", "script", "base"];

/// Elements that give a text its shape; one of them must be closed, or a line broken.
const BLOCKS: &[&str] =
    &["p", "div", "ul", "ol", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html", "section"];

/// Elements that hold nothing.
const EMPTY: &[&str] = &["br", "hr", "img", "input", "link", "meta", "col", "wbr"];

/// Whether a text is HTML. Every tag in it is an element of HTML, they give it its shape, and no text outside of them has lines of its
/// own: HTML breaks lines by tags, and a report that quotes a page breaks them as people do.
pub fn is_html(text: &str) -> bool {
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    // No desk sends a script in a body; a page that somebody quotes has them.
    if !trimmed.contains('<') || trimmed.contains("```") || trimmed.to_ascii_lowercase().contains("<script") {
        return false;
    }
    let head: String = trimmed.chars().take(15).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype html") {
        return true;
    }
    let is_document = DOCUMENT.iter().any(|name| head.strip_prefix('<').is_some_and(|rest| rest.starts_with(name)));
    let wrapped = trimmed.starts_with('<') && trimmed.ends_with('>');
    let begins = trimmed.starts_with('<');
    let (mut breaks, mut closed, mut paragraphs, mut depth) = (false, false, 0, 0usize);
    // Whether a tag stands right beside words: who speaks of a tag puts blanks around it.
    let (mut joined, mut pictures) = (false, false);
    let mut rest = trimmed;
    loop {
        let at = rest.find('<').unwrap_or(rest.len());
        let outside = &rest[..at];
        let words = outside.trim();
        // Words with a line break behind them, or inside a document at least a blank line.
        let lines = if wrapped { "\n\n" } else { "\n" };
        if (depth == 0 || !wrapped)
            && !words.is_empty()
            && (words.contains('\n') || outside.trim_start().replace([' ', '\t', '\r'], "").contains(lines))
        {
            return false;
        }
        let Some(after) = rest.get(at + 1..) else { break };
        if let Some(comment) = after.strip_prefix("!--") {
            let Some(end) = comment.find("-->") else { return false };
            rest = &comment[end + 3..];
            continue;
        }
        match tag(after, is_document) {
            // A sign of comparison, or an arrow.
            Tag::None => rest = after,
            Tag::Foreign => return false,
            Tag::Element { name, closes, length } => {
                let in_text = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
                let (before, behind) = (outside.chars().next_back(), after[length..].chars().next());
                // A tag in quotes is spoken of.
                let is_quote = |c: Option<char>| matches!(c, Some('"' | '\'' | '`' | '“' | '‘' | '”' | '’'));
                if (!closes && is_quote(before)) || (closes && is_quote(behind)) {
                    return false;
                }
                breaks |= name == "br" && (wrapped || in_text(before));
                closed |= closes && (depth > 0 || name == "p");
                joined |= in_text(if closes { behind } else { before }) || BLOCKS.contains(&name.as_str()) && closes && begins;
                paragraphs += usize::from(name == "p" && !closes);
                pictures |= name == "img" && after[..length].contains("src");
                if closes {
                    depth = depth.saturating_sub(1);
                } else if !EMPTY.contains(&name.as_str()) && !after[..length].ends_with("/>") {
                    depth += 1;
                }
                rest = &after[length..];
            }
        }
    }
    breaks || (closed && (wrapped || joined)) || (begins && paragraphs > 1) || (wrapped && pictures)
}

/// What follows a `<`.
enum Tag {
    /// No tag.
    None,
    /// A tag that HTML does not have.
    Foreign,
    /// A tag of HTML, in lower case, and the bytes behind `<` that it takes.
    Element { name: String, closes: bool, length: usize },
}

fn tag(rest: &str, is_document: bool) -> Tag {
    let closes = rest.starts_with('/');
    let named = &rest[usize::from(closes)..];
    let name_end = named.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':' | '_' | '.')).unwrap_or(named.len());
    let name = named[..name_end].to_ascii_lowercase();
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return if rest.starts_with('?') { Tag::Foreign } else { Tag::None };
    }
    let Some(end) = named.find('>') else { return Tag::None };
    // A blank, a slash or the end follows the name of a tag; anything else is an address or a text.
    let is_tag = named[name_end..].starts_with([' ', '\t', '\n', '\r', '/', '>']);
    // Office writes elements of its own into its mails.
    let office = name.contains(':');
    let known = ELEMENTS.contains(&name.as_str()) || (is_document && DOCUMENT.contains(&name.as_str()));
    match is_tag && (known || office) {
        true => Tag::Element { name, closes, length: usize::from(closes) + end + 1 },
        false => Tag::Foreign,
    }
}

#[cfg(test)]
mod tests {
    use super::is_html;

    #[test]
    fn html_is_recognised_and_what_speaks_of_it_is_not() {
        for html in [
            "<p>打不开</p>",
            "Hello,<br>it fails",
            "<div dir=\"ltr\">x<div><br></div></div>",
            "<!DOCTYPE html><html><body>x</body></html>",
            "Guten Tag<br/><br/>es geht nicht",
            "<span>a</span>",
            "<ul>\n<li>one</li>\n</ul>",
            "<o:p></o:p><p class=MsoNormal>x</p>",
            "x &lt; y</p><p>z",
            "解决方法：<ul><li>重启</li></ul>",
            "<ul><li>重启</li></ul>谢谢",
            "<h3>Fix</h3>Restart",
            "解决：<b>重启</b>即可",
            "<p>未闭合<p>第二",
            "<img src=\"https://x.example/a.png\" alt=\"报错截图\">",
        ] {
            assert!(is_html(html), "{html}");
        }
        for text in [
            "File \"/srv/job.py\", line 7, in <module>",
            "Set <property name=\"maxTotal\">50</property>",
            "use <p> instead of <div>",
            "关掉</b>标签",
            "wrapInner(\"<div id='w'></div>\") gives a blank page",
            "elements such as <input> or <br>.",
            "The <h1>Title</h1> element is missing",
            "Vec<u8> and Foo<b> and List<a>",
            "a < b and c > d",
            "Map<String, List<Integer>>",
            "<your-host>",
            "<?xml version=\"1.0\"?><p>x</p>",
            "<config><p>1</p></config>",
            "mail from <wang@haifeng.example>",
            "The <br> element is missing",
            "Testcase:\n\n<html>\n<body><p>x</p></body></html>",
            "I wrap a <div> around <p> parts\nand it turns into\n<div>x</div>",
            "code like this:\n\n<div>\n <b>x</b></div>\n\nand more",
            "```\n<p>x</p>\n```",
            "Wrapping the row:\n\n$('<div class=\"foo\"></div>').fadeOut();\n\nit does nothing",
            "<div id=\"x\">a<br></div>\n\nWhen I click it, nothing happens.\n\n<p>b</p>",
            "<p>a</p>\n<script>run()</script>",
            "",
        ] {
            assert!(!is_html(text), "{text}");
        }
    }
}
