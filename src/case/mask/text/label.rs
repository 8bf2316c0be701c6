//! Labels: the words before a number that say what it is.

use super::label_words::{ACCOUNT, CARD, IDENTITY, PAPERS, PHONE, PLATE, THING};
use super::normal::{Line, is_han, is_letter, is_word};

/// How many characters before a number are searched for its label.
const LOOK_BACK: usize = 24;
/// How many characters are searched in a list of numbers: three of them.
const LISTED_MAX: usize = 48;
/// Characters allowed between a label and the value.
const BETWEEN: &str = " :=()[]\"'`|#\t\r“”‘’「」『』【】〔〕《》<>*~→⇒➡";
/// Characters also allowed between a label and a number; within an account they are part of it.
const BEFORE_NUMBERS: &str = "-/.\\";
/// Longest HTML tag without attributes, brackets included.
const TAG_MAX: usize = 10;
/// How many characters and words may be between a label and the value.
pub const BETWEEN_MAX: usize = 12;
/// How many characters may precede a label that is alone in its line, as in 我的微信.
const BEFORE_LABEL_MAX: usize = 2;
const BETWEEN_WORDS: &[&str] = &["号码", "号", "码", "是", "为", "no", "number", "num", "is", "id"];

/// Words for identifiers of things, unless a word of `OF_PEOPLE` precedes them.
const SIGNS: &[&str] = &["id", "编号", "编码", "编码号"];
const OF_PEOPLE: &[&str] = &["手机", "电话", "身份", "身份证", "证件", "联系人", "phone", "mobile", "tel"];
/// Units: a counted number is not personal.
const UNITS: &[&str] = &[
    "byte",
    "bytes",
    "b",
    "kb",
    "mb",
    "gb",
    "kib",
    "mib",
    "ms",
    "us",
    "ns",
    "rows",
    "row",
    "records",
    "items",
    "times",
    "字节",
    "次",
    "条",
    "行",
    "元",
    "秒",
    "毫秒",
    "微秒",
    "纳秒",
    "个",
    "笔",
    "万",
    "人",
    "件",
    "美元",
    "requests",
    "req",
    "request",
    "hits",
    "calls",
    "users",
    "connections",
    "packets",
    "lines",
    "tokens",
];

/// Whether one of the words labels what begins at `i`.
pub fn names(line: &Line, i: usize, words: &[&str]) -> bool {
    named_from(line, i, words).is_some()
}

/// Where the label of what begins at `i` begins.
fn named_from(line: &Line, i: usize, words: &[&str]) -> Option<usize> {
    let least = i.saturating_sub(LOOK_BACK);
    let mut at = i;
    while at > least {
        // All labels end in a letter, which rules out most places cheaply.
        let may_end = line.before(at).is_some_and(char::is_alphabetic);
        if let Some(start) = words.iter().filter(|_| may_end).filter_map(|word| line.ends_with(at, word)).min() {
            return Some(start);
        }
        if let Some(start) = BETWEEN_WORDS.iter().filter(|_| may_end).find_map(|word| line.ends_with(at, word)) {
            at = start;
        } else if let Some(start) = tag_start(line, at) {
            at = start;
        } else if line.before(at).is_some_and(|c| is_between(c) || BEFORE_NUMBERS.contains(c)) {
            at -= 1;
        } else {
            return None;
        }
    }
    None
}

/// Where an HTML tag that begins at `i` ends.
pub fn tag_end(line: &Line, i: usize) -> Option<usize> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '/';
    let inner = (1..TAG_MAX).take_while(|k| line.get(i + k).is_some_and(part)).count();
    (line.get(i) == Some('<') && inner > 0 && line.get(i + inner + 1) == Some('>')).then_some(i + inner + 2)
}

fn tag_start(line: &Line, end: usize) -> Option<usize> {
    (line.before(end) == Some('>'))
        .then(|| (3..=TAG_MAX).filter_map(|k| end.checked_sub(k)).find(|start| tag_end(line, *start) == Some(end)))?
}

pub fn is_between(c: char) -> bool {
    BETWEEN.contains(c)
}

