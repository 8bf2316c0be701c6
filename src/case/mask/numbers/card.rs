//! Bank cards: recognised by the issuer's prefix or a label, and by the Luhn check digit.

use crate::case::mask::text::digits::{Run, may_begin, may_end};
use crate::case::mask::text::hit::Hit;
use crate::case::mask::text::label;
use crate::case::mask::text::label_words;
use crate::case::mask::text::normal::Line;

pub fn at(line: &Line, i: usize, run: &Run, after: usize) -> Option<Hit> {
    if run.len < 13 || !may_begin(line, i, after, label_words::CARD) {
        return None;
    }
    let to = (13..=19).rev().find(|to| run.len >= *to && run.begins_group(*to) && in_groups(&run.groups(0, *to)))?;
    let (digits, end) = (&run.digits()[..to], run.end(to - 1));
    if run.divided_by(line, 0, to - 1, '.') || !may_end(line, i, end, label::names(line, i, label_words::CARD)) {
        return None;
    }
    let known = || issued(digits) && luhn(digits) && !label::is_thing(line, i);
    let named =
        || label::names(line, i, label_words::CARD) && luhn(digits) || to >= 15 && label::names(line, i, label_words::BANK_CARD);
    (known() || named()).then(|| Hit::new(end, format!("{}****{}", run.text(0, 4), run.text(to - 4, to))))
}

fn in_groups(groups: &[usize]) -> bool {
    match groups {
        [_] | [4, 6, 5] | [6, _] | [6, _, _] => true,
        [4, 4, 4, rest @ ..] => matches!(rest, [1..=4] | [4, 1..=4]),
        _ => false,
    }
}

/// Whether cards of this length have this prefix.
fn issued(digits: &[u8]) -> bool {
    match (digits, digits.len()) {
        ([6, 2, ..], 16..=19) => true,
        ([4, ..], 16) | ([5, 1..=5, ..], 16) | ([3, 5, 2..=8, ..], 16) => true,
        ([2, 2..=6, ..], 16) | ([2, 7, 0..=2, ..], 16) => {
            matches!(digits[1..4], [2, 2, 1..=9] | [2, 3..=9, _] | [3..=6, ..] | [7, 0 | 1, _] | [7, 2, 0])
        }
        ([3, 4 | 7, ..], 15) => true,
        ([9, 5, 5, 8 | 9, ..], 16 | 19) => true,
        _ => false,
    }
}

pub(in crate::case::mask) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(k, d)| {
            let d = u32::from(*d);
            if k % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 }
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|d| *d > 0)
}
