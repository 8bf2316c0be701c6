//! Staff availability: groups, absences and deputies, workload.

use crate::desk::commands::people;
use crate::desk::core::access::{administers, sees_to_duty};
use crate::desk::core::desk::Desk;
use crate::desk::core::on_duty::on_duty;
use crate::desk::error::DeskError;
use crate::people::{Actor, Away, Person};
use crate::reason::{FieldReason, Forbidden, StaffMatter};
use chrono::{DateTime, Utc};

/// Groups somebody may be in.
const GROUPS_MAX: usize = 20;

/// A member of the staff, as somebody who hands out work sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    /// Who it is.
    pub person: Person,
    /// Open tickets they are responsible for.
    pub load: usize,
    /// Other things they owe: requests made of them, deliveries planned.
    pub owed: usize,
    /// Whether they are on duty now; `None` if the desk has no duty schedule.
    pub on_duty: Option<bool>,
    /// Whether they are away now.
    pub away: bool,
}

/// Active staff with what they have to do, the least loaded first. Staff only.
pub fn workload(desk: &Desk, by: &Actor, now: DateTime<Utc>) -> Result<Vec<Workload>, DeskError> {
    if !by.is_staff() {
        return Err(Forbidden::Staff { matter: StaffMatter::Workload }.into());
    }
    let loads = desk.ledger.loads()?;
    let (owed, policy, people) = (desk.ledger.owed_by_person()?, desk.settings.policies.policy(), desk.ledger.people()?);
    let here = people.iter().filter(|p| p.is_staff() && !p.inactive).cloned();
    let mut all: Vec<Workload> = here
        .map(|person| Workload {
            load: loads.get(&person.name).copied().unwrap_or(0),
            owed: owed.get(&person.name).copied().unwrap_or(0),
            on_duty: on_duty(policy, &people, &person, now),
            away: person.is_away(now),
            person,
        })
        .collect();
    all.sort_by(|a, b| a.load.cmp(&b.load).then_with(|| a.person.name.cmp(&b.person.name)));
    Ok(all)
}

/// Replaces the groups somebody is in.
pub fn set_groups(desk: &Desk, by: &Actor, name: &str, groups: Vec<String>, now: DateTime<Utc>) -> Result<Person, DeskError> {
    administers(by)?;
    let mut groups: Vec<String> = groups.iter().map(|g| g.trim().to_string()).filter(|g| !g.is_empty()).collect();
    groups.sort();
    groups.dedup();
    if groups.len() > GROUPS_MAX {
        return Err(DeskError::bad_field("groups", FieldReason::GroupsMax { max: GROUPS_MAX }));
    }
    change_availability(desk, by, name, now, move |person| person.groups = groups)
}

/// Whether `by` may say that `name` is away: for themselves, or as somebody who hands out duties.
pub fn may_set_away(by: &Actor, name: &str) -> bool {
    (by.name() == name && by.is_staff()) || sees_to_duty(by)
}

/// Whether `by` may change who is in which group.
pub fn sees_to_groups(by: &Actor) -> bool {
    administers(by).is_ok()
}

/// Says from when until when somebody is away, and who acts for them; `None`: they are here.
pub fn set_away(desk: &Desk, by: &Actor, name: &str, away: Option<Away>, now: DateTime<Utc>) -> Result<Person, DeskError> {
    if !may_set_away(by, name) {
        return Err(Forbidden::Absences.into());
    }
    if let Some(away) = &away {
        if away.until <= away.from {
            return Err(DeskError::bad_field("until", FieldReason::NotAfter));
        }
        if let Some(deputy) = &away.deputy {
            let known = people::person(desk, deputy)?.filter(Person::is_staff);
            if known.is_none() || deputy == name {
                return Err(DeskError::bad_field("deputy", FieldReason::NobodyElse { name: deputy.clone() }));
            }
        }
    }
    change_availability(desk, by, name, now, move |person| person.away = away)
}

/// Changes a member of the staff within one transaction; nothing is recorded if nothing changes.
pub fn change_availability(
    desk: &Desk,
    by: &Actor,
    name: &str,
    now: DateTime<Utc>,
    change: impl FnOnce(&mut Person) + Send + 'static,
) -> Result<Person, DeskError> {
    let (by, name) = (by.name().to_string(), name.to_string());
    desk.ledger.write(move |tx| {
        let known = tx.person(&name)?.filter(Person::is_staff).ok_or_else(|| DeskError::no_person(&name))?;
        let mut person = known.clone();
        change(&mut person);
        if person != known {
            tx.put_person(&person, &by, now)?;
        }
        Ok::<_, DeskError>(person)
    })
}
