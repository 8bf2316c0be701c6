//! Bounds on what the Markdown parser and the HTML cleaner are given: both take quadratic time on hostile input.

use super::limits::{CELLS_MAX, DEPTH_MAX, NESTED_MAX, RAW_ELEMENTS_MAX, RAW_TAG_BYTES_MAX, RAW_WORK_MAX, RENDERED_BYTES_MAX};
use pulldown_cmark::{Event, Options, TagEnd};

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

/// Parser options for a text: tables are off if they could have too many cells.
pub fn options(text: &str) -> Options {
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
    let tables = if lines * columns <= CELLS_MAX { Options::ENABLE_TABLES } else { Options::empty() };
    tables | Options::ENABLE_STRIKETHROUGH
}

/// Drops the markup of elements nested too deeply, keeping their text; and turns raw HTML into text where cleaning it would
/// take too long.
pub fn bounded(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let as_text = raw_is_costly(&events);
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
            Event::Html(html) | Event::InlineHtml(html) if as_text => out.push(Event::Text(html)),
            event => out.push(event),
        }
    }
    out
}

/// Whether an element is part of a line of text.
fn is_inline(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Whether the raw HTML of a text exceeds one of its limits.
fn raw_is_costly(events: &[Event]) -> bool {
    let (mut elements, mut raw, mut longest, mut unclosed) = (0usize, 0usize, 0, 0);
    for event in events {
        match event {
            Event::Start(_) => elements += 1,
            Event::Html(html) | Event::InlineHtml(html) => {
                let bytes = html.as_bytes();
                raw += bytes.windows(2).filter(|pair| pair[0] == b'<' && pair[1].is_ascii_alphabetic()).count();
                for stretch in bytes.split_inclusive(|byte| *byte == b'>') {
                    unclosed += stretch.len();
                    longest = longest.max(unclosed);
                    if stretch.ends_with(b">") {
                        unclosed = 0;
                    }
                }
            }
            _ => {}
        }
    }
    elements += raw;
    raw * elements > RAW_WORK_MAX || (raw > 0 && elements > RAW_ELEMENTS_MAX) || longest > RAW_TAG_BYTES_MAX
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
        assert!(options(&wide).contains(Options::ENABLE_TABLES));
        assert!(!options(&format!("{wide}{}", "|\n".repeat(5_000))).contains(Options::ENABLE_TABLES));
        assert!(options(&"a\n".repeat(60_000)).contains(Options::ENABLE_TABLES));
    }
}
