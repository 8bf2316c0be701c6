//! Tokens: their digests, whom they speak for, when they were made and last used. Never a secret.

use crate::ledger::connection::columns::{read_time, write_time};
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::people::Role;
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};

/// Characters of the digest that make a token's id.
const ID_CHARS: usize = 12;

/// An API token: whom it speaks for, and the roles it is limited to. Never its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// First 12 characters of the secret's digest; names the token in lists and for revoking.
    pub id: String,
    /// Name of the person it speaks for.
    pub person: String,
    /// Roles it may use; those it names and the person no longer has do not count.
    pub roles: Vec<Role>,
    /// When it was made; `None` if the stored time cannot be read.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last used, to the hour; `None`: never.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The id of the token with this digest.
pub fn token_id(digest: &str) -> String {
    digest.chars().take(ID_CHARS).collect()
}

const COLUMNS: &str = "digest, person, roles, created_at, last_used_at";

fn row(r: &Row) -> rusqlite::Result<TokenRow> {
    let text = |i: usize| r.get::<_, String>(i);
    let last_used: Option<String> = r.get(4)?;
    Ok(TokenRow {
        id: token_id(&text(0)?),
        person: text(1)?,
        roles: text(2)?.split(' ').filter_map(|word| Role::parse(word).ok()).collect(),
        created_at: read_time(&text(3)?),
        last_used_at: last_used.as_deref().and_then(read_time),
    })
}

impl Ledger {
    /// The token with this digest, unless it is revoked. Looked up by digest, so the time taken tells nothing about the secret.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn token(&self, digest: &str) -> Result<Option<TokenRow>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM tokens WHERE digest = ?1 AND revoked_at IS NULL");
        self.read(|c| Ok(c.prepare_cached(&sql)?.query_row([digest], row).optional()?))
    }

    /// The tokens that are not revoked, in the order they were made.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn tokens(&self) -> Result<Vec<TokenRow>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM tokens WHERE revoked_at IS NULL ORDER BY created_at, digest");
        self.read(|c| Ok(c.prepare_cached(&sql)?.query_map([], row)?.collect::<Result<_, _>>()?))
    }
}

impl WriteTx<'_> {
    /// Adds a token under the digest of its secret.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn put_token(&self, digest: &str, token: &TokenRow, now: DateTime<Utc>) -> Result<(), LedgerError> {
        let roles: Vec<&str> = token.roles.iter().map(|r| r.word()).collect();
        self.sql().execute(
            "INSERT INTO tokens (digest, person, roles, created_at) VALUES (?1, ?2, ?3, ?4)",
            params![digest, token.person, roles.join(" "), write_time(now)],
        )?;
        Ok(())
    }

    /// Sets when a token was last used.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn note_token_use(&self, digest: &str, now: DateTime<Utc>) -> Result<(), LedgerError> {
        self.sql().execute("UPDATE tokens SET last_used_at = ?2 WHERE digest = ?1", params![digest, write_time(now)])?;
        Ok(())
    }

    /// Revokes a token; `false` if none with this id works.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn revoke_token(&self, id: &str, now: DateTime<Utc>) -> Result<bool, LedgerError> {
        let sql = "UPDATE tokens SET revoked_at = ?2 WHERE substr(digest, 1, ?3) = ?1 AND revoked_at IS NULL";
        Ok(self.sql().execute(sql, params![id, write_time(now), ID_CHARS as i64])? > 0)
    }

    /// Revokes every token of a person.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn revoke_tokens_of(&self, person: &str, now: DateTime<Utc>) -> Result<(), LedgerError> {
        let sql = "UPDATE tokens SET revoked_at = ?2 WHERE person = ?1 AND revoked_at IS NULL";
        self.sql().execute(sql, params![person, write_time(now)])?;
        Ok(())
    }
}
