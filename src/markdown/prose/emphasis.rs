//! Which stars and tildes are emphasis. The rules are stricter than CommonMark's where people paste code, and wider beside Chinese,
//! where no blanks separate words (commonmark-spec#650).

use super::sentinel::Emphasis;
use std::ops::Range;

/// A run of stars or tildes in a line.
#[derive(Debug, Clone)]
pub struct SignRun {
    /// Its bytes.
    pub place: Range<usize>,
    /// Runs are paired within one zone: the words of a link are one, the rest of the line another.
    pub zone: usize,
}

/// What a run turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunRole {
    /// Signs that are only themselves.
    Literal,
    /// Begins emphasis.
    Opens(Emphasis),
    /// Ends it.
    Closes(Emphasis),
}

/// The role of each run of a line.
pub fn roles(line: &str, runs: &[SignRun]) -> Vec<RunRole> {
    let mut roles = vec![RunRole::Literal; runs.len()];
    // Open runs, by their place in `runs`, with how many of each kind there are.
    let mut open: Vec<(usize, Emphasis)> = Vec::new();
    let mut count = [0usize; 4];
    for (at, run) in runs.iter().enumerate() {
        let Some(emphasis) = kind(&line[run.place.clone()]) else { continue };
        let before = line[..run.place.start].chars().next_back();
        let after = line[run.place.end..].chars().next();
        if count[emphasis as usize] > 0 && closes(emphasis, before, after) {
            let found = open.iter().rposition(|(from, kind)| *kind == emphasis && runs[*from].zone == run.zone);
            if let Some(found) = found {
                let (from, _) = open[found];
                // What was opened inside and not closed is no emphasis.
                open.drain(found..).for_each(|(_, kind)| count[kind as usize] -= 1);
                (roles[from], roles[at]) = (RunRole::Opens(emphasis), RunRole::Closes(emphasis));
                continue;
            }
        }
        if opens(emphasis, before, after) {
            open.push((at, emphasis));
            count[emphasis as usize] += 1;
        } else if emphasis == Emphasis::Em && count[emphasis as usize] > 0 {
            // A star between two others that is neither: the first is no emphasis either.
            open.retain(|(_, kind)| *kind != Emphasis::Em);
            count[emphasis as usize] = 0;
        }
    }
    roles
}

/// The emphasis that a run is written as.
fn kind(run: &str) -> Option<Emphasis> {
    [Emphasis::Em, Emphasis::Strong, Emphasis::Both, Emphasis::Strike].into_iter().find(|emphasis| emphasis.sign() == run)
}

fn opens(emphasis: Emphasis, before: Option<char>, after: Option<char>) -> bool {
    let Some(after) = after.filter(|c| !c.is_whitespace() && !is_path(*c)) else { return false };
    match emphasis {
        // One star beside a letter is a mask, a product or a pattern: 王*, 3*4, *.log, (*^_^*).
        Emphasis::Em => {
            let stands_free = before.is_none_or(|c| c.is_whitespace() || (!c.is_alphanumeric() && !is_path(c)));
            stands_free && (after.is_alphanumeric() || matches!(after, '"' | '\'' | '`' | '“' | '‘' | '（' | '《' | '【' | '「'))
        }
        // Beside a word of letters and digits, Chinese on the inner side is enough.
        Emphasis::Strong | Emphasis::Both | Emphasis::Strike => before.is_none_or(|c| !is_word(c) || is_chinese(after)),
    }
}

fn closes(emphasis: Emphasis, before: Option<char>, after: Option<char>) -> bool {
    let Some(before) = before.filter(|c| !c.is_whitespace() && !is_path(*c) && !matches!(c, '(' | '[' | '{' | '（' | '【'))
    else {
        return false;
    };
    match emphasis {
        Emphasis::Em => {
            let stands_free = after.is_none_or(|c| c.is_whitespace() || (!c.is_alphanumeric() && !is_path(c) && c != '_'));
            stands_free && before != '^'
        }
        Emphasis::Strong | Emphasis::Both | Emphasis::Strike => after.is_none_or(|c| !is_word(c) || is_chinese(before)),
    }
}

/// Chinese, or a sign that stands between Chinese words.
fn is_chinese(c: char) -> bool {
    is_dense(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// Signs of paths and patterns: `/api/**/export`, `C:\*`.
fn is_path(c: char) -> bool {
    matches!(c, '/' | '\\' | '*' | '~')
}

/// Letters and digits of a script that separates words by blanks.
fn is_word(c: char) -> bool {
    c == '_' || (c.is_alphanumeric() && !is_dense(c))
}

/// Letters of a script without blanks between words, or with endings joined to them (Korean).
fn is_dense(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
