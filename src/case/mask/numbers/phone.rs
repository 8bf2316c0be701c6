//! Telephone numbers: mobiles, land lines with extensions, numbers of other countries. Public service numbers (400, 800, 95…) are
//! not personal and stay.

use crate::case::mask::text::digits::{Run, may_begin, may_end};
use crate::case::mask::text::hit::Hit;
use crate::case::mask::text::label;
use crate::case::mask::text::label_words;
use crate::case::mask::text::normal::{Line, is_digit, is_han};

pub fn at(line: &Line, i: usize, run: &Run, after: usize) -> Option<Hit> {
    let sign = sign_before(line, i);
    if !may_begin(line, sign.unwrap_or(i), after, label_words::PHONE) {
        return None;
    }
    let named = label::names(line, sign.unwrap_or(i), label_words::PHONE);
    if !named && label::is_thing(line, sign.unwrap_or(i)) {
        return None;
    }
    let asked = Asked { line, run, i, named, plus: sign.is_some(), after };
    let code = match run.digits() {
        [0, 0, 8, 6, ..] => 4,
        [8, 6, ..] => 2,
        _ => 0,
    };
    let coded = (code > 0).then(|| asked.mobile(code).or_else(|| asked.land_line(code))).flatten();
    let signed = (asked.plus && code == 0).then(|| asked.abroad()).flatten();
    coded
        .or(signed)
        .or_else(|| asked.mobile(0))
        .or_else(|| asked.bracketed())
        .or_else(|| asked.taiwanese())
        .or_else(|| asked.land_line(0))
        .or_else(|| asked.american())
        .or_else(|| asked.abroad())
}

/// A plus before the number.
fn sign_before(line: &Line, i: usize) -> Option<usize> {
    let plus = i.checked_sub(1).filter(|k| line.get(*k) == Some('+'))?;
    let before = line.before(plus);
    (!before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '+')).then_some(plus)
}

struct Asked<'a> {
    line: &'a Line<'a>,
    run: &'a Run,
    i: usize,
    named: bool,
    plus: bool,
    /// Where the last number ended; another may begin directly after it.
    after: usize,
}

