//! Tables as text: CSV that spreadsheets open correctly and do not execute, and Markdown.

use csv::{QuoteStyle, Terminator, WriterBuilder};

/// Byte order mark, so that Excel reads UTF-8.
const BOM: char = '\u{feff}';
/// First characters that spreadsheets take for a formula, full-width ones included.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// CSV (RFC 4180) with every cell quoted, because in many locales `;` separates cells. Begins with a byte order mark.
pub fn csv(lines: impl IntoIterator<Item = Vec<String>>) -> String {
    let quoted = QuoteStyle::Always;
    let mut table = WriterBuilder::new().quote_style(quoted).terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for line in lines {
        // Writing to memory cannot fail, and rows may differ in length.
        let _ = table.write_record(line.iter().map(|cell| safe(cell)));
    }
    let bytes = table.into_inner().unwrap_or_default();
    format!("{BOM}{}", String::from_utf8_lossy(&bytes))
}

/// A cell that is not executed; line ends are LF, which spreadsheets keep within a cell.
fn safe(cell: &str) -> String {
    let text = cell.replace("\r\n", "\n").replace('\r', "\n");
    if begins_a_formula(cell) { format!("'{text}") } else { text }
}

/// Whether a spreadsheet may take it for a formula; leading blanks do not prevent that in every program.
fn begins_a_formula(cell: &str) -> bool {
    let first = |text: &str| text.chars().next().is_some_and(|c| FORMULA.contains(&c));
    let number = cell.starts_with('-') && cell.parse::<f64>().is_ok_and(f64::is_finite);
    !number && (first(cell) || first(cell.trim_start()))
}

/// A Markdown table; cells have to be escaped already.
pub fn markdown_table(header: &[String], lines: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = format!("| {} |\n|{}\n", header.join(" | "), " --- |".repeat(header.len()));
    for line in lines {
        text.push_str(&format!("| {} |\n", line.join(" | ")));
    }
    text
}

/// Escapes text for a Markdown cell. A `*` that cannot open emphasis stays, so that masked names are readable in the source.
pub(super) fn markdown_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.replace("\r\n", "\n").trim().to_string().chars().collect::<Vec<_>>().into_iter().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '|' | '`' | '[' | ']' | '~' => out.extend(['\\', c]),
            '*' | '_' if chars.peek().is_some_and(|next| next.is_alphanumeric()) && (c == '*' || !ends_in_word(&out)) => {
                out.extend(['\\', c]);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An underscore inside a word has no meaning in Markdown.
fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(cell: &str) -> String {
        csv([vec![cell.to_string()]])
    }

    #[test]
    fn a_spreadsheet_opens_it_right() {
        let lines = vec![vec!["编号".into(), "描述".into()], vec!["TS20240501001".into(), "说\"坏了\"\r\n第二行, 逗号".into()]];
        assert_eq!(csv(lines), "\u{feff}\"编号\",\"描述\"\r\n\"TS20240501001\",\"说\"\"坏了\"\"\n第二行, 逗号\"\r\n");
    }

    #[test]
    fn nothing_in_it_is_run() {
        for text in ["=1+1", "+86", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝HYPERLINK(\"x\")"] {
            assert!(one(text).starts_with("\u{feff}\"'"), "{text:?}: {}", one(text));
        }
        assert_eq!(one("-12.5"), "\u{feff}\"-12.5\"\r\n", "a number below nought is a number");
        assert_eq!(one("a=b"), "\u{feff}\"a=b\"\r\n");
    }

    #[test]
    fn every_cell_is_quoted_and_lines_may_differ_in_length() {
        let lines = vec![vec![String::new(), " a ".into()], vec!["b;c".into()], vec!["'".into(), "x\u{0}\n".into(), "\"".into()]];
        assert_eq!(csv(lines), "\u{feff}\"\",\" a \"\r\n\"b;c\"\r\n\"'\",\"x\u{0}\n\",\"\"\"\"\r\n");
        assert_eq!(csv([]), "\u{feff}");
    }

    #[test]
    fn markdown_shows_text_as_it_was_written() {
        assert_eq!(markdown_cell("a|b\n<b>x</b> `c`"), "a\\|b<br>&lt;b>x&lt;/b> \\`c\\`");
        assert_eq!(markdown_cell("李* 138****1234 WX_zhang*"), "李* 138***\\*1234 WX_zhang*");
        assert_eq!(markdown_cell("*x* _y_ a_b"), "\\*x* \\_y_ a_b");
    }
}
