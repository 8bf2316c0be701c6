//! Whether a word is used as a name: beside a title, before a verb of saying, after a label, or alone.

use crate::case::mask::text::digits::Run;
use crate::case::mask::text::normal::{Line, is_han, is_letter};
use crate::case::mask::text::words::{ADVERBS, MONTHS, SHORT_TITLES, TITLES};

/// Punctuation before and after which a name may stand.
const ENDS_BEFORE: &str = ",。，;；:：!?！？()[]【】<>《》@→|\t\r\n";
const ENDS_AFTER: &str = ",。，;；:：!?！？()[]【】<>《》@|\t\r\n";
/// Labels that introduce a name.
const LABELS_ZH: &[&str] = &[
    "联系人",
    "姓名",
    "名字",
    "反馈人",
    "报障人",
    "报修人",
    "报告人",
    "申请人",
    "提交人",
    "提出人",
    "经办人",
    "负责人",
    "处理人",
    "对接人",
    "值班人",
    "收件人",
    "发件人",
    "登记人",
    "接口人",
    "用户",
    "客户",
    "同事",
    "领导",
    "我是",
    "我叫",
    "本人",
    "名叫",
    "叫",
    "找",
    "联系",
    "通知",
    "转告",
    "告诉",
    "告知",
    "问",
    "由",
    "抄送",
    "致",
    "谢谢",
    "感谢",
    "请",
    "给",
    "跟",
    "与",
    "和",
];
/// Words for ways to reach somebody, which may follow a name.
const REACHED_ZH: &[&str] = &[
    "电话",
    "手机",
    "微信",
    "邮箱",
    "的电话",
    "的手机",
    "的微信",
    "的邮箱",
    "的号码",
    "的账号",
    "的身份证",
    "的联系方式",
    "tel",
    "qq",
];
/// Verbs of saying, each with continuations that make it another word.
const VERBS_ZH: &[(&str, &str)] = &[
    ("说", "明法辞"),
    ("表示", "层式符"),
    ("反映", ""),
    ("反馈", "表率单量数"),
    ("称", "重呼为号量谓"),
    ("来电", "量数"),
    ("来信", ""),
    ("告知", "书单"),
    ("告诉", ""),
    ("认为", ""),
    ("提到", ""),
    ("提出", ""),
    ("抱怨", ""),
    ("投诉", "量率数单的"),
    ("报告", "导期表页模生下打里中的功数单页"),
    ("报修", "单量率"),
    ("打电话", ""),
    ("您好", ""),
    ("你好", ""),
    ("那边", ""),
    ("回复说", ""),
    ("问", "题答卷"),
    ("要求", ""),
    ("描述", "符"),
];
const LABELS_EN: &[&str] = &[
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "miss",
    "dr",
    "dr.",
    "prof",
    "prof.",
    "hi",
    "hello",
    "dear",
    "hey",
    "thanks",
    "regards",
    "cheers",
    "contact",
    "name",
    "user",
    "colleague",
    "cc",
    "ask",
    "tell",
    "told",
    "call",
    "called",
    "ping",
    "customer",
    "reporter",
    "engineer",
    "manager",
    "assignee",
    "owner",
    "caller",
    "我是",
    "我叫",
    "叫",
    "找",
    "联系人",
    "姓名",
    "请",
    "联系",
    "同事",
    "用户",
    "客户",
];
/// Labels that introduce a name only if the name ends there.
const WEAK_EN: &[&str] = &["to", "by", "from", "with", "for", "and", "or", "is"];
const VERBS_EN: &[&str] = &[
    "said",
    "says",
    "told",
    "tells",
    "asked",
    "asks",
    "replied",
    "mentioned",
    "complained",
    "explained",
    "thinks",
    "wants",
    "noticed",
    "wrote",
    "writes",
    "reported",
    "called",
    "reckons",
    "here",
    "speaking",
];

/// Whether a name can begin here: at the beginning of a line, a clause or a list item.
fn begins(line: &Line, i: usize) -> bool {
    let mut at = i;
    while line.before(at) == Some(' ') {
        at -= 1;
    }
    match line.before(at) {
        None => true,
        Some('-' | '.') => at != i && (at == 1 || !is_han(line.get(at.wrapping_sub(2)))),
        Some(c) => ENDS_BEFORE.contains(c),
    }
}

