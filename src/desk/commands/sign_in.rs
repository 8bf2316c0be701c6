//! Signing in by a one-time link, and the sessions that come of it. Only digests of the secrets are kept.

use super::people::{added, checked};
use crate::desk::commands::people;
use crate::desk::core::access::administers;
use crate::desk::core::desk::Desk;
use crate::desk::core::secret::secret;
use crate::desk::error::DeskError;
use crate::digest;
use crate::people::{Actor, Person, Role};
use crate::reason::Missing;
use chrono::{DateTime, Duration, Utc};

/// Lifetimes of a sign-in link and of a session.
const LINK_HOURS: i64 = 24;
const SESSION_DAYS: i64 = 14;

/// Whom a sign-in link signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkFor {
    /// The desk's first person, who is asked for their name.
    First,
    /// This person, by name.
    Person(String),
}

/// The secret of a link that signs in the desk's first administrator, once; `None` if the desk has people.
pub fn first_sign_in_link(desk: &Desk, now: DateTime<Utc>) -> Result<Option<String>, DeskError> {
    if !desk.ledger.people()?.is_empty() {
        return Ok(None);
    }
    make_link(desk, None, now).map(Some)
}

/// The secret of a link that signs somebody in once, within 24 hours. Administrators only.
pub fn sign_in_link(desk: &Desk, by: &Actor, name: &str, now: DateTime<Utc>) -> Result<String, DeskError> {
    administers(by)?;
    people::actor_named(desk, name, now)?;
    make_link(desk, Some(name.to_string()), now)
}

fn make_link(desk: &Desk, person: Option<String>, now: DateTime<Utc>) -> Result<String, DeskError> {
    let secret = secret("", 24)?;
    let digest = digest::hex(secret.as_bytes());
    desk.ledger.write(move |tx| {
        tx.put_sign_in_link(&digest, person.as_deref(), now + Duration::hours(LINK_HOURS)).map_err(DeskError::from)
    })?;
    Ok(secret)
}

/// Whom a link would sign in, without using it up; `None` if it is unknown or expired.
pub fn link_is_for(desk: &Desk, secret: &str, now: DateTime<Utc>) -> Result<Option<LinkFor>, DeskError> {
    let nobody_yet = desk.ledger.people()?.is_empty();
    Ok(match desk.ledger.sign_in_link(&digest::hex(secret.as_bytes()), now)? {
        Some(Some(person)) => people::person(desk, &person)?.map(|person| LinkFor::Person(person.name)),
        Some(None) if nobody_yet => Some(LinkFor::First),
        _ => None,
    })
}

/// Uses up a link and returns the secret of a new session. `name` is read for the first person only. One transaction: of
/// several who open a link at once one is signed in.
pub fn sign_in(desk: &Desk, secret_of_link: &str, name: &str, now: DateTime<Utc>) -> Result<String, DeskError> {
    let over = || DeskError::NotFound(Missing::SignInLink);
    let session = secret("ps_", 24)?;
    let (link, digest) = (digest::hex(secret_of_link.as_bytes()), digest::hex(session.as_bytes()));
    let name = name.to_string();
    desk.ledger.write(move |tx| {
        let person = match tx.take_sign_in_link(&link, now)?.ok_or_else(over)? {
            Some(name) => tx.person(&name)?.filter(|person| !person.inactive).ok_or_else(over)?,
            None if !tx.people()?.is_empty() => return Err(over()),
            None => {
                let first = checked(Person { name, roles: vec![Role::Administrator], ..Person::default() })?;
                added(tx, first, Actor::System.name(), now)?
            }
        };
        tx.note_sign_in(&person.name, now)?;
        tx.put_session(&digest, &person.name, now + Duration::days(SESSION_DAYS)).map_err(DeskError::from)
    })?;
    Ok(session)
}

/// Whom a session speaks for; a visitor if it is unknown or expired.
pub fn actor_of_session(desk: &Desk, session: &str, now: DateTime<Utc>) -> Result<Actor, DeskError> {
    let Some(name) = desk.ledger.session(&digest::hex(session.as_bytes()), now)? else { return Ok(Actor::Visitor) };
    match people::person(desk, &name)? {
        Some(person) => people::actor(desk, person, now),
        None => Ok(Actor::Visitor),
    }
}

/// Ends a session.
pub fn sign_out(desk: &Desk, session: &str) -> Result<(), DeskError> {
    let digest = digest::hex(session.as_bytes());
    desk.ledger.write(move |tx| tx.end_session(&digest).map_err(DeskError::from))
}
