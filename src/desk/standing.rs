//! How people stand: their groups, when they are away and who acts for them then, who is on duty, how much they carry.

use super::people::administers;
use super::{Desk, DeskError};
use crate::people::{Actor, Away, Person, Role};
use crate::ticket::Refusal;
use chrono::{DateTime, Utc};

/// Groups somebody may be in.
const GROUPS_MAX: usize = 20;

/// A member of the staff as whoever hands out work meets them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    pub person: Person,
    pub load: usize,
    /// None: the policy has no schedule.
    pub on_duty: Option<bool>,
    pub away: bool,
}

impl Desk {
    /// Everybody of the staff who is here, the least loaded first.
    pub fn workload(&self, by: &Actor, now: DateTime<Utc>) -> Result<Vec<Workload>, DeskError> {
        if !by.is_staff() {
            return Err(Refusal::Forbidden("who carries how much is for staff".into()).into());
        }
        let loads = self.ledger.loads()?;
        let policy = self.settings.policies.policy();
        let here = self.ledger.people()?.into_iter().filter(|p| p.is_staff() && !p.inactive);
        let mut all: Vec<Workload> = here
            .map(|person| Workload {
                load: loads.get(&person.name).copied().unwrap_or(0),
                on_duty: policy.on_duty(&person.name, now),
                away: person.is_away(now),
                person,
            })
            .collect();
        all.sort_by(|a, b| a.load.cmp(&b.load).then_with(|| a.person.name.cmp(&b.person.name)));
        Ok(all)
    }

    /// In exactly these groups from now on.
    pub fn set_groups(&self, by: &Actor, name: &str, groups: Vec<String>, now: DateTime<Utc>) -> Result<Person, DeskError> {
        administers(by)?;
        let mut groups: Vec<String> = groups.iter().map(|g| g.trim().to_string()).filter(|g| !g.is_empty()).collect();
        groups.sort();
        groups.dedup();
        if groups.len() > GROUPS_MAX {
            return Err(DeskError::bad_field("groups", format!("somebody is in at most {GROUPS_MAX} groups")));
        }
        self.change_standing(by, name, now, move |person| person.groups = groups)
    }

    /// Away from and until, with whoever acts meanwhile; None: back, or not away after all. One says so oneself, or whoever
    /// hands out the work does.
    pub fn set_away(&self, by: &Actor, name: &str, away: Option<Away>, now: DateTime<Utc>) -> Result<Person, DeskError> {
        let own = by.name() == name && by.is_staff();
        if !own && !by.has_any(&[Role::Administrator, Role::SupportSupervisor, Role::SupportManager]) {
            return Err(Refusal::Forbidden("who is away says so themselves, or their supervisor does".into()).into());
        }
        if let Some(away) = &away {
            if away.until <= away.from {
                return Err(DeskError::bad_field("until", "is not after the beginning"));
            }
            if let Some(deputy) = &away.deputy {
                let known = self.person(deputy)?.filter(Person::is_staff);
                if known.is_none() || deputy == name {
                    return Err(DeskError::bad_field("deputy", format!("nobody else of the staff is called {deputy}")));
                }
            }
        }
        self.change_standing(by, name, now, move |person| person.away = away)
    }

    fn change_standing(
        &self,
        by: &Actor,
        name: &str,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut Person) + Send + 'static,
    ) -> Result<Person, DeskError> {
        let (by, name) = (by.name().to_string(), name.to_string());
        self.ledger.write(move |batch| {
            let known = batch.person(&name)?.filter(Person::is_staff).ok_or_else(|| DeskError::no_person(&name))?;
            let mut person = known.clone();
            change(&mut person);
            if person != known {
                batch.put_person(&person, &by, now)?;
            }
            Ok::<_, DeskError>(person)
        })
    }
}
