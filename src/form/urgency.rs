//! Form 1: the urgencies of the desk, from the policy in force.

use super::cell::{Cell, Label, Row};
use super::subject::FormContext;
use crate::sla::{Allowance, Hours, Policy};
use crate::ticket::Severity;
use crate::words::{Locale, counted};

pub(super) const LABELS: &[Label] = &[
    Label { name: "urgency", zh: "紧急程度", en: "Urgency" },
    Label { name: "definition", zh: "定义", en: "Definition" },
    Label { name: "response", zh: "响应要求", en: "Response required" },
];

/// What an urgency means in the process.
pub fn definition(urgency: Severity, locale: Locale) -> &'static str {
    let (zh, en) = match urgency {
        Severity::Critical => ("核心业务中断，用户无法正常使用", "core business is down, users cannot work"),
        Severity::Major => ("主要功能异常，影响50%+用户", "a main function fails, 50 % of users or more are affected"),
        Severity::Moderate => ("非核心功能偶发异常", "a non-core function fails now and then"),
        Severity::Minor => ("体验类问题，不影响使用", "a matter of experience, use is not affected"),
    };
    if locale == Locale::Zh { zh } else { en }
}

/// What an urgency means on this desk: as its policy says, else as the process says.
pub fn defined(policy: &Policy, urgency: Severity, locale: Locale) -> String {
    policy.rule(urgency).definition.clone().unwrap_or_else(|| definition(urgency, locale).to_string())
}

/// One row per urgency.
pub(super) fn rows(policy: &Policy, ctx: &FormContext) -> Vec<Row> {
    let row = |urgency: &Severity| {
        let rule = policy.rule(*urgency);
        let hours = match rule.hours {
            Hours::RoundTheClock => ctx.pick("7×24 小时", "around the clock"),
            Hours::Working => ctx.pick("工作时间", "working hours"),
        };
        let within = allowance(rule.first_response, ctx.locale);
        let response = match ctx.locale {
            Locale::Zh => format!("{within}内响应（{hours}）"),
            Locale::En => format!("within {within} ({hours})"),
        };
        let cells =
            vec![Cell::Given(ctx.word(*urgency)), Cell::Given(defined(policy, *urgency, ctx.locale)), Cell::Given(response)];
        Row { number: None, cells }
    };
    Severity::ALL.iter().map(row).collect()
}

fn allowance(allowance: Allowance, locale: Locale) -> String {
    match (allowance, locale) {
        (other, Locale::En) => other.to_string(),
        (Allowance::WorkingDays(n), Locale::Zh) => format!("{n} 个工作日"),
        (Allowance::Time(span), Locale::Zh) => counted(locale, span.duration()),
    }
}
