//! What is markup inside a line: code, links, footnotes, emphasis. Every other sign is replaced by its stand-in.

use super::address::{bare_address, written_link};
use super::emphasis::{RunRole, SignRun, roles};
use super::sentinel::{Sentinel, literal, mark};
use std::collections::HashSet;
use std::ops::Range;

/// Part of a line.
enum Piece {
    /// Markup that the parser reads.
    Markup(Range<usize>),
    /// Code, or the address of a link: every sign is itself.
    Literal(Range<usize>),
    /// A bare address.
    Address(Range<usize>),
    /// Running text, with its zone ([`SignRun::zone`]).
    Text(Range<usize>, usize),
}

/// Appends a line, from behind the marks of its lists and quotes. `footnotes`: labels that have a definition.
pub fn inline(out: &mut String, line: &str, footnotes: &HashSet<&str>) {
    let pieces = pieces(line, footnotes);
    let runs = runs(line, &pieces);
    let roles = roles(line, &runs);
    let mut next_run = 0;
    // In a table a backslash keeps a bar from ending the cell.
    let in_row = line.starts_with('|');
    for piece in &pieces {
        match piece {
            Piece::Markup(place) => out.push_str(&line[place.clone()]),
            Piece::Literal(place) => protect(out, &line[place.clone()], in_row),
            Piece::Address(place) => {
                out.push(mark(Sentinel::AddressBegins));
                protect(out, &line[place.clone()], in_row);
                out.push(mark(Sentinel::AddressEnds));
            }
            Piece::Text(place, _) => {
                let mut at = place.start;
                while let Some(run) = runs.get(next_run).filter(|run| run.place.start < place.end) {
                    protect(out, &line[at..run.place.start], in_row);
                    match roles[next_run] {
                        RunRole::Literal => protect(out, &line[run.place.clone()], in_row),
                        RunRole::Opens(emphasis) => out.push(mark(Sentinel::Opens(emphasis))),
                        RunRole::Closes(emphasis) => out.push(mark(Sentinel::Closes(emphasis))),
                    }
                    (at, next_run) = (run.place.end, next_run + 1);
                }
                protect(out, &line[at..place.end], in_row);
            }
        }
    }
}

/// Appends a text with the stand-ins of all signs that may be markup inside a line.
pub fn protect(out: &mut String, text: &str, in_row: bool) {
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        out.push(match c {
            '\\' if in_row && bytes.get(at + 1) == Some(&b'|') => c,
            '\\' | '<' | '>' | '&' | '*' | '_' | '~' | '`' | '[' | ']' | '!' => literal(c),
            // These are our own signs; what a text has of them cannot be shown.
            '\u{fdd0}'..='\u{fdef}' => char::REPLACEMENT_CHARACTER,
            c => c,
        });
    }
}

