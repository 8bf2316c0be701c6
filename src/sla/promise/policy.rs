//! What a desk promises: times per severity, which hours count, what pauses, who is told. Defaults are PROCESS §3's.

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

/// When the customer hears how it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgressRule {
    Every(Span),
    /// Each working day by this time, in the calendar's zone.
    DailyBy(NaiveTime),
    Never,
}

/// The promises for one severity. None: the desk makes no promise there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeverityRule {
    /// What the severity means here (form 1); None: what the process says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    pub hours: Hours,
    /// A calendar of its own, by name.
    #[serde(default)]
    pub calendar: Option<String>,
    pub first_response: Allowance,
    pub triage: Allowance,
    pub plan: Allowance,
    pub resolution: Option<Allowance>,
    pub progress: ProgressRule,
    /// Who is told when it takes too long, one after the other.
    #[serde(default)]
    pub chain: Vec<Level>,
}

/// All that a desk has settled about times. Stored as it is whenever it changes, so new fields need a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// In the order of `Severity::ALL`.
    pub severities: [SeverityRule; 4],
    pub evaluation: Allowance,
    /// Where a priority has a time of its own.
    #[serde(default)]
    pub evaluation_by_priority: BTreeMap<Priority, Allowance>,
    #[serde(default, skip_serializing_if = "Starts::is_usual")]
    pub starts: Starts,
    /// Which holds stop which clocks.
    pub pauses: BTreeMap<WaitingFor, Vec<ClockName>>,
    /// A clock warns when this share of its time has run, in percent.
    #[serde(default)]
    pub warn_percent: Option<u8>,
    /// What is resolved is closed by the scheduler once the customer has been silent long enough.
    #[serde(default)]
    pub close_on_silence: bool,
    /// How long after the solution the customer is reminded to confirm it, each in its turn.
    #[serde(default = "usual_reminders", skip_serializing_if = "are_usual")]
    pub remind: Vec<Span>,
    /// Who is told when a requirement's evaluation takes too long.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirement_chain: Vec<Level>,
    pub rules: Rules,
    #[serde(default, skip_serializing_if = "Burst::is_usual")]
    pub burst: Burst,
    /// Who is on duty when; empty: nothing is scheduled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duty: Vec<Duty>,
    pub calendar: Calendar,
    /// Further calendars by name, and the customers that have one of them.
    #[serde(default)]
    pub calendars: BTreeMap<String, Calendar>,
    #[serde(default)]
    pub customers: BTreeMap<String, String>,
}

/// From when on like reports are a burst: this many within this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burst {
    pub reports: u32,
    #[serde(with = "crate::ticket::seconds")]
    pub window: Duration,
}

impl Burst {
    /// What was always so is not stored: a policy from before has the same digest.
    fn is_usual(&self) -> bool {
        *self == Burst::default()
    }
}

impl Default for Burst {
    fn default() -> Burst {
        Burst { reports: 5, window: Duration::minutes(30) }
    }
}

impl Policy {
    pub fn rule(&self, severity: Severity) -> &SeverityRule {
        &self.severities[severity as usize]
    }

    pub fn rule_mut(&mut self, severity: Severity) -> &mut SeverityRule {
        &mut self.severities[severity as usize]
    }

    pub fn pauses(&self, waiting_for: WaitingFor, clock: ClockName) -> bool {
        self.pauses.get(&waiting_for).is_some_and(|clocks| clocks.contains(&clock))
    }

    /// The calendar of a ticket: its customer's, else that of the severity, else the desk's.
    pub fn calendar_for(&self, ticket: &Ticket, rule: &SeverityRule) -> &Calendar {
        let named = self.customers.get(&ticket.report.customer).or(rule.calendar.as_ref());
        named.and_then(|name| self.calendars.get(name)).unwrap_or(&self.calendar)
    }

    /// Whether somebody is on duty. None: nothing is scheduled at all.
    pub fn on_duty(&self, name: &str, now: DateTime<Utc>) -> Option<bool> {
        duty::on_duty(&self.duty, self.calendar.zone, name, now)
    }

    pub fn evaluation(&self, priority: Priority) -> Allowance {
        self.evaluation_by_priority.get(&priority).copied().unwrap_or(self.evaluation)
    }
}

/// Holds stop these clocks unless the policy says otherwise. An answer and a first assessment need nothing from others.
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
            // When time is up it goes to the support manager, who passes it on to the director by hand.
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
            burst: Burst::default(),
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