impl Asked<'_> {
    /// The original text up to a digit, then four stars.
    fn up_to(&self, digit: usize) -> String {
        format!("{}****", self.line.written(self.i, self.run.end(digit)))
    }

    fn mobile(&self, from: usize) -> Option<Hit> {
        let (run, to) = (self.run, from + 11);
        if run.len < to || run.digits[from] != 1 || run.digits[from + 1] < 3 || !run.begins_group(to) {
            return None;
        }
        let end = run.end(to - 1);
        let groups = run.groups(from, to);
        let sure = self.named || self.plus || from == 4 || (from > 0 && run.begins_group(from));
        let dotted = run.divided_by(self.line, from, to - 1, '.');
        let known = match groups[..] {
            [11] => true,
            [3, 4, 4] => sure || (!self.in_a_row(from, to) && !is_day(&run.digits[from + 3..to])),
            [3, 8] => !dotted && (sure || (!self.in_a_row(from, to) && !is_day(&run.digits[from + 3..to]))),
            [3, 2, 2, 2, 2] | [3, 3, 5] if !sure => !dotted && self.alike(from, to) && !self.in_a_row(from, to),
            [4, 3, 4] | [4, 4, 3] if !sure => self.alike(from, to) && self.line.get(run.end(from + 3)) == Some('-'),
            _ => !dotted && sure && groups.len() <= 11,
        };
        if !known || !may_end(self.line, self.i, end, self.named) || (!sure && label::counted(self.line, end)) {
            return None;
        }
        let written: String = self.line.written(self.i, run.at[from]).to_string();
        let close = if self.line.get(run.end(from + 2)) == Some(')') { ")" } else { "" };
        Some(Hit::new(end, format!("{written}{}{close}****{}", run.text(from, from + 3), run.text(to - 4, to))))
    }

    /// Whether one separator is used between the groups, and no further groups surround them.
    fn alike(&self, from: usize, to: usize) -> bool {
        let (line, run) = (self.line, self.run);
        let mut between = (run.at[from]..run.at[to - 1]).filter_map(|i| line.get(i)).filter(|c| !c.is_ascii_digit());
        let first = between.next();
        let more = line.get(run.end(to - 1)) == first && is_digit(line.get(run.end(to - 1) + 1));
        let before = line.before(self.i) == first && self.i >= 2 && is_digit(line.get(self.i - 2));
        between.all(|c| Some(c) == first) && !more && !before
    }

    /// 0912-345-678, as Taiwan writes a mobile.
    fn taiwanese(&self) -> Option<Hit> {
        let run = self.run;
        let known = self.named && run.starts_with(&[0, 9]) && run.len >= 10 && run.begins_group(10);
        if !known || !matches!(run.groups(0, 10)[..], [10] | [4, 6] | [4, 3, 3]) || !may_end(self.line, self.i, run.end(9), true) {
            return None;
        }
        Some(Hit::new(run.end(9), format!("{}****{}", self.line.written(self.i, run.end(3)), run.text(8, 10))))
    }

    /// A number with its country code in brackets: (852) 9123-4567.
    fn bracketed(&self) -> Option<Hit> {
        let (run, line) = (self.run, self.line);
        let code = country_digits(run.digits()).filter(|code| *code > 1 && run.len > *code)?;
        let bracket = line.before(self.i) == Some('(') && line.get(run.end(code - 1)) == Some(')');
        let to = (10..=13).rev().find(|to| run.len >= *to && run.begins_group(*to))?;
        let end = run.end(to - 1);
        let neighbour = matches!(run.digits(), [8, 5, 2 | 3, ..] | [8, 8, 6, ..]) && run.begins_group(code);
        let known = (bracket || neighbour) && self.named && run.groups(0, to) != [3, 3, 4] && may_end(line, self.i, end, true);
        let close = if bracket { ")" } else { "" };
        known.then(|| Hit::new(end, format!("{}{close}****{}", line.written(self.i, run.end(code - 1)), run.text(to - 2, to))))
    }

    /// Whether groups divided by blanks are columns of numbers: more of them on one side.
    fn in_a_row(&self, from: usize, to: usize) -> bool {
        let (line, run) = (self.line, self.run);
        if line.get(run.end(from + 2)) != Some(' ') {
            return false;
        }
        let before = run.at[from];
        let more_before =
            line.before(before) == Some(' ') && before >= 2 && is_digit(line.get(before - 2)) && before - 1 != self.after;
        let next = run.end(to - 1);
        let more_after = line.get(next) == Some(' ') && is_digit(line.get(next + 1));
        let another = run.len >= to + 11
            && run.digits[to] == 1
            && run.digits[to + 1] >= 3
            && matches!(run.groups(to, to + 11)[..], [11] | [3, 8] | [3, 4, 4]);
        more_before || (more_after && !another)
    }

    fn land_line(&self, from: usize) -> Option<Hit> {
        let (run, line) = (self.run, self.line);
        let rest = run.digits().get(from..)?;
        // After a country code the area code may lack its leading 0.
        let zero = usize::from(rest.first() == Some(&0));
        if zero == 0 && from == 0 {
            return self.without_area();
        }
        let area = zero + area_digits(rest.get(zero..)?)?;
        let known = |local: usize| {
            let to = from + area + local;
            let first = *run.digits().get(from + area)?;
            if run.len < to || !(2..=8).contains(&first) || !run.begins_group(to) {
                return None;
            }
            let plain = !run.begins_group(from + area);
            let divided = matches!(run.groups(from + area, to)[..], [8] | [7] | [4, 4] | [3, 4] | [4, 3] | [3, 5] | [2, 2, 2, 2]);
            let sure = self.named || self.plus;
            let day = is_day(&run.digits[from + area..to]);
            (divided && (sure || (!plain && !day)) && !run.divided_by(line, from, to - 1, '·')).then_some(to)
        };
        self.hidden_local(known(8).or_else(|| known(7))?, from + area)
    }

    /// A local number after a label.
    fn without_area(&self) -> Option<Hit> {
        let (run, line) = (self.run, self.line);
        let direct = ["座机", "固话", "电话", "tel", "telephone", "phone", "传真", "fax", "致电", "回拨", "拨打"];
        let to = [8, 7].into_iter().find(|n| run.len >= *n && run.begins_group(*n))?;
        let first = run.digits[0];
        let divided = matches!(run.groups(0, to)[..], [8] | [7] | [4, 4] | [3, 4]);
        let bracket = run.divided_by(line, 0, to - 1, ')');
        let known = (2..=8).contains(&first) && divided && !bracket && !is_day(&run.digits[..to]);
        let listed = || label::lists(line, self.i, &direct) && !label::counted(line, run.end(to - 1));
        if !known || !(label::names(line, self.i, &direct) || listed()) {
            return None;
        }
        self.hidden_local(to, 0)
    }

    /// The number with its last four digits hidden, and its extension.
    fn hidden_local(&self, to: usize, local: usize) -> Option<Hit> {
        let end = self.run.end(to - 1);
        let (end, extension) = match extension(self.line, end) {
            Some((label_end, end)) => (end, format!("{}***", self.line.written(self.run.end(to - 1), label_end))),
            None => (end, String::new()),
        };
        may_end(self.line, self.i, end, self.named).then(|| Hit::new(end, self.up_to((to - 5).max(local)) + &extension))
    }

    /// (415) 555-2671 as North America writes it.
    fn american(&self) -> Option<Hit> {
        let (run, line) = (self.run, self.line);
        let from = usize::from(run.digits().first() == Some(&1));
        let to = from + 10;
        if run.len < to || !run.begins_group(to) || run.digits[from] < 2 || run.digits[from + 3] < 2 {
            return None;
        }
        let area = run.text(from, from + 3);
        // Toll-free numbers are public.
        let free = matches!(area.as_str(), "800" | "888" | "877" | "866" | "855" | "844" | "833" | "400");
        let bracket = line.before(run.at[from]) == Some('(') && line.get(run.end(from + 2)) == Some(')');
        let known = run.groups(from, to) == [3, 3, 4] && (bracket || self.named || self.plus);
        let end = run.end(to - 1);
        let shown = line.written(self.i, run.end(from + 2));
        let close = if bracket { ")" } else { "" };
        (known && !free && may_end(line, self.i, end, self.named))
            .then(|| Hit::new(end, format!("{shown}{close} ****{}", run.text(to - 2, to))))
    }

    /// A number with its country code.
    fn abroad(&self) -> Option<Hit> {
        let (run, line) = (self.run, self.line);
        let zeros = if run.starts_with(&[0, 0]) && !self.plus { 2 } else { 0 };
        if !self.plus && (zeros == 0 || !(self.named || run.groups(0, run.len.min(14)).len() > 2)) {
            return None;
        }
        let code = country_digits(run.digits().get(zeros..)?)?;
        let mut to = run.len;
        while to > zeros + 15 || !run.begins_group(to) {
            to -= 1;
            if to <= zeros + 7 {
                return None;
            }
        }
        let (own, end) = (to - zeros, run.end(to - 1));
        let american = run.digits[zeros] == 1;
        let fits =
            if american { own == 11 && run.digits[zeros + 1] >= 2 && run.digits[zeros + 4] >= 2 } else { (10..=15).contains(&own) };
        let single_dot = run.groups(zeros, to).len() == 2 && run.divided_by(line, zeros, to - 1, '.');
        let day = own <= 12 && is_day(&run.digits[zeros..to]);
        (fits && !single_dot && !day && may_end(line, self.i, end, self.named))
            .then(|| Hit::new(end, format!("{}****{}", line.written(self.i, run.end(zeros + code - 1)), run.text(to - 2, to))))
    }
}

