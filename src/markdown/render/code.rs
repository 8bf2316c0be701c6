//! Syntax highlighting of code blocks with a handful of CSS classes, so that pages stay small and the stylesheet decides on
//! colours.

use super::escape::escape_into;
use super::limits::{BLOCK_BYTES_MAX, BLOCK_LINE_BYTES_MAX};
use std::fmt::Write;
use std::sync::LazyLock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// All known languages.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// (scope prefix, CSS class), the most specific first.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("string", "s"),
    ("constant.character", "s"),
    ("constant", "n"),
    ("markup.inserted", "s"),
    ("markup.deleted", "e"),
    ("invalid", "e"),
    ("keyword.operator", ""),
    ("keyword", "k"),
    ("storage", "k"),
    ("entity.name.tag", "k"),
    ("entity.name", "f"),
    ("entity.other.attribute-name", "t"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("support", "t"),
    ("meta.mapping.key", "t"),
];

/// [`CLASSES`] with parsed scopes.
static RULES: LazyLock<Vec<(Scope, &'static str)>> =
    LazyLock::new(|| CLASSES.iter().filter_map(|(prefix, class)| Some((Scope::new(prefix).ok()?, *class))).collect());

/// The block as HTML that holds only escaped text and `<span class="x">`; `None` if the language is not known, or the block or
/// one of its lines is too long.
pub fn coloured(language: &str, code: &str) -> Option<String> {
    if code.len() > BLOCK_BYTES_MAX || code.lines().any(|line| line.len() > BLOCK_LINE_BYTES_MAX) {
        return None;
    }
    let word = language.split([',', ' ', '{']).next().unwrap_or_default().trim().to_lowercase();
    colour(syntax_for(&word)?, code)
}

/// The language of a fence's first word.
fn syntax_for(word: &str) -> Option<&'static SyntaxReference> {
    let token = match word {
        "" | "text" | "txt" | "plain" | "plaintext" | "none" | "log" | "console" => return None,
        "shell" | "sh" | "bash" | "zsh" | "shell-session" => "sh",
        "golang" => "go",
        "c++" => "cpp",
        "c#" => "cs",
        other => other,
    };
    SYNTAXES.find_syntax_by_token(token)
}

/// Highlights a block line by line.
fn colour(syntax: &SyntaxReference, code: &str) -> Option<String> {
    let (mut state, mut stack) = (ParseState::new(syntax), ScopeStack::new());
    let mut out = Painter { html: String::with_capacity(code.len() * 2), class: "" };
    for line in lines(code) {
        let steps = state.parse_line(line, &SYNTAXES).ok()?;
        let mut from = 0;
        for (at, step) in steps {
            out.put(class_of(&stack), &line[from..at]);
            from = at;
            stack.apply(&step).ok()?;
        }
        out.put(class_of(&stack), &line[from..]);
    }
    Some(out.end())
}

/// Lines with their line ends, as the highlighter wants them.
fn lines(code: &str) -> impl Iterator<Item = &str> {
    code.split_inclusive('\n')
}

/// The class of the innermost scope that has one.
fn class_of(stack: &ScopeStack) -> &'static str {
    let known = |scope: &Scope| RULES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
    stack.as_slice().iter().rev().find_map(known).unwrap_or("")
}

/// Writes HTML and merges neighbouring runs of one class into one span.
struct Painter {
    html: String,
    class: &'static str,
}

impl Painter {
    fn put(&mut self, class: &'static str, text: &str) {
        if text.is_empty() {
            return;
        }
        // White space is not coloured: it stays in the span before it.
        if class != self.class && !text.trim().is_empty() {
            self.close();
            if !class.is_empty() {
                let _ = write!(self.html, "<span class=\"{class}\">");
            }
            self.class = class;
        }
        escape_into(&mut self.html, text);
    }

    fn close(&mut self) {
        if !self.class.is_empty() {
            self.html.push_str("</span>");
        }
        self.class = "";
    }

    fn end(mut self) -> String {
        self.close();
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::coloured;

    #[test]
    fn words_of_a_language_get_their_class() {
        let html = coloured("sql", "SELECT 1 -- <b>\n").unwrap();
        assert!(html.contains("<span class=\"k\">SELECT "), "{html}");
        assert!(html.contains("<span class=\"c\">-- &lt;b&gt;"), "{html}");
        assert!(coloured("rust", "fn main() {}").unwrap().contains("<span class=\"k\">fn "));
    }

    #[test]
    fn what_has_no_language_stays_plain() {
        for language in ["", "text", "no-such-language"] {
            assert_eq!(coloured(language, "x"), None);
        }
        assert_eq!(coloured("sql", &"SELECT 1;\n".repeat(4_000)), None);
    }

    #[test]
    fn nothing_but_text_and_spans_comes_out() {
        let html = coloured("html", "<script>alert('x')</script><a href=\"y\">").unwrap();
        let bare = html.replace("</span>", "");
        assert!(bare.split('<').skip(1).all(|rest| rest.starts_with("span class=\"")), "{html}");
    }
}
