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
    "body",
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
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements that give a text its shape; one of them must be closed, or a line broken.
const BLOCKS: &[&str] =
    &["p", "div", "ul", "ol", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html", "section"];

/// Whether a text is HTML: every tag in it is an element of HTML, and they give it its shape.
pub fn is_html(text: &str) -> bool {
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    if !trimmed.contains('<') || trimmed.contains("```") {
        return false;
    }
    let head: String = trimmed.chars().take(15).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype html") {
        return true;
    }
    let begins = trimmed.starts_with('<');
    let (mut breaks, mut closed, mut any) = (0, false, false);
    let mut rest = trimmed;
    while let Some(at) = rest.find('<') {
        let before = rest[..at].chars().next_back();
        rest = &rest[at + 1..];
        if rest.starts_with("!--") {
            let Some(end) = rest.find("-->") else { return false };
            rest = &rest[end + 3..];
            continue;
        }
        match tag(rest) {
            // A sign of comparison, or an arrow.
            Tag::None => {}
            Tag::Foreign => return false,
            Tag::Element { name, closes, length } => {
                any = true;
                let after = rest[length..].chars().next();
                let in_text = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
                breaks += usize::from(name == "br" && (begins || in_text(before) || in_text(after)));
                closed |= closes && (begins || name == "p" || name == "div") && BLOCKS.contains(&name.as_str());
                // What a script or style sheet holds is no markup.
                if !closes && matches!(name.as_str(), "script" | "style") {
                    let end = rest.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(length);
                    rest = &rest[end..];
                    continue;
                }
                rest = &rest[length..];
            }
        }
    }
    let wrapped = begins && trimmed.ends_with('>') && any;
    breaks > 0 || closed || (wrapped && trimmed.contains("</"))
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

fn tag(rest: &str) -> Tag {
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
    match is_tag && (ELEMENTS.contains(&name.as_str()) || office) {
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
        ] {
            assert!(is_html(html), "{html}");
        }
        for text in [
            "File \"/srv/job.py\", line 7, in <module>",
            "Set <property name=\"maxTotal\">50</property>",
            "use <p> instead of <div>",
            "a < b and c > d",
            "Map<String, List<Integer>>",
            "<your-host>",
            "<?xml version=\"1.0\"?><p>x</p>",
            "<config><p>1</p></config>",
            "mail from <wang@haifeng.example>",
            "The <br> element is missing",
            "```\n<p>x</p>\n```",
            "",
        ] {
            assert!(!is_html(text), "{text}");
        }
    }
}
