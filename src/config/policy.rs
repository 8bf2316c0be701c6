//! `[policy]`: read over the default policy.

use super::calendar::weekday;
use super::section::{Section, SpannedText};
use crate::people::Role;
use crate::reason::SettingsMistake;
use crate::sla::{
    Allowance, Begin, ClockName, Duty, Hours, Level, Policy, ProgressRule, Segment, SeverityRule, Span, Starts, chain_mistakes,
};
use crate::ticket::{AssignmentRule, EscalationKind, Kind, Priority, Severity, WaitingFor};
use crate::words::Vocabulary;
use chrono::NaiveTime;

const SEVERITY: &[&str] =
    &["definition", "hours", "calendar", "response", "triage", "plan", "resolution", "progress", "handled_by", "escalate"];

/// A definition is a line of a table.
const DEFINITION_CHARS_MAX: usize = 200;

/// Applies the table to a policy that has its calendars already.
pub fn policy(section: &Section, policy: &mut Policy) {
    section.only(&["warn_at", "severity", "requirement", "clock", "pause", "close", "burst", "assign", "duty", "customer"]);
    if let Some(text) = section.text("warn_at") {
        policy.warn_percent = section.read("warn_at", &text, percent).unwrap_or(policy.warn_percent);
    }
    if let Some(severities) = section.section("severity") {
        severities.only(Severity::WORDS);
        for severity in Severity::ALL {
            if let Some(table) = severities.section(severity.word()) {
                severity_rule(&table, policy, *severity);
            }
        }
    }
    if let Some(table) = section.section("requirement") {
        let keys: Vec<&str> = ["evaluation", "escalate"].into_iter().chain(Priority::WORDS.iter().copied()).collect();
        table.only(&keys);
        policy.evaluation = table.parsed("evaluation", str::parse).unwrap_or(policy.evaluation);
        if let Some(levels) = table.sections("escalate") {
            policy.requirement_chain = chain(&table, &levels);
        }
        for priority in Priority::ALL {
            let own = table.section(priority.word()).inspect(|own| own.only(&["evaluation"]));
            if let Some(within) = own.and_then(|own| own.parsed("evaluation", str::parse)) {
                policy.evaluation_by_priority.insert(*priority, within);
            }
        }
    }
    if let Some(table) = section.section("clock") {
        clock(&table, &mut policy.starts);
    }
    for table in section.sections("assign").into_iter().flatten() {
        policy.rules.assign.extend(assignment(&table));
    }
    if let Some(table) = section.section("pause") {
        table.only(WaitingFor::WORDS);
        for waiting_for in WaitingFor::ALL {
            if let Some(clocks) = table.list(waiting_for.word(), ClockName::parse) {
                policy.pauses.insert(*waiting_for, clocks);
            }
        }
    }
    if let Some(table) = section.section("close") {
        table.only(&["silence", "automatic", "remind"]);
        let silence = table.parsed("silence", Span::parse_with_days).map(Span::duration);
        policy.rules.silence = silence.unwrap_or(policy.rules.silence);
        if let Some(mut after) = table.list("remind", Span::parse_with_days) {
            after.sort();
            let line = table.line_of("remind");
            if after.windows(2).any(|two| two[0] == two[1]) {
                table.wrong("remind", line, SettingsMistake::RemindsTwice);
            }
            if after.iter().any(|after| after.duration() >= policy.rules.silence) {
                table.wrong("remind", line, SettingsMistake::RemindsLate);
            }
            policy.remind = after;
        }
        policy.close_on_silence = table.flag("automatic").unwrap_or(policy.close_on_silence);
    }
    if let Some(table) = section.section("burst") {
        table.only(&["reports", "window"]);
        if let Some(reports) = table.count("reports") {
            match reports {
                1 => table.wrong("reports", table.line_of("reports"), SettingsMistake::NoBurst),
                _ => policy.burst.reports = reports,
            }
        }
        let window = table.parsed("window", Span::parse_with_days).map(Span::duration);
        policy.burst.window = window.unwrap_or(policy.burst.window);
    }
    for table in section.sections("duty").into_iter().flatten() {
        policy.duty.extend(duty(&table));
    }
    if let Some(customers) = section.section("customer") {
        for key in customers.keys() {
            let Some(table) = customers.section(key.text) else { continue };
            table.only(&["calendar"]);
            if let Some(name) = table.text("calendar").and_then(|name| calendar_name(&table, &name, policy)) {
                policy.customers.insert(key.text.to_string(), name);
            }
        }
    }
}

