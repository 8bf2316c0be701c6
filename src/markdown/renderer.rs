//! The renderer with what it has rendered: a text is named by its digest, and rendered once as long as it is kept.

use super::code::coloured;
use super::html::safe_html;
use super::limits::{BLOCK_BYTES_MAX, KEPT_BYTES_MAX};
use crate::digest;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Held by whoever renders many texts: the pages, an export. Nothing is shared between two of them.
#[derive(Debug, Default)]
pub struct Renderer {
    kept: Mutex<Kept>,
}

impl Renderer {
    /// A part of a case, or anything else people wrote, as HTML that may stand in a page.
    pub fn html(&self, text: &str) -> String {
        let name = digest::hex(text.as_bytes());
        self.kept_or(&name, || safe_html(text, &name, |language, code| self.coloured(language, code))).to_string()
    }

    /// The same snippet stands in many cases.
    fn coloured(&self, language: &str, code: &str) -> Option<Arc<str>> {
        if language.is_empty() || code.len() > BLOCK_BYTES_MAX {
            return None;
        }
        let name = digest::hex(format!("{language}\u{0}{code}").as_bytes());
        if let Some(known) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&name) {
            return Some(known);
        }
        Some(self.kept_or(&name, || coloured(language, code).unwrap_or_default())).filter(|html| !html.is_empty())
    }

    fn kept_or(&self, name: &str, make: impl FnOnce() -> String) -> Arc<str> {
        let known = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(name);
        known.unwrap_or_else(|| {
            let made: Arc<str> = make().into();
            self.kept.lock().unwrap_or_else(PoisonError::into_inner).keep(name, made.clone());
            made
        })
    }
}

/// Two halves: when the younger one is full, it becomes the older one, and what was in that is forgotten unless it was asked
/// for since.
#[derive(Debug, Default)]
struct Kept {
    young: HashMap<String, Arc<str>>,
    young_bytes: usize,
    old: HashMap<String, Arc<str>>,
}

impl Kept {
    fn get(&mut self, name: &str) -> Option<Arc<str>> {
        if let Some(known) = self.young.get(name) {
            return Some(known.clone());
        }
        let known = self.old.remove(name)?;
        self.keep(name, known.clone());
        Some(known)
    }

