//! Form 2: the registered report.

use super::cell::{Cell, Label};
use super::subject::{FormContext, Subject, ways};
use crate::case::{Masker, fenced, mask_name};
use crate::ticket::{Class, Kind, Particulars, Ticket};
use crate::words::Vocabulary;

pub(super) const LABELS: &[Label] = &[
    Label { name: "number", zh: "编号", en: "Number" },
    Label { name: "customer", zh: "客户名称", en: "Customer" },
    Label { name: "contact", zh: "联系人", en: "Contact" },
    Label { name: "reach", zh: "联系方式", en: "How to reach them" },
    Label { name: "description", zh: "问题描述", en: "Description" },
    Label { name: "submitted_at", zh: "提交时间", en: "Submitted" },
    Label { name: "urgency", zh: "紧急程度", en: "Urgency" },
    Label { name: "class", zh: "分类", en: "Class" },
    Label { name: "assessor", zh: "初步评估人", en: "Assessor" },
    Label { name: "registered_by", zh: "登记人", en: "Registered by" },
];

pub(super) fn cells(subject: &Subject, ctx: &FormContext) -> Vec<Cell> {
    let ticket = subject.ticket;
    let report = &ticket.report;
    let wanted = |text: Option<String>| text.filter(|t| !t.trim().is_empty()).map_or(Cell::Missing, Cell::Given);
    vec![
        Cell::Given(ticket.number.to_string()),
        wanted(Some(report.customer.clone())),
        wanted(Some(mask_name(&report.contact.name))),
        wanted(ways(report)),
        Cell::titled(description(ticket, ctx)),
        Cell::Given(ctx.time(ticket.submitted_at)),
        Cell::Given(ctx.word(ticket.urgency)),
        Cell::Given(class(ticket, ctx)),
        Cell::maybe(ticket.assessor.as_deref().map(|name| ctx.name(name))),
        Cell::Given(ctx.name(&ticket.registered_by)),
    ]
}

/// The title, then each field of a report of this kind, missing ones marked.
fn description(ticket: &Ticket, ctx: &FormContext) -> Vec<String> {
    let report = &ticket.report;
    let masker = ctx.masker(report);
    let text = |text: Option<&str>| text.filter(|t| !t.trim().is_empty()).map(|t| masker.text(t.trim()));
    let mut lines = vec![masker.text(&report.title)];
    match &report.particulars {
        Particulars::Fault { steps, error } => {
            lines.push(ctx.part("现象", "Seen", text(Some(&report.description))));
            lines.push(ctx.part("发生时间", "When", report.occurred_at.map(|at| ctx.time(at))));
            lines.push(ctx.part("步骤", "Steps", text(steps.as_deref())));
            lines.push(ctx.part("截图/报错", "Screenshot or error", error_or_files(text(error.as_deref()), ticket, &masker)));
        }
        Particulars::Requirement { .. } => {
            lines.extend(text(Some(&report.description)));
            lines.extend(wish(ticket, ctx));
        }
    }
    lines
}

/// The error, and the names of the files that the customer may read.
fn error_or_files(error: Option<String>, ticket: &Ticket, masker: &Masker) -> Option<String> {
    let shown = (1..).zip(&ticket.attachments).filter(|(_, filed)| !filed.withdrawn && !filed.file.internal);
    let names: Vec<String> = shown.map(|(nth, filed)| format!("#{nth} {}", masker.text(&filed.file.name))).collect();
    // What a program printed in several lines is no Markdown.
    let error = error.map(|error| if error.contains('\n') { fenced(&error) } else { error });
    let lines: Vec<String> = error.into_iter().chain((!names.is_empty()).then(|| names.join(", "))).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// All that was wished for: title, description, scenario and effect, and how important it is to the customer.
pub(super) fn details(ticket: &Ticket, ctx: &FormContext) -> Vec<String> {
    let report = &ticket.report;
    let masker = ctx.masker(report);
    let mut lines = vec![masker.text(&report.title)];
    if let Particulars::Requirement { priority, .. } = &report.particulars {
        let told = Some(report.description.trim()).filter(|text| !text.is_empty()).map(|text| masker.text(text));
        lines.extend(told.map(|told| ctx.part("描述", "Description", Some(told))));
        lines.extend(wish(ticket, ctx));
        lines.push(ctx.part("客户期望优先级", "How important it is to the customer", priority.map(|priority| ctx.word(priority))));
    } else {
        lines.extend(wish(ticket, ctx));
    }
    lines
}

/// Scenario and effect of a requirement.
fn wish(ticket: &Ticket, ctx: &FormContext) -> Vec<String> {
    let masker = ctx.masker(&ticket.report);
    let text = |text: &Option<String>| text.as_deref().map(|t| masker.text(t.trim()));
    match &ticket.report.particulars {
        Particulars::Requirement { scenario, effect, .. } => {
            vec![ctx.part("场景", "Scenario", text(scenario)), ctx.part("效果", "Effect wanted", text(effect))]
        }
        // Reported as a fault and assessed as a requirement: the description serves as scenario.
        Particulars::Fault { .. } => {
            let seen = Some(masker.text(&ticket.report.description));
            vec![ctx.part("场景", "Scenario", seen), ctx.part("效果", "Effect wanted", None)]
        }
    }
}

/// "故障-严重级", "需求-功能优化-P1"; before the assessment only the kind.
fn class(ticket: &Ticket, ctx: &FormContext) -> String {
    let kind = |kind: Kind| ctx.word(kind);
    match &ticket.class {
        Some(Class::Fault { severity }) => {
            let level = ctx.pick("级", "");
            format!("{}-{}{level}", kind(Kind::Fault), ctx.word(*severity))
        }
        Some(Class::Requirement { requirement_type, priority }) => {
            format!("{}-{}-{}", kind(Kind::Requirement), ctx.word(*requirement_type), priority.word())
        }
        None => format!("{}-{}", kind(ticket.report.kind()), ctx.pick("待评估", "not assessed yet")),
    }
}
