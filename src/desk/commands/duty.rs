//! On-call duty: the policy's week, and shifts given one by one.

use crate::desk::commands::availability;
use crate::desk::commands::people;
use crate::desk::core::access::sees_to_duty;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::people::{Actor, Person, Shift};
use crate::reason::{FieldReason, Forbidden, StaffMatter};
use crate::sla::Segment;
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

/// A longer shift is taken for a mistake.
const SHIFT_MAX: Duration = Duration::days(14);
/// Future shifts one person may have.
const SHIFTS_MAX: usize = 60;

/// Who is on duty on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyDay {
    /// The day, in the desk's time zone.
    pub day: NaiveDate,
    /// By the policy's week: hours, and the people it names for them.
    pub scheduled: Vec<(Segment, Vec<String>)>,
    /// By shifts given one by one: the person, and from when until when.
    pub given: Vec<(String, Shift)>,
}

/// Who is on duty on each of the next `days` days, today included. Staff only.
pub fn duty(desk: &Desk, by: &Actor, days: usize, now: DateTime<Utc>) -> Result<Vec<DutyDay>, DeskError> {
    if !by.is_staff() {
        return Err(Forbidden::Staff { matter: StaffMatter::Duty }.into());
    }
    let policy = desk.settings.policies.policy();
    let people: Vec<Person> = desk.ledger.people()?.into_iter().filter(|p| p.is_staff() && !p.inactive).collect();
    let here = |names: &[String]| names.iter().filter(|n| people.iter().any(|p| p.name == **n)).cloned().collect::<Vec<_>>();
    let first = policy.calendar.local_day(now);
    let of_day = |day: NaiveDate| {
        let place = day.weekday().num_days_from_monday() as usize;
        let duties = policy.duty.iter().filter(|duty| duty.days.contains(&place));
        let scheduled = duties.flat_map(|duty| duty.hours.iter().map(|hours| (*hours, here(&duty.people))));
        let touches = |shift: &Shift| {
            (policy.calendar.local_day(shift.from)..=policy.calendar.local_day(shift.until - Duration::seconds(1))).contains(&day)
        };
        let given = people.iter().flat_map(|p| p.shifts.iter().map(|shift| (p.name.clone(), shift.clone())));
        let mut scheduled: Vec<(Segment, Vec<String>)> = scheduled.filter(|(_, names)| !names.is_empty()).collect();
        let mut given: Vec<(String, Shift)> = given.filter(|(_, shift)| touches(shift)).collect();
        scheduled.sort_by_key(|(hours, _)| hours.from_minute());
        given.sort_by_key(|(_, shift)| shift.from);
        DutyDay { day, scheduled, given }
    };
    Ok(first.iter_days().take(days).map(of_day).collect())
}

/// Gives somebody a shift; shifts that are over are removed.
pub fn add_shift(desk: &Desk, by: &Actor, name: &str, shift: Shift, now: DateTime<Utc>) -> Result<Person, DeskError> {
    hands_out_duty(by)?;
    if shift.until <= shift.from {
        return Err(DeskError::bad_field("until", FieldReason::NotAfter));
    }
    if shift.until - shift.from > SHIFT_MAX || shift.until <= now {
        return Err(DeskError::bad_field("until", FieldReason::BadDuty { days: SHIFT_MAX.num_days() }));
    }
    if people::person(desk, name)?.is_some_and(|p| p.shifts.iter().filter(|s| s.until > now).count() >= SHIFTS_MAX) {
        return Err(DeskError::bad_field("from", FieldReason::DutiesMax { max: SHIFTS_MAX }));
    }
    availability::change_availability(desk, by, name, now, move |person| {
        person.shifts.retain(|known| known.until > now && *known != shift);
        person.shifts.push(shift);
        person.shifts.sort_by_key(|shift| shift.from);
    })
}

/// Takes back the shift that begins at `from`.
pub fn drop_shift(desk: &Desk, by: &Actor, name: &str, from: DateTime<Utc>, now: DateTime<Utc>) -> Result<Person, DeskError> {
    hands_out_duty(by)?;
    availability::change_availability(desk, by, name, now, move |person| person.shifts.retain(|shift| shift.from != from))
}

fn hands_out_duty(by: &Actor) -> Result<(), DeskError> {
    match sees_to_duty(by) {
        true => Ok(()),
        false => Err(Forbidden::Duties.into()),
    }
}
