//! What is markup at the beginning of a line: lists, quotes, headings, fences, tables. Prompts, cron entries, rulers and other
//! beginnings that only look like it stay as they were written.

use super::inline::{inline, protect};
use super::sentinel::literal;
use std::collections::HashSet;

/// A run of digits before `.` or `)` that numbers an item is at most this long.
const NUMBER_DIGITS_MAX: usize = 9;
/// Quotes inside quotes that are read as such; more are a prompt (`>>> `).
const QUOTES_MAX: usize = 2;

/// The text with the stand-ins of everything that is not markup, line by line.
pub fn protected(text: &str) -> String {
    let footnotes = footnote_labels(text);
    let lines: Vec<&str> = text.split('\n').collect();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut state = State::default();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let next = lines.get(at + 1).copied().unwrap_or_default();
        let is_alone = next.trim().is_empty() || (at == 0 && is_title(line) && !next.starts_with('#'));
        state.line(&mut out, line, is_alone, &footnotes);
    }
    out
}

/// Labels of footnotes that are defined: `[^1]: …` at the beginning of a line.
fn footnote_labels(text: &str) -> HashSet<&str> {
    if !text.contains("[^") {
        return HashSet::new();
    }
    let label = |line: &'_ str| -> Option<(usize, usize)> {
        let start = line.len() - line.trim_start().len();
        let label = line[start..].strip_prefix("[^")?;
        let end = label.find("]:")?;
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        (end > 0 && end <= 40 && label[..end].chars().all(plain)).then_some((start + 2, start + 2 + end))
    };
    text.lines().filter_map(|line| label(line).map(|(start, end)| &line[start..end])).collect()
}

/// What the lines before settle about the next.
struct State {
    /// The sign and length of the fence that is open.
    fence: Option<(char, usize)>,
    /// Whether the line before was blank, or there was none.
    after_blank: bool,
    /// Whether the last line that was not indented began an item of a list.
    in_list: bool,
}

impl Default for State {
    fn default() -> State {
        State { fence: None, after_blank: true, in_list: false }
    }
}

impl State {
    fn line(&mut self, out: &mut String, line: &str, is_alone: bool, footnotes: &HashSet<&str>) {
        if let Some((sign, length)) = self.fence {
            if closes_fence(line, sign, length) {
                self.fence = None;
                out.push_str(line);
            } else {
                protect(out, line, false);
            }
            self.after_blank = false;
            return;
        }
        let after_blank = std::mem::replace(&mut self.after_blank, line.trim().is_empty());
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        // Whoever writes Chinese often begins a paragraph with blanks; it is no code.
        let wide = line[..indent].contains('\t') || indent >= 4;
        let begins_han = line[indent..].starts_with(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '“' | '（' | '【' | '《'));
        if wide && after_blank && !self.in_list && begins_han {
            out.extend(line[..indent].chars().map(literal));
            return inline(out, &line[indent..], footnotes);
        }
        let Marks { end, items, quotes } = self.marks(line, after_blank);
        out.push_str(&line[..end]);
        let rest = &line[end..];
        if items > 0 {
            self.in_list = true;
        } else if indent == 0 && !rest.trim().is_empty() && after_blank {
            self.in_list = false;
        }
        let bare = rest.trim_start_matches([' ', '\t']);
        if let Some(fence) = opens_fence(bare) {
            self.fence = Some(fence);
            let end = rest.len() - bare.len() + fence.1;
            out.push_str(&rest[..end]);
            return protect(out, &rest[end..], false);
        }
        let free = items == 0 && quotes == 0;
        // Blanks before a further line of a paragraph are the writer's: code and settings are pasted without a fence.
        if free && indent > 0 && !after_blank && !self.in_list && !bare.starts_with(['|', '#']) {
            out.truncate(out.len() - end);
            out.extend(line[..indent].chars().map(literal));
            return inline(out, &line[indent..], footnotes);
        }
        self.rest(out, rest, free, after_blank && is_alone, after_blank, footnotes);
    }

    /// The marks of quotes and lists that a line begins with.
    fn marks(&self, line: &str, after_blank: bool) -> Marks {
        let mut marks = Marks { end: 0, items: 0, quotes: 0 };
        loop {
            let rest = &line[marks.end..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let rest = &rest[blanks..];
            let length = match rest.as_bytes().first() {
                Some(b'>') => quote(rest, QUOTES_MAX - marks.quotes),
                Some(b'-' | b'*') if !is_ruler(line, after_blank) => bullet(rest),
                Some(b'0'..=b'9') => number(rest),
                _ => None,
            };
            match length {
                Some(length) => {
                    if rest.starts_with('>') {
                        marks.quotes += 1;
                    } else {
                        marks.items += 1;
                    }
                    marks.end += blanks + length;
                }
                None => return marks,
            }
        }
    }

    /// What follows the marks: a heading, a ruler, a row, or running text.
    fn rest(&self, out: &mut String, rest: &str, free: bool, is_alone: bool, after_blank: bool, footnotes: &HashSet<&str>) {
        let bare = rest.trim_start_matches([' ', '\t']);
        let blanks = rest.len() - bare.len();
        out.push_str(&rest[..blanks]);
        let hashes = bare.bytes().take_while(|b| *b == b'#').count();
        let is_heading = (1..=6).contains(&hashes) && bare[hashes..].chars().next().is_none_or(|c| c == ' ' || c == '\t');
        let trimmed = bare.trim_end();
        let all = |sign: char| !trimmed.is_empty() && trimmed.chars().all(|c| c == sign);
        match bare.as_bytes().first() {
            // A line of a single # is a comment or a prompt, unless it stands alone.
            Some(b'#') if is_heading && (hashes > 1 || (free && is_alone)) => {
                out.push_str(&bare[..hashes]);
                let words = &bare[hashes..];
                // The parser would take trailing hashes for the end of the heading: "C #".
                let end = words.trim_end_matches(['#', ' ', '\t']).len();
                inline(out, &words[..end], footnotes);
                out.extend(words[end..].chars().map(literal));
            }
            // A ruler under a line would make it a heading and be gone.
            Some(sign @ (b'=' | b'-')) if all(*sign as char) && !(after_blank && *sign == b'-' && trimmed.len() > 2) => {
                out.extend(bare.chars().map(literal))
            }
            Some(b'-' | b'*' | b'_') if is_ruler(rest, after_blank) => out.push_str(bare),
            Some(b'|' | b':' | b'-') if is_delimiter_row(trimmed) => out.push_str(bare),
            Some(b'#' | b'+' | b'-' | b'=' | b'>') => {
                let signs = bare.bytes().take_while(|b| matches!(b, b'#' | b'+' | b'-' | b'=' | b'>')).count();
                out.extend(bare[..signs].chars().map(literal));
                inline(out, &bare[signs..], footnotes);
            }
            Some(b'[') => self.bracket(out, bare, footnotes),
            _ => inline(out, bare, footnotes),
        }
    }

    /// A line that begins with a bracket: the box of a task, a footnote, or text (`[ERROR]: …` defines nothing).
    fn bracket(&self, out: &mut String, bare: &str, footnotes: &HashSet<&str>) {
        let task = ["[ ] ", "[x] ", "[X] "].iter().any(|mark| bare.starts_with(mark));
        if task && self.in_list {
            out.push_str(&bare[..4]);
            return inline(out, &bare[4..], footnotes);
        }
        let defined = bare.strip_prefix("[^").and_then(|label| Some((label, label.find("]:")?)));
        match defined.filter(|(label, end)| footnotes.contains(&label[..*end])) {
            Some((_, end)) => {
                out.push_str(&bare[..end + 4]);
                inline(out, &bare[end + 4..], footnotes);
            }
            None => inline(out, bare, footnotes),
        }
    }
}

