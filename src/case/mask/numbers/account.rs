//! WeChat and QQ ids, recognised after the word for them.

use crate::case::mask::text::hit::Hit;
use crate::case::mask::text::label;
use crate::case::mask::text::normal::{Line, is_digit, is_han, is_letter, is_word as is_part};
use crate::case::mask::text::words::is_word_en;
use crate::case::mask::ways::mask_wechat;

/// Labels of accounts, longest first, and whether each can only mean the id itself.
const WECHAT: &[(&str, bool)] = &[
    ("企业微信号", true),
    ("企业微信", false),
    ("微信账号", true),
    ("微信帐号", true),
    ("微信号", true),
    ("微信id", true),
    ("加微信", true),
    ("微信", false),
    ("企微", false),
    ("薇信", true),
    ("威信号", true),
    ("v信", true),
    ("加我v", true),
    ("加v", true),
    ("wechat id", true),
    ("wechatid", true),
    ("wechat", false),
    ("weixin", false),
    ("wx号", true),
    ("vx", true),
    ("wx", false),
];
const QQ: &[(&str, bool)] = &[
    ("qq号码", true),
    ("qq号", true),
    ("扣扣号", true),
    ("扣扣", true),
    ("加qq", true),
    ("qq", false),
    ("q号", true),
    ("企鹅号", true),
];

const BETWEEN_WORDS: &[&str] = &["号码", "账号", "帐号", "号", "id", "是", "为", "叫", "no.", "no", "number", "num", "account"];
/// Labels that may introduce an account or anything else.
const VERBS: &[&str] = &["is", "are", "was"];
/// Words after a label that are not ids: "none", and ordinary words about accounts.
const NO_ACCOUNT: &[&str] = &[
    "none",
    "null",
    "nil",
    "na",
    "no",
    "not available",
    "unknown",
    "same",
    "same as phone",
    "same as above",
    "phone",
    "mobile",
    "wechat",
    "weixin",
    "email",
    "mail",
    "missing",
    "empty",
    "blank",
    "disabled",
    "enabled",
    "true",
    "false",
    "private",
    "secret",
    "tbd",
    "todo",
    "xxx",
    "yes",
    "problem",
    "issue",
    "broken",
    "success",
    "offline",
    "online",
    "service",
    "user",
    "number",
    "name",
    "address",
];
/// Words after a number with an ambiguous label that make it something else.
const NOT_OF_A_PERSON: &[&str] = &["错误", "报错", "异常", "故障", "失败", "版", "error", "failed", "code"];
/// Least letters of an account before another without a separator, and least digits of that one.
const GLUED_MIN: (usize, usize) = (6, 5);
const WECHAT_LENGTH: std::ops::RangeInclusive<usize> = 6..=20;
const QQ_LENGTH: std::ops::RangeInclusive<usize> = 5..=11;
/// Words after a label that are not ids: programs, systems, parts of an interface.
const TECHNICAL: &[&str] = &[
    "android",
    "ios",
    "iphone",
    "ipad",
    "webview",
    "sdk",
    "api",
    "web",
    "mac",
    "macos",
    "windows",
    "win",
    "linux",
    "chrome",
    "version",
    "error",
    "errcode",
    "errmsg",
    "code",
    "app",
    "appid",
    "appsecret",
    "login",
    "oauth",
    "pay",
    "mini",
    "miniprogram",
    "server",
    "http",
    "https",
    "token",
    "webhook",
    "openid",
    "unionid",
    "secret",
    "access",
    "config",
    "jssdk",
    "client",
    "bot",
    "notify",
    "callback",
    "build",
    "beta",
    "release",
    "update",
    "message",
    "template",
    "status",
    "timeout",
    "null",
    "undefined",
    "failed",
    "desktop",
    "browser",
    "request",
    "response",
    "session",
    "ticket",
    "signature",
    "nonce",
    "corpid",
    "agentid",
    "mchid",
    "key",
    "test",
    "dev",
    "prod",
    "harmonyos",
];

