//! Form 3: the handling of a fault.

use super::cell::{Cell, Label};
use super::subject::{FormContext, Subject};
use crate::case::{Masker, closed};
use crate::people::Role;
use crate::sla::ClockName;
use crate::ticket::{Phase, Recorded, TicketEvent};
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};

pub(super) const LABELS: &[Label] = &[
    Label { name: "number", zh: "问题编号", en: "Number" },
    Label { name: "status", zh: "当前状态", en: "Status" },
    Label { name: "responsible", zh: "处理责任人", en: "Responsible" },
    Label { name: "started_at", zh: "开始时间", en: "Started" },
    Label { name: "due_at", zh: "预计解决时间", en: "To be resolved by" },
    Label { name: "resolved_at", zh: "实际解决时间", en: "Resolved" },
    Label { name: "steps", zh: "处理步骤记录", en: "Steps taken" },
    Label { name: "feedback", zh: "客户反馈", en: "Customer's feedback" },
    Label { name: "remarks", zh: "备注", en: "Remarks" },
];

pub(super) fn cells(subject: &Subject, ctx: &FormContext) -> Vec<Cell> {
    let ticket = subject.ticket;
    let started = subject.events.iter().find(|e| matches!(e.event, TicketEvent::Started));
    let due = subject.clocks.iter().find(|clock| clock.name == ClockName::Resolution);
    vec![
        Cell::Given(ticket.number.to_string()),
        Cell::Given(ctx.word(ticket.status())),
        Cell::maybe(ticket.responsible.as_deref().map(|name| ctx.name(name))),
        Cell::maybe(started.map(|e| ctx.time(e.occurred_at))),
        // Without a promised resolution there is no due time.
        Cell::maybe(due.map(|clock| ctx.time(clock.due_at))),
        Cell::maybe(resolved_at(subject).map(|at| ctx.time(at))),
        steps(subject, ctx),
        feedback(subject, ctx),
        if subject.inner { remarks(subject, ctx) } else { Cell::None },
    ]
}

/// When it was solved, if that still holds.
pub(super) fn resolved_at(subject: &Subject) -> Option<DateTime<Utc>> {
    match &subject.ticket.phase {
        Phase::Resolved { at, .. } => Some(*at),
        Phase::Closed { resolved_at, .. } => *resolved_at,
        _ => None,
    }
}

/// What was done, one numbered line each.
fn steps(subject: &Subject, ctx: &FormContext) -> Cell {
    let masker = ctx.masker(&subject.ticket.report);
    let done = subject.events.iter().filter_map(|e| Some((e, step(e, subject.inner, ctx, &masker)?)));
    let lines = done.enumerate().map(|(i, (e, said))| {
        let (n, at, by) = (i + 1, ctx.time(e.occurred_at), ctx.name(&e.actor));
        format!("{n}. {at} {by} {said}")
    });
    ctx.lines(lines.collect::<Vec<_>>())
}

fn step(recorded: &Recorded, inner: bool, ctx: &FormContext, masker: &Masker) -> Option<String> {
    use TicketEvent::*;
    let text = |text: &str| masker.text(&closed(text));
    let with = |zh, en, said: &str| ctx.part(zh, en, Some(text(said)));
    // Behind a text of several lines the next part begins a paragraph.
    let joint = |said: &str| if said.contains('\n') { "\n\n" } else { "；" };
    Some(match &recorded.event {
        Started => ctx.pick("开始处理", "started").to_string(),
        Step { kind, text: said, failed } => {
            let failed = if *failed { ctx.pick("（没有效果）", " (it did not help)") } else { "" };
            format!("{}{}{}{failed}", ctx.word(*kind), ctx.pick("：", ": "), text(said))
        }
        Planned { revision, approach, cause, text: said } => {
            let plan = format!("{} {revision}（{}）", ctx.pick("处理方案", "plan"), ctx.word(*approach));
            format!("{plan}{}{}{}{}", ctx.pick("：", ": "), text(said), joint(said), with("根因", "cause", cause))
        }
        Approved { revision, .. } => format!("{} {revision}", ctx.pick("批准方案", "approved plan")),
        SentBack { revision, reason } => {
            format!("{} {revision}{}{}", ctx.pick("驳回方案", "sent back plan"), ctx.pick("：", ": "), text(reason))
        }
        Progressed { text, .. } => with("同步进度", "told the customer", text),
        Gathered { items, .. } => {
            let texts = items.iter().filter_map(|item| item.text.as_deref()).map(text).collect::<Vec<_>>();
            format!("{}{}", ctx.pick("每日汇总：", "gathered for the day: "), texts.join("；"))
        }
        Merged { into } if inner => format!("{} {into}", ctx.pick("合并到", "merged into")),
        SplitOff { ticket } if inner => format!("{} {ticket}", ctx.pick("拆分出", "split off")),
        TestStarted => ctx.pick("开始联合测试", "joint test").to_string(),
        TestFailed { reason } => with("测试未通过", "the test failed", reason),
        Resolved { resolution } => {
            let joint = joint(&resolution.text);
            let workaround = resolution.workaround.as_deref().map(|w| format!("{joint}{}", with("临时规避", "workaround", w)));
            format!("{}{}", with("解决", "resolved", &resolution.text), workaround.unwrap_or_default())
        }
        // The number of the case is internal.
        AnsweredByCase { case } if inner => format!("{} {case}", ctx.pick("由案例解答", "answered by case")),
        AnsweredByCase { .. } => ctx.pick("由知识库解答", "answered from the archive").to_string(),
        Reopened { reason } => with("重新打开", "reopened", reason),
        _ => return None,
    })
}