/// Whether a line of a single # is the title of a text rather than what somebody typed at a prompt: few words, the first of them Chinese or
/// with a capital.
fn is_title(line: &str) -> bool {
    let words = line.trim_start_matches('#').trim();
    let begins = words.starts_with(|c: char| c.is_uppercase() || ('\u{3400}'..='\u{9fff}').contains(&c));
    begins && words.chars().count() <= 40 && !words.contains(['/', '=', '|', '$', ';'])
}

/// How far the marks of a line reach, and how many there are.
struct Marks {
    end: usize,
    items: usize,
    quotes: usize,
}

/// The length of a quote's mark, of at most so many signs.
fn quote(rest: &str, most: usize) -> Option<usize> {
    let signs = rest.bytes().take_while(|b| *b == b'>').count();
    let after = rest[signs..].chars().next();
    (signs <= most && after.is_none_or(|c| c == ' ' || c == '\t')).then_some(1)
}

/// The length of an item's mark: `- ` or `* `.
fn bullet(rest: &str) -> Option<usize> {
    (rest[1..].starts_with([' ', '\t']) && !rest[1..].trim().is_empty() && !is_cron(rest)).then_some(1)
}

/// The length of a numbered item's mark: `1. ` or `1) `.
fn number(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = &rest[digits..];
    let numbered = digits <= NUMBER_DIGITS_MAX && after.starts_with(['.', ')']) && after[1..].starts_with([' ', '\t']);
    (numbered && !after[1..].trim().is_empty()).then_some(digits + 1)
}

/// Five fields of minutes, hours and days: a cron entry, whose stars are no list.
fn is_cron(line: &str) -> bool {
    let mut fields = line.split_whitespace();
    let field = |field: &str| field.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'*' | b'/' | b',' | b'-' | b'?'));
    (0..5).all(|_| fields.next().is_some_and(field))
}

/// A thematic break of its own.
fn is_ruler(line: &str, after_blank: bool) -> bool {
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = signs.next().filter(|c| matches!(c, '-' | '*' | '_')) else { return false };
    let mut count = 1;
    after_blank
        && signs.all(|c| {
            count += 1;
            c == first
        })
        && count >= 3
}

/// The row under a table's head.
fn is_delimiter_row(trimmed: &str) -> bool {
    trimmed.contains('|') && trimmed.contains('-') && trimmed.bytes().all(|b| matches!(b, b'|' | b':' | b'-' | b' ' | b'\t'))
}

/// The fence that a line opens: its sign and length.
fn opens_fence(rest: &str) -> Option<(char, usize)> {
    let sign = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = rest.chars().take_while(|c| *c == sign).count();
    (length >= 3 && !(sign == '`' && rest[length..].contains('`'))).then_some((sign, length))
}

/// Whether a line ends the open fence.
fn closes_fence(line: &str, sign: char, length: usize) -> bool {
    let bare = line.trim_start_matches([' ', '\t', '>']).trim_end();
    bare.len() >= length && bare.chars().all(|c| c == sign)
}
