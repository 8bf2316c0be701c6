//! Identity numbers by date and check digit; passports and permits by the word before them.

use crate::case::mask::text::digits::{Run, may_begin, may_end};
use crate::case::mask::text::hit::Hit;
use crate::case::mask::text::label;
use crate::case::mask::text::label_words;
use crate::case::mask::text::normal::{Line, is_word};
use chrono::NaiveDate;

/// Weights of the seventeen digits (ISO 7064, MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Check digits by remainder; X is ten.
const CHECKS: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
/// Group lengths in which the number may be written.
const GROUPS_MAX: usize = 6;

pub fn at(line: &Line, i: usize, run: &Run, after: usize) -> Option<Hit> {
    if run.len < 15 || !may_begin(line, i, after, label_words::IDENTITY) {
        return None;
    }
    let named = || label::names(line, i, label_words::IDENTITY);
    let hidden = |end: usize| Some(Hit::new(end, format!("{}************", run.text(0, 6))));
    let whole = |to: usize| run.groups(0, to).len() <= GROUPS_MAX && !run.divided_by(line, 0, to - 1, '.');
    if let Some(end) = with_check_digit(line, i, run) {
        let digits = run.digits();
        let check = if run.len >= 18 && run.end(17) == end { digits[17] } else { 10 };
        let valid = is_region(digits) && has_day(&digits[6..14]) && check_digit(digits) == check;
        if whole(17) && (valid || (is_day(&digits[6..14]) && named())) {
            return hidden(end);
        }
    }
    let old = run.begins_group(15) && whole(15) && is_region(run.digits()) && old_day(&run.digits()[6..12]);
    (old && named() && may_end(line, i, run.end(14), true)).then(|| hidden(run.end(14))).flatten()
}

/// Where eighteen characters end, the last of them a digit or an X.
fn with_check_digit(line: &Line, i: usize, run: &Run) -> Option<usize> {
    let named = || label::names(line, i, label_words::IDENTITY);
    if run.len >= 18 && run.begins_group(18) && may_end(line, i, run.end(17), named()) {
        return Some(run.end(17));
    }
    if run.len < 17 || !run.begins_group(17) {
        return None;
    }
    let gap = usize::from(matches!(line.get(run.end(16)), Some(' ' | '-')));
    let x = run.end(16) + gap;
    (line.get(x) == Some('x') && !is_word(line.get(x + 1))).then_some(x + 1)
}

fn check_digit(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| u32::from(*d) * w).sum();
    CHECKS[(sum % 11) as usize]
}

fn is_region(digits: &[u8]) -> bool {
    matches!(
        digits,
        [1, 1..=5, ..]
            | [2, 1..=3, ..]
            | [3, 1..=7, ..]
            | [4, 1..=6, ..]
            | [5, 0..=4, ..]
            | [6, 1..=5, ..]
            | [7, 1, ..]
            | [8, 1..=3, ..]
            | [9, 1, ..]
    )
}

fn day(year: i32, digits: &[u8]) -> bool {
    let two = |k: usize| u32::from(digits[k]) * 10 + u32::from(digits[k + 1]);
    NaiveDate::from_ymd_opt(year, two(0), two(2)).is_some()
}

fn year_of(digits: &[u8]) -> i32 {
    digits[..4].iter().fold(0, |year, d| year * 10 + i32::from(*d))
}

fn has_day(digits: &[u8]) -> bool {
    (1900..2100).contains(&year_of(digits)) && day(year_of(digits), &digits[4..])
}

/// Whether the digits are nearly a date: after a label even a mistyped number is masked.
fn is_day(digits: &[u8]) -> bool {
    (1800..2200).contains(&year_of(digits))
}

fn old_day(digits: &[u8]) -> bool {
    day(1900 + i32::from(digits[0]) * 10 + i32::from(digits[1]), &digits[2..])
}

const BETWEEN_WORDS: &[&str] = &["证件", "号码", "编号", "号", "码", "是", "为", "number", "num", "no.", "no", "is"];
/// Length of a passport number, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 7..=11;

/// A passport number after its label; `i` is where the label begins.
pub fn paper_at(line: &Line, i: usize) -> Option<Hit> {
    let word = label_words::PAPERS.iter().find(|word| line.starts_with(i, word))?;
    let mut at = i + word.chars().count();
    if word.is_ascii() && (is_word(line.before(i)) || crate::case::mask::text::normal::is_letter(line.get(at))) {
        return None;
    }
    for _ in 0..label::BETWEEN_MAX {
        if let Some(between) = BETWEEN_WORDS.iter().find(|between| line.starts_with(at, between)) {
            at += between.chars().count();
        } else if line.get(at).is_some_and(label::is_between) {
            at += 1;
        }
    }
    let end = (at..at + LENGTHS.end() + 1).take_while(|k| line.get(*k).is_some_and(|c| c.is_ascii_alphanumeric())).last()? + 1;
    let token = &line.folded[at..end];
    let letters = token.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    // In some countries the last character is a letter.
    let last = usize::from(letters == 1 && token.len() >= 8 && token[token.len() - 1].is_ascii_alphabetic());
    let rest_is_digits = token[letters..token.len() - last].iter().all(char::is_ascii_digit);
    let fits = LENGTHS.contains(&(end - at))
        && letters <= 2
        && rest_is_digits
        && !is_word(line.get(end))
        && (line.get(end) != Some('*') || line.closes(at, end));
    let day = word.ends_with("保卡") && token.len() == 8 && matches!(token[..2], ['1', '9'] | ['2', '0']);
    (fits && !day).then(|| Hit::new(end, format!("{}*******", line.written(i, at + 1))))
}

#[cfg(test)]
pub(in crate::case::mask) fn completed(seventeen: &[u8]) -> String {
    let check = check_digit(seventeen);
    let mut number: String = seventeen.iter().map(|d| char::from(b'0' + d)).collect();
    number.push(if check == 10 { 'X' } else { char::from(b'0' + check) });
    number
}
