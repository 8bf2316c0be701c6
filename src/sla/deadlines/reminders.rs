//! Messages that the desk sends to customers by itself: the daily summary, and reminders to confirm.

use crate::sla::promise::policy::{Policy, ProgressRule};
use crate::ticket::{Phase, Ticket, awaits_acceptance};
use chrono::{DateTime, Duration, Utc};

type Moment = DateTime<Utc>;

/// The reminder to send by `now` (the latest if several are due), else the next one: its number from 1, and when it is due.
pub fn reminder(ticket: &Ticket, policy: &Policy, now: Moment) -> Option<(u32, Moment)> {
    let Phase::Resolved { confirmation: None, at, .. } = &ticket.phase else { return None };
    if ticket.is_quiet() || awaits_acceptance(ticket) || ticket.uat.iter().any(|item| item.passed) {
        return None;
    }
    let all = (1..).zip(policy.remind.iter().map(|after| *at + after.duration()));
    let open: Vec<(u32, Moment)> = all.filter(|(nth, _)| *nth > ticket.milestones.reminded).collect();
    open.iter().rev().find(|(_, due)| *due <= now).or(open.first()).copied()
}

/// When the next daily summary is due: at the hour of the daily progress, on the first working day at or after the first update
/// that no summary contains. Several missed ones are sent as one, with the due time of the last.
pub fn gathering(ticket: &Ticket, policy: &Policy, now: Moment) -> Option<Moment> {
    let rule = policy.rule(ticket.severity().unwrap_or(ticket.urgency));
    let ProgressRule::DailyBy(hour) = rule.progress else { return None };
    if !ticket.is_open() {
        return None;
    }
    let calendar = policy.calendar_for(ticket, rule);
    let hour_after = |recorded: Moment| {
        // From one day earlier, because the iterator begins with the day after.
        let mut days = calendar.working_days_after(recorded - Duration::days(1)).map(|day| calendar.moment(day, hour));
        days.find(|at| *at >= recorded)
    };
    let updates = || ticket.milestones.ungathered.iter();
    let last = updates().rev().filter(|update| update.at <= now).find_map(|update| hour_after(update.at).filter(|at| *at <= now));
    last.or_else(|| hour_after(updates().next()?.at))
}
