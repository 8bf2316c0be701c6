//! Regression tests for public bugs of other support desks, one each, named after what broke.

use super::sample::{fault, happen};
use crate::people::Role;
use crate::reason::Said;
use crate::sla::*;
use crate::ticket::*;
use crate::words::Locale;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A policy of working hours by these days, Monday first, in this zone, without holidays.
fn hours(zone: &str, days: [&str; 7]) -> Policy {
    let segments = |day: &str| day.split_whitespace().map(|s| s.parse().unwrap()).collect();
    let week = days.map(segments);
    let calendar = Calendar { zone: zone.parse().unwrap(), week, exceptions: BTreeMap::new() };
    let mut policy = Policy { calendar, ..Policy::default() };
    policy.severities.iter_mut().for_each(|rule| rule.hours = Hours::Working);
    policy
}

fn clock(ticket: &Ticket, policy: &Policy, name: ClockName, now: &str) -> Clock {
    let found = clocks(ticket, &PolicyHistory::only(policy.clone()), utc(now));
    found.into_iter().find(|c| c.name == name).unwrap()
}

fn due(ticket: &Ticket, policy: &Policy, name: ClockName, now: &str) -> DateTime<Utc> {
    clock(ticket, policy, name, now).due_at
}

const OFFICE: [&str; 7] = ["09:00-18:00", "09:00-18:00", "09:00-18:00", "09:00-18:00", "09:00-18:00", "", ""];

/// zammad#3180: hours of 00:00 to 23:59 were closed for a minute each midnight.
#[test]
fn a_day_open_to_24_00_is_not_closed_for_a_minute_at_midnight() {
    let mut policy = hours("UTC", ["00:00-24:00"; 7]);
    policy.rule_mut(Severity::Major).resolution = Some(Allowance::Time(Span::hours(72)));
    let ticket = fault(Severity::Major, utc("2024-05-06T23:30:00Z"));
    assert_eq!(due(&ticket, &policy, ClockName::Resolution, "2024-05-06T23:31:00Z"), utc("2024-05-09T23:30:00Z"));
    assert_eq!(due(&ticket, &policy, ClockName::FirstResponse, "2024-05-06T23:31:00Z"), utc("2024-05-07T00:00:00Z"));
}

/// zammad#5177: an update time shorter than the first response's took its place.
#[test]
fn an_update_clock_shorter_than_the_first_response_does_not_overrule_it() {
    let mut policy = Policy::default();
    let rule = policy.rule_mut(Severity::Major);
    (rule.first_response, rule.progress) = (Allowance::Time(Span::hours(4)), ProgressRule::Every(Span::minutes(30)));
    let ticket = fault(Severity::Major, utc("2024-05-06T01:00:00Z"));
    let at = "2024-05-06T01:10:00Z";
    assert_eq!(due(&ticket, &policy, ClockName::FirstResponse, at), utc("2024-05-06T05:00:00Z"));
    assert_eq!(due(&ticket, &policy, ClockName::Progress, at), utc("2024-05-06T01:30:00Z"));
    let late = newly_breached(&ticket, &PolicyHistory::only(policy), utc("2024-05-06T02:00:00Z"));
    assert!(late.iter().all(|c| c.name != ClockName::FirstResponse), "the one running out does not break the other");
}

/// zammad#3140: the update clock ran out although an agent had answered in time.
#[test]
fn an_update_in_time_is_not_held_against_who_gave_it() {
    let policy = Policy::default();
    let mut ticket = fault(Severity::Major, utc("2024-05-06T01:00:00Z"));
    happen(&mut ticket, utc("2024-05-06T02:50:00Z"), TicketEvent::Progressed { text: "on it".into(), incident: None });
    let at = "2024-05-06T03:30:00Z";
    let progress = clock(&ticket, &policy, ClockName::Progress, at);
    assert_eq!((progress.state, progress.due_at), (ClockState::Running, utc("2024-05-06T04:50:00Z")));
    let missed = newly_breached(&ticket, &PolicyHistory::only(policy), utc(at));
    assert!(missed.iter().all(|c| c.name != ClockName::Progress));
}

