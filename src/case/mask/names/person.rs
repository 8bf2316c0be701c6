//! People known from the ticket: the contact in any spelling, and names where they are used as names.

use super::stands::{is_person_en, is_person_zh};
use crate::case::mask::numbers::account;
use crate::case::mask::numbers::phone;
use crate::case::mask::text::digits::{Run, may_begin, may_end};
use crate::case::mask::text::hit::Hit;
use crate::case::mask::text::label;
use crate::case::mask::text::label_words;
use crate::case::mask::text::normal::{Line, folded, is_digit, is_han, is_letter, is_word};
use crate::case::mask::text::words::{SHORT_TITLES, TITLES, family_name, is_role, is_word_en, is_word_zh};
use crate::case::mask::ways::{mask_email, mask_name, mask_wechat};
use std::collections::HashMap;

/// Digits from which a known number is recognised without a label.
const NUMBER_MIN: usize = 5;
/// Digits from which a known number is certain whatever surrounds it.
const NUMBER_SURE: usize = 10;
/// Characters from which an account is compared without separators.
const ACCOUNT_MIN: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A name that is not an ordinary word: masked everywhere.
    Name,
    /// A name that is also a word: masked where it is used as a name.
    Word,
    Account,
    /// An account of letters only: masked after a label such as 微信.
    Letters,
    Mail,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Pattern {
    chars: Vec<char>,
    kind: Kind,
}

/// Patterns by first character, longest first; telephone numbers by their digits.
#[derive(Debug, Clone, Default)]
pub struct KnownPeople {
    patterns: Vec<Pattern>,
    first: HashMap<char, Vec<usize>>,
    numbers: Vec<Vec<u8>>,
}

impl KnownPeople {
    pub fn contact(&mut self, contact: &crate::ticket::Contact) {
        for way in [&contact.phone, &contact.wechat, &contact.email].into_iter().flatten() {
            for part in way.split(['/', ',', '，', '、', ';', '；', '|', '\n']) {
                self.way(part);
            }
        }
    }

    fn way(&mut self, way: &str) {
        let written: String = folded(way).into_iter().collect();
        let text = written.trim();
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
        if digits.len() >= 3 && text.chars().all(|c| c.is_ascii_digit() || "+-() .·转ext#x".contains(c)) {
            let own = match digits[..] {
                [0, 0, 8, 6, ref own @ ..] | [8, 6, ref own @ ..] if own.len() >= 10 => own.to_vec(),
                _ => digits,
            };
            // The extension is compared separately.
            let main = text.split(['转', 'e', 'x', '#']).next().unwrap_or_default();
            let main: Vec<u8> = main.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
            let main = if main.len() >= 7 { main } else { own };
            self.numbers.extend(phone::without_area(&main).map(<[u8]>::to_vec));
            self.numbers.extend([main].into_iter().filter(|number| number.len() >= 3));
        } else if text.contains('@') {
            self.put(text.chars().filter(|c| *c != ' ').collect(), Kind::Mail);
        } else if text.chars().count() >= 2 && !is_role(text) && !text.contains('*') {
            let bare: Vec<char> = text.chars().filter(|c| !divides(*c)).collect();
            let chars = if bare.len() >= ACCOUNT_MIN { bare } else { text.chars().collect() };
            let marked =
                chars.iter().chain(text.chars().collect::<Vec<_>>().iter()).any(|c| c.is_ascii_digit() || divides(*c) && *c != ' ');
            if marked {
                self.put(chars, Kind::Account);
            } else if !account::is_word(text) && chars.iter().all(|c| c.is_ascii_alphabetic() || *c == '.') {
                self.put(chars, Kind::Letters);
            }
        }
    }

