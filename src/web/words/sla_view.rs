//! A policy in words that people understand.

use super::codes::{filled, said, word};
use super::time::spoken;
use crate::form::defined;
use crate::page::message;
use crate::sla::{Allowance, Calendar, ClockName, DayKind, Hours, Level, Policy, ProgressRule, Segment, Span, Starts};
use crate::ticket::{AssignmentRule, Priority, Severity, WaitingFor};
use crate::words::Locale;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value, json};

/// Days off are told so far ahead.
const AHEAD: Days = Days::new(400);

pub fn in_words(policy: &Policy, tongue: Locale, now: DateTime<Utc>) -> Value {
    let say = |key: &'static str| message(tongue, key).to_string();
    let severity = |severity: &Severity| {
        let rule = policy.rule(*severity);
        let handled = policy.rules.handled_by.iter().find(|(s, _)| s == severity).map(|(_, roles)| roles.as_slice());
        let counted = say(if rule.hours == Hours::Working { "policy.working" } else { "policy.round" });
        json!({
            "name": word(tongue, *severity), "definition": defined(policy, *severity, tongue),
            "hours": counted, "response": allowance(tongue, rule.first_response), "triage": allowance(tongue, rule.triage),
            "plan": allowance(tongue, rule.plan),
            "resolution": rule.resolution.map_or_else(|| say("policy.none"), |within| allowance(tongue, within)),
            "progress": progress(tongue, rule.progress), "chain": chain(tongue, &rule.chain),
            "handled_by": handled.unwrap_or_default().iter().map(|role| word(tongue, *role)).collect::<Vec<_>>(),
        })
    };
    let evaluation = |priority: &Priority| json!({"name": priority, "within": allowance(tongue, policy.evaluation(*priority))});
    let pause = |waiting: &WaitingFor| {
        let clocks = policy.pauses.get(waiting).map(|clocks| clocks.iter().map(|clock| word(tongue, *clock)).collect::<Vec<_>>());
        json!({"name": word(tongue, *waiting), "clocks": clocks.unwrap_or_default()})
    };
    let own = calendar(tongue, &policy.calendar, &say("policy.own_calendar"), policy, None, now);
    let named = policy.calendars.iter().map(|(name, own)| calendar(tongue, own, name, policy, Some(name), now));
    let duty = policy.duty.iter().map(|duty| {
        let days: Vec<String> = duty.days.iter().map(|day| said(tongue, "day", &day.to_string())).collect();
        json!({"people": duty.people, "when": format!("{} {}", days.join(" "), segments(&duty.hours))})
    });
    json!({
        "severities": Severity::ALL.iter().map(severity).collect::<Vec<_>>(),
        "evaluations": Priority::ALL.iter().map(evaluation).collect::<Vec<_>>(),
        "requirement_chain": chain(tongue, &policy.requirement_chain),
        "pauses": WaitingFor::ALL.iter().map(pause).collect::<Vec<_>>(), "others": others(tongue, policy), "assignments": assignments(tongue, policy),
        "calendars": std::iter::once(own).chain(named).collect::<Vec<_>>(), "duty": duty.collect::<Vec<_>>(),
    })
}

/// Counted time has no days: thirty hours are not a day and six hours.
fn counted(tongue: Locale, span: Span) -> String {
    let minutes = span.duration().num_minutes();
    let (h, m) = if tongue == Locale::Zh { ("小时", "分钟") } else { ("h", "min") };
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} {m}"),
        (hours, 0) => format!("{hours} {h}"),
        (hours, minutes) => format!("{hours} {h} {minutes} {m}"),
    }
}

fn allowance(tongue: Locale, within: Allowance) -> String {
    match within {
        Allowance::Time(span) => counted(tongue, span),
        Allowance::WorkingDays(n) => filled(tongue, "policy.days", &[&n.to_string()]),
    }
}

fn progress(tongue: Locale, rule: ProgressRule) -> String {
    match rule {
        ProgressRule::Every(span) => filled(tongue, "policy.every", &[&counted(tongue, span)]),
        ProgressRule::DailyBy(time) => filled(tongue, "policy.daily", &[&time.format("%H:%M").to_string()]),
        ProgressRule::Never => message(tongue, "policy.none").to_string(),
    }
}

fn chain(tongue: Locale, chain: &[Level]) -> Vec<String> {
    let level = |level: &Level| {
        let after = level.after.map(|after| filled(tongue, "policy.after", &[&allowance(tongue, after)]));
        let reopens = level.reopens.map(|n| filled(tongue, "policy.reopens", &[&n.to_string()]));
        let dissatisfied = level.dissatisfied.then(|| message(tongue, "policy.dissatisfied").to_string());
        let when: Vec<String> = [after, reopens, dissatisfied].into_iter().flatten().collect();
        let or = format!(" {} ", message(tongue, "policy.or"));
        format!("{} → {} ({})", when.join(&or), word(tongue, level.to), word(tongue, level.kind))
    };
    chain.iter().map(level).collect()
}