/// Digits of the area code without the leading 0.
fn area_digits(digits: &[u8]) -> Option<usize> {
    match digits {
        [1, 0, ..] | [2, 0..=5 | 7..=9, ..] => Some(2),
        [9, 0, 1..=9, ..] | [3..=9, 1..=9, _, ..] => Some(3),
        _ => None,
    }
}

/// A land line without its area.
pub(in crate::case::mask) fn without_area(number: &[u8]) -> Option<&[u8]> {
    let own = number.strip_prefix(&[0])?;
    own.get(area_digits(own)?..).filter(|local| (7..=8).contains(&local.len()))
}

/// Digits of the country code.
fn country_digits(digits: &[u8]) -> Option<usize> {
    Some(match digits {
        [1 | 7, ..] => 1,
        [8, 6, ..] => return None,
        [2, 0 | 7, ..] | [3, 0..=4 | 6 | 9, ..] | [4, 0 | 1 | 3..=9, ..] | [5, 1..=8, ..] | [6, 0..=6, ..] => 2,
        [8, 1 | 2 | 4, ..] | [9, 0..=5 | 8, ..] => 2,
        [2, 1..=6 | 8 | 9, _, ..] | [3, 5 | 7 | 8, _, ..] | [4, 2, _, ..] | [5, 0 | 9, _, ..] | [6, 7..=9, _, ..] => 3,
        [8, 0 | 5 | 7 | 8, _, ..] | [9, 6 | 7 | 9, _, ..] => 3,
        _ => return None,
    })
}

/// Eight digits that look like a date of our time.
fn is_day(digits: &[u8]) -> bool {
    match digits {
        [a, b, _, _, m1, m2, d1, d2, ..] => {
            let (month, day) = (m1 * 10 + m2, d1 * 10 + d2);
            matches!((a, b), (1, 9) | (2, 0)) && (1..=12).contains(&month) && (1..=31).contains(&day)
        }
        _ => false,
    }
}

/// An extension (转801, ext. 801, -801): where its label ends, and where its digits end.
pub(in crate::case::mask) fn extension(line: &Line, end: usize) -> Option<(usize, usize)> {
    let blank = |i: usize| i + usize::from(line.get(i) == Some(' '));
    let words = ["转分机", "分机号", "分机", "转接", "转", "内线", "extension", "ext.", "ext", "x", "#", "-", ",", "*"];
    let start = blank(end);
    let word = words.iter().find(|word| line.starts_with(start, word))?;
    let close = word.len() == 1;
    // In 62345678，3天没好 the sentence goes on; in 62345678,0755-62345679 another number follows.
    let sentence = |last: usize| *word == "," && is_han(line.get(last));
    let another = |last: usize| close && line.get(last) == Some('-') && is_digit(line.get(last + 1));
    if close && start != end && *word != "x" && *word != "#" {
        return None;
    }
    let mut first = start + word.chars().count();
    for _ in 0..3 {
        if matches!(line.get(first), Some(' ' | ':' | '.')) && !close {
            first += 1;
        }
    }
    let count = (first..first + 7).take_while(|i| is_digit(line.get(*i))).count();
    let wanted = if close { 2..=5 } else { 1..=6 };
    let last = first + count;
    (wanted.contains(&count)
        && !sentence(last)
        && !another(last)
        && !line.get(last).is_some_and(|c| c.is_ascii_alphanumeric() || c == '.' && is_digit(line.get(last + 1))))
    .then_some((first, last))
}
