//! Runs of digits in a line, with their separators.

use super::normal::{Line, is_digit, is_han, is_letter, is_word};
use crate::case::mask::text::label;

/// Longest run: the 19 digits of a card with a country code before them.
pub const DIGITS_MAX: usize = 26;
/// Most separators between two groups of a number.
const GAP_MAX: usize = 3;
/// Shortest group that can begin another number within a row of numbers.
const GROUP_MIN: usize = 3;

/// A run of digits, with the separators between them.
pub struct Run {
    pub digits: [u8; DIGITS_MAX],
    /// Place of each digit in the line.
    pub at: [usize; DIGITS_MAX],
    pub len: usize,
}

impl Run {
    /// The run that begins at this digit, if a number can begin here.
    pub fn at(line: &Line, i: usize) -> Option<Run> {
        if !is_digit(line.get(i)) || is_digit(line.before(i)) {
            return None;
        }
        let within = line.before(i).is_some_and(|c| c == ' ' || c == '-') && i >= 2 && is_digit(line.get(i - 2));
        if within && (0..GROUP_MIN).any(|k| !is_digit(line.get(i + k))) {
            return None;
        }
        let mut run = Run { digits: [0; DIGITS_MAX], at: [0; DIGITS_MAX], len: 0 };
        let mut place = i;
        while run.len < DIGITS_MAX {
            let gap = (0..=GAP_MAX).find(|k| !line.get(place + k).is_some_and(divides)).unwrap_or(GAP_MAX);
            match line.get(place + gap) {
                Some(c) if c.is_ascii_digit() => {
                    run.digits[run.len] = c as u8 - b'0';
                    run.at[run.len] = place + gap;
                    run.len += 1;
                    place += gap + 1;
                }
                _ => break,
            }
        }
        Some(run)
    }

    pub fn digits(&self) -> &[u8] {
        &self.digits[..self.len]
    }

    /// Whether digit `k` is the first of a group.
    pub fn begins_group(&self, k: usize) -> bool {
        k == 0 || k >= self.len || self.at[k] != self.at[k - 1] + 1
    }

    /// Lengths of the groups from one digit to another.
    pub fn groups(&self, from: usize, to: usize) -> Vec<usize> {
        let mut lengths = vec![0];
        for k in from..to {
            if k > from && self.begins_group(k) {
                lengths.push(0);
            }
            if let Some(last) = lengths.last_mut() {
                *last += 1;
            }
        }
        lengths
    }

    /// The place after digit `last`.
    pub fn end(&self, last: usize) -> usize {
        self.at[last] + 1
    }

    /// Whether `c` is among the separators between two digits.
    pub fn divided_by(&self, line: &Line, from: usize, to: usize, c: char) -> bool {
        (self.at[from]..self.at[to]).any(|i| line.get(i) == Some(c))
    }

    pub fn text(&self, from: usize, to: usize) -> String {
        self.digits[from..to].iter().map(|d| char::from(b'0' + d)).collect()
    }

    pub fn starts_with(&self, digits: &[u8]) -> bool {
        self.digits().starts_with(digits)
    }
}

fn divides(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '(' | ')' | '·' | '_')
}

/// Whether a personal number can begin at `i`, that is, not inside a longer identifier. `after`: where the last number ended.
pub fn may_begin(line: &Line, i: usize, after: usize, labels: &[&str]) -> bool {
    let named = || label::names(line, i, labels);
    let Some(before) = line.before(i) else { return true };
    let two = i.checked_sub(2).and_then(|k| line.get(k));
    match before {
        '%' | '$' | '¥' | '￥' | '€' | '£' | '^' => false,
        '~' if i - 1 == after => true,
        '*' | '~' => {
            let marks = line.marks_before(i);
            marks <= 3 && !is_word(line.before(i - marks)) && line.before(i - marks) != Some(')')
        }
        '_' => emphasised(line, i),
        '.' => i - 1 == after || (!is_digit(two) && (!is_word(two) || named())),
        '-' | '#' => i - 1 == after || is_han(two) || named(),
        '/' | '\\' => true,
        // \n and \t as programs print them.
        'n' | 't' | 'r' if two == Some('\\') => true,
        c if c.is_ascii_alphanumeric() => named(),
        c if c.is_alphanumeric() && !is_han(Some(c)) => false,
        _ => true,
    }
}

/// Whether digits at `i` are emphasised in Markdown and not part of an identifier.
fn emphasised(line: &Line, i: usize) -> bool {
    let part = |k: &usize| line.get(*k).is_some_and(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.'));
    line.closes(i, i + (i..i + DIGITS_MAX * 2).take_while(part).count())
}

/// Words that may follow a number without a blank.
const GLUED: &[&str] = &["wx", "vx", "wechat", "weixin", "qq", "tel", "phone", "mobile", "ext", "v信"];

/// Whether a number that begins at `start` can end before `i`. A comma ends it: numbers of this length have no thousands
/// separators.
pub fn may_end(line: &Line, start: usize, i: usize, named: bool) -> bool {
    let (next, second) = (line.get(i), line.get(i + 1));
    match next {
        Some('_' | '*') => line.closes(start, i),
        Some('%') => false,
        Some('.') if is_digit(second) => named || !is_decimal(line, i + 1),
        Some(c) if c.is_ascii_digit() => false,
        next if is_letter(next) => GLUED.iter().any(|word| line.starts_with(i, word)),
        _ => true,
    }
}

/// Whether digits after a dot are decimals; in 13612345678.5月 the dot ends a sentence.
fn is_decimal(line: &Line, i: usize) -> bool {
    let end = i + (i..i + DIGITS_MAX).take_while(|k| is_digit(line.get(*k))).count();
    let another = end - i == 11 && line.get(i) == Some('1');
    !another && (!is_han(line.get(end)) || label::counted(line, end))
}