/// glpi#15429: with a calendar, escalation before the due time came with the ticket's creation.
#[test]
fn an_escalation_keeps_the_calendars_hours_and_does_not_come_at_creation() {
    let mut policy = hours("Asia/Kolkata", OFFICE);
    let rule = policy.rule_mut(Severity::Critical);
    rule.resolution = Some(Allowance::Time(Span::hours(4)));
    rule.chain = vec![Level {
        to: Role::SupportManager,
        kind: EscalationKind::Hierarchical,
        after: Some(Allowance::Time(Span::hours(3))),
        reopens: None,
        dissatisfied: false,
    }];
    // Monday 17:00 there: an hour of the day is left, two remain for Tuesday.
    let ticket = fault(Severity::Critical, utc("2024-05-06T11:30:00Z"));
    let coming = escalations(&ticket, &policy, ticket.submitted_at);
    assert_eq!(coming[0].due_at, utc("2024-05-07T05:30:00Z"), "Tuesday 11:00, not at creation and not at midnight");
    assert_eq!(due(&ticket, &policy, ClockName::Resolution, "2024-05-06T11:30:00Z"), utc("2024-05-07T06:30:00Z"));
}

/// osTicket#6739: a weekly schedule without a Monday and a Thursday was counted wrongly.
#[test]
fn a_week_of_single_days_counts_these_days_whichever_they_are() {
    for day in 0..7 {
        let mut days = [""; 7];
        days[day] = "08:00-17:00";
        let mut policy = hours("UTC", days);
        policy.rule_mut(Severity::Major).resolution = Some(Allowance::Time(Span::hours(18)));
        // Monday 2024-05-06, before work. Two full days, a week apart.
        let ticket = fault(Severity::Major, utc("2024-05-06T06:00:00Z"));
        let second = utc("2024-05-13T17:00:00Z") + Duration::days(day as i64);
        assert_eq!(due(&ticket, &policy, ClockName::Resolution, "2024-05-06T06:00:00Z"), second, "day {day}");
    }
}

/// frappe/helpdesk#2449: the length of a hold was added to the creation time, nights and weekends included.
#[test]
fn a_hold_takes_away_only_the_working_time_it_covers() {
    let mut policy = hours("Asia/Kolkata", OFFICE);
    policy.rule_mut(Severity::Major).resolution = Some(Allowance::Time(Span::hours(4)));
    // Saturday; the clock begins on Monday at 09:00 there.
    let submitted = utc("2024-05-04T06:30:00Z");
    let plain = fault(Severity::Major, submitted);
    let monday = utc("2024-05-06T07:30:00Z");
    assert_eq!(due(&plain, &policy, ClockName::Resolution, "2024-05-04T06:30:00Z"), monday);
    let held = |from: &str, to: &str| {
        let mut ticket = fault(Severity::Major, submitted);
        let waiting_for = WaitingFor::Customer;
        happen(&mut ticket, utc(from), TicketEvent::Held { waiting_for, reason: "log".into() });
        happen(&mut ticket, utc(to), TicketEvent::Resumed);
        due(&ticket, &policy, ClockName::Resolution, to)
    };
    assert_eq!(held("2024-05-04T07:00:00Z", "2024-05-05T20:00:00Z"), monday, "nothing is lost over a weekend");
    assert_eq!(held("2024-05-05T20:00:00Z", "2024-05-06T04:30:00Z"), monday + Duration::hours(1), "an hour of Monday is");
}