    fn keep(&mut self, name: &str, html: Arc<str>) {
        let bytes = name.len() + html.len();
        if bytes > KEPT_BYTES_MAX / 8 {
            return;
        }
        if self.young_bytes + bytes > KEPT_BYTES_MAX / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += bytes;
        self.young.insert(name.to_string(), html);
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::*;
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn what_is_kept_is_bounded_and_what_is_asked_for_stays() {
        let mut kept = Kept::default();
        let large: Arc<str> = "x".repeat(1 << 20).into();
        for at in 0..100 {
            kept.keep(&format!("{at}"), large.clone());
            assert!(kept.get("0").is_some(), "{at}");
            let held: usize = kept.young.values().chain(kept.old.values()).map(|html| html.len()).sum();
            assert!(held <= KEPT_BYTES_MAX, "{held}");
        }
        assert!(kept.get("40").is_none());
        kept.keep("huge", "x".repeat(KEPT_BYTES_MAX).into());
        assert!(kept.get("huge").is_none());
    }

    #[test]
    fn a_text_is_rendered_the_same_again() {
        let renderer = Renderer::default();
        let text = "**a**\n\n```sql\nSELECT 1\n```\n\n```no-such\nx\n```\n";
        let first = renderer.html(text);
        assert!(first.contains("<span class=\"k\">SELECT") && first.contains("<code>x"), "{first}");
        assert_eq!(renderer.html(text), first);
    }

    /// Texts that cost a parser, a cleaner or a colourer more than they are long.
    fn hostile(bytes: usize) -> Vec<(&'static str, String)> {
        let fill = |piece: &str| piece.repeat(bytes / piece.len());
        let counted = |piece: &dyn Fn(usize) -> String| {
            let (mut out, mut at) = (String::new(), 0);
            while out.len() < bytes {
                out.push_str(&piece(at));
                at += 1;
            }
            out
        };
        let half = |a: &str, b: &str| format!("{}{}", a.repeat(bytes / 2 / a.len()), b.repeat(bytes / 2 / b.len()));
        let deep_list = counted(&|at| format!("{}- a\n", "  ".repeat(at)));
        vec![
            ("quotes on one line", fill(">")),
            ("quotes, line by line", fill("> > > > > > > > > > a\n")),
            ("many lines of many quotes", fill(&format!("{}\n", ">".repeat(NESTED_MAX)))),
            ("lazy lines", format!("{}a\n{}", "> ".repeat(NESTED_MAX), fill("a\n"))),
            ("lists on one line", fill("- ")),
            ("lists, each deeper", deep_list.clone()),
            ("lists, then blank lines", format!("{}{}", &deep_list[..deep_list.len() / 2], fill("\n"))),
            ("numbered lists", fill("1. ")),
            ("brackets", fill("[")),
            ("brackets both ways", half("[", "]")),
            ("links in links", half("[a](", ")")),
            ("images", fill("![")),
            ("link addresses", fill("[a](<b")),
            ("div", fill("<div>")),
            ("div, line by line", fill("<div>\n\n")),
            ("open bold", format!("{}{}", fill("<b>"), fill("a\n\n"))),
            ("open fonts", format!("{}{}", counted(&|at| format!("<font a{at}=1>"))[..bytes / 2].to_owned(), fill("a\n\n"))),
            ("one open table", format!("<table>\n\n{}", fill("a\n\n"))),
            ("tables in tables", fill("<table><tr><td>")),
            ("attributes", format!("<a {}", counted(&|at| format!("a{at} ")))),
            ("attributes, line by line", format!("<div\n{}>", counted(&|at| format!("a{at}\n")))),
            ("comments", fill("<!--")),
            ("declarations", fill("<!A")),
            ("instructions", fill("<?")),
            ("half tags", fill("<a ")),
            ("entities", fill("&#x41;")),
            ("half entities", fill("&a")),
            ("ampersands", fill("&")),
            ("backticks", counted(&|at| format!("{}a", "`".repeat(at + 1)))),
            ("one backtick", fill("`")),
            ("emphasis", fill("*a ")),
            ("emphasis both ways", half("*a ", " a*")),
            ("emphasis of both kinds", fill("*a _")),
            ("strong", half("**a ", " a**")),
            ("struck", fill("~~a ~")),
            ("stars", fill("*")),
            ("masks", fill("1**2")),
            ("columns", format!("|{}\n|{}\n|b|\n", "a|".repeat(bytes / 4), "-|".repeat(bytes / 4))),
            (
                "columns and rows",
                format!("|{0}\n|{1}\n{2}", "a|".repeat(bytes / 8), "-|".repeat(bytes / 8), "|\n".repeat(bytes / 4)),
            ),
            ("many tables", fill("|a|b|\n|-|-|\n|c|d|\n\n")),
            ("fences", fill("```sql\nSELECT 1\n```\n")),
            ("different fences", counted(&|at| format!("```rust\nfn f{at}() {{}}\n```\n"))),
            ("open fences", fill("```\n~~~\n")),
            ("one long coloured line", format!("```js\n{}\n```", fill("a=/("))),
            ("code of nested brackets", format!("```json\n{}\n```", fill("[{\n"))),
            ("definitions", counted(&|at| format!("[a{at}]: /x\n"))),
            ("definitions used", format!("[a]: /{}\n\n{}", "x".repeat(bytes / 2), "[a]".repeat(bytes / 6))),
            ("half definitions", fill("[a]:\n")),
            ("a long line", fill("a")),
            ("blanks", fill(" ")),
            ("hard breaks", fill("a  \n")),
            ("tabs", fill("\t>\t-")),
            ("underlined", fill("a\n-\n")),
            ("addresses", fill("<http://a.b>")),
            ("returns", fill(">\r")),
            ("backslashes", fill("\\")),
        ]
    }

    /// No text takes long: the bound is far above what any of them takes, and far below what one that grows as the square of
    /// its length would take.
    const SOON: Duration = Duration::from_secs(30);

    fn took(text: &str) -> Duration {
        let started = Instant::now();
        let html = Renderer::default().html(text);
        assert!(html.len() < 40 * text.len() + 1_000, "{} of {}", html.len(), text.len());
        started.elapsed()
    }

    #[test]
    fn no_text_takes_longer_than_it_is_long() {
        let (short, long) = (hostile(RENDERED_BYTES_MAX / 5), hostile(RENDERED_BYTES_MAX * 4 / 5));
        for ((what, short), (_, long)) in short.iter().zip(&long) {
            let (fast, slow) = (took(short).max(Duration::from_millis(60)), took(long));
            // Four times as long; other work on the machine may come between.
            assert!(slow < 12 * fast || slow < SOON / 8, "{what}: {fast:?}, four times as long {slow:?}");
        }
    }

    #[test]
    fn eight_megabytes_are_rendered_soon() {
        for (what, text) in hostile(8 << 20) {
            let took = took(&text);
            assert!(took < SOON, "{what}: {took:?}");
        }
    }

    #[test]
    fn nothing_is_lost_beyond_the_bounds() {
        let renderer = Renderer::default();
        let deep = format!("**a**\n\n{} end of it", ">".repeat(5_000));
        assert!(renderer.html(&deep).contains("<strong>a</strong>") && renderer.html(&deep).contains("end of it"));
        let long = format!("{}the <b>end</b>", "word **bold**\n\n".repeat(RENDERED_BYTES_MAX / 10));
        let html = renderer.html(&long);
        assert!(html.starts_with("<p>word <strong>bold</strong></p>"));
        assert!(html.ends_with("the &lt;b&gt;end&lt;/b&gt;</pre>"), "{}", &html[html.len() - 100..]);
        let tags = format!("{}last", "<div>\n".repeat(3_000));
        let html = renderer.html(&tags);
        assert!(html.contains("&lt;div&gt;") && html.contains("last"));
        let list = (0..200).map(|at| format!("{}- item {at}\n", "  ".repeat(at))).collect::<String>();
        let html = renderer.html(&list);
        assert!((0..200).all(|at| html.contains(&format!("item {at}"))), "{html}");
        assert!(html.matches("<ul>").count() <= DEPTH_MAX);
        let code = format!("```sql\n{}```\n", "SELECT 1;\n".repeat(10)).repeat(COLOURED_BLOCKS_MAX + 20);
        assert_eq!(renderer.html(&code).matches("<pre>").count(), COLOURED_BLOCKS_MAX + 20);
        assert_eq!(renderer.html(&code).matches("SELECT").count(), 10 * (COLOURED_BLOCKS_MAX + 20));
    }
}
