//! A policy in words that people understand.

use super::codes::{filled, said, word};
use crate::form::defined;
use crate::page::message;
use crate::sla::{Allowance, Calendar, ClockName, DayKind, Hours, Level, Policy, ProgressRule, Segment, Starts};
use crate::ticket::{AssignmentRule, Priority, Severity, WaitingFor};
use crate::words::{Locale, Vocabulary, counted, spoken};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Serialize;

/// How far ahead days off are listed.
const AHEAD: Days = Days::new(400);

/// A policy, in the reader's language.
#[derive(Debug, Serialize)]
pub struct PolicyWords {
    severities: Vec<SeverityWords>,
    evaluations: Vec<EvaluationWords>,
    requirement_chain: Vec<String>,
    pauses: Vec<PauseWords>,
    others: Vec<String>,
    assignments: Vec<String>,
    calendars: Vec<CalendarWords>,
    duty: Vec<DutyWords>,
}

/// What is promised of a fault of one severity.
#[derive(Debug, Serialize)]
struct SeverityWords {
    name: String,
    definition: String,
    /// In which hours its time runs.
    hours: String,
    response: String,
    triage: String,
    plan: String,
    resolution: String,
    progress: String,
    /// To whom it is escalated, and when.
    chain: Vec<String>,
    handled_by: Vec<String>,
}

/// How soon a requirement is evaluated.
#[derive(Debug, Serialize)]
struct EvaluationWords {
    name: &'static str,
    within: String,
}

/// Which clocks stand still while something is waited for.
#[derive(Debug, Serialize)]
struct PauseWords {
    name: String,
    clocks: Vec<String>,
}

/// The hours of a calendar, and what it holds for.
#[derive(Debug, Serialize)]
struct CalendarWords {
    title: String,
    zone: &'static str,
    week: Vec<String>,
    /// Days that are other than their weekday would be.
    coming: Vec<String>,
    severities: Vec<String>,
    customers: Vec<String>,
}

/// Who is on duty when.
#[derive(Debug, Serialize)]
struct DutyWords {
    people: Vec<String>,
    when: String,
}

/// `now`: days off are listed from here on.
pub fn in_words(policy: &Policy, locale: Locale, now: DateTime<Utc>) -> PolicyWords {
    let say = |key: &'static str| message(locale, key).to_string();
    let severity = |severity: &Severity| {
        let rule = policy.rule(*severity);
        let handled = policy.rules.handled_by.iter().find(|(s, _)| s == severity).map(|(_, roles)| roles.as_slice());
        SeverityWords {
            name: word(locale, *severity),
            definition: defined(policy, *severity, locale),
            hours: say(if rule.hours == Hours::Working { "policy.working" } else { "policy.round" }),
            response: allowance(locale, rule.first_response),
            triage: allowance(locale, rule.triage),
            plan: allowance(locale, rule.plan),
            resolution: rule.resolution.map_or_else(|| say("policy.none"), |within| allowance(locale, within)),
            progress: progress(locale, rule.progress),
            chain: chain(locale, &rule.chain),
            handled_by: handled.unwrap_or_default().iter().map(|role| word(locale, *role)).collect(),
        }
    };
    let evaluation =
        |priority: &Priority| EvaluationWords { name: priority.word(), within: allowance(locale, policy.evaluation(*priority)) };
    let pause = |waiting: &WaitingFor| {
        let clocks = policy.pauses.get(waiting).map(|clocks| clocks.iter().map(|clock| word(locale, *clock)).collect());
        PauseWords { name: word(locale, *waiting), clocks: clocks.unwrap_or_default() }
    };
    let own = calendar(locale, &policy.calendar, &say("policy.own_calendar"), policy, None, now);
    let named = policy.calendars.iter().map(|(name, own)| calendar(locale, own, name, policy, Some(name), now));
    let duty = policy.duty.iter().map(|duty| {
        let days: Vec<String> = duty.days.iter().map(|day| said(locale, "day", &day.to_string())).collect();
        DutyWords { people: duty.people.clone(), when: format!("{} {}", days.join(" "), segments(&duty.hours)) }
    });
    PolicyWords {
        severities: Severity::ALL.iter().map(severity).collect(),
        evaluations: Priority::ALL.iter().map(evaluation).collect(),
        requirement_chain: chain(locale, &policy.requirement_chain),
        pauses: WaitingFor::ALL.iter().map(pause).collect(),
        others: others(locale, policy),
        assignments: assignments(locale, policy),
        calendars: std::iter::once(own).chain(named).collect(),
        duty: duty.collect(),
    }
}

fn allowance(locale: Locale, within: Allowance) -> String {
    match within {
        Allowance::Time(span) => counted(locale, span.duration()),
        Allowance::WorkingDays(n) => filled(locale, "policy.days", &[&n.to_string()]),
    }
}