fn pieces(line: &str, footnotes: &HashSet<&str>) -> Vec<Piece> {
    let bytes = line.as_bytes();
    let (mut found, mut text_from, mut at, mut zone) = (Vec::new(), 0, 0, 0);
    // The end of the link whose words are being read.
    let mut link: Option<(usize, Range<usize>)> = None;
    let code = code_spans(line);
    let mut next_code = code.iter().peekable();
    let flush = |found: &mut Vec<Piece>, from: usize, to: usize, zone: usize| {
        if from < to {
            found.push(Piece::Text(from..to, zone));
        }
    };
    while at < line.len() {
        if let Some((_, address)) = link.clone().filter(|(end, _)| *end == at) {
            flush(&mut found, text_from, at, zone);
            found.push(Piece::Markup(at..address.start));
            found.push(Piece::Literal(address.clone()));
            found.push(Piece::Markup(address.end..address.end + 1));
            (at, link) = (address.end + 1, None);
            (text_from, zone) = (at, 0);
            continue;
        }
        while next_code.peek().is_some_and(|span| span.whole.start < at) {
            next_code.next();
        }
        let inside_link = |end: usize| link.as_ref().is_none_or(|(words_end, _)| end <= *words_end);
        if let Some(span) = next_code.peek().filter(|span| span.whole.start == at && inside_link(span.whole.end)) {
            flush(&mut found, text_from, at, zone);
            found.push(Piece::Markup(span.whole.start..span.inner.start));
            found.push(Piece::Literal(span.inner.clone()));
            found.push(Piece::Markup(span.inner.end..span.whole.end));
            (at, text_from) = (span.whole.end, span.whole.end);
            continue;
        }
        match bytes[at] {
            b'!' | b'[' if link.is_none() && (bytes[at] == b'[' || bytes.get(at + 1) == Some(&b'[')) => {
                // A link must not be cut by code that ends outside it.
                let whole = written_link(line, at).filter(|l| !code.iter().any(|c| cuts(&c.whole, &l.whole)));
                if let Some(written) = whole {
                    flush(&mut found, text_from, at, zone);
                    found.push(Piece::Markup(at..written.words.start));
                    zone = written.words.start;
                    link = Some((written.words.end, written.words.end + 2..written.whole.end - 1));
                    (at, text_from) = (written.words.start, written.words.start);
                    continue;
                }
                if let Some(end) = footnote(line, at, footnotes) {
                    flush(&mut found, text_from, at, zone);
                    found.push(Piece::Markup(at..end));
                    (at, text_from) = (end, end);
                    continue;
                }
                at += 1;
            }
            b'h' | b'H' | b'f' | b'F' | b'm' | b'M' | b'w' | b'W' if link.is_none() => match bare_address(line, at) {
                Some(end) => {
                    flush(&mut found, text_from, at, zone);
                    found.push(Piece::Address(at..end));
                    (at, text_from) = (end, end);
                }
                None => at += 1,
            },
            _ => at += line[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    flush(&mut found, text_from, line.len(), zone);
    found
}

/// Whether one range begins or ends inside another without lying inside its words.
fn cuts(code: &Range<usize>, link: &Range<usize>) -> bool {
    let inside = |at: usize| link.start < at && at < link.end;
    inside(code.start) != inside(code.end)
}

/// The end of a footnote's reference that begins at a place.
fn footnote(line: &str, at: usize, footnotes: &HashSet<&str>) -> Option<usize> {
    let label = line[at..].strip_prefix("[^")?;
    let end = label.find(']')?;
    footnotes.contains(&label[..end]).then_some(at + 2 + end + 1)
}

/// Code in a line, with its backticks and without.
struct CodeSpan {
    whole: Range<usize>,
    inner: Range<usize>,
}

/// Code between runs of as many backticks, within one line.
fn code_spans(line: &str) -> Vec<CodeSpan> {
    let bytes = line.as_bytes();
    let mut ticks: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| *b == b'`') {
        let start = at + next;
        let length = bytes[start..].iter().take_while(|b| **b == b'`').count();
        ticks.push(start..start + length);
        at = start + length;
    }
    let (mut found, mut i) = (Vec::new(), 0);
    while let Some(open) = ticks.get(i) {
        match ticks[i + 1..].iter().position(|close| close.len() == open.len()) {
            Some(further) => {
                let close = &ticks[i + 1 + further];
                found.push(CodeSpan { whole: open.start..close.end, inner: open.end..close.start });
                i += further + 2;
            }
            None => i += 1,
        }
    }
    found
}

/// Runs of stars and tildes in running text.
fn runs(line: &str, pieces: &[Piece]) -> Vec<SignRun> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    for piece in pieces {
        let Piece::Text(place, zone) = piece else { continue };
        let mut at = place.start;
        while at < place.end {
            let sign = bytes[at];
            let length = bytes[at..place.end].iter().take_while(|b| **b == sign).count();
            if matches!(sign, b'*' | b'~') {
                found.push(SignRun { place: at..at + length, zone: *zone });
            }
            at += length;
        }
    }
    found
}
