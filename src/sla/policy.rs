//! What a desk promises: times per severity, and which hours count. Defaults are PROCESS §3's.

use crate::ticket::{Severity, WaitingFor};
use chrono::{Duration, NaiveTime};

/// Which hours a promise counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hours {
    RoundTheClock,
    Working,
}

/// When the customer hears how it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressRule {
    Every(Duration),
    /// Each working day by this time, in the desk's zone.
    DailyBy(NaiveTime),
    Never,
}

/// The promises for one severity. None: the desk makes no promise there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeverityRule {
    pub severity: Severity,
    pub hours: Hours,
    pub first_response: Duration,
    pub triage: Duration,
    pub plan: Duration,
    pub resolution: Option<Duration>,
    pub progress: ProgressRule,
    pub escalate_after: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub severities: Vec<SeverityRule>,
    /// Working days after the day of assignment until an evaluation is due.
    pub evaluation_working_days: u32,
    /// Holds that stop the plan, resolution and progress clocks.
    pub paused_by: Vec<WaitingFor>,
    pub rules: crate::ticket::Rules,
}

impl Policy {
    /// The rule for a severity; a policy names each of the four.
    pub fn rule(&self, severity: Severity) -> &SeverityRule {
        &self.severities[severity as usize]
    }
}

impl Default for Policy {
    fn default() -> Policy {
        let hours = Duration::hours;
        let minutes = Duration::minutes;
        let rule = |severity, hours_kind, first_response, resolution, progress| SeverityRule {
            severity,
            hours: hours_kind,
            first_response,
            triage: hours(1),
            plan: hours(2),
            resolution,
            progress,
            escalate_after: resolution,
        };
        let five = NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default();
        Policy {
            // In the order of `Severity::ALL`: `rule` looks up by position.
            severities: vec![
                rule(Severity::Critical, Hours::RoundTheClock, minutes(15), Some(hours(4)), ProgressRule::Every(minutes(30))),
                rule(Severity::Major, Hours::RoundTheClock, minutes(30), Some(hours(8)), ProgressRule::Every(hours(2))),
                rule(Severity::Moderate, Hours::Working, hours(2), None, ProgressRule::DailyBy(five)),
                rule(Severity::Minor, Hours::Working, hours(4), None, ProgressRule::Never),
            ],
            evaluation_working_days: 3,
            paused_by: vec![WaitingFor::Customer],
            rules: crate::ticket::Rules::default(),
        }
    }
}
