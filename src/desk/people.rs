//! People and their tokens.

use super::{Desk, DeskError};
use crate::digest;
use crate::ledger::TokenRow;
use crate::people::{Actor, NAME_CHARS_MAX, Person, Role};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};

/// A token as it is shown, once.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub secret: String,
    pub person: String,
    pub roles: Vec<Role>,
}

impl Desk {
    pub fn people(&self) -> Result<Vec<Person>, DeskError> {
        Ok(self.ledger.people()?)
    }

    pub fn person(&self, name: &str) -> Result<Option<Person>, DeskError> {
        Ok(self.ledger.person(name)?)
    }

    /// Adds a person, or gives one further roles. The first administrator of a new desk holds every staff role.
    pub fn add_person(&self, by: &Actor, person: Person, now: DateTime<Utc>) -> Result<Person, DeskError> {
        let person = checked(person)?;
        let by = by.name().to_string();
        self.ledger.write(move |batch| {
            let first = batch.people()?.is_empty();
            let mut person = match batch.person(&person.name)? {
                Some(known) => merge(known, person)?,
                None => person,
            };
            if first && person.has(Role::Administrator) {
                person = person.with_all_staff_roles();
            }
            batch.put_person(&person, &by, now)?;
            Ok(person)
        })
    }

    /// A token for a person, limited to `roles` of theirs. Somebody unknown is added with these roles.
    pub fn add_token(&self, by: &Actor, name: &str, roles: Vec<Role>, now: DateTime<Utc>) -> Result<NewToken, DeskError> {
        let person = checked(Person { name: name.to_string(), roles, company: None })?;
        let secret = secret("pt_", 32)?;
        let (proof, by) = (digest::hex(secret.as_bytes()), by.name().to_string());
        let row = self.ledger.write(move |batch| {
            let known = batch.person(&person.name)?;
            if let Some(known) = &known
                && let Some(lacking) = person.roles.iter().find(|r| !known.has(**r))
            {
                let message = format!(
                    "{} is not {}; add the role first: person add {} --role {}",
                    known.name,
                    lacking.zh(),
                    known.name,
                    lacking
                );
                return Err(DeskError::bad_field("role", message));
            }
            if known.is_none() {
                batch.put_person(&person, &by, now)?;
            }
            let row = TokenRow { person: person.name, roles: person.roles };
            batch.put_token(&proof, &row, now)?;
            Ok::<_, DeskError>(row)
        })?;
        Ok(NewToken { secret, person: row.person, roles: row.roles })
    }

    /// Whom a token speaks for; None for one that is unknown or whose person is.
    pub fn actor_of_token(&self, secret: &str) -> Result<Option<Actor>, DeskError> {
        let Some(row) = self.ledger.token(&digest::hex(secret.as_bytes()))? else { return Ok(None) };
        let Some(mut person) = self.ledger.person(&row.person)? else { return Ok(None) };
        person.roles.retain(|role| row.roles.contains(role));
        self.actor(person).map(Some)
    }

    /// A person of this desk as the one who acts.
    pub fn actor_named(&self, name: &str) -> Result<Actor, DeskError> {
        let person = self.ledger.person(name)?.ok_or_else(|| DeskError::NotFound { what: "person", name: name.to_string() })?;
        self.actor(person)
    }

    /// Somebody who runs a desk alone takes every step of it.
    pub(super) fn actor(&self, person: Person) -> Result<Actor, DeskError> {
        let alone = person.is_staff() && self.ledger.people()?.len() == 1;
        let person = if alone { person.with_all_staff_roles() } else { person };
        Ok(Actor::Person { person, alone })
    }
}

pub(super) fn checked(mut person: Person) -> Result<Person, DeskError> {
    person.name = person.name.trim().to_string();
    let length = person.name.chars().count();
    if length == 0 || length > NAME_CHARS_MAX || person.name.chars().any(char::is_control) {
        return Err(DeskError::bad_field(
            "name",
            format!("a name has 1 to {NAME_CHARS_MAX} characters, none of them a control character"),
        ));
    }
    if matches!(person.name.as_str(), "operator" | "system" | "visitor") {
        return Err(DeskError::bad_field("name", "operator, system and visitor are the desk's own names"));
    }
    if person.roles.is_empty() {
        return Err(DeskError::bad_field("role", "somebody without a role can do nothing; name at least one"));
    }
    person.roles.sort();
    person.roles.dedup();
    if person.has(Role::Customer) && person.roles.len() > 1 {
        return Err(DeskError::bad_field("role", "a customer holds no staff role"));
    }
    Ok(person)
}

/// Further roles for somebody known. Customers and staff are different people.
fn merge(mut known: Person, more: Person) -> Result<Person, DeskError> {
    if known.has(Role::Customer) != more.has(Role::Customer) {
        return Err(DeskError::bad_field("role", format!("{} is there already; a customer holds no staff role", known.name)));
    }
    known.roles.extend(more.roles);
    known.roles.sort();
    known.roles.dedup();
    known.company = more.company.or(known.company);
    Ok(known)
}

/// A random secret in hexadecimal after a prefix that says what it is.
pub(super) fn secret(prefix: &str, bytes: usize) -> Result<String, DeskError> {
    let mut random = vec![0u8; bytes];
    getrandom::fill(&mut random).map_err(|e| DeskError::Other(format!("the system gives no random numbers: {e}")))?;
    Ok(prefix.to_string() + &random.iter().map(|b| format!("{b:02x}")).collect::<String>())
}
