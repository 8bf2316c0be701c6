//! An item of an acceptance test as people write it: its mark, then what was tried, or the other way round.
//!
//! A result that goes on the record is never guessed: a line without a mark, or with marks that contradict each other, is refused.

/// Signs; they may touch the item: `✓导出`. Circles are none of them: they are bullets as often as marks.
const SIGNS: [(&str, bool); 2] = [("✓✔√☑✅", true), ("✗✘×✕✖☒❌╳", false)];
/// Words in small letters; they stand apart from the item.
const WORDS: &[(&str, bool, Place)] = &[
    ("通过", true, Place::Any),
    ("已通过", true, Place::Any),
    ("合格", true, Place::Any),
    ("passed", true, Place::Any),
    ("pass", true, Place::Any),
    ("ok", true, Place::Any),
    ("[x]", true, Place::Front),
    ("v", true, Place::Front),
    ("y", true, Place::Front),
    ("是", true, Place::Front),
    ("yes", true, Place::SetOff),
    ("成功", true, Place::SetOff),
    ("正常", true, Place::SetOff),
    ("不通过", false, Place::Any),
    ("未通过", false, Place::Any),
    ("没通过", false, Place::Any),
    ("没有通过", false, Place::Any),
    ("不合格", false, Place::Any),
    ("failed", false, Place::Any),
    ("fail", false, Place::Any),
    ("not ok", false, Place::Any),
    ("not passed", false, Place::Any),
    ("[ ]", false, Place::Front),
    ("x", false, Place::Front),
    ("n", false, Place::Front),
    ("否", false, Place::Front),
    ("no", false, Place::SetOff),
    ("失败", false, Place::SetOff),
    ("异常", false, Place::SetOff),
];
/// What sets a mark off from its item beside a blank.
const SEPARATORS: &str = ":：-–—|｜,，、.。;；\t";
const OPENING: &str = "(（[【";
const CLOSING: &str = ")）]】";

/// Where a word is a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before its item or behind it, with a blank between.
    Any,
    /// Before its item only: at the end it is part of a name, as in "iPhone X".
    Front,
    /// At the end only where a separator or brackets set it off: items end with such words too ("登录 失败").
    SetOff,
}

/// The item of a line without its mark, and whether it passed; `None` where the line does not say so, or says both.
pub fn marked_item(line: &str) -> Option<(&str, bool)> {
    let line = without_number(line.trim());
    let (item, passed) = match (front(line), back(line)) {
        (Some((_, one)), Some((_, other))) if one != other => return None,
        // A mark at both ends counts once.
        (Some((item, passed)), _) => (back(item).map_or(item, |(item, _)| item), passed),
        (None, Some(found)) => found,
        (None, None) => return None,
    };
    (!item.is_empty()).then_some((item, passed))
}

fn is_of(set: &'static str) -> impl Fn(char) -> bool {
    move |c| set.contains(c)
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || SEPARATORS.contains(c) || c == '\u{fe0f}'
}

/// The mark that begins a line.
fn front(line: &str) -> Option<(&str, bool)> {
    for (signs, passed) in SIGNS {
        if let Some(after) = line.strip_prefix(is_of(signs)) {
            return Some((after.trim_start_matches(is_between), passed));
        }
    }
    // "[x]" is a mark with its brackets, "[通过]" one within them.
    let inner = line.strip_prefix(is_of(OPENING));
    let found = WORDS.iter().filter_map(|(word, passed, _)| {
        let bracketed = inner.and_then(|line| behind(line, word)?.strip_prefix(is_of(CLOSING)));
        let after = bracketed.or_else(|| behind(line, word))?;
        let set_off = bracketed.is_some() || after.trim_start_matches(' ').starts_with(is_of(SEPARATORS));
        let apart = set_off || after.is_empty() || after.starts_with(char::is_whitespace);
        (set_off || apart).then(|| (word.len(), (after.trim_start_matches(is_between), *passed)))
    });
    found.max_by_key(|(length, _)| *length).map(|(_, found)| found)
}

