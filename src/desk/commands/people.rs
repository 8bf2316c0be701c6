//! Managing people: adding, roles, deactivating.

use crate::desk::core::access::administers;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::ledger::WriteTx;
use crate::people::{Actor, NAME_CHARS_MAX, Person, Role, is_invisible, tidy_name};
use crate::reason::{FieldReason, WrongState};
use chrono::{DateTime, Utc};

/// A person, as an administrator sees them.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who it is.
    pub person: Person,
    /// When they last signed in; `None`: never.
    pub signed_in_at: Option<DateTime<Utc>>,
}

/// Everybody, deactivated people too.
pub fn people(desk: &Desk) -> Result<Vec<Person>, DeskError> {
    Ok(desk.ledger.people()?)
}

/// Everybody, with when they last signed in. Administrators only.
pub fn people_for(desk: &Desk, by: &Actor) -> Result<Vec<Account>, DeskError> {
    administers(by)?;
    let seen = desk.ledger.last_sign_ins()?;
    let when = |name: &str| seen.iter().find(|(person, _)| person == name).map(|(_, at)| *at);
    Ok(desk.ledger.people()?.into_iter().map(|person| Account { signed_in_at: when(&person.name), person }).collect())
}

/// A person by name; `None` if unknown or deactivated.
pub fn person(desk: &Desk, name: &str) -> Result<Option<Person>, DeskError> {
    Ok(desk.ledger.person(name)?.filter(|person| !person.inactive))
}

/// Adds a person, or gives one further roles. The first administrator of a new desk gets every staff role.
pub fn add_person(desk: &Desk, by: &Actor, person: Person, now: DateTime<Utc>) -> Result<Person, DeskError> {
    administers(by)?;
    let person = checked(person)?;
    let by = by.name().to_string();
    desk.ledger.write(move |tx| added(tx, person, &by, now))
}

/// Replaces a person's roles and company; open sessions follow at once.
pub fn change_person(desk: &Desk, by: &Actor, to: Person, now: DateTime<Utc>) -> Result<Person, DeskError> {
    administers(by)?;
    let to = checked(to)?;
    let by = by.name().to_string();
    desk.ledger.write(move |tx| {
        let known = tx.person(&to.name)?.ok_or_else(|| DeskError::no_person(&to.name))?;
        let to = Person { name: to.name, roles: to.roles, company: to.company, ..known.clone() };
        if to == known {
            return Ok(to);
        }
        same_side(&known, &to)?;
        someone_administers(&tx.people()?, &to)?;
        tx.put_person(&to, &by, now)?;
        Ok(to)
    })
}

/// Deactivates or reactivates a person. Deactivating ends their sessions and revokes their tokens.
pub fn set_active(desk: &Desk, by: &Actor, name: &str, active: bool, now: DateTime<Utc>) -> Result<Person, DeskError> {
    administers(by)?;
    let (by, name) = (by.name().to_string(), name.to_string());
    desk.ledger.write(move |tx| {
        let known = tx.person(&name)?.ok_or_else(|| DeskError::no_person(&name))?;
        let person = Person { inactive: !active, ..known.clone() };
        if person == known {
            return Ok(person);
        }
        someone_administers(&tx.people()?, &person)?;
        if !active {
            tx.end_sessions_of(&name)?;
            tx.revoke_tokens_of(&name, now)?;
        }
        tx.put_person(&person, &by, now)?;
        Ok::<_, DeskError>(person)
    })
}

/// The actor that a person of this desk is.
pub fn actor_named(desk: &Desk, name: &str, now: DateTime<Utc>) -> Result<Actor, DeskError> {
    let person = person(desk, name)?.ok_or_else(|| DeskError::no_person(name))?;
    actor(desk, person, now)
}

/// A person as an actor: with every staff role if they are the desk's only person, and with those they stand in for.
pub fn actor(desk: &Desk, person: Person, now: DateTime<Utc>) -> Result<Actor, DeskError> {
    let alone = person.is_staff() && desk.ledger.has_one_person()?;
    let others = if person.is_staff() { desk.ledger.with_deputy(&person.name)? } else { Vec::new() };
    let for_others = others.into_iter().filter(|p| !p.inactive && p.deputy(now) == Some(person.name.as_str()));
    let for_others = for_others.map(|p| p.name).collect();
    let person = if alone { person.with_all_staff_roles() } else { person };
    Ok(Actor::Person { person: Box::new(person), alone, for_others })
}

pub(in crate::desk) fn checked(mut person: Person) -> Result<Person, DeskError> {
    person.name = tidy_name(&person.name);
    person.company = person.company.map(|c| tidy_name(&c)).filter(|c| !c.is_empty());
    let is_name = |name: &str| (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && !name.chars().any(is_invisible);
    for (field, name) in [("name", Some(&person.name)), ("company", person.company.as_ref())] {
        if name.is_some_and(|name| !is_name(name)) {
            return Err(DeskError::bad_field(field, FieldReason::BadName { max: NAME_CHARS_MAX }));
        }
    }
    if matches!(person.name.as_str(), "operator" | "system" | "visitor") {
        return Err(DeskError::bad_field("name", FieldReason::DesksOwnName));
    }
    if person.roles.is_empty() {
        return Err(DeskError::bad_field("role", FieldReason::NoRole));
    }
    person.roles.sort();
    person.roles.dedup();
    if person.has(Role::Customer) && person.roles.len() > 1 {
        return Err(DeskError::bad_field("role", FieldReason::CustomerIsNoStaff));
    }
    Ok(person)
}

/// Adds a checked person, or gives one further roles, within a transaction.
pub(in crate::desk) fn added(tx: &WriteTx, person: Person, by: &str, now: DateTime<Utc>) -> Result<Person, DeskError> {
    let first = tx.people()?.is_empty();
    let mut person = match tx.person(&person.name)? {
        Some(known) => merge(known, person)?,
        None => person,
    };
    if first && person.has(Role::Administrator) {
        person = person.with_all_staff_roles();
    }
    tx.put_person(&person, by, now)?;
    Ok(person)
}

/// A customer cannot become staff, nor staff a customer.
fn same_side(known: &Person, given: &Person) -> Result<(), DeskError> {
    match known.has(Role::Customer) == given.has(Role::Customer) {
        true => Ok(()),
        false => Err(DeskError::bad_field("role", FieldReason::OtherSide { name: known.name.clone() })),
    }
}

/// Adds roles to a known person.
fn merge(mut known: Person, more: Person) -> Result<Person, DeskError> {
    same_side(&known, &more)?;
    known.roles.extend(more.roles);
    known.roles.sort();
    known.roles.dedup();
    known.company = more.company.or(known.company);
    Ok(known)
}

/// The last active administrator must stay: without one nobody could be let in again.
fn someone_administers(people: &[Person], changed: &Person) -> Result<(), DeskError> {
    let administers = |p: &&Person| !p.inactive && p.has(Role::Administrator);
    let before = people.iter().filter(administers).count();
    let others = people.iter().filter(administers).filter(|p| p.name != changed.name).count();
    if before > 0 && others == 0 && !administers(&changed) {
        return Err(WrongState::LastAdministrator { name: changed.name.clone() }.into());
    }
    Ok(())
}
