//! A policy: times per severity, which hours count, what pauses clocks, escalation. docs/policy.md describes the file; the defaults
//! are those of docs/process.md.

use super::clock_name::ClockName;
use super::duty::{self, Duty};
use super::level::Level;
use super::starts::Starts;
use crate::people::Role;
use crate::sla::time::calendar::{Calendar, Hours};
use crate::sla::time::span::{Allowance, Span};
use crate::ticket::{EscalationKind, Priority, Rules, Severity, Ticket, WaitingFor};
use chrono::{DateTime, Duration, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How often the customer gets an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgressRule {
    /// At least this often.
    Every(Span),
    /// Each working day by this local time.
    DailyBy(NaiveTime),
    /// No promise.
    Never,
}

/// What is promised for one severity or urgency. `None`: no promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeverityRule {
    /// What the severity means here (form 1); `None`: as [`crate::form::definition`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// Which hours count.
    pub hours: Hours,
    /// Name of a calendar in [`Policy::calendars`]; `None`: the calendar of the desk.
    #[serde(default)]
    pub calendar: Option<String>,
    /// Until the first update.
    pub first_response: Allowance,
    /// Until the assessment.
    pub triage: Allowance,
    /// Until the plan is submitted.
    pub plan: Allowance,
    /// Until the resolution.
    pub resolution: Option<Allowance>,
    /// Between updates.
    pub progress: ProgressRule,
    /// Levels of escalation by resolution time, in order.
    #[serde(default)]
    pub chain: Vec<Level>,
}

/// What a desk has settled about service levels. Stored whole whenever it changes, so a new field needs a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// By severity, in the order of `Severity::ALL`.
    pub severities: [SeverityRule; 4],
    /// Until a requirement is evaluated.
    pub evaluation: Allowance,
    /// The same for priorities that have a time of their own.
    #[serde(default)]
    pub evaluation_by_priority: BTreeMap<Priority, Allowance>,
    /// When clocks begin and end.
    #[serde(default, skip_serializing_if = "Starts::is_usual")]
    pub starts: Starts,
    /// Which holds pause which clocks.
    pub pauses: BTreeMap<WaitingFor, Vec<ClockName>>,
    /// A clock warns when this share of its time has passed, in percent; `None`: never.
    #[serde(default)]
    pub warn_percent: Option<u8>,
    /// Whether the scheduler closes resolved tickets after the silence of [`Rules::silence`].
    #[serde(default)]
    pub close_on_silence: bool,
    /// How long after the resolution the customer is reminded to confirm, ascending.
    #[serde(default = "usual_reminders", skip_serializing_if = "are_usual")]
    pub remind: Vec<Span>,
    /// Levels of escalation by evaluation time, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirement_chain: Vec<Level>,
    /// Who handles what, and the silence before closing.
    pub rules: Rules,
    /// When like reports are a burst.
    #[serde(default, skip_serializing_if = "BurstRule::is_usual")]
    pub burst: BurstRule,
    /// The weekly duty schedule; empty: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duty: Vec<Duty>,
    /// The calendar of the desk.
    pub calendar: Calendar,
    /// Further calendars by name.
    #[serde(default)]
    pub calendars: BTreeMap<String, Calendar>,
    /// Customers, by exact name, that have one of `calendars`, by its name.
    #[serde(default)]
    pub customers: BTreeMap<String, String>,
}

/// Like reports are a burst (a possible incident) if there are this many within this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurstRule {
    /// How many.
    pub reports: u32,
    /// Within this time; stored in seconds.
    #[serde(with = "crate::ticket::seconds")]
    pub window: Duration,
}

impl BurstRule {
    /// The default is not stored, so that policies from before this field keep their digest.
    fn is_usual(&self) -> bool {
        *self == BurstRule::default()
    }
}

impl Default for BurstRule {
    fn default() -> BurstRule {
        BurstRule { reports: 5, window: Duration::minutes(30) }
    }
}

