//! The weekly duty schedule.

use crate::sla::time::calendar::Segment;
use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// People on duty on these days at these hours, in the time zone of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Their names.
    pub people: Vec<String>,
    /// Days of the week, Monday is 0.
    pub days: Vec<usize>,
    /// Hours of these days.
    pub hours: Vec<Segment>,
}

/// Whether a person is on duty; `None`: there is no schedule.
pub(in crate::sla) fn on_duty(schedule: &[Duty], zone: Tz, name: &str, now: DateTime<Utc>) -> Option<bool> {
    let local = now.with_timezone(&zone);
    let day = local.weekday().num_days_from_monday() as usize;
    let minute = (local.hour() * 60 + local.minute()) as u16;
    let at = |hours: &Segment| (hours.from_minute()..hours.to_minute()).contains(&minute);
    let covers = |duty: &Duty| duty.people.iter().any(|p| p == name) && duty.days.contains(&day) && duty.hours.iter().any(at);
    (!schedule.is_empty()).then(|| schedule.iter().any(covers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sla::Policy;

    #[test]
    fn a_schedule_is_read_in_the_desks_zone_and_ends_when_it_ends() {
        let hours = vec!["09:00-18:00".parse().unwrap()];
        let policy = Policy { duty: vec![Duty { people: vec!["a".into()], days: vec![0], hours }], ..Policy::default() };
        let at = |text: &str| policy.on_duty("a", text.parse().unwrap());
        assert_eq!(at("2024-05-06T01:00:00Z"), Some(true), "Monday 09:00 in Shanghai");
        assert_eq!(at("2024-05-06T10:00:00Z"), Some(false), "18:00");
        assert_eq!(at("2024-05-07T02:00:00Z"), Some(false), "Tuesday");
        assert_eq!(policy.on_duty("b", "2024-05-06T02:00:00Z".parse().unwrap()), Some(false));
        assert_eq!(Policy::default().on_duty("a", "2024-05-06T02:00:00Z".parse().unwrap()), None);
    }
}