fn progress(locale: Locale, rule: ProgressRule) -> String {
    match rule {
        ProgressRule::Every(span) => filled(locale, "policy.every", &[&counted(locale, span.duration())]),
        ProgressRule::DailyBy(time) => filled(locale, "policy.daily", &[&time.format("%H:%M").to_string()]),
        ProgressRule::Never => message(locale, "policy.none").to_string(),
    }
}

fn chain(locale: Locale, chain: &[Level]) -> Vec<String> {
    let level = |level: &Level| {
        let after = level.after.map(|after| filled(locale, "policy.after", &[&allowance(locale, after)]));
        let reopens = level.reopens.map(|n| filled(locale, "policy.reopens", &[&n.to_string()]));
        let dissatisfied = level.dissatisfied.then(|| message(locale, "policy.dissatisfied").to_string());
        let when: Vec<String> = [after, reopens, dissatisfied].into_iter().flatten().collect();
        let or = format!(" {} ", message(locale, "policy.or"));
        format!("{} → {} ({})", when.join(&or), word(locale, level.to), word(locale, level.kind))
    };
    chain.iter().map(level).collect()
}

fn others(locale: Locale, policy: &Policy) -> Vec<String> {
    let warn = match policy.warn_percent {
        Some(percent) => filled(locale, "policy.warn", &[&percent.to_string()]),
        None => message(locale, "policy.warn_never").to_string(),
    };
    let reminders = policy.remind.iter().map(|after| filled(locale, "policy.remind", &[&spoken(locale, after.duration())]));
    let closes = if policy.close_on_silence { "policy.silence_auto" } else { "policy.silence" };
    let silence = filled(locale, closes, &[&spoken(locale, policy.rules.silence)]);
    let burst = filled(locale, "policy.burst", &[&spoken(locale, policy.burst.window), &policy.burst.reports.to_string()]);
    std::iter::once(warn).chain(starts(locale, &policy.starts)).chain(reminders).chain([silence, burst]).collect()
}

/// When clocks run, and whom the policy names for which tickets.
fn starts(locale: Locale, starts: &Starts) -> Vec<String> {
    let clocks = [
        (ClockName::Plan, starts.plan),
        (ClockName::Resolution, starts.resolution),
        (ClockName::Progress, starts.progress),
        (ClockName::Evaluation, starts.evaluation),
    ];
    let begins = clocks.map(|(clock, begin)| filled(locale, "policy.begins", &[&word(locale, clock), &word(locale, begin)]));
    let say = |key: &'static str| message(locale, key).to_string();
    let sent_back = say(if starts.plan_anew { "policy.plan_anew" } else { "policy.plan_runs_on" });
    let workaround = say(if starts.workaround_resolves { "policy.workaround_resolves" } else { "policy.workaround_relieves" });
    vec![begins.join(" · "), sent_back, workaround]
}

/// Whom the policy names first, for which tickets.
fn assignments(locale: Locale, policy: &Policy) -> Vec<String> {
    let rule = |rule: &AssignmentRule| {
        let kind = rule.kind.map(|kind| word(locale, kind));
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
    locale: Locale,
    calendar: &Calendar,
    title: &str,
    policy: &Policy,
    named: Option<&String>,
    now: DateTime<Utc>,
) -> CalendarWords {
    let severities = Severity::ALL.iter().filter(|s| named.is_some() && policy.rule(**s).calendar.as_ref() == named);
    let customers = policy.customers.iter().filter(|(_, calendar)| Some(*calendar) == named).map(|(customer, _)| customer);
    let today = calendar.local_day(now);
    CalendarWords {
        title: title.to_string(),
        zone: calendar.zone.name(),
        week: week(locale, calendar),
        coming: coming(locale, calendar, today),
        severities: severities.map(|s| word(locale, *s)).collect(),
        customers: customers.cloned().collect(),
    }
}

/// Days of the same hours in one line.
fn week(locale: Locale, calendar: &Calendar) -> Vec<String> {
    let name = |day: usize| said(locale, "day", &day.to_string());
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
fn coming(locale: Locale, calendar: &Calendar, today: NaiveDate) -> Vec<String> {
    let last = today.checked_add_days(AHEAD).unwrap_or(today);
    let mut stretches: Vec<(NaiveDate, NaiveDate, DayKind)> = Vec::new();
    for day in calendar.exceptions.range(today..=last).map(|(day, _)| *day) {
        let kind = if calendar.is_working_day(day) { DayKind::Work } else { DayKind::Off };
        match stretches.last_mut() {
            Some((_, end, before)) if *before == kind && end.succ_opt() == Some(day) => *end = day,
            _ => stretches.push((day, day, kind)),
        }
    }
    let lines = stretches.into_iter().map(|(from, to, kind)| {
        let days = if from == to { from.to_string() } else { format!("{from} – {}", to.format("%m-%d")) };
        format!("{days} {}", message(locale, if kind == DayKind::Off { "policy.off" } else { "policy.work" }))
    });
    lines.collect()
}
