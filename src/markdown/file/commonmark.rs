//! A text as CommonMark, so that any Markdown host shows it as the desk does, and back to what was typed, to the character.
//!
//! Signs that are not markup get a backslash, and a line break that would be joined gets one too. What does not come back the same
//! way (an open fence, say) stands in a fence of its own kind, [`AS_TYPED`].

use crate::markdown::prose::{Sentinel, has_sentinels, light_markdown};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The language of a fence around a text that CommonMark would read otherwise.
const AS_TYPED: &str = "prose";

/// The text as CommonMark.
pub fn to_commonmark(text: &str) -> String {
    if has_sentinels(text) {
        return in_fence(text);
    }
    let escaped = escaped(text);
    let stands = headings(&escaped).iter().all(|heading| heading.is_closed)
        && !leaves_fence_open(&escaped)
        && from_commonmark(&escaped) == text;
    if stands { escaped } else { in_fence(text) }
}

/// The reverse of [`to_commonmark`]; of a text that people wrote, the same without its backslashes.
pub fn from_commonmark(text: &str) -> String {
    if let Some(inner) = out_of_fence(text) {
        return inner.to_string();
    }
    if !text.contains(['\\', '#']) {
        return text.to_string();
    }
    let code = code_ranges(text);
    let closings: Vec<Range<usize>> = headings(text).into_iter().filter_map(|heading| closing(text, &heading)).collect();
    let mut out = String::with_capacity(text.len());
    let (mut next, mut next_closing) = (code.iter().peekable(), closings.iter().peekable());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        while next.peek().is_some_and(|range| range.end <= at) {
            next.next();
        }
        while next_closing.peek().is_some_and(|range| range.end <= at) {
            next_closing.next();
        }
        if next_closing.peek().is_some_and(|range| range.contains(&at)) {
            continue;
        }
        let in_code = next.peek().is_some_and(|range| range.contains(&at));
        // In a row of a table a bar keeps its backslash, as it does in what is typed.
        let in_row = c == '\\' && out.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('|'));
        let is_escaped = |c: char| c == '\n' || (c.is_ascii_punctuation() && !(c == '|' && in_row));
        let escaped = (c == '\\' && !in_code).then(|| chars.next_if(|(_, c)| is_escaped(*c))).flatten();
        out.push(escaped.map_or(c, |(_, escaped)| escaped));
    }
    out
}

/// The blank and the hashes that end a closed heading; `None` if it is not closed.
fn closing(text: &str, heading: &Heading) -> Option<Range<usize>> {
    let line = text[heading.place.clone()].split('\n').next()?;
    let hashes = format!(" {}", "#".repeat(heading.level as usize));
    let end = heading.place.start + line.len();
    line.ends_with(&hashes).then(|| end - hashes.len()..end)
}

/// A heading of level 1 or 2 that stands in no list or quote.
pub struct Heading {
    /// Its bytes.
    pub place: Range<usize>,
    /// Its level.
    pub level: HeadingLevel,
    /// Its words.
    pub words: String,
    /// Whether it ends with as many hashes as it begins with: then it is a text's own.
    pub is_closed: bool,
}

/// The headings of levels 1 and 2 of a CommonMark text.
pub fn headings(text: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let (mut depth, mut open) = (0usize, false);
    for (event, place) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level: level @ (HeadingLevel::H1 | HeadingLevel::H2), .. }) if depth == 0 => {
                open = true;
                depth += 1;
                found.push(Heading { place, level, words: String::new(), is_closed: false });
            }
            Event::Start(_) => depth += 1,
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                open &= !matches!(end, TagEnd::Heading(_));
            }
            Event::Text(words) | Event::Code(words) if open => {
                if let Some(heading) = found.last_mut() {
                    heading.words.push_str(&words);
                }
            }
            _ => {}
        }
    }
    for heading in &mut found {
        heading.is_closed = closing(text, heading).is_some();
    }
    found
}

