//! People of the desk, their accounts, tokens and work; for administrators and staff.

use crate::desk::{Account, NewToken, Workload};
use crate::ledger::TokenRow;
use crate::people::{Away, Person, Role, Shift};
use crate::view::word::{WordOf, words};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// A person of the desk.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PersonView {
    /// Names the person everywhere.
    pub name: String,
    /// What they, or the token, may do.
    pub roles: Vec<WordOf<Role>>,
    /// For customers: the company whose tickets are theirs.
    pub company: Option<String>,
    /// Whether they may sign in.
    pub active: bool,
    /// The groups that handle tickets with them.
    pub groups: Vec<String>,
    /// The absence that has begun or is to come.
    pub away: Option<AwayView>,
    /// On duty for once, beside the policy's week.
    pub shifts: Vec<ShiftView>,
}

/// A person with when they last signed in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountView {
    /// The person.
    #[serde(flatten)]
    pub person: PersonView,
    /// Null: never.
    pub signed_in_at: Option<DateTime<Utc>>,
}

/// A person with how much they carry.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WorkloadView {
    /// The person.
    #[serde(flatten)]
    pub person: PersonView,
    /// Open tickets they answer for.
    pub load: usize,
    /// What was asked of them or is to be delivered by them, beside those tickets.
    pub owed: usize,
    /// Null: nobody's duty is settled.
    pub on_duty: Option<bool>,
    /// Whether an absence has begun.
    pub away_now: bool,
}

/// Away from and until.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AwayView {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The end, itself left out.
    pub until: DateTime<Utc>,
    /// Who acts for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
}

/// On duty from and until.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct ShiftView {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The end, itself left out.
    pub until: DateTime<Utc>,
}

/// A link that signs somebody in once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignInLinkView {
    /// Whom it signs in.
    pub name: String,
    /// On this server.
    pub path: String,
}

/// A token that works, never its secret.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TokenView {
    /// Names it in a path.
    pub id: String,
    /// For whom it speaks.
    pub name: String,
    /// What they, or the token, may do.
    pub roles: Vec<WordOf<Role>>,
    /// Null for tokens older than this record.
    pub created_at: Option<DateTime<Utc>>,
    /// Null: never.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A token that was just made: the only answer that holds the secret.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NewTokenView {
    /// Names it in a path.
    pub id: String,
    /// For whom it speaks.
    pub name: String,
    /// What they, or the token, may do.
    pub roles: Vec<WordOf<Role>>,
    /// The secret, shown this once.
    pub token: String,
}

impl PersonView {
    /// For those who may see accounts.
    pub fn of(person: &Person) -> PersonView {
        let Person { name, roles, company, inactive, groups, away, shifts } = person;
        let shift = |Shift { from, until }: &Shift| ShiftView { from: *from, until: *until };
        PersonView {
            name: name.clone(),
            roles: words(roles),
            company: company.clone(),
            active: !inactive,
            groups: groups.clone(),
            away: away.as_ref().map(|Away { from, until, deputy }| AwayView { from: *from, until: *until, deputy: deputy.clone() }),
            shifts: shifts.iter().map(shift).collect(),
        }
    }
}

impl AccountView {
    /// As administrators see it.
    pub fn of(account: &Account) -> AccountView {
        AccountView { person: PersonView::of(&account.person), signed_in_at: account.signed_in_at }
    }
}

impl WorkloadView {
    /// As whoever hands out work sees it.
    pub fn of(workload: &Workload) -> WorkloadView {
        let Workload { person, load, owed, on_duty, away } = workload;
        WorkloadView { person: PersonView::of(person), load: *load, owed: *owed, on_duty: *on_duty, away_now: *away }
    }
}

impl TokenView {
    /// As administrators see it.
    pub fn of(token: &TokenRow) -> TokenView {
        TokenView {
            id: token.id.clone(),
            name: token.person.clone(),
            roles: words(&token.roles),
            created_at: token.created_at,
            last_used_at: token.last_used_at,
        }
    }
}

impl NewTokenView {
    /// For whoever asked for it.
    pub fn of(made: &NewToken) -> NewTokenView {
        NewTokenView { id: made.id.clone(), name: made.person.clone(), roles: words(&made.roles), token: made.secret.clone() }
    }
}