/// The mark that ends a line.
fn back(line: &str) -> Option<(&str, bool)> {
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || "。.!！\u{fe0f}".contains(c));
    let ended = |before: &'static str| move |c: char| is_between(c) || before.contains(c);
    for (signs, passed) in SIGNS {
        if let Some(before) = line.strip_suffix(is_of(signs)) {
            return Some((before.trim_end_matches(ended("")), passed));
        }
    }
    let inner = line.strip_suffix(is_of(CLOSING));
    let found = WORDS.iter().filter(|(.., place)| *place != Place::Front).filter_map(|(word, passed, place)| {
        let bracketed = inner.and_then(|line| before(line, word)?.strip_suffix(is_of(OPENING)));
        let rest = bracketed.or_else(|| before(line, word))?;
        let set_off = bracketed.is_some() || rest.trim_end_matches(' ').ends_with(is_of(SEPARATORS));
        let counts = set_off || (*place == Place::Any && rest.ends_with(char::is_whitespace));
        counts.then(|| (word.len(), (rest.trim_end_matches(ended(OPENING)), *passed)))
    });
    found.max_by_key(|(length, _)| *length).map(|(_, found)| found)
}

/// What stands behind a word with which the text begins, in whatever case.
fn behind<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word)).map(|head| &text[head.len()..])
}

/// What stands before a word with which the text ends.
fn before<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(word.len())?;
    text.get(at..).filter(|tail| tail.eq_ignore_ascii_case(word)).map(|_| &text[..at])
}

/// Without the number or bullet that a line of a list begins with: "1. ", "2、", "- ".
fn without_number(line: &str) -> &str {
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (after.len() < line.len()).then(|| after.strip_prefix(is_of(".、)）．"))).flatten();
    // "1.5 秒内返回" is no number of a line.
    let numbered = numbered.filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let bare = numbered.unwrap_or(line).trim_start();
    bare.strip_prefix("- ").or_else(|| bare.strip_prefix("* ")).unwrap_or(bare).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_understood_as_people_write_them() {
        let passed = "✓ #|✔#|√#|☑ #|v #|V: #|通过 #|通过：#|ok #|OK - #|pass #|Passed: #|✅ #|✔\u{fe0f} #|# ✓|#（通过）|#：通过|#: pass|# 通过\
                      |#\tOK|1. ✓ #|- [x] #|[OK] #|✓ # 通过|（通过）#|是 #|yes: #|#，成功|y #|3) √#";
        let failed = "✗ #|✘#|×#|x #|X #|x：#|不通过 #|未通过：#|失败：#|失败 #|fail #|FAILED - #|no #|No: #|否 #|❌ #|✖\u{fe0f} #|# ✗|#（不通过）|#: failed\
                      |# 未通过。|2、✗ #|- [ ] #|not ok: #|【失败】#|# ×|n #";
        for (lines, expected) in [(passed, true), (failed, false)] {
            for line in lines.split('|') {
                let line = line.replace('#', "导出 Excel");
                assert_eq!(marked_item(&line), Some(("导出 Excel", expected)), "{line}");
            }
        }
        assert_eq!(marked_item("✓ 支持 iPhone X"), Some(("支持 iPhone X", true)));
        assert_eq!(marked_item("✓ 提示 登录 失败"), Some(("提示 登录 失败", true)));
        assert_eq!(marked_item("✓ 1.5 秒内返回"), Some(("1.5 秒内返回", true)));
    }

    #[test]
    fn what_says_nothing_or_both_is_not_guessed() {
        for line in [
            "导出 Excel",
            "○ 导出",
            "xlsx 导出",
            "okapi",
            "? 导出",
            "notes",
            "noon",
            "✓ 导出 ✗",
            "通过 导出（不通过）",
            "✓",
            "x",
            "通过",
            "",
            "正常导出",
            "失败重试",
            "vpn 登录",
            "导出通过",
            "登录 失败",
            "支持 iPhone X",
            "1.5 秒内返回",
        ] {
            assert_eq!(marked_item(line), None, "{line}");
        }
    }
}