/// Whether a name can end here.
fn ends(line: &Line, end: usize) -> bool {
    let mut at = end;
    while line.get(at) == Some(' ') {
        at += 1;
    }
    match line.get(at) {
        None => true,
        Some('.') if at == end => !line.get(at + 1).is_some_and(|c| c.is_alphanumeric()),
        Some('\r' | '\n' | '(' | '\t') => true,
        Some(c) if at == end => ENDS_AFTER.contains(c),
        Some('+') => true,
        Some(c) if c.is_ascii_digit() => Run::at(line, at).is_some_and(|run| run.len >= 7),
        Some(_) => reached(line, at),
    }
}

fn reached(line: &Line, at: usize) -> bool {
    REACHED_ZH.iter().any(|word| {
        let after = line.get(at + word.chars().count());
        line.starts_with(at, word) && !matches!(after, Some('量' | '数' | '会' | '打'))
    })
}

fn says_zh(line: &Line, end: usize) -> bool {
    VERBS_ZH
        .iter()
        .any(|(verb, not)| line.starts_with(end, verb) && !line.get(end + verb.chars().count()).is_some_and(|c| not.contains(c)))
}

/// Where a label before the name ends.
fn labelled(line: &Line, i: usize, labels: &[&str]) -> bool {
    let mut at = i;
    while line.before(at).is_some_and(|c| " :=,-".contains(c)) {
        at -= 1;
    }
    labels.iter().any(|label| line.ends_with(at, label).is_some() && (at < i || !label.is_ascii()))
}

pub fn is_person_zh(line: &Line, i: usize, end: usize) -> bool {
    let word: String = line.folded[i..end].iter().collect();
    let begins = begins(line, i);
    let labelled = labelled(line, i, LABELS_ZH);
    if line.before(i) == Some('@') || TITLES.iter().any(|title| line.starts_with(end, title)) {
        return true;
    }
    let short = SHORT_TITLES.iter().find(|title| line.starts_with(end, title)).map(|title| end + title.chars().count());
    let ended = ends(line, end) || reached(line, end);
    if short.is_some_and(|after| (begins || labelled) && (ends(line, after) || says_zh(line, after))) {
        return true;
    }
    let says = says_zh(line, end) && !ADVERBS.contains(&word.as_str());
    (begins && (ended || says)) || (labelled && (ended || line.get(end) == Some(' ') || says))
}

pub fn is_person_en(line: &Line, i: usize, end: usize) -> bool {
    if !line.is_upper(i) && !is_han(line.before(i)) {
        return false;
    }
    let word: String = line.folded[i..end].iter().collect();
    let shouted = end - i > 2 && (i..end).all(|k| line.is_upper(k));
    let next_word: String = match line.get(end) {
        Some(' ') => line.folded[end + 1..].iter().take(12).take_while(|c| c.is_ascii_alphabetic()).collect(),
        _ => String::new(),
    };
    let begins = begins(line, i);
    let ended = ends(line, end);
    let says = VERBS_EN.contains(&next_word.as_str());
    let says_in_chinese = says_zh(line, end)
        || (line.get(end) == Some(' ') && says_zh(line, end + 1))
        || TITLES.iter().any(|title| line.starts_with(end, title));
    let own = line.starts_with(end, "'s") && !is_letter(line.get(end + 2))
        || line.starts_with(end, "’s") && !is_letter(line.get(end + 2));
    let month = MONTHS.contains(&word.as_str());
    let followed_by_name =
        line.get(end) == Some(' ') && line.get(end + 1).is_some_and(|c| c.is_ascii_lowercase()) && line.is_upper(end + 1);
    if says || says_in_chinese {
        return !shouted || says_in_chinese || labelled(line, i, LABELS_EN);
    }
    if labelled(line, i, LABELS_EN) {
        return !followed_by_name || ended;
    }
    let weak = labelled(line, i, WEAK_EN) && ended && !month;
    (begins && ended && !shouted && !month) || weak || (own && !month && !shouted)
}