/// frappe/helpdesk#3776 (days, holds and zones together; its thread was not available when this was written): a hold over a
/// change to summer time, in a zone whose day is not UTC's.
#[test]
fn a_hold_over_a_change_of_summer_time_in_another_zones_day_moves_nothing_else() {
    let mut policy = hours("America/New_York", ["09:00-12:00 13:00-17:00"; 7]);
    policy.rule_mut(Severity::Major).resolution = Some(Allowance::Time(Span::hours(8)));
    // Saturday 2024-03-09 16:00 there, which is 21:00 UTC; clocks go forward that night.
    let mut ticket = fault(Severity::Major, utc("2024-03-09T21:00:00Z"));
    // One hour on Saturday, three and four on Sunday, which begins an hour earlier by UTC.
    assert_eq!(due(&ticket, &policy, ClockName::Resolution, "2024-03-09T21:00:00Z"), utc("2024-03-10T21:00:00Z"));
    let hold = TicketEvent::Held { waiting_for: WaitingFor::Customer, reason: "log".into() };
    happen(&mut ticket, utc("2024-03-10T01:30:00Z"), hold);
    happen(&mut ticket, utc("2024-03-10T14:00:00Z"), TicketEvent::Resumed);
    // Held until 10:00 there: one working hour.
    let shifted = clock(&ticket, &policy, ClockName::Resolution, "2024-03-10T14:00:00Z");
    assert_eq!(shifted.due_at, utc("2024-03-11T14:00:00Z"), "{}", shifted.explanation.said(Locale::En));
}

/// Our own bug: an update at the very time of submission, or two at one time, left the next update without a clock.
#[test]
fn an_update_at_the_moment_its_turn_begins_begins_the_next_one() {
    let at = utc("2024-05-06T01:00:00Z");
    let mut policy = Policy::default();
    policy.rule_mut(Severity::Critical).progress = ProgressRule::Every(Span::minutes(30));
    let mut ticket = fault(Severity::Critical, at);
    for _ in 0..2 {
        happen(&mut ticket, at, TicketEvent::Progressed { text: "t".into(), incident: None });
    }
    let awaiting = clock(&ticket, &policy, ClockName::Progress, "2024-05-06T01:10:00Z");
    assert_eq!((awaiting.state, awaiting.due_at), (ClockState::Running, utc("2024-05-06T01:30:00Z")));
    let mut changed = policy.clone();
    changed.rule_mut(Severity::Critical).progress = ProgressRule::Every(Span::minutes(20));
    let policy_history = PolicyHistory::only(policy).followed_by(utc("2024-05-06T01:05:00Z"), changed);
    let found = clocks(&ticket, &policy_history, utc("2024-05-06T01:10:00Z"));
    let awaiting = found.iter().find(|c| c.name == ClockName::Progress).unwrap();
    assert_eq!((awaiting.state, awaiting.due_at), (ClockState::Running, utc("2024-05-06T01:20:00Z")));
}

/// frappe/helpdesk#3776, first half: a deadline of the site's zone, read in the reader's, had failed before it began.
#[test]
fn a_deadline_is_one_moment_in_whatever_zone_it_is_read() {
    let mut policy = hours("Asia/Riyadh", ["09:00-18:00"; 7]);
    policy.rule_mut(Severity::Major).first_response = Allowance::Time(Span::minutes(30));
    // 10:00 in Riyadh is 12:30 in Kolkata and 03:00 in New York.
    let ticket = fault(Severity::Major, utc("2026-09-17T07:00:00Z"));
    let found = clock(&ticket, &policy, ClockName::FirstResponse, "2026-09-17T07:01:00Z");
    assert_eq!((found.state, found.due_at), (ClockState::Running, utc("2026-09-17T07:30:00Z")));
    let written = serde_json::to_value(found.due_at).unwrap();
    assert_eq!(written, "2026-09-17T07:30:00Z", "what leaves the house says its zone");
    let late = clock(&ticket, &policy, ClockName::FirstResponse, "2026-09-17T07:31:00Z");
    assert_eq!(late.state, ClockState::Breached, "nor does it count down after it has passed");
}