pub fn at(line: &Line, i: usize) -> Option<Hit> {
    match line.get(i)? {
        '微' | '企' | '薇' | '威' | '加' | 'w' | 'v' => {
            id_of_its_own(line, i).or_else(|| behind(line, i, WECHAT, false)).or_else(|| behind(line, i, QQ, true))
        }
        'q' | '扣' => behind(line, i, QQ, true),
        _ => None,
    }
}

/// An id that begins with `wxid_`.
fn id_of_its_own(line: &Line, i: usize) -> Option<Hit> {
    if !line.starts_with(i, "wxid_") || is_part(line.before(i)) {
        return None;
    }
    let end = token_end(line, i);
    ((12..=30).contains(&(end - i)) && !goes_on(line, end)).then(|| Hit::new(end, mask_wechat(line.written(i, end))))
}

fn behind(line: &Line, i: usize, words: &[(&str, bool)], only_qq: bool) -> Option<Hit> {
    let (word, own, label_end) = words.iter().find_map(|(word, own)| spelt(line, i, word).map(|end| (word, own, end)))?;
    // A Latin label must be a whole word, but may directly follow a number (13912345678wx).
    let named_field = matches!(line.get(label_end), Some(':' | '=' | '"'));
    let part = match line.before(i) {
        Some('_') => !named_field,
        Some('/') => {
            let behind_another = is_han(i.checked_sub(2).and_then(|k| line.get(k)));
            !(behind_another || only_qq && named_field)
        }
        before => is_letter(before) || matches!(before, Some('.' | '@' | '-')),
    };
    if word.is_ascii() && part {
        return None;
    }
    let (mut at, mut sure, mut divided) = (label_end, *own, false);
    for _ in 0..label::BETWEEN_MAX {
        let joint = usize::from(matches!(line.get(at), Some('_' | '-')));
        if joint == 1
            && BETWEEN_WORDS.iter().any(|b| b.is_ascii() && line.starts_with(at + 1, b) && !is_letter(line.get(at + 1 + b.len())))
        {
            at += 1;
        }
        let other = || WECHAT.iter().chain(QQ).filter_map(|(word, _)| spelt(line, at + 1, word)).max();
        if let Some(end) = label::tag_end(line, at) {
            (at, divided) = (end, true);
        } else if line.get(at) == Some('\\') && line.get(at + 1) == Some('"') {
            at += 1;
        } else if line.get(at) == Some('/') && line.before(at) == Some(' ') && line.get(at + 1) == Some(' ') {
            (at, divided) = (at + 2, true);
        } else if let Some(end) = other().filter(|_| line.get(at) == Some('/')) {
            at = end;
        } else if let Some(verb) = VERBS.iter().find(|v| divided && line.starts_with(at, v) && line.get(at + v.len()) == Some(' '))
        {
            at += verb.len();
        } else if let Some(between) =
            BETWEEN_WORDS.iter().find(|b| line.starts_with(at, b) && !(b.is_ascii() && is_letter(line.get(at + b.len()))))
        {
            at += between.chars().count();
            (sure, divided) = (true, true);
        } else if line.get(at) == Some('-') && (!word.is_ascii() || line.before(at) == Some(' ')) {
            at += 1;
            divided = true;
        } else if line.get(at).is_some_and(label::is_between) {
            sure |= matches!(line.get(at), Some(':' | '='));
            at += 1;
            divided = true;
        }
    }
    let glued = word.is_ascii() && !divided;
    let token = token_end(line, at);
    let end = another_in(line, at, token).unwrap_or(token);
    let closed = || line.closes(at, end) || line.closes(i, end);
    if end == at || (end == token && goes_on(line, end) && !closed()) {
        return None;
    }
    let token = &line.folded[at..end];
    if token.iter().all(char::is_ascii_digit) {
        let number = QQ_LENGTH.contains(&token.len()) && token[0] != '0' && (only_qq || sure);
        let day = token.len() == 8 && matches!(token[..4], ['1', '9', ..] | ['2', '0', '0'..='4', _]);
        let next = end + usize::from(line.get(end) == Some(' '));
        let other = !sure && (NOT_OF_A_PERSON.iter().any(|word| line.starts_with(next, word)) || label::counted(line, end));
        if !number || other || (day && !sure) || (glued && token.len() < 6) {
            return None;
        }
        let ends = if token.len() < 8 { 1 } else { 2 };
        let (head, tail): (String, String) = (token[..ends].iter().collect(), token[token.len() - ends..].iter().collect());
        return Some(Hit::new(end, format!("{}{head}****{tail}", line.written(i, at))));
    }
    if only_qq || glued || !WECHAT_LENGTH.contains(&token.len()) || !token[0].is_ascii_alphabetic() {
        return None;
    }
    let stem: String = token.iter().take_while(|c| c.is_ascii_alphabetic()).collect();
    if TECHNICAL.contains(&stem.as_str()) {
        return None;
    }
    let quoted = word.is_ascii() && sure && line.before(at) == Some('"') && line.get(end) == Some('"') && !is_word(&stem);
    let marked = token.iter().any(|c| c.is_ascii_digit() || *c == '_');
    // Letters alone may be any word: accepted only if the label means the id, or if nothing else follows in a Chinese sentence.
    let alone = !(line.get(end) == Some(' ') && is_letter(line.get(end + 1)));
    let id = marked || quoted || (sure && alone && (*own || !word.is_ascii()));
    id.then(|| Hit::new(end, format!("{}{}", line.written(i, at), mask_wechat(line.written(at, end)))))
}

