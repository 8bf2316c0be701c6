//! Tokens: made for a person, shown once, revoked. Only digests of the secrets are kept.

use super::people::checked;
use crate::desk::commands::people;
use crate::desk::core::access::administers;
use crate::desk::core::desk::Desk;
use crate::desk::core::idempotency::Idempotency;
use crate::desk::core::secret::secret;
use crate::desk::error::DeskError;
use crate::digest;
use crate::ledger::{TokenRow, token_id};
use crate::people::{Actor, Person, Role};
use crate::reason::{FieldReason, Missing, WrongState};
use chrono::{DateTime, Duration, Utc};

/// Of a token's use no more than this is told apart: noting it costs a write.
const USE_NOTED_EVERY: Duration = Duration::hours(1);

/// A token as it is shown, once.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub secret: String,
    pub id: String,
    pub person: String,
    pub roles: Vec<Role>,
}

/// A token for a person, limited to `roles` of theirs. Somebody unknown is added with these roles. The same request again
/// makes no second one, and cannot be shown the first one's secret: nobody keeps it.
pub fn add_token(
    desk: &Desk,
    by: &Actor,
    name: &str,
    roles: Vec<Role>,
    idempotency: Option<Idempotency>,
    now: DateTime<Utc>,
) -> Result<NewToken, DeskError> {
    administers(by)?;
    let person = checked(Person { name: name.to_string(), roles, ..Person::default() })?;
    let secret = secret("pt_", 32)?;
    let (digest, by) = (digest::hex(secret.as_bytes()), by.name().to_string());
    let row = desk.ledger.write(move |tx| {
        if let Some(id) = Idempotency::replay(&idempotency, tx, &by)? {
            return Err(WrongState::TokenMade { id }.into());
        }
        let known = tx.person(&person.name)?;
        if let Some(known) = &known {
            may_have(known, &person)?;
        } else {
            tx.put_person(&person, &by, now)?;
        }
        let id = token_id(&digest);
        let row = TokenRow { id, person: person.name, roles: person.roles, created_at: Some(now), last_used_at: None };
        tx.put_token(&digest, &row, now)?;
        Idempotency::keep(&idempotency, tx, &by, &row.id, now)?;
        Ok::<_, DeskError>(row)
    })?;
    Ok(NewToken { secret, id: row.id, person: row.person, roles: row.roles })
}

/// The tokens that work; never a secret.
pub fn tokens(desk: &Desk, by: &Actor) -> Result<Vec<TokenRow>, DeskError> {
    administers(by)?;
    let mut tokens = desk.ledger.tokens()?;
    let used = desk.tokens_used.lock();
    for (digest, at) in used.iter() {
        let of = tokens.iter_mut().find(|token| token.id == token_id(digest));
        of.into_iter().for_each(|token| token.last_used_at = token.last_used_at.max(Some(*at)));
    }
    Ok(tokens)
}

/// From the next request on the token is unknown.
pub fn revoke_token(desk: &Desk, by: &Actor, id: &str, now: DateTime<Utc>) -> Result<(), DeskError> {
    administers(by)?;
    let id = id.to_string();
    desk.ledger.write(move |tx| match tx.revoke_token(&id, now)? {
        true => Ok(()),
        false => Err(DeskError::NotFound(Missing::Token { name: id.chars().take(40).collect() })),
    })
}

/// Whom a token speaks for; None for one that is unknown or revoked, or whose person is unknown or has left.
pub fn actor_of_token(desk: &Desk, secret: &str, now: DateTime<Utc>) -> Result<Option<Actor>, DeskError> {
    let digest = digest::hex(secret.as_bytes());
    let Some(row) = desk.ledger.token(&digest)? else { return Ok(None) };
    let Some(person) = people::person(desk, &row.person)? else { return Ok(None) };
    // What somebody alone may do is cut to what the token names too, and not the other way round.
    let actor = people::actor(desk, person, now)?.limited_to(&row.roles);
    if !actor.has_any(&row.roles) {
        return Ok(None);
    }
    if row.last_used_at.is_none_or(|used| now - used >= USE_NOTED_EVERY) {
        // Worth knowing, not worth a write by every request that reads: a follower notes it.
        desk.tokens_used.lock().insert(digest, now);
    }
    Ok(Some(actor))
}

/// Puts on record which tokens have been used since the last time.
pub fn record_token_uses(desk: &Desk) -> Result<(), DeskError> {
    let used = std::mem::take(&mut *desk.tokens_used.lock());
    if used.is_empty() {
        return Ok(());
    }
    // What a failure loses is noted at the token's next use.
    desk.ledger.write(move |tx| used.iter().try_for_each(|(digest, at)| tx.note_token_use(digest, *at)).map_err(DeskError::from))
}

fn may_have(known: &Person, asked: &Person) -> Result<(), DeskError> {
    if known.inactive {
        return Err(DeskError::bad_field("name", FieldReason::Deactivated { name: known.name.clone() }));
    }
    match asked.roles.iter().find(|r| !known.has(**r)) {
        None => Ok(()),
        Some(lacking) => {
            Err(DeskError::bad_field("role", FieldReason::LacksRole { name: known.name.clone(), role: (*lacking).into() }))
        }
    }
}
