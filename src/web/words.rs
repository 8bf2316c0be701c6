//! Codes in the reader's language: the vocabulary's Chinese word, or the code itself made readable.

use crate::markdown::plain_text;
use crate::page::{Tongue, message};
use crate::ticket::*;
use crate::words::Vocabulary;
use chrono::Duration;
use serde_json::Value;

pub fn word<T: Vocabulary>(tongue: Tongue, value: T) -> String {
    match tongue {
        Tongue::Zh => value.zh().to_string(),
        Tongue::En => value.word().replace('_', " "),
    }
}

/// The same for a code inside a JSON shape; "–" where it is null.
pub fn word_in<T: Vocabulary>(tongue: Tongue, shape: &Value, field: &str) -> String {
    let parsed = shape[field].as_str().and_then(|text| T::parse(text).ok());
    parsed.map_or_else(|| "–".to_string(), |value| word(tongue, value))
}

/// A step's name as the process names it.
pub fn step(tongue: Tongue, verb: &str) -> String {
    let zh = match verb {
        "triage" => "初步评估",
        "assign" => "分派",
        "start" => "开始处理",
        "plan" => "提交处理方案",
        "approve" => "批准方案",
        "send-back" => "驳回方案",
        "step" => "记录步骤",
        "progress" => "同步进度给客户",
        "note" => "内部备注",
        "hold" => "挂起",
        "resume" => "恢复",
        "test" => "开始测试",
        "fail-test" => "测试未通过",
        "resolve" => "解决",
        "confirm" => "客户确认",
        "close" => "关闭并归档",
        "reopen" => "重新打开",
        "escalate" => "升级上报",
        "evaluate" => "需求评估",
        "agree" => "客户同意方向",
        "accept" => "验收",
        "link" => "关联案例",
        "attach" => "关联已有工单",
        other => other,
    };
    match tongue {
        Tongue::Zh => zh.to_string(),
        Tongue::En => verb.replace('-', " "),
    }
}

/// What happened, as a line of the timeline says it.
pub fn event(tongue: Tongue, name: &str) -> String {
    let zh = match name {
        "registered" => "登记",
        "imported" => "导入",
        "consulted" => "检索知识库",
        "triaged" => "初步评估",
        "assigned" => "分派",
        "started" => "开始处理",
        "planned" => "提交处理方案",
        "approved" => "批准方案",
        "sent_back" => "驳回方案",
        "step" => "处理步骤",
        "progressed" => "进度同步",
        "held" => "挂起",
        "resumed" => "恢复",
        "test_started" => "开始测试",
        "test_failed" => "测试未通过",
        "resolved" => "解决",
        "answered_by_case" => "由案例解答",
        "evaluated" => "需求评估",
        "agreed" => "客户意见",
        "accepted" => "验收",
        "confirmed" => "客户确认",
        "closed" => "关闭",
        "reopened" => "重新打开",
        "escalated" => "升级上报",
        "linked" => "关联案例",
        "attached" => "关联已有工单",
        "noted" => "内部备注",
        "contact_shown" => "查看联系方式",
        "breached" => "超时",
        "warned" => "即将到期",
        "delay_explained" => "超时原因",
        other => other,
    };
    match tongue {
        Tongue::Zh => zh.to_string(),
        Tongue::En => name.replace('_', " "),
    }
}

/// A choice of a form in the reader's language: the vocabulary whose words these are knows how it is said.
pub fn choice(tongue: Tongue, offered: &[&str], chosen: &str) -> String {
    fn of<T: Vocabulary>(tongue: Tongue, offered: &[&str], chosen: &str) -> Option<String> {
        let parsed = (T::WORDS == offered).then(|| T::parse(chosen).ok()).flatten();
        parsed.map(|value| word(tongue, value))
    }
    let vocabularies = [
        of::<Severity>,
        of::<RequirementType>,
        of::<Approach>,
        of::<StepKind>,
        of::<WaitingFor>,
        of::<Satisfaction>,
        of::<Verdict>,
        of::<CustomerPriority>,
    ];
    match of::<Priority>(tongue, offered, chosen) {
        // P0 to P3 are said by their letter in both languages.
        Some(said) if tongue == Tongue::Zh => format!("{chosen} {said}"),
        _ => vocabularies.iter().find_map(|of| of(tongue, offered, chosen)).unwrap_or_else(|| chosen.to_string()),
    }
}

/// "2 h 10 min left", or since when it is over.
pub fn due_word(due_in: Duration, tongue: Tongue) -> String {
    let span = left(tongue, due_in.abs());
    let said = message(tongue, if due_in <= Duration::zero() { "overdue" } else { "left" });
    match tongue {
        Tongue::Zh => format!("{said} {span}"),
        Tongue::En => format!("{span} {said}"),
    }
}

/// A span of time: the two largest units that say something.
fn left(tongue: Tongue, left: Duration) -> String {
    let (days, hours, minutes) = (left.num_days(), left.num_hours() % 24, left.num_minutes() % 60);
    let (d, h, m) = match tongue {
        Tongue::Zh => ("天", "小时", "分钟"),
        Tongue::En => ("d", "h", "min"),
    };
    let parts = match (days, hours, minutes) {
        (0, 0, minutes) => vec![(minutes, m)],
        (0, hours, 0) => vec![(hours, h)],
        (0, hours, minutes) => vec![(hours, h), (minutes, m)],
        (days, 0, _) => vec![(days, d)],
        (days, hours, _) => vec![(days, d), (hours, h)],
    };
    parts.iter().map(|(n, unit)| format!("{n} {unit}")).collect::<Vec<_>>().join(" ")
}

/// What the checking of a body says, where it is one of the few things a form meets.
pub fn complaint(tongue: Tongue, message: &str) -> String {
    match (tongue, message) {
        (Tongue::Zh, "is required") => "必填".to_string(),
        _ => message.to_string(),
    }
}

/// A field's label: its message if it has one, else its name made readable.
pub fn label(tongue: Tongue, field: &str) -> String {
    let key = format!("field.{field}");
    match message(tongue, &key) {
        missing if missing == key => field.replace('_', " "),
        found => found.to_string(),
    }
}

/// The head of a solution, in one line.
pub fn fix(resolution: Option<&str>) -> Option<String> {
    let flat = plain_text(resolution?);
    let cut: String = flat.chars().take(FIX_CHARS).collect();
    (!cut.is_empty()).then(|| if cut.len() < flat.len() { format!("{cut}…") } else { cut })
}

/// About three lines.
const FIX_CHARS: usize = 220;
