//! Bounds on what the Markdown parser and the HTML cleaner are given: both take quadratic time on hostile input.

use super::limits::{CELLS_MAX, DEPTH_MAX, NESTED_MAX, RENDERED_BYTES_MAX};
use pulldown_cmark::{Event, TagEnd};

/// Splits a text into the part that is rendered and the rest, which is shown as plain text.
pub fn cut(text: &str) -> (&str, &str) {
    let mut end = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if end + line.len() > RENDERED_BYTES_MAX || opened(line) > NESTED_MAX {
            break;
        }
        end += line.len();
    }
    text.split_at(end)
}

/// Upper bound on the block quotes and lists that a line opens.
fn opened(line: &str) -> usize {
    let (bytes, mut at, mut count) = (line.as_bytes(), 0, 0);
    let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    while let Some(byte) = bytes.get(at) {
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        at += match byte {
            b' ' | b'\t' => 1,
            b'>' => {
                count += 1;
                1
            }
            b'-' | b'*' | b'+' if blank(at + 1) => {
                count += 1;
                1
            }
            _ if digits > 0 && matches!(bytes.get(at + digits), Some(b'.' | b')')) && blank(at + digits + 1) => {
                count += 1;
                digits + 1
            }
            _ => break,
        };
    }
    count
}

/// Whether the tables of a text are read: not if they could have too many cells.
pub fn has_few_cells(text: &str) -> bool {
    let (mut lines, mut columns) = (0, 0);
    for line in text.split(['\n', '\r']) {
        lines += 1;
        // The characters of a table's delimiter row, and of the quotes and lists it may be in.
        let mut pipes = 0;
        let rule = line.bytes().all(|byte| {
            pipes += usize::from(byte == b'|');
            matches!(byte, b'|' | b':' | b'-' | b' ' | b'\t' | b'>' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9')
        });
        if rule {
            columns = columns.max(pipes + 1);
        }
    }
    lines * columns <= CELLS_MAX
}

/// Drops the markup of elements nested too deeply, keeping their text.
pub fn bounded(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut depth = 0usize;
    let mut out = Vec::with_capacity(events.len());
    for event in events {
        match event {
            Event::Start(_) => {
                depth += 1;
                if depth <= DEPTH_MAX {
                    out.push(event);
                }
            }
            Event::End(end) => {
                match depth <= DEPTH_MAX {
                    true => out.push(Event::End(end)),
                    false if !is_inline(end) => out.push(Event::SoftBreak),
                    false => {}
                }
                depth = depth.saturating_sub(1);
            }
            event => out.push(event),
        }
    }
    out
}

/// Whether an element is part of a line of text.
fn is_inline(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_too_much_is_not_parsed() {
        assert_eq!(opened("> > - 1. a > - b"), 4);
        assert_eq!(opened("    code -> here"), 0);
        assert_eq!(opened("-5 degrees, **bold**, 3.14"), 0);
        let deep = format!("before\n{}x\nafter\n", ">".repeat(NESTED_MAX + 1));
        assert_eq!(cut(&deep).0, "before\n");
        assert_eq!(cut(&deep.replace('\n', "\r")).0, "before\r");
        let long = "a\n".repeat(RENDERED_BYTES_MAX);
        assert_eq!(cut(&long).0.len(), RENDERED_BYTES_MAX);
        assert_eq!(cut("").0, "");
    }

    #[test]
    fn tables_are_left_out_where_rows_times_columns_run_away() {
        let wide = format!("|{}\n|{}\n", "a|".repeat(500), "-|".repeat(500));
        assert!(has_few_cells(&wide));
        assert!(!has_few_cells(&format!("{wide}{}", "|\n".repeat(5_000))));
        assert!(has_few_cells(&"a\n".repeat(60_000)));
    }
}
