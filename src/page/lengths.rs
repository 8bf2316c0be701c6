//! Tests: rendering time grows linearly with the length of a text, hostile ones included.

use crate::markdown::Renderer;
use crate::words::thorough;
use std::time::{Duration, Instant};

/// Four times as many are still rendered whole.
const BYTES: usize = 25_000;
/// As many quotes within one another as a line may open.
const NESTED: usize = 100;

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
        ("many lines of many quotes", fill(&format!("{}\n", ">".repeat(NESTED)))),
        ("lazy lines", format!("{}a\n{}", "> ".repeat(NESTED), fill("a\n"))),
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
        ("columns and rows", format!("|{0}\n|{1}\n{2}", "a|".repeat(bytes / 8), "-|".repeat(bytes / 8), "|\n".repeat(bytes / 4))),
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
    let bytes = if thorough() { BYTES } else { BYTES / 4 };
    let (short, long) = (hostile(bytes), hostile(4 * bytes));
    for ((what, short), (_, long)) in short.iter().zip(&long) {
        let (fast, slow) = (took(short).max(Duration::from_millis(60)), took(long));
        // Four times as long; other work on the machine may come between.
        assert!(slow < 12 * fast || slow < SOON / 8, "{what}: {fast:?}, four times as long {slow:?}");
    }
}

#[test]
fn megabytes_are_rendered_soon() {
    // Some of them: of each no more is rendered than above.
    let (bytes, step) = if thorough() { (8 << 20, 4) } else { (1 << 20, 12) };
    for (what, text) in hostile(bytes).into_iter().step_by(step) {
        let took = took(&text);
        assert!(took < SOON, "{what}: {took:?}");
    }
}
