//! The renderer with a cache of what it has rendered, keyed by the digest of the text.

use super::code::coloured;
use super::html::{preformatted, safe_html};
use super::limits::{BLOCK_BYTES_MAX, KEPT_BYTES_MAX};
use crate::digest;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;

/// Held by whoever renders many texts: the pages, an export. Each has its own cache.
#[derive(Debug, Default)]
pub struct Renderer {
    kept: Mutex<Kept>,
}

impl Renderer {
    /// Renders light Markdown as sanitised HTML.
    pub fn html(&self, text: &str) -> String {
        let name = digest::hex(text.as_bytes());
        self.kept_or(&name, || safe_html(text, &name, |language, code| self.coloured(language, code))).to_string()
    }

    /// Renders the output of a program, which is not Markdown.
    pub fn preformatted(&self, text: &str) -> String {
        preformatted(text)
    }

    /// A highlighted code block, cached apart: the same snippet occurs in many cases.
    fn coloured(&self, language: &str, code: &str) -> Option<Arc<str>> {
        if language.is_empty() || code.len() > BLOCK_BYTES_MAX {
            return None;
        }
        let name = digest::hex(format!("{language}\u{0}{code}").as_bytes());
        if let Some(known) = self.kept.lock().get(&name) {
            return Some(known);
        }
        Some(self.kept_or(&name, || coloured(language, code).unwrap_or_default())).filter(|html| !html.is_empty())
    }

    /// The cached HTML of a name, or what `make` gives, which is then cached.
    fn kept_or(&self, name: &str, make: impl FnOnce() -> String) -> Arc<str> {
        let known = self.kept.lock().get(name);
        known.unwrap_or_else(|| {
            let made: Arc<str> = make().into();
            self.kept.lock().keep(name, made.clone());
            made
        })
    }
}

/// A cache of two generations: when the younger is full it becomes the older, and the older is dropped. A hit in the older
/// moves the entry to the younger.
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