/// Where a word for an account ends; blanks between its characters are allowed: 微 信 号.
fn spelt(line: &Line, i: usize, word: &str) -> Option<usize> {
    let mut at = i;
    for c in word.chars() {
        if at > i && is_han(Some(c)) && line.get(at) == Some(' ') {
            at += 1;
        }
        if line.get(at) != Some(c) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Whether letters alone are an ordinary word, or mean that there is no account.
pub fn is_word(text: &str) -> bool {
    TECHNICAL.contains(&text) || NO_ACCOUNT.contains(&text) || is_word_en(text)
}

/// Where another account begins without a separator: lisi2020QQ12345678.
fn another_in(line: &Line, from: usize, to: usize) -> Option<usize> {
    (from + GLUED_MIN.0..to).find(|at| {
        let word = ["qq", "tel", "wx", "vx", "phone"].iter().find(|word| line.starts_with(*at, word));
        let digits = |word: &str| (at + word.len()..to).take_while(|k| is_digit(line.get(*k))).count() >= GLUED_MIN.1;
        is_digit(line.before(*at)) && word.is_some_and(|word| digits(word))
    })
}

fn token_end(line: &Line, from: usize) -> usize {
    let part = |i: &usize| line.get(*i).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    from + (from..from + 32).take_while(part).count()
}

/// Whether an id that would end here is part of something longer.
fn goes_on(line: &Line, end: usize) -> bool {
    let next = line.get(end + 1);
    match line.get(end) {
        Some('\\') => next != Some('"'),
        Some('/') => {
            !["qq", "微信", "wx", "vx", "wechat", "电话", "手机", "tel"].iter().any(|word| line.starts_with(end + 1, word))
        }
        Some('*' | '@' | '(' | '_') => line.get(end) != Some('(') || is_letter(next) || next == Some(')'),
        Some('.') => is_part(next),
        Some(':') => is_part(next) || next == Some('/'),
        Some(c) => c.is_ascii_alphanumeric() || (c.is_alphabetic() && !is_han(Some(c)) && !is_digit(Some(c))),
        None => false,
    }
}