/// The text with backslashes before signs that are not markup, and its own headings closed.
fn escaped(text: &str) -> String {
    let read = light_markdown(text, true);
    let (mut code, mut breaks, mut closed) = (Vec::new(), Vec::new(), Vec::new());
    let mut depth = 0usize;
    for (event, place) in read.places() {
        match event {
            Event::SoftBreak => breaks.push(place.start),
            Event::Code(_) => code.push(place),
            Event::Start(tag) => {
                if let Tag::Heading { level: level @ (HeadingLevel::H1 | HeadingLevel::H2), .. } = tag
                    && depth == 0
                {
                    let line = read.protected()[place.start..].split('\n').next().unwrap_or_default().len();
                    closed.push((place.start + line, level as usize));
                }
                if matches!(tag, Tag::CodeBlock(_)) {
                    code.push(place);
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let protected: Vec<(usize, char)> = read.protected().char_indices().collect();
    let plain = |c: char| match Sentinel::of(c) {
        Some(Sentinel::Sign(sign)) => Some(sign),
        Some(_) => None,
        None => Some(c),
    };
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let (mut next_code, mut next_break) = (code.iter().peekable(), breaks.iter().peekable());
    let mut next_closed = closed.iter().peekable();
    let lone = paragraphs_with_one_run(read.protected());
    let mut next_lone = lone.iter().peekable();
    for (i, (at, c)) in protected.iter().enumerate() {
        while next_code.peek().is_some_and(|range| range.end <= *at) {
            next_code.next();
        }
        while next_lone.peek().is_some_and(|range| range.end <= *at) {
            next_lone.next();
        }
        let in_code = next_code.peek().is_some_and(|range| range.contains(at));
        if next_break.next_if(|place| *place <= at).is_some() && *c == '\n' && !in_code {
            out.push('\\');
        }
        if let Some((_, level)) = next_closed.next_if(|(end, _)| end == at) {
            out.push_str(&format!(" {}", "#".repeat(*level)));
        }
        match Sentinel::of(*c) {
            None => out.push(*c),
            Some(Sentinel::Sign(sign)) => {
                let before = i.checked_sub(1).and_then(|i| plain(protected[i].1));
                let after = protected.get(i + 1).and_then(|(_, c)| plain(*c));
                let begins_line = out.rsplit('\n').next().is_none_or(|line| line.trim_matches([' ', '\t', '>']).is_empty());
                // A single mask in a paragraph has no other to be read with: 139****5678.
                let is_lone = sign == '*' && !begins_line && next_lone.peek().is_some_and(|range| range.contains(at));
                if !in_code && !is_lone && is_read_as_markup(sign, before, after, begins_line) {
                    out.push('\\');
                }
                out.push(sign);
            }
            Some(other) => out.push_str(&other.written()),
        }
    }
    if let Some((_, level)) = next_closed.next() {
        out.push_str(&format!(" {}", "#".repeat(*level)));
    }
    out
}

/// The paragraphs of a protected text that hold one run of stars, which cannot be emphasis by itself.
fn paragraphs_with_one_run(protected: &str) -> Vec<Range<usize>> {
    let is_star = |c: char| c == '*' || Sentinel::of(c).is_some_and(|sentinel| sentinel.written().contains('*'));
    let (mut found, mut at) = (Vec::new(), 0);
    for paragraph in protected.split_inclusive("\n\n") {
        let mut runs = 0;
        let mut inside = false;
        for c in paragraph.chars() {
            runs += usize::from(is_star(c) && !inside);
            inside = is_star(c);
        }
        if runs == 1 {
            found.push(at..at + paragraph.len());
        }
        at += paragraph.len();
    }
    found
}

/// Whether CommonMark could take a sign that is none for markup, between two characters.
fn is_read_as_markup(sign: char, before: Option<char>, after: Option<char>, begins_line: bool) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match sign {
        '\\' => after.is_none_or(|c| c.is_ascii_punctuation() || c == '\n'),
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
        '*' => begins_line || !(blank(before) && blank(after)),
        '_' => !(word(before) && word(after) || blank(before) && blank(after)),
        '~' => before == Some('~') || after == Some('~'),
        '`' | '[' => true,
        '#' | '-' | '+' | '=' | '>' => begins_line,
        _ => false,
    }
}

/// The code of a CommonMark text, in order.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let is_code = |event: &Event| matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_));
    Parser::new_ext(text, options).into_offset_iter().filter(|(event, _)| is_code(event)).map(|(_, place)| place).collect()
}

/// Whether what follows the text in a file would be part of its last block.
fn leaves_fence_open(text: &str) -> bool {
    const NEXT: &str = "\n\n## x\n";
    let whole = format!("{text}{NEXT}");
    let last = headings(&whole).pop();
    last.is_none_or(|heading| heading.place.start != text.len() + 2)
}

/// The text in a fence longer than any in it.
fn in_fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{AS_TYPED}\n{text}\n{fence}")
}

/// What stands in the one fence that a text consists of.
fn out_of_fence(text: &str) -> Option<&str> {
    let length = text.bytes().take_while(|b| *b == b'`').count();
    let (fence, rest) = text.split_at(length);
    let inner = rest.strip_prefix(AS_TYPED)?.strip_prefix('\n')?.strip_suffix(fence)?.strip_suffix('\n')?;
    let closes = |line: &str| line.trim().len() >= length && line.trim().bytes().all(|b| b == b'`');
    (length >= 3 && !inner.lines().any(closes)).then_some(inner)
}