    /// Adds a name; of several words, also each word: "Will Smith" and "Will".
    pub fn name(&mut self, name: &str) {
        let written: String = folded(name).into_iter().collect();
        for part in written.split(['/', ',', ';', '|', '(', ')', '[', ']', '、', '"', '\t']) {
            let part = part.trim();
            if part.chars().count() < 2 || part.contains('*') || is_role(part) {
                continue;
            }
            let chars: Vec<char> = part.chars().collect();
            if chars.iter().all(|c| is_han(Some(*c)) || *c == '·' || *c == ' ') {
                self.chinese(chars.into_iter().filter(|c| *c != ' ').collect());
            } else if chars.iter().any(|c| is_han(Some(*c))) {
                let han: Vec<char> = chars.iter().copied().filter(|c| is_han(Some(*c))).collect();
                self.put(chars, Kind::Name);
                self.chinese(han);
            } else {
                self.latin(part);
            }
        }
    }

    fn chinese(&mut self, name: Vec<char>) {
        let text: String = name.iter().collect();
        if name.len() < 2 || is_role(&text) {
            return;
        }
        // 王芳经理 adds 王芳; 王经理 is kept as a name.
        for title in TITLES.iter().chain(SHORT_TITLES) {
            if let Some(own) = text.strip_suffix(title) {
                let own: Vec<char> = own.chars().collect();
                if own.len() == 1 && family_name(&own) == 1 {
                    return self.put(name, Kind::Name);
                }
                if TITLES.contains(title) {
                    if own.len() >= 2 && family_name(&own) > 0 {
                        self.chinese(own);
                    }
                    return;
                }
            }
        }
        let word = is_word_zh(&text) || (name.len() == 2 && family_name(&name) == 0);
        self.put(name, if word { Kind::Word } else { Kind::Name });
    }

    fn latin(&mut self, name: &str) {
        let words: Vec<&str> = name.split([' ', '.', '_', '-']).filter(|word| !word.is_empty()).collect();
        if let [_] = words[..] {
            return self.put(name.chars().collect(), if is_word_en(name) { Kind::Word } else { Kind::Name });
        }
        for word in &words {
            if word.chars().count() >= 3 && !is_role(word) && !is_digit(word.chars().next()) {
                self.put(word.chars().collect(), Kind::Word);
            }
        }
        self.put(words.join(" ").chars().collect(), Kind::Name);
    }

    fn put(&mut self, chars: Vec<char>, kind: Kind) {
        if chars.len() >= 2 {
            self.patterns.push(Pattern { chars, kind });
        }
    }

    pub fn sorted(mut self) -> KnownPeople {
        self.patterns.sort_by(|a, b| b.chars.len().cmp(&a.chars.len()).then_with(|| a.cmp(b)));
        self.patterns.dedup();
        self.numbers.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        self.numbers.dedup();
        for (k, pattern) in self.patterns.iter().enumerate() {
            self.first.entry(pattern.chars[0]).or_default().push(k);
        }
        self
    }

    pub fn at(&self, line: &Line, i: usize) -> Option<Hit> {
        let here = self.first.get(&line.get(i)?)?;
        here.iter().find_map(|k| self.patterns[*k].at(line, i))
    }

    /// A known number, whatever separates its digits.
    pub fn number_at(&self, line: &Line, i: usize, run: &Run, after: usize) -> Option<Hit> {
        self.numbers.iter().find_map(|number| {
            let code = match run.digits() {
                [0, 0, 8, 6, ..] if !number.starts_with(&[0, 0]) => 4,
                [8, 6, ..] if !number.starts_with(&[8, 6]) => 2,
                _ => 0,
            };
            let from = [0, code].into_iter().find(|from| run.digits()[*from..].starts_with(number))?;
            let to = from + number.len();
            if !run.begins_group(to) {
                return None;
            }
            let end = run.end(to - 1);
            let sure = number.len() >= NUMBER_SURE;
            let called = label::names(line, i, label_words::PHONE);
            let bounded = || may_begin(line, i, after, label_words::PHONE) && may_end(line, i, end, called);
            let named = number.len() >= NUMBER_MIN || called;
            if !(sure || (bounded() && named)) || is_digit(line.get(end)) {
                return None;
            }
            let written = line.written(i, run.at[from]);
            let shown = match number.len() {
                n if n == 7 || n == 8 || number[0] == 0 && n >= NUMBER_SURE => format!("{}****", line.written(i, run.end(to - 5))),
                n if n >= 11 => format!("{written}{}****{}", run.text(from, from + 3), run.text(to - 4, to)),
                n if n >= 7 => format!("{written}{}****{}", run.text(from, from + 2), run.text(to - 2, to)),
                n if n >= NUMBER_MIN => format!("{written}{}****{}", run.text(from, from + 1), run.text(to - 1, to)),
                _ => format!("{written}***"),
            };
            if let Some((label, end)) = phone::extension(line, end).filter(|_| number.len() >= 7) {
                return Some(Hit::new(end, format!("{shown}{}***", line.written(run.end(to - 1), label))));
            }
            Some(Hit::new(end, shown))
        })
    }
}

