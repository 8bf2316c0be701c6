//! Texts that would do harm: nothing runs and nothing is fetched.

use crate::markdown::{Renderer, from_outside};

/// Every tag of rendered HTML is one of these, with no attributes but these.
fn is_harmless(html: &str) -> Result<(), String> {
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
    ];
    let more = ["thead", "tbody", "tr", "th", "td", "sup", "div", "span"];
    let attributes = ["href", "title", "rel", "start", "value", "class", "id"];
    for tag in html.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap_or_default().trim_start_matches('/');
        let name = inside.split([' ', '/']).next().unwrap_or_default();
        if !tags.contains(&name) && !more.contains(&name) {
            return Err(format!("<{inside}>"));
        }
        for attribute in inside
            .split("=\"")
            .collect::<Vec<_>>()
            .windows(2)
            .map(|w| w[0].rsplit([' ', '"']).next().unwrap_or_default().to_string())
        {
            if !attributes.contains(&attribute.as_str()) {
                return Err(format!("{attribute} of <{inside}>"));
            }
        }
        if let Some(address) = inside.split("href=\"").nth(1) {
            let good = ["http://", "https://", "mailto:", "ftp://", "#n-", "#r-"].iter().any(|start| address.starts_with(start));
            if !good {
                return Err(format!("<{inside}>"));
            }
        }
    }
    Ok(())
}

#[test]
fn nothing_runs_and_nothing_is_fetched() {
    for text in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](http://127.0.0.1/track)",
        "![x](file:///etc/passwd) ![x](//host/x)",
        "[x](javascript:alert(1)) [x](https://x\" onclick=\"y)",
        "[x](data:text/html,<script>)",
        "<a href='data:text/html,x' onclick=x>y</a>",
        "<svg><style>*{}</style></svg>",
        "<iframe src=/etc/passwd></iframe>",
        "<p style='background:url(//x)'>z</p>",
        "[^1]\n\n[^1]: <script>x</script>",
        "```<script>\n<script>\n```",
        "javascript:alert(1) vbscript:x",
        "<https://x.example/\"onmouseover=\"x>",
    ] {
        let html = Renderer::default().html(text);
        assert_eq!(is_harmless(&html), Ok(()), "{text} → {html}");
        let html = Renderer::default().html(&from_outside(text));
        assert_eq!(is_harmless(&html), Ok(()), "{text} → {html}");
    }
}