/// Whether what begins at `i` is the number of a thing.
pub fn is_thing(line: &Line, i: usize) -> bool {
    names(line, i, THING) || names_sign(line, i)
}

fn names_sign(line: &Line, i: usize) -> bool {
    let mut end = i;
    while i - end < BETWEEN_MAX && line.before(end).is_some_and(|c| is_between(c) || BEFORE_NUMBERS.contains(c) || c == '号') {
        let sign = SIGNS.iter().any(|sign| line.ends_with(end, sign).is_some());
        if sign {
            break;
        }
        end -= 1;
    }
    let Some(start) =
        SIGNS.iter().filter_map(|sign| end.checked_sub(sign.chars().count()).filter(|at| line.starts_with(*at, sign))).min()
    else {
        return false;
    };
    // requestId and request_id are identifiers; paid is a word.
    let apart = !is_letter(line.before(start)) || line.is_upper(start);
    let owner = (0..2).fold(start, |at, _| if matches!(line.before(at), Some(' ' | '_' | '-' | '号')) { at - 1 } else { at });
    let person = OF_PEOPLE.iter().any(|word| owner.checked_sub(word.chars().count()).is_some_and(|at| line.starts_with(at, word)));
    // The id of a user is often their telephone number.
    let user = owner < start && line.ends_with(owner, "用户").is_some();
    apart && !person && !user
}

/// The label at the end of a line, for the next line. Labels of things count only before a colon.
pub fn at_the_end(line: &Line) -> Vec<char> {
    let mut end = line.len();
    while line.before(end).is_some_and(|c| c.is_whitespace()) {
        end -= 1;
    }
    let colon = line.before(end) == Some(':')
        || (line.before(end).is_some_and(is_between) && line.folded[..end].iter().rev().take(4).any(|c| *c == ':'));
    let people = [PHONE, IDENTITY, CARD, PLATE, ACCOUNT, PAPERS];
    let things: &[&[&str]] = if colon { &[THING, SIGNS] } else { &[] };
    let start = people.iter().chain(things).filter_map(|words| named_from(line, end, words)).min();
    let alone = |start: &usize| line.folded[..*start].iter().filter(|c| c.is_alphanumeric()).count() <= BEFORE_LABEL_MAX;
    // 联系我微信号 in a line of its own: the number follows.
    let number = matches!(line.before(end), Some('号' | '码'));
    start
        .filter(|start| colon || number || alone(start))
        .map(|start| line.folded[start..end].iter().copied().chain([' ']).collect())
        .unwrap_or_default()
}

/// Whether a list of numbers begins after one of the words: 座机 62345678、62345679.
pub fn lists(line: &Line, i: usize, words: &[&str]) -> bool {
    let listed = |c: char| c.is_ascii_digit() || matches!(c, ',' | '、' | '/' | ';' | '或' | '和' | '及' | '-' | '*' | ' ');
    let i = if line.before(i) == Some(' ') { i - 1 } else { i };
    if !line.before(i).is_some_and(|c| matches!(c, ',' | '、' | '/' | ';' | '或' | '和' | '及')) {
        return false;
    }
    let back = (1..=LISTED_MAX).take_while(|k| i.checked_sub(*k).and_then(|at| line.get(at)).is_some_and(listed)).count();
    names(line, i - back, words)
}

/// Whether a unit follows at `i`.
pub fn counted(line: &Line, i: usize) -> bool {
    let at = if line.get(i) == Some(' ') { i + 1 } else { i };
    UNITS.iter().any(|unit| {
        let end = at + unit.chars().count();
        // 13612345678人接 is not a count: the sentence goes on.
        let goes_on = if unit.is_ascii() { is_word(line.get(end)) } else { is_han(line.get(end)) };
        line.starts_with(at, unit) && !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::super::label_words;
    use super::*;

    #[test]
    fn every_label_ends_in_a_letter() {
        let others = [label_words::ACCOUNT, label_words::PAPERS, BETWEEN_WORDS];
        for words in [PHONE, IDENTITY, CARD, label_words::BANK_CARD, PLATE, THING, SIGNS].into_iter().chain(others) {
            for word in words {
                assert!(word.chars().next_back().is_some_and(char::is_alphabetic), "{word}");
            }
        }
    }
}
