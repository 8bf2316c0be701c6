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

/// A use is recorded only if the last recorded one is older than this, because recording costs a write.
const USE_NOTED_EVERY: Duration = Duration::hours(1);

/// A token just made: the only time its secret can be shown.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What the client sends; only its digest is stored.
    pub secret: String,
    /// Names the token in lists and for revoking.
    pub id: String,
    /// Whom it speaks for.
    pub person: String,
    /// Roles it is limited to.
    pub roles: Vec<Role>,
}

/// Makes a token for a person, limited to `roles`; an unknown person is added with these roles. A repeated request is refused:
/// nobody keeps the secret of the first.
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

/// The tokens that are not revoked, without secrets.
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

/// Revokes a token by its id, from the next request on.
pub fn revoke_token(desk: &Desk, by: &Actor, id: &str, now: DateTime<Utc>) -> Result<(), DeskError> {
    administers(by)?;
    let id = id.to_string();
    desk.ledger.write(move |tx| match tx.revoke_token(&id, now)? {
        true => Ok(()),
        false => Err(DeskError::NotFound(Missing::Token { name: id.chars().take(40).collect() })),
    })
}

/// Whom a token speaks for; `None` if the token is unknown or revoked, or its person unknown or deactivated.
pub fn actor_of_token(desk: &Desk, secret: &str, now: DateTime<Utc>) -> Result<Option<Actor>, DeskError> {
    let digest = digest::hex(secret.as_bytes());
    let Some(row) = desk.ledger.token(&digest)? else { return Ok(None) };
    let Some(person) = people::person(desk, &row.person)? else { return Ok(None) };
    // The roles of a person who runs the desk alone are limited by the token, too: first widen, then limit.
    let actor = people::actor(desk, person, now)?.limited_to(&row.roles);
    if !actor.has_any(&row.roles) {
        return Ok(None);
    }
    if row.last_used_at.is_none_or(|used| now - used >= USE_NOTED_EVERY) {
        // Recorded by a follower, so that requests that only read write nothing.
        desk.tokens_used.lock().insert(digest, now);
    }
    Ok(Some(actor))
}

/// Records the uses of tokens since the last call.
pub fn record_token_uses(desk: &Desk) -> Result<(), DeskError> {
    let used = std::mem::take(&mut *desk.tokens_used.lock());
    if used.is_empty() {
        return Ok(());
    }
    // A failure loses them; the next use is noted again.
    desk.ledger.write(move |tx| used.iter().try_for_each(|(digest, at)| tx.note_token_use(digest, *at)).map_err(DeskError::from))
}

fn may_have(known: &Person, asked: &Person) -> Result<(), DeskError> {
    if known.inactive {
        return Err(DeskError::bad_field("name", FieldReason::Deactivated { name: known.name.clone() }));
    }
    match asked.roles.iter().find(|r| !known.has(**r)) {
        None => Ok(()),
        Some(lacking) => Err(DeskError::bad_field(
            "role",
            FieldReason::LacksRole { name: known.name.clone(), role: (*lacking).into(), word: lacking.to_string() },
        )),
    }
}
