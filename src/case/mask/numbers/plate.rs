//! Number plates: 京A12345, 粤B·D12345, eight characters for electric cars.

use crate::case::mask::text::hit::Hit;
use crate::case::mask::text::label;
use crate::case::mask::text::label_words;
use crate::case::mask::text::normal::{Line, is_digit, is_han, is_letter, is_word};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// Province characters that also end other words: 更新A1…, 阿里云B2….
const ALSO_WORDS: &str = "新云吉青宁川黑贵蒙";
/// Characters that may directly precede a plate.
const MAY_PRECEDE: &str = "牌号车为是的了开辆由和与及或把将";
const LAST: &str = "挂学警港澳领使";
const DIGITS_MIN: usize = 3;
/// Words before something that is not a car: a model, a machine, a version.
const MODELS: &[&str] = &[
    "型",
    "号机",
    "机组",
    "主机",
    "阀",
    "泵",
    "电机",
    "机房",
    "机柜",
    "节点",
    "服务器",
    "设备",
    "号楼",
    "号线",
    "号阀",
    "号泵",
    "号主机",
    "号设备",
    "号节点",
    "号柜",
    "版",
    "系列",
    "模块",
    "端口",
    "接口",
    "板",
    "错误",
    "系统",
    "实例",
    "集群",
    "机型",
];

/// A plate without its province, after a label: B12345.
pub fn without_province(line: &Line, i: usize) -> Option<Hit> {
    if !is_letter(line.get(i)) || is_word(line.before(i)) {
        return None;
    }
    let end = i + (i..i + 8).take_while(|k| line.get(*k).is_some_and(|c| c.is_ascii_alphanumeric())).count();
    let digits = (i..end).filter(|k| is_digit(line.get(*k))).count();
    let whole = !is_word(line.get(end)) && !matches!(line.get(end), Some('*' | '-' | '.'));
    let known = matches!(end - i, 6 | 7) && digits >= DIGITS_MIN && whole && label::names(line, i, &["车牌", "车号", "plate"]);
    known.then(|| Hit::new(end, format!("{}*****", line.written(i, i + 1))))
}

pub fn at(line: &Line, i: usize) -> Option<Hit> {
    let province = line.get(i).filter(|c| PROVINCES.contains(*c))?;
    let before = line.before(i);
    let called = || label::names(line, i, label_words::PLATE);
    let alone = !is_han(before) && !is_word(before);
    let follows = before.is_some_and(|c| MAY_PRECEDE.contains(c)) && !ALSO_WORDS.contains(province);
    if !line.get(i + 1)?.is_ascii_alphabetic() || !(alone || follows || called()) {
        return None;
    }
    let gap = usize::from(matches!(line.get(i + 2), Some('·' | ' ' | '-' | '.')));
    let from = i + 2 + gap;
    let part = (from..from + 7).take_while(|k| line.get(*k).is_some_and(|c| c.is_ascii_alphanumeric())).count();
    let end = from + part;
    let digits = (from..end).filter(|k| is_digit(line.get(*k))).count();
    let electric = |k: usize| line.get(k).is_some_and(|c| "abcdefghjk".contains(c));
    let end = match part {
        5 if digits >= DIGITS_MIN => end,
        4 if digits == 4 && line.get(end).is_some_and(|c| LAST.contains(c)) => end + 1,
        6 if digits >= 4 && (electric(from) || electric(end - 1)) => end,
        _ => return None,
    };
    let goes_on = is_word(line.get(end))
        || line.get(end) == Some('-') && is_word(line.get(end + 1))
        || line.get(end) == Some('*') && !line.closes(i, end);
    let next = end + usize::from(line.get(end) == Some(' '));
    let model = || MODELS.iter().any(|word| line.starts_with(next, word)) && !called();
    (!goes_on && !model()).then(|| Hit::new(end, format!("{}*****", line.written(i, i + 2))))
}