fn others(tongue: Locale, policy: &Policy) -> Vec<String> {
    let warn = match policy.warn_percent {
        Some(percent) => filled(tongue, "policy.warn", &[&percent.to_string()]),
        None => message(tongue, "policy.warn_never").to_string(),
    };
    let reminders = policy.remind.iter().map(|after| filled(tongue, "policy.remind", &[&spoken(tongue, after.duration())]));
    let closes = if policy.close_on_silence { "policy.silence_auto" } else { "policy.silence" };
    let silence = filled(tongue, closes, &[&spoken(tongue, policy.rules.silence)]);
    let burst = filled(tongue, "policy.burst", &[&spoken(tongue, policy.burst.window), &policy.burst.reports.to_string()]);
    std::iter::once(warn).chain(starts(tongue, &policy.starts)).chain(reminders).chain([silence, burst]).collect()
}

/// When clocks run, and whom the policy names for which tickets.
fn starts(tongue: Locale, starts: &Starts) -> Vec<String> {
    let clocks = [
        (ClockName::Plan, starts.plan),
        (ClockName::Resolution, starts.resolution),
        (ClockName::Progress, starts.progress),
        (ClockName::Evaluation, starts.evaluation),
    ];
    let begins = clocks.map(|(clock, begin)| filled(tongue, "policy.begins", &[&word(tongue, clock), &word(tongue, begin)]));
    let say = |key: &'static str| message(tongue, key).to_string();
    let sent_back = say(if starts.plan_anew { "policy.plan_anew" } else { "policy.plan_runs_on" });
    let workaround = say(if starts.workaround_resolves { "policy.workaround_resolves" } else { "policy.workaround_relieves" });
    vec![begins.join(" · "), sent_back, workaround]
}

/// Whom the policy names first, for which tickets.
fn assignments(tongue: Locale, policy: &Policy) -> Vec<String> {
    let rule = |rule: &AssignmentRule| {
        let kind = rule.kind.map(|kind| word(tongue, kind));
        let of: Vec<String> =
            [kind, rule.product.clone(), rule.component.clone(), rule.customer.clone()].into_iter().flatten().collect();
        let to: Vec<String> = rule.group.iter().chain(&rule.people).cloned().collect();
        format!("{} → {}", of.join(" · "), to.join(", "))
    };
    policy.rules.assign.iter().map(rule).collect()
}

fn segments(hours: &[Segment]) -> String {
    hours.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// `named`: its name in the policy; None is the desk's own.
fn calendar(
    tongue: Locale,
    calendar: &Calendar,
    title: &str,
    policy: &Policy,
    named: Option<&String>,
    now: DateTime<Utc>,
) -> Value {
    let severities = Severity::ALL.iter().filter(|s| named.is_some() && policy.rule(**s).calendar.as_ref() == named);
    let customers = policy.customers.iter().filter(|(_, calendar)| Some(*calendar) == named).map(|(customer, _)| customer);
    let today = calendar.local_day(now);
    json!({
        "title": title, "zone": calendar.zone.name(), "week": week(tongue, calendar), "coming": coming(tongue, calendar, today),
        "severities": severities.map(|s| word(tongue, *s)).collect::<Vec<_>>(), "customers": customers.collect::<Vec<_>>(),
    })
}

/// Days of the same hours in one line.
fn week(tongue: Locale, calendar: &Calendar) -> Vec<String> {
    let name = |day: usize| said(tongue, "day", &day.to_string());
    let mut lines = Vec::new();
    let mut first = 0;
    for day in 1..=calendar.week.len() {
        if calendar.week.get(day) == Some(&calendar.week[first]) {
            continue;
        }
        if !calendar.week[first].is_empty() {
            let days = if first + 1 == day { name(first) } else { format!("{}–{}", name(first), name(day - 1)) };
            lines.push(format!("{days} {}", segments(&calendar.week[first])));
        }
        first = day;
    }
    lines
}

/// Stretches of days that are other than their weekday would be.
fn coming(tongue: Locale, calendar: &Calendar, today: NaiveDate) -> Vec<String> {
    let last = today.checked_add_days(AHEAD).unwrap_or(today);
    let mut stretches: Vec<(NaiveDate, NaiveDate, DayKind)> = Vec::new();
    for day in calendar.exceptions.range(today..=last).map(|(day, _)| *day) {
        let kind = if calendar.is_working_day(day) { DayKind::Work } else { DayKind::Off };
        match stretches.last_mut() {
            Some((_, end, before)) if *before == kind && end.succ_opt() == Some(day) => *end = day,
            _ => stretches.push((day, day, kind)),
        }
    }
    let told = stretches.into_iter().map(|(from, to, kind)| {
        let days = if from == to { from.to_string() } else { format!("{from} – {}", to.format("%m-%d")) };
        format!("{days} {}", message(tongue, if kind == DayKind::Off { "policy.off" } else { "policy.work" }))
    });
    told.collect()
}