fn divides(c: char) -> bool {
    matches!(c, ' ' | '-' | '_')
}

impl Pattern {
    fn at(&self, line: &Line, i: usize) -> Option<Hit> {
        let latin = self.chars.iter().any(|c| c.is_ascii_alphanumeric());
        if latin && is_word(line.before(i)) && self.chars[0].is_ascii() {
            return None;
        }
        let end = self.end_at(line, i)?;
        if self.chars.last().is_some_and(char::is_ascii_alphanumeric) && is_word(line.get(end)) {
            return None;
        }
        let written = line.written(i, end);
        match self.kind {
            Kind::Mail => Some(Hit::new(end, mask_email(&written.replace([' ', '\u{3000}'], "")))),
            Kind::Account => (line.get(end) != Some('*')).then(|| Hit::new(end, mask_wechat(written))),
            Kind::Letters => {
                let named = line.get(end) != Some('*') && label::names(line, i, label_words::ACCOUNT);
                named.then(|| Hit::new(end, mask_wechat(written)))
            }
            Kind::Name if latin => (!is_part(line, i, end)).then(|| Hit::new(end, mask_name(written))),
            Kind::Name => Some(Hit::new(end, mask_name(written))),
            Kind::Word if latin => {
                (!is_part(line, i, end) && is_person_en(line, i, end)).then(|| Hit::new(end, mask_name(written)))
            }
            Kind::Word => is_person_zh(line, i, end).then(|| Hit::new(end, mask_name(written))),
        }
    }

    /// Where the pattern ends in the line; separators within accounts and blanks within names are skipped.
    fn end_at(&self, line: &Line, i: usize) -> Option<usize> {
        let mut at = i;
        for (k, wanted) in self.chars.iter().enumerate() {
            let c = line.get(at)?;
            let loose = k > 0
                && match self.kind {
                    Kind::Account => self.chars.len() >= ACCOUNT_MIN && divides(c),
                    Kind::Mail => c == ' ',
                    Kind::Letters => false,
                    Kind::Name | Kind::Word => c == ' ' && is_han(Some(*wanted)) && is_han(line.before(at)),
                };
            if loose && c != *wanted {
                at += 1;
            }
            let c = line.get(at)?;
            // Words of a name must be separated.
            let apart = *wanted == ' ' && matches!(c, ' ' | '.' | '_' | '-');
            if c != *wanted && !apart {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
}

/// Whether a Latin name is part of something longer: a host, a file name, a compound.
fn is_part(line: &Line, i: usize, end: usize) -> bool {
    let two = i.checked_sub(2).and_then(|k| line.get(k));
    let before =
        matches!(line.before(i), Some('.' | '-' | '@' | '$')) && (is_word(two) || matches!(line.before(i), Some('@' | '$')));
    let after =
        matches!(line.get(end), Some('.' | '-' | '@' | '(' | '=')) && is_word(line.get(end + 1)) && !is_han(line.get(end + 1));
    let accented = line.get(end).is_some_and(|c| c.is_alphabetic() && !c.is_ascii() && !is_han(Some(c)));
    (before && line.before(i) != Some('@')) || (line.before(i) == Some('@') && is_letter(two)) || after || accented
}