impl Policy {
    /// The promises for a severity or urgency.
    pub fn rule(&self, severity: Severity) -> &SeverityRule {
        &self.severities[severity as usize]
    }

    /// The promises for a severity or urgency, to be changed.
    pub fn rule_mut(&mut self, severity: Severity) -> &mut SeverityRule {
        &mut self.severities[severity as usize]
    }

    /// Whether a hold pauses a clock.
    pub fn pauses(&self, waiting_for: WaitingFor, clock: ClockName) -> bool {
        self.pauses.get(&waiting_for).is_some_and(|clocks| clocks.contains(&clock))
    }

    /// The calendar of a ticket: its customer's, else that of the severity, else the desk's.
    pub fn calendar_for(&self, ticket: &Ticket, rule: &SeverityRule) -> &Calendar {
        let named = self.customers.get(&ticket.report.customer).or(rule.calendar.as_ref());
        named.and_then(|name| self.calendars.get(name)).unwrap_or(&self.calendar)
    }

    /// Whether the schedule has this person on duty; `None`: there is no schedule.
    pub fn on_duty(&self, name: &str, now: DateTime<Utc>) -> Option<bool> {
        duty::on_duty(&self.duty, self.calendar.zone, name, now)
    }

    /// Until a requirement of this priority is evaluated.
    pub fn evaluation(&self, priority: Priority) -> Allowance {
        self.evaluation_by_priority.get(&priority).copied().unwrap_or(self.evaluation)
    }
}

/// Clocks that holds for the customer pause by default. First response and triage need nothing from others.
pub const PAUSED: [ClockName; 4] = [ClockName::Plan, ClockName::Resolution, ClockName::Progress, ClockName::Evaluation];

impl Default for Policy {
    fn default() -> Policy {
        let five = NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default();
        let rule = |hours, first_response: Span, resolution: Option<Span>, progress| SeverityRule {
            definition: None,
            hours,
            calendar: None,
            first_response: Allowance::Time(first_response),
            triage: Allowance::Time(Span::hours(1)),
            plan: Allowance::Time(Span::hours(2)),
            resolution: resolution.map(Allowance::Time),
            progress,
            // By default the manager is escalated to automatically, the director only by hand.
            chain: resolution.map(to_the_manager).into_iter().collect(),
        };
        let (minutes, hours) = (Span::minutes, Span::hours);
        Policy {
            severities: [
                rule(Hours::RoundTheClock, minutes(15), Some(hours(4)), ProgressRule::Every(minutes(30))),
                rule(Hours::RoundTheClock, minutes(30), Some(hours(8)), ProgressRule::Every(hours(2))),
                rule(Hours::Working, hours(2), None, ProgressRule::DailyBy(five)),
                rule(Hours::Working, hours(4), None, ProgressRule::Never),
            ],
            evaluation: Allowance::WorkingDays(3),
            evaluation_by_priority: BTreeMap::new(),
            starts: Starts::default(),
            pauses: BTreeMap::from([(WaitingFor::Customer, PAUSED.to_vec())]),
            warn_percent: Some(80),
            close_on_silence: false,
            remind: usual_reminders(),
            requirement_chain: Vec::new(),
            rules: Rules::default(),
            burst: BurstRule::default(),
            duty: Vec::new(),
            calendar: Calendar::default(),
            calendars: BTreeMap::new(),
            customers: BTreeMap::new(),
        }
    }
}

fn usual_reminders() -> Vec<Span> {
    vec![Span::hours(72)]
}

fn are_usual(reminders: &[Span]) -> bool {
    reminders == usual_reminders()
}

fn to_the_manager(after: Span) -> Level {
    let kind = EscalationKind::Hierarchical;
    Level { to: Role::SupportManager, kind, after: Some(Allowance::Time(after)), reopens: None, dissatisfied: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_stored_and_read_back_whole() {
        let policy = Policy::default();
        let stored = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&stored).unwrap(), policy);
    }
}