/// What the customer said, the latest last.
pub(super) fn feedback(subject: &Subject, ctx: &FormContext) -> Cell {
    let masker = ctx.masker(&subject.ticket.report);
    let lines = subject.events.iter().filter_map(|e| match &e.event {
        TicketEvent::Confirmed { solved, satisfaction, words, .. } => {
            let solved = if *solved { ctx.pick("已解决", "solved") } else { ctx.pick("未解决", "not solved") };
            let satisfaction = satisfaction.map(|s| ctx.word(s));
            let words = words.as_deref().map(|words| masker.text(words.trim()));
            let said = [Some(solved.to_string()), satisfaction, words];
            Some(format!(
                "{} {}",
                ctx.time(e.occurred_at),
                said.into_iter().flatten().collect::<Vec<_>>().join(ctx.pick("，", ", "))
            ))
        }
        _ => None,
    });
    ctx.lines(lines.collect::<Vec<_>>())
}

/// Misses with their reasons, escalations, holds.
fn remarks(subject: &Subject, ctx: &FormContext) -> Cell {
    let masker = ctx.masker(&subject.ticket.report);
    let misses = subject.ticket.milestones.misses.iter().map(|miss| {
        let clock = ClockName::parse(&miss.clock).map_or_else(|_| miss.clock.clone(), |clock| ctx.word(clock));
        let late = if miss.late { ctx.pick("（补记）", " (recorded late)") } else { "" };
        let reason = ctx.part("原因", "reason", miss.reason.as_deref().map(|reason| masker.text(reason)));
        format!("{}{clock}，{} {}{late}；{reason}", ctx.pick("超时：", "missed: "), ctx.pick("到期", "due"), ctx.time(miss.due_at))
    });
    let others = subject.events.iter().filter_map(|e| {
        let at = ctx.time(e.occurred_at);
        Some(match &e.event {
            TicketEvent::Escalated { to, reason, automatic, .. } => {
                let to = Role::parse(to).map_or_else(|_| to.clone(), |role| ctx.word(role));
                let reason = if *automatic { by_itself(reason, ctx) } else { masker.text(reason) };
                format!("{}{at} {to}；{reason}", ctx.pick("升级上报：", "escalated: "))
            }
            TicketEvent::Held { waiting_for, reason } => {
                format!("{}{at} {}；{}", ctx.pick("挂起：", "on hold: "), ctx.word(*waiting_for), masker.text(reason))
            }
            TicketEvent::Resumed => format!("{}{at}", ctx.pick("恢复：", "resumed: ")),
            _ => return None,
        })
    });
    ctx.lines(misses.chain(others).collect::<Vec<_>>())
}

/// The stored English reason of an automatic escalation, in the language of the form.
fn by_itself(reason: &str, ctx: &FormContext) -> String {
    let said = |en: &str, zh: &str| reason.strip_prefix(en).map(|rest| zh.replace("{}", rest));
    let zh = said("not resolved by ", "到 {} 仍未解决")
        .or_else(|| said("not evaluated by ", "到 {} 仍未评估"))
        .or_else(|| said("the customer is dissatisfied", "客户不满意{}"))
        .or_else(|| said("reopened", "重新打开{}"));
    zh.filter(|_| ctx.locale == Locale::Zh).map_or_else(|| reason.to_string(), |zh| zh.replace(" times", " 次"))
}
