//! The two documents for the customer. They contain nothing internal, whoever prints them.

use super::cell::{Cell, Label};
use super::progress::resolved_at;
use super::registration::details;
use super::requirement::{agreement, priority, requirement_type};
use super::subject::{FormContext, Subject};
use crate::case::mask_name;
use crate::ticket::{Answer, Phase, Recorded, Satisfaction, TicketEvent};

pub(super) const EVALUATION: &[Label] = &[
    Label { name: "requirement_number", zh: "需求编号", en: "Requirement number" },
    Label { name: "customer", zh: "客户名称", en: "Customer" },
    Label { name: "contact", zh: "联系人", en: "Contact" },
    Label { name: "details", zh: "需求详情", en: "Details" },
    Label { name: "requirement_type", zh: "需求类型", en: "Type" },
    Label { name: "priority", zh: "优先级", en: "Priority" },
    Label { name: "report", zh: "评估说明", en: "Evaluation" },
    Label { name: "verdict", zh: "结论", en: "Verdict" },
    Label { name: "evaluated_by", zh: "评估人", en: "Evaluated by" },
    Label { name: "evaluated_at", zh: "评估时间", en: "Evaluated" },
    Label { name: "agreed", zh: "客户确认", en: "Customer's agreement" },
    Label { name: "signature", zh: "客户签字/日期", en: "Customer's signature, date" },
];

pub(super) const SATISFACTION: &[Label] = &[
    Label { name: "number", zh: "编号", en: "Number" },
    Label { name: "customer", zh: "客户名称", en: "Customer" },
    Label { name: "contact", zh: "联系人", en: "Contact" },
    Label { name: "title", zh: "问题/需求", en: "Fault or requirement" },
    Label { name: "submitted_at", zh: "提交时间", en: "Submitted" },
    Label { name: "resolution", zh: "解决方案", en: "Solution" },
    Label { name: "resolved_at", zh: "解决时间", en: "Resolved" },
    Label { name: "solved", zh: "是否彻底解决", en: "Solved for good" },
    Label { name: "satisfaction", zh: "满意度", en: "Satisfaction" },
    Label { name: "words", zh: "客户意见", en: "In the customer's words" },
    Label { name: "confirmed_at", zh: "确认时间", en: "Confirmed" },
    Label { name: "confirmed_how", zh: "确认方式", en: "How it was said" },
    Label { name: "signature", zh: "客户签字/日期", en: "Customer's signature, date" },
];

pub(super) fn evaluation(subject: &Subject, ctx: &FormContext) -> Vec<Cell> {
    let ticket = subject.ticket;
    let masker = ctx.masker(&ticket.report);
    let evaluation = ticket.evaluation.as_ref();
    let made = last(subject, |e| matches!(e.event, TicketEvent::Evaluated { .. }));
    vec![
        Cell::maybe(ticket.requirement_number.map(|n| n.to_string())),
        Cell::of(ticket.report.customer.clone()),
        Cell::of(mask_name(&ticket.report.contact.name)),
        Cell::titled(details(ticket, ctx)),
        requirement_type(subject, ctx),
        priority(subject, ctx),
        Cell::prose(evaluation.map(|e| masker.text(&e.report))),
        Cell::maybe(evaluation.map(|e| ctx.word(e.verdict))),
        Cell::maybe(made.map(|e| ctx.name(&e.actor))),
        Cell::maybe(made.map(|e| ctx.time(e.occurred_at))),
        agreement(subject, ctx),
        Cell::Blank,
    ]
}

pub(super) fn satisfaction(subject: &Subject, ctx: &FormContext) -> Vec<Cell> {
    let ticket = subject.ticket;
    let masker = ctx.masker(&ticket.report);
    // Only a confirmation after the latest resolution counts.
    let said = last(subject, |e| {
        matches!(e.event, TicketEvent::Confirmed { .. } | TicketEvent::Resolved { .. } | TicketEvent::Reopened { .. })
    });
    let (mut solved, mut happy, mut words, mut confirmed) = (None, None, None, None);
    if let Some(Recorded { event: TicketEvent::Confirmed { solved: s, satisfaction, words: w, on_behalf }, occurred_at, .. }) = said
    {
        (solved, happy) = (Some(*s), *satisfaction);
        words = w.as_deref().map(|w| masker.text(w));
        let how = on_behalf.as_deref().map_or_else(|| ctx.pick("客户本人", "by the customer").to_string(), |how| masker.text(how));
        confirmed = Some((ctx.time(*occurred_at), how));
    }
    let boxes = |choices: Vec<(String, bool)>| {
        let line = choices.into_iter().map(|(word, chosen)| format!("{} {word}", if chosen { "☑" } else { "☐" }));
        Cell::Given(line.collect::<Vec<_>>().join("　"))
    };
    let (yes, no) = (ctx.pick("是", "yes").to_string(), ctx.pick("否", "no").to_string());
    let unsaid = |cell: Option<String>| cell.map_or(Cell::Blank, Cell::of);
    vec![
        Cell::Given(ticket.number.to_string()),
        Cell::of(ticket.report.customer.clone()),
        Cell::of(mask_name(&ticket.report.contact.name)),
        Cell::of(masker.text(&ticket.report.title)),
        Cell::Given(ctx.time(ticket.submitted_at)),
        Cell::prose(solution(subject, ctx).map(|text| masker.text(&text))),
        Cell::maybe(resolved_at(subject).map(|at| ctx.time(at))),
        boxes(vec![(yes, solved == Some(true)), (no, solved == Some(false))]),
        boxes(Satisfaction::ALL.iter().map(|s| (ctx.word(*s), happy == Some(*s))).collect()),
        words.map_or(Cell::Blank, |words| Cell::prose([words])),
        unsaid(confirmed.as_ref().map(|(at, _)| at.clone())),
        unsaid(confirmed.map(|(_, how)| how)),
        Cell::Blank,
    ]
}

/// The resolution without the name of who tested it, who may be another customer.
fn solution(subject: &Subject, ctx: &FormContext) -> Option<String> {
    let answer = match &subject.ticket.phase {
        Phase::Resolved { answer, .. } => Some(answer),
        Phase::Closed { answer, .. } => answer.as_ref(),
        _ => None,
    };
    Some(match answer? {
        Answer::Worked(resolution) => {
            let workaround = resolution.workaround.clone().map(|w| ctx.part("临时规避", "Workaround", Some(w)));
            [Some(resolution.text.clone()), workaround].into_iter().flatten().collect::<Vec<_>>().join("\n")
        }
        Answer::Case(_) => ctx.pick("由知识库中的案例解答", "answered by a case of the archive").to_string(),
    })
}

fn last<'a>(subject: &Subject<'a>, wanted: impl Fn(&Recorded) -> bool) -> Option<&'a Recorded> {
    subject.events.iter().rev().find(|e| wanted(e))
}
