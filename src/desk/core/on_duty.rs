//! Whether somebody is on duty.

use crate::people::Person;
use crate::sla::Policy;
use chrono::{DateTime, Utc};

/// Whether somebody is on duty; `None` if there is neither a schedule nor a shift now.
pub fn on_duty(policy: &Policy, people: &[Person], person: &Person, now: DateTime<Utc>) -> Option<bool> {
    if person.shifts.iter().any(|shift| shift.covers(now)) {
        return Some(true);
    }
    let given = people.iter().any(|p| !p.inactive && p.shifts.iter().any(|shift| shift.covers(now)));
    policy.on_duty(&person.name, now).or(given.then_some(false))
}
