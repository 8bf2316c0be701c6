//! A request that is repeated is the same request: what the first one made is what the next one gets.

use crate::desk::error::DeskError;
use crate::ledger::WriteTx;
use chrono::{DateTime, Utc};

/// A client's promise that a request repeated under this key is the same request.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// The client's key; unique for each actor.
    pub key: String,
    /// Digest of method, path and body.
    pub request: String,
}

impl Idempotency {
    /// The id that the first request under this key made or changed; `None` if there was none.
    pub(in crate::desk) fn replay(this: &Option<Idempotency>, tx: &WriteTx, actor: &str) -> Result<Option<String>, DeskError> {
        let Some(this) = this else { return Ok(None) };
        match tx.idempotent(actor, &this.key)? {
            Some((request, subject)) if request == this.request => Ok(Some(subject)),
            Some(_) => Err(DeskError::KeyReused),
            None => Ok(None),
        }
    }

    /// Stores that this request made or changed `subject`.
    pub(in crate::desk) fn keep(
        this: &Option<Idempotency>,
        tx: &WriteTx,
        actor: &str,
        subject: &str,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        match this {
            Some(this) => Ok(tx.put_idempotent(actor, &this.key, &this.request, subject, now)?),
            None => Ok(()),
        }
    }
}