/// When clocks run.
fn clock(table: &Section, starts: &mut Starts) {
    table.only(&["plan", "resolution", "progress", "evaluation", "sent_back", "workaround"]);
    let clocks = [
        ("plan", &mut starts.plan),
        ("resolution", &mut starts.resolution),
        ("progress", &mut starts.progress),
        ("evaluation", &mut starts.evaluation),
    ];
    for (key, begin) in clocks {
        *begin = table.parsed(key, from).unwrap_or(*begin);
    }
    let either = |key: &str, no: &'static str, yes: &'static str| {
        table.parsed(key, |text| match text {
            _ if text == no => Ok(false),
            _ if text == yes => Ok(true),
            other => Err(SettingsMistake::Neither { text: other.into(), one: no.into(), other: yes.into() }),
        })
    };
    starts.plan_anew = either("sent_back", "runs on", "begins anew").unwrap_or(starts.plan_anew);
    starts.workaround_resolves = either("workaround", "is relief", "resolves").unwrap_or(starts.workaround_resolves);
}

/// "from assignment".
fn from(text: &str) -> Result<Begin, SettingsMistake> {
    let allowed = || Begin::WORDS.iter().map(|w| format!("from {w}")).collect::<Vec<_>>().join(", ");
    let bad = || SettingsMistake::NoneOf { text: text.into(), allowed: allowed() };
    text.strip_prefix("from ").and_then(|word| Begin::parse(word).ok()).ok_or_else(bad)
}

/// An assignment rule: who is proposed first.
fn assignment(table: &Section) -> Option<AssignmentRule> {
    table.only(&["component", "product", "customer", "kind", "group", "people"]);
    let any = |text: &str| Ok::<_, SettingsMistake>(text.trim().to_string());
    let text = |key: &str| table.text(key).map(|text| text.text.trim().to_string());
    let rule = AssignmentRule {
        component: text("component"),
        product: text("product"),
        customer: text("customer"),
        kind: table.parsed("kind", Kind::parse),
        group: text("group"),
        people: table.list("people", any).unwrap_or_default(),
    };
    if rule.group.is_none() && rule.people.is_empty() {
        table.wrong("group", table.line, SettingsMistake::MissingPeople);
        return None;
    }
    Some(rule)
}

fn duty(table: &Section) -> Option<Duty> {
    table.only(&["people", "days", "hours"]);
    let any = |text: &str| Ok::<_, SettingsMistake>(text.trim().to_string());
    let (people, days) = (table.list("people", any), table.list("days", weekday));
    let hours = table.list("hours", str::parse::<Segment>);
    for (key, missing) in [("people", people.is_none()), ("days", days.is_none()), ("hours", hours.is_none())] {
        if missing {
            table.wrong(key, table.line, SettingsMistake::Missing);
        }
    }
    Some(Duty { people: people?, days: days?, hours: hours? })
}

fn calendar_name(section: &Section, name: &SpannedText, policy: &Policy) -> Option<String> {
    if policy.calendars.contains_key(name.text) {
        return Some(name.text.to_string());
    }
    section.wrong("calendar", name.line, SettingsMistake::NoCalendar { name: name.text.into() });
    None
}

