//! Words before and after a number that say that it is an error code, and of which kind.

use std::sync::LazyLock;

/// The kinds of numbers. The same number of another kind is another code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeSpace {
    /// Of whatever program reports it.
    General,
    /// A status of HTTP.
    Http,
    /// Of a system call, numbered as on Linux.
    Errno,
    /// What a process ended with.
    Exit,
    /// A system error of Windows.
    Windows,
    /// A class of SQL errors.
    SqlState,
    /// An entry of the event log of Windows.
    Event,
}

/// What the words before a number say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    /// The kind of number.
    pub space: CodeSpace,
    /// Whether the words leave no doubt; else what follows the number may speak against it.
    pub is_sure: bool,
}

/// (words in lower case, kind, sure). The longest that fits counts.
const CUES: &[(&str, CodeSpace, bool)] = &[
    ("http", CodeSpace::Http, true),
    ("http error", CodeSpace::Http, true),
    ("http错误", CodeSpace::Http, true),
    ("http 错误", CodeSpace::Http, true),
    ("http code", CodeSpace::Http, true),
    ("http error code", CodeSpace::Http, true),
    ("http status", CodeSpace::Http, true),
    ("http status code", CodeSpace::Http, true),
    ("http response code", CodeSpace::Http, true),
    ("http状态", CodeSpace::Http, true),
    ("http/1.0", CodeSpace::Http, true),
    ("http/1.1", CodeSpace::Http, true),
    ("http/2", CodeSpace::Http, true),
    ("http/2.0", CodeSpace::Http, true),
    ("http/3", CodeSpace::Http, true),
    ("status code", CodeSpace::Http, true),
    ("statuscode", CodeSpace::Http, true),
    ("status_code", CodeSpace::Http, true),
    ("response code", CodeSpace::Http, true),
    ("response status", CodeSpace::Http, true),
    ("状态码", CodeSpace::Http, true),
    ("响应码", CodeSpace::Http, true),
    ("status", CodeSpace::Http, false),
    ("errno", CodeSpace::Errno, true),
    ("err no", CodeSpace::Errno, true),
    ("exit code", CodeSpace::Exit, true),
    ("exit status", CodeSpace::Exit, true),
    ("exit value", CodeSpace::Exit, true),
    ("exitcode", CodeSpace::Exit, true),
    ("exit_code", CodeSpace::Exit, true),
    ("exited with", CodeSpace::Exit, true),
    ("exited with code", CodeSpace::Exit, true),
    ("exited with status", CodeSpace::Exit, true),
    ("exited with exit code", CodeSpace::Exit, true),
    ("exit", CodeSpace::Exit, false),
    ("退出码", CodeSpace::Exit, true),
    ("退出代码", CodeSpace::Exit, true),
    ("退出状态", CodeSpace::Exit, true),
    ("退出状态码", CodeSpace::Exit, true),
    ("winerror", CodeSpace::Windows, true),
    ("win32 error", CodeSpace::Windows, true),
    ("windows error", CodeSpace::Windows, true),
    ("windows错误", CodeSpace::Windows, true),
    ("windows 错误", CodeSpace::Windows, true),
    ("system error", CodeSpace::Windows, true),
    ("系统错误", CodeSpace::Windows, true),
    ("发生系统错误", CodeSpace::Windows, true),
    ("系统错误码", CodeSpace::Windows, true),
    ("socket error", CodeSpace::Windows, true),
    ("rc", CodeSpace::Exit, false),
    ("event id", CodeSpace::Event, true),
    ("eventid", CodeSpace::Event, true),
    ("event_id", CodeSpace::Event, true),
    ("事件id", CodeSpace::Event, true),
    ("事件 id", CodeSpace::Event, true),
    ("事件编号", CodeSpace::Event, true),
    ("sqlstate", CodeSpace::SqlState, true),
    ("sql state", CodeSpace::SqlState, true),
    ("error code", CodeSpace::General, true),
    ("errorcode", CodeSpace::General, true),
    ("error_code", CodeSpace::General, true),
    ("err code", CodeSpace::General, true),
    ("errcode", CodeSpace::General, true),
    ("error no", CodeSpace::General, true),
    ("error no.", CodeSpace::General, true),
    ("error number", CodeSpace::General, true),
    ("return code", CodeSpace::General, true),
    ("returncode", CodeSpace::General, true),
    ("result code", CodeSpace::General, true),
    ("reason code", CodeSpace::General, true),
    ("fault code", CodeSpace::General, true),
    ("stop code", CodeSpace::General, true),
    ("错误码", CodeSpace::General, true),
    ("错误代码", CodeSpace::General, true),
    ("错误号", CodeSpace::General, true),
    ("错误编号", CodeSpace::General, true),
    ("故障码", CodeSpace::General, true),
    ("故障代码", CodeSpace::General, true),
    ("异常码", CodeSpace::General, true),
    ("报错码", CodeSpace::General, true),
    ("报错代码", CodeSpace::General, true),
    ("返回码", CodeSpace::General, true),
    ("终止代码", CodeSpace::General, true),
    ("停止代码", CodeSpace::General, true),
    ("蓝屏代码", CodeSpace::General, true),
    ("报警代码", CodeSpace::General, true),
    ("报警码", CodeSpace::General, true),
    ("告警代码", CodeSpace::General, true),
    ("告警码", CodeSpace::General, true),
    ("返回值", CodeSpace::General, true),
    ("return value", CodeSpace::General, true),
    ("native error", CodeSpace::General, true),
    ("msg", CodeSpace::General, false),
    ("fehlercode", CodeSpace::General, true),
    ("エラーコード", CodeSpace::General, true),
    ("오류 코드", CodeSpace::General, true),
    ("error", CodeSpace::General, false),
    ("err", CodeSpace::General, false),
    ("code", CodeSpace::General, false),
    ("错误", CodeSpace::General, false),
    ("报错", CodeSpace::General, false),
    ("代码", CodeSpace::General, false),
    ("fehler", CodeSpace::General, false),
    ("erreur", CodeSpace::General, false),
    ("エラー", CodeSpace::General, false),
    ("오류", CodeSpace::General, false),
];

