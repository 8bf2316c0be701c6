//! What the desk itself tells a customer: the day's gathering, and reminders while their word is waited for.

use crate::sla::promise::policy::{Policy, ProgressRule};
use crate::ticket::{Phase, Ticket, awaits_acceptance};
use chrono::{DateTime, Duration, Utc};

type Moment = DateTime<Utc>;

/// The reminder that is due by now, the latest if several are, else the next to come: which one it is, and when.
pub fn reminder(ticket: &Ticket, policy: &Policy, now: Moment) -> Option<(u32, Moment)> {
    let Phase::Resolved { confirmation: None, at, .. } = &ticket.phase else { return None };
    if ticket.is_quiet() || awaits_acceptance(ticket) || ticket.uat.iter().any(|item| item.passed) {
        return None;
    }
    let all = (1..).zip(policy.remind.iter().map(|after| *at + after.duration()));
    let open: Vec<(u32, Moment)> = all.filter(|(nth, _)| *nth > ticket.marks.reminded).collect();
    open.iter().rev().find(|(_, due)| *due <= now).or(open.first()).copied()
}

/// When what was recorded for the customer is next gathered: at the day's hour, the same day if it is still to come. What has
/// become due on several days, the desk being away, is gathered once, with the last of them.
pub fn gathering(ticket: &Ticket, policy: &Policy, now: Moment) -> Option<Moment> {
    let rule = policy.rule(ticket.severity().unwrap_or(ticket.urgency));
    let ProgressRule::DailyBy(hour) = rule.progress else { return None };
    if !ticket.is_open() {
        return None;
    }
    let calendar = policy.calendar_for(ticket, rule);
    let hour_after = |told: Moment| {
        // A day earlier, so that the day itself is among those after it.
        let mut days = calendar.working_days_after(told - Duration::days(1)).map(|day| calendar.moment(day, hour));
        days.find(|at| *at >= told)
    };
    let told = || ticket.marks.ungathered.iter();
    let last = told().rev().filter(|told| told.at <= now).find_map(|told| hour_after(told.at).filter(|at| *at <= now));
    last.or_else(|| hour_after(told().next()?.at))
}