fn severity_rule(table: &Section, policy: &mut Policy, severity: Severity) {
    table.only(SEVERITY);
    let calendar = table.text("calendar").and_then(|name| calendar_name(table, &name, policy));
    if let Some(roles) = table.list("handled_by", Role::parse) {
        if roles.is_empty() || roles.iter().any(|role| !role.is_staff()) {
            table.wrong("handled_by", table.line, SettingsMistake::NotStaff);
        }
        if roles.contains(&Role::Administrator) {
            table.wrong("handled_by", table.line_of("handled_by"), SettingsMistake::Administrator);
        }
        policy.rules.handled_by.retain(|(s, _)| *s != severity);
        policy.rules.handled_by.push((severity, roles));
    }
    let rule: &mut SeverityRule = policy.rule_mut(severity);
    rule.calendar = calendar.or(rule.calendar.take());
    rule.definition = table.parsed("definition", definition).or(rule.definition.take());
    rule.hours = table.parsed("hours", hours).unwrap_or(rule.hours);
    rule.first_response = table.parsed("response", str::parse).unwrap_or(rule.first_response);
    rule.triage = table.parsed("triage", str::parse).unwrap_or(rule.triage);
    rule.plan = table.parsed("plan", str::parse).unwrap_or(rule.plan);
    rule.resolution = table.parsed("resolution", resolution).unwrap_or(rule.resolution);
    rule.progress = table.parsed("progress", progress).unwrap_or(rule.progress);
    if let Some(levels) = table.sections("escalate") {
        rule.chain = chain(table, &levels);
    }
}

fn chain(table: &Section, levels: &[Section]) -> Vec<Level> {
    let read: Vec<(usize, Option<Level>)> = levels.iter().map(|l| (l.line, level(l))).collect();
    let whole: Vec<(usize, Level)> = read.into_iter().filter_map(|(line, level)| Some((line, level?))).collect();
    let chain: Vec<Level> = whole.iter().map(|(_, level)| level.clone()).collect();
    for (place, what) in chain_mistakes(&chain) {
        table.wrong("escalate", whole[place].0, what);
    }
    chain
}

fn level(table: &Section) -> Option<Level> {
    table.only(&["to", "kind", "after", "reopens", "dissatisfied"]);
    let after: Option<Allowance> = table.parsed("after", str::parse);
    let (reopens, dissatisfied) = (table.count("reopens"), table.flag("dissatisfied").unwrap_or(false));
    let kind = table.parsed("kind", EscalationKind::parse).unwrap_or(EscalationKind::Hierarchical);
    let Some(to) = table.parsed("to", Role::parse) else {
        if table.keys().iter().all(|key| key.text != "to") {
            table.wrong("to", table.line, SettingsMistake::MissingRole);
        }
        return None;
    };
    Some(Level { to, kind, after, reopens, dissatisfied })
}

fn definition(text: &str) -> Result<String, SettingsMistake> {
    let text = text.trim();
    match text.chars().count() {
        1..=DEFINITION_CHARS_MAX => Ok(text.to_string()),
        _ => Err(SettingsMistake::Definition { max: DEFINITION_CHARS_MAX }),
    }
}

fn hours(text: &str) -> Result<Hours, SettingsMistake> {
    match text {
        "around the clock" => Ok(Hours::RoundTheClock),
        "working" => Ok(Hours::Working),
        other => Err(SettingsMistake::Neither { text: other.into(), one: "around the clock".into(), other: "working".into() }),
    }
}

fn resolution(text: &str) -> Result<Option<Allowance>, SettingsMistake> {
    if text == "none" { Ok(None) } else { text.parse().map(Some) }
}

fn progress(text: &str) -> Result<ProgressRule, SettingsMistake> {
    if text == "none" {
        return Ok(ProgressRule::Never);
    }
    match text.strip_prefix("daily by ") {
        Some(time) => {
            let bad = || SettingsMistake::NotATimeOfDay { text: time.into() };
            NaiveTime::parse_from_str(time.trim(), "%H:%M").map(ProgressRule::DailyBy).map_err(|_| bad())
        }
        None => text
            .parse()
            .map(ProgressRule::Every)
            .map_err(|why: SettingsMistake| SettingsMistake::NotProgress { why: Box::new(why) }),
    }
}

fn percent(text: &str) -> Result<Option<u8>, SettingsMistake> {
    let bad = || SettingsMistake::NoShare { text: text.into() };
    if text == "never" {
        return Ok(None);
    }
    let number = text.strip_suffix('%').ok_or_else(bad)?.trim();
    number.parse().ok().filter(|n| (1..100).contains(n)).map(Some).ok_or_else(bad)
}