/// frappe/helpdesk#3776, second half: a ticket resolved straight from a hold had the hold counted.
#[test]
fn a_hold_that_ends_with_the_solution_is_left_out_as_well() {
    let policy = hours("Asia/Riyadh", OFFICE);
    let mut ticket = fault(Severity::Major, utc("2026-02-02T07:00:00Z"));
    let held = TicketEvent::Held { waiting_for: WaitingFor::Customer, reason: "logs".into() };
    happen(&mut ticket, utc("2026-02-02T09:00:00Z"), held);
    let (text, tested_with) = ("r".into(), "c".into());
    let resolution = Resolution { text, cause: None, workaround: None, tested_with };
    happen(&mut ticket, utc("2026-08-20T09:00:00Z"), TicketEvent::Resolved { resolution });
    let found = clock(&ticket, &policy, ClockName::Resolution, "2026-08-20T10:00:00Z");
    assert_eq!(found.state, ClockState::Met, "{}", found.explanation.said(Locale::En));
    // Two hours were used of eight before the hold; six are left when it ends at noon, three of them that day's.
    assert_eq!(found.due_at, utc("2026-08-20T15:00:00Z"));
    assert!(
        newly_breached(&ticket, &PolicyHistory::only(policy), utc("2026-08-20T10:00:00Z"))
            .iter()
            .all(|c| c.name != ClockName::Resolution)
    );
}

/// Our own bug: of two progress intervals due at one time both counted as missed when only the second was.
#[test]
fn a_turn_that_was_kept_is_not_missed_with_the_next_one_due_at_the_same_hour() {
    let mut policy = hours("Asia/Shanghai", OFFICE);
    policy.rule_mut(Severity::Major).progress = ProgressRule::DailyBy(chrono::NaiveTime::from_hms_opt(17, 0, 0).unwrap());
    let mut ticket = fault(Severity::Major, utc("2024-05-06T02:00:00Z"));
    let progressed = || TicketEvent::Progressed { text: "p".into(), incident: None };
    happen(&mut ticket, utc("2024-05-06T03:00:00Z"), progressed());
    let policy_history = PolicyHistory::only(policy);
    let late = newly_breached(&ticket, &policy_history, utc("2024-05-07T10:00:00Z"));
    let progress: Vec<&Clock> = late.iter().filter(|c| c.name == ClockName::Progress).collect();
    assert_eq!(progress.len(), 1);
    let (clock, nth) = (progress[0].name.to_string(), Some(progress[0].nth));
    happen(&mut ticket, utc("2024-05-07T10:00:00Z"), TicketEvent::Breached { clock, due_at: progress[0].due_at, late: false, nth });
    let intervals = judged(&ticket, &policy_history, utc("2024-05-07T11:00:00Z"));
    let states: Vec<ClockState> = intervals.iter().filter(|c| c.name == ClockName::Progress).map(|c| c.state).collect();
    assert_eq!(states, [ClockState::Met, ClockState::Breached]);
}

/// Our own bug: a fault reclassified as a requirement was overdue before its product manager had it.
#[test]
fn an_evaluation_begins_when_the_requirement_is_handed_over() {
    let mut ticket = fault(Severity::Moderate, utc("2024-05-06T01:00:00Z"));
    let triaged = |class, hand_over| TicketEvent::Triaged {
        class,
        urgency: Severity::Moderate,
        requirement_number: None,
        component: None,
        reason: None,
        proposed: None,
        hand_over,
        incident: None,
    };
    let assigned = |to: &str| TicketEvent::Assigned { to: to.into(), reason: None, groups: Vec::new() };
    happen(&mut ticket, utc("2024-05-06T02:00:00Z"), triaged(Class::Fault { severity: Severity::Moderate }, false));
    happen(&mut ticket, utc("2024-05-06T02:00:00Z"), assigned("junior"));
    let requirement = Class::Requirement { requirement_type: RequirementType::Enhancement, priority: Priority::P1 };
    happen(&mut ticket, utc("2024-05-14T02:00:00Z"), triaged(requirement, true));
    let policy_history = PolicyHistory::only(Policy::default());
    assert!(clocks(&ticket, &policy_history, utc("2024-05-14T03:00:00Z")).iter().all(|c| c.name != ClockName::Evaluation));
    happen(&mut ticket, utc("2024-05-14T04:00:00Z"), assigned("product"));
    let found = clocks(&ticket, &policy_history, utc("2024-05-14T05:00:00Z"));
    let evaluation = found.iter().find(|c| c.name == ClockName::Evaluation).unwrap();
    assert_eq!((evaluation.started_at, evaluation.state), (utc("2024-05-14T04:00:00Z"), ClockState::Running));
}