/// Words before a number that is a status of HTTP if it can be one.
const MAYBE_STATUS: [&str; 10] =
    ["returned", "returns", "return", "responded with", "got", "got a", "报", "返回", "返回了", "提示"];
/// Words after such a number.
const STATUS_AFTER: [&str; 6] = ["error", "错误", "报错", "异常", "页面", "status"];

/// What is counted or measured after a number that is no code: in a language without blanks right after it.
const COUNTED: &[&str] = &[
    "次", "个", "条", "天", "分", "秒", "小时", "台", "人", "位", "楼", "页", "行", "年", "月", "日", "周", "项", "张", "份", "件",
    "倍", "块", "元", "点", "遍", "处", "%", "times", "time", "files", "file", "tests", "test", "items", "rows", "lines", "s ",
    "ms", "sec", "min", "hours", "days", "users", "mb", "gb", "kb", "of ", "out of", "errors", "warnings", "---",
];

/// The last two bytes of the words before a number, to pass over most numbers at once: bit sets by the last byte of the byte
/// before it.
static ENDINGS: LazyLock<[[u64; 4]; 256]> = LazyLock::new(|| {
    let mut endings = [[0u64; 4]; 256];
    let words = CUES.iter().map(|(words, ..)| *words).chain(MAYBE_STATUS).chain(JOINTS);
    for word in words {
        if let [.., before, last] = *word.as_bytes() {
            endings[last as usize][before as usize / 64] |= 1 << (before % 64);
        }
    }
    endings
});

/// Verbs between the words and the number.
const JOINTS: [&str; 3] = ["为", "是", " is"];

/// Whether the end of a text may be that of a cue.
fn may_end_in_cue(head: &str) -> bool {
    match head.as_bytes() {
        [.., before, last] => {
            let (before, last) = (before.to_ascii_lowercase() as usize, last.to_ascii_lowercase() as usize);
            ENDINGS[last][before / 64] >> (before % 64) & 1 != 0
        }
        // "报" alone has three bytes.
        _ => false,
    }
}

/// The longest cue, in characters, with room for blanks.
const LOOKED_BACK: usize = 28;

/// What stands before a number, in lower case, without what joins it to the number; blanks are one blank each.
pub struct Before {
    words: String,
    /// Whether a colon joins them.
    pub has_colon: bool,
}

impl Before {
    /// Looks back from the beginning of a number or of its sign.
    pub fn of(text: &str, start: usize) -> Before {
        let head = &text[..start];
        let joins = |c: char| c.is_whitespace() || ":=#([{\"'`-<>：（【［「“＝".contains(c);
        let end = head.trim_end_matches(joins);
        let between = &head[end.len()..];
        let too_far = between.len() > 8 || between.contains('\n') || !may_end_in_cue(end);
        let tail: String = if too_far { String::new() } else { end.chars().rev().take(LOOKED_BACK).collect() };
        let mut words = String::with_capacity(tail.len());
        for c in tail.chars().rev() {
            match c {
                c if c.is_whitespace() => words.extend((!words.ends_with(' ')).then_some(' ')),
                // 错误码为 10061, error is 5
                c => words.push(c.to_ascii_lowercase()),
            }
        }
        for joint in JOINTS {
            if let Some(shorter) = words.strip_suffix(joint) {
                words.truncate(shorter.len());
            }
        }
        Before { words, has_colon: between.contains([':', '：']) }
    }

    /// Whether the words end in `cue`, as words of their own.
    fn ends_in(&self, cue: &str) -> bool {
        let begins_latin = cue.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        self.words.strip_suffix(cue).is_some_and(|rest| {
            !begins_latin || !rest.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
        })
    }

    /// What they say of the number.
    pub fn cue(&self) -> Option<Cue> {
        let last = self.words.as_bytes().last()?;
        let fits = CUES.iter().filter(|(words, ..)| words.as_bytes().last() == Some(last) && self.ends_in(words));
        fits.max_by_key(|(words, ..)| words.len()).map(|(_, space, is_sure)| Cue { space: *space, is_sure: *is_sure })
    }

    /// Whether they end in nothing but "code", which also stands before numbers of lines, of areas and of products.
    pub fn ends_in_plain_code(&self) -> bool {
        ["code", "代码", "err"].iter().any(|word| self.ends_in(word))
    }

    /// Whether a number behind them is a status of HTTP if it can be one.
    pub fn maybe_status(&self) -> bool {
        MAYBE_STATUS.iter().any(|words| self.ends_in(words))
    }
}

/// Whether what follows a number says that it counts something.
pub fn counts_something(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t']);
    COUNTED.iter().any(|word| {
        after.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            && (!word.ends_with(|c: char| c.is_ascii_alphabetic())
                || !after[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// Whether what follows says that the number is a status.
pub fn status_follows(after: &str) -> bool {
    STATUS_AFTER.iter().any(|word| after.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))
}
