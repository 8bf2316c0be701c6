//! Form 4: evaluation, agreement and delivery of a requirement.

use super::cell::{Cell, Label};
use super::progress::resolved_at;
use super::registration::details;
use super::subject::{FormContext, Subject};
use crate::ticket::{Class, TicketEvent};
use crate::words::Vocabulary;

pub(super) const LABELS: &[Label] = &[
    Label { name: "requirement_number", zh: "需求编号", en: "Requirement number" },
    Label { name: "customer", zh: "客户名称", en: "Customer" },
    Label { name: "details", zh: "需求详情", en: "Details" },
    Label { name: "requirement_type", zh: "需求类型", en: "Type" },
    Label { name: "priority", zh: "优先级", en: "Priority" },
    Label { name: "evaluation", zh: "评估", en: "Evaluation" },
    Label { name: "verdict", zh: "结论", en: "Verdict" },
    Label { name: "agreed", zh: "客户确认", en: "Customer's agreement" },
    Label { name: "delivery_plan", zh: "实施计划", en: "Delivery plan" },
    Label { name: "uat", zh: "UAT结果", en: "UAT result" },
    Label { name: "delivered_at", zh: "交付时间", en: "Delivered" },
];

pub(super) fn cells(subject: &Subject, ctx: &FormContext) -> Vec<Cell> {
    let ticket = subject.ticket;
    let masker = ctx.masker(&ticket.report);
    let evaluation = ticket.evaluation.as_ref();
    let agreed = evaluation.is_some_and(|e| e.agreed == Some(true));
    let judged = evaluation.map(|e| {
        let part = |zh, en, text: &str| ctx.part(zh, en, Some(masker.text(text)));
        let cost =
            [part("技术", "technical", &e.technical), part("资源", "resources", &e.resources), part("成本", "cost", &e.cost)];
        cost.into_iter().chain(e.effort.as_deref().map(|effort| part("工作量", "effort", effort))).collect::<Vec<_>>().join("\n")
    });
    vec![
        Cell::maybe(ticket.requirement_number.map(|n| n.to_string())),
        Cell::of(ticket.report.customer.clone()),
        Cell::titled(details(ticket, ctx)),
        requirement_type(subject, ctx),
        priority(subject, ctx),
        // Effort and cost are internal; the customer reads the report.
        match (judged, subject.inner) {
            (Some(_), false) => Cell::Given(ctx.pick("（见需求评估报告）", "(see the evaluation report)").to_string()),
            (judged, _) => Cell::prose(judged),
        },
        Cell::maybe(evaluation.map(|e| ctx.word(e.verdict))),
        agreement(subject, ctx),
        delivery_plan(subject, ctx).unwrap_or_else(|| {
            // Without a planned delivery, the report that the customer agreed to.
            Cell::prose(evaluation.filter(|_| agreed).map(|e| masker.text(&e.report)))
        }),
        uat(subject, ctx),
        Cell::maybe(resolved_at(subject).map(|at| ctx.time(at))),
    ]
}

/// What is to be delivered, by whom and when, once planned.
fn delivery_plan(subject: &Subject, ctx: &FormContext) -> Option<Cell> {
    let plan = subject.ticket.delivery.as_ref()?;
    let what = ctx.masker(&subject.ticket.report).text(&plan.what);
    let due = ctx.part("计划交付", "due", Some(ctx.time(plan.due_at)));
    let who = ctx.part("负责人", "by", Some(ctx.name(&plan.who)));
    Some(ctx.lines([what, who, due]))
}

pub(super) fn requirement_type(subject: &Subject, ctx: &FormContext) -> Cell {
    match &subject.ticket.class {
        Some(Class::Requirement { requirement_type, .. }) => Cell::Given(ctx.word(*requirement_type)),
        _ => Cell::None,
    }
}

/// "P1 重要".
pub(super) fn priority(subject: &Subject, ctx: &FormContext) -> Cell {
    match &subject.ticket.class {
        Some(Class::Requirement { priority, .. }) => Cell::of(format!("{} {}", priority.word(), ctx.pick(priority.zh(), ""))),
        _ => Cell::None,
    }
}

/// The latest answer of the customer to the latest evaluation.
pub(super) fn agreement(subject: &Subject, ctx: &FormContext) -> Cell {
    let masker = ctx.masker(&subject.ticket.report);
    let said = subject.events.iter().rev().find_map(|e| match &e.event {
        // An answer to an earlier evaluation does not count.
        TicketEvent::Evaluated { .. } => Some(None),
        TicketEvent::Agreed { agreed, words, on_behalf } => {
            let agreed = if *agreed { ctx.pick("同意", "agreed") } else { ctx.pick("不同意", "not agreed") };
            let words = words.as_deref().map(|words| masker.text(words));
            let how = on_behalf.as_deref().map(|how| ctx.part("代填", "on their behalf", Some(masker.text(how))));
            let said = [Some(agreed.to_string()), words, how].into_iter().flatten().collect::<Vec<_>>();
            Some(Some(format!("{} {}", ctx.time(e.occurred_at), said.join(ctx.pick("，", ", ")))))
        }
        _ => None,
    });
    Cell::prose(said.flatten())
}

fn uat(subject: &Subject, ctx: &FormContext) -> Cell {
    let masker = ctx.masker(&subject.ticket.report);
    let line = |item: &crate::ticket::UatItem| {
        let (mark, said) =
            if item.passed { ("✓", ctx.pick("通过", "passed")) } else { ("✗", ctx.pick("未通过", "not passed")) };
        format!("{mark} {} {said}", masker.text(&item.item))
    };
    ctx.lines(subject.ticket.uat.iter().map(line))
}
