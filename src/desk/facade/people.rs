//! The desk for other rooms: who they are, how they come in, what they are told.

use crate::desk::commands::availability::Workload;
use crate::desk::commands::duty::DutyDay;
use crate::desk::commands::people::PersonView;
use crate::desk::commands::sign_in::LinkFor;
use crate::desk::commands::tokens::NewToken;
use crate::desk::commands::{availability, duty, people, see_notices, sign_in, tokens};
use crate::desk::core::access;
use crate::desk::core::desk::Desk;
use crate::desk::core::idempotency::Idempotency;
use crate::desk::error::DeskError;
use crate::desk::followers::notify;
use crate::desk::queries::notices;
use crate::desk::queries::notices::Notice;
use crate::ledger::TokenRow;
use crate::people::{Actor, Away, Person, Role, Shift};
use crate::ticket::Number;
use chrono::{DateTime, Utc};

impl Desk {
    /// Whether somebody hands out duties, and says who is away.
    pub fn sees_to_duty(by: &Actor) -> bool {
        access::sees_to_duty(by)
    }

    pub fn people(&self) -> Result<Vec<Person>, DeskError> {
        people::people(self)
    }

    /// Everybody with when they last signed in.
    pub fn people_for(&self, by: &Actor) -> Result<Vec<PersonView>, DeskError> {
        people::people_for(self, by)
    }

    /// Somebody who can be given something to do.
    pub fn person(&self, name: &str) -> Result<Option<Person>, DeskError> {
        people::person(self, name)
    }

    /// Adds a person, or gives one further roles. The first administrator of a new desk holds every staff role.
    pub fn add_person(&self, by: &Actor, person: Person, now: DateTime<Utc>) -> Result<Person, DeskError> {
        people::add_person(self, by, person, now)
    }

    /// Exactly these roles and this company from now on. Roles are asked for at every request, so open sessions follow.
    pub fn change_person(&self, by: &Actor, to: Person, now: DateTime<Utc>) -> Result<Person, DeskError> {
        people::change_person(self, by, to, now)
    }

    /// Somebody leaves, or is back. Who leaves is signed out everywhere, and their tokens end for good.
    pub fn set_active(&self, by: &Actor, name: &str, active: bool, now: DateTime<Utc>) -> Result<Person, DeskError> {
        people::set_active(self, by, name, active, now)
    }

    /// A person of this desk as the one who acts.
    pub fn actor_named(&self, name: &str, now: DateTime<Utc>) -> Result<Actor, DeskError> {
        people::actor_named(self, name, now)
    }

    /// A token for a person, limited to `roles` of theirs. Somebody unknown is added with these roles. The same request again
    /// makes no second one, and cannot be shown the first one's secret: nobody keeps it.
    pub fn add_token(
        &self,
        by: &Actor,
        name: &str,
        roles: Vec<Role>,
        idempotency: Option<Idempotency>,
        now: DateTime<Utc>,
    ) -> Result<NewToken, DeskError> {
        tokens::add_token(self, by, name, roles, idempotency, now)
    }

    /// The tokens that work; never a secret.
    pub fn tokens(&self, by: &Actor) -> Result<Vec<TokenRow>, DeskError> {
        tokens::tokens(self, by)
    }

    /// From the next request on the token is unknown.
    pub fn revoke_token(&self, by: &Actor, id: &str, now: DateTime<Utc>) -> Result<(), DeskError> {
        tokens::revoke_token(self, by, id, now)
    }

    /// Whom a token speaks for; None for one that is unknown or revoked, or whose person is unknown or has left.
    pub fn actor_of_token(&self, secret: &str, now: DateTime<Utc>) -> Result<Option<Actor>, DeskError> {
        tokens::actor_of_token(self, secret, now)
    }

    /// A link that signs in the desk's first administrator, once. None where the desk has people.
    pub fn first_sign_in_link(&self, now: DateTime<Utc>) -> Result<Option<String>, DeskError> {
        sign_in::first_sign_in_link(self, now)
    }

    /// A link that signs somebody in, once.
    pub fn sign_in_link(&self, by: &Actor, name: &str, now: DateTime<Utc>) -> Result<String, DeskError> {
        sign_in::sign_in_link(self, by, name, now)
    }

    /// Whom a link would sign in; it is not used up by looking.
    pub fn link_is_for(&self, secret: &str, now: DateTime<Utc>) -> Result<Option<LinkFor>, DeskError> {
        sign_in::link_is_for(self, secret, now)
    }

    /// Uses a link up and begins a session; gives the session's secret. `name` is asked of the first person only. All of it
    /// happens in one transaction: of many who open a link at once one comes in, and what is refused leaves nothing behind.
    pub fn sign_in(&self, secret_of_link: &str, name: &str, now: DateTime<Utc>) -> Result<String, DeskError> {
        sign_in::sign_in(self, secret_of_link, name, now)
    }

    /// Whoever a session speaks for; a visitor where it is over or unknown.
    pub fn actor_of_session(&self, session: &str, now: DateTime<Utc>) -> Result<Actor, DeskError> {
        sign_in::actor_of_session(self, session, now)
    }

    pub fn sign_out(&self, session: &str) -> Result<(), DeskError> {
        sign_in::sign_out(self, session)
    }

    /// Everybody of the staff who is here, the least loaded first.
    pub fn workload(&self, by: &Actor, now: DateTime<Utc>) -> Result<Vec<Workload>, DeskError> {
        availability::workload(self, by, now)
    }

    /// In exactly these groups from now on.
    pub fn set_groups(&self, by: &Actor, name: &str, groups: Vec<String>, now: DateTime<Utc>) -> Result<Person, DeskError> {
        availability::set_groups(self, by, name, groups, now)
    }

    /// Whether somebody says who is away: themselves, or whom they hand out work to.
    pub fn may_set_away(by: &Actor, name: &str) -> bool {
        availability::may_set_away(by, name)
    }

    /// Whether somebody says who is in which group.
    pub fn sees_to_groups(by: &Actor) -> bool {
        availability::sees_to_groups(by)
    }

    /// Away from and until, with whoever acts meanwhile; None: back, or not away after all. One says so oneself, or whoever
    /// hands out the work does.
    pub fn set_away(&self, by: &Actor, name: &str, away: Option<Away>, now: DateTime<Utc>) -> Result<Person, DeskError> {
        availability::set_away(self, by, name, away, now)
    }

    /// These many days from today on.
    pub fn duty(&self, by: &Actor, days: usize, now: DateTime<Utc>) -> Result<Vec<DutyDay>, DeskError> {
        duty::duty(self, by, days, now)
    }

    /// Gives somebody a duty; what is over is forgotten.
    pub fn add_shift(&self, by: &Actor, name: &str, shift: Shift, now: DateTime<Utc>) -> Result<Person, DeskError> {
        duty::add_shift(self, by, name, shift, now)
    }

    /// Takes back the duty that begins then.
    pub fn drop_shift(&self, by: &Actor, name: &str, from: DateTime<Utc>, now: DateTime<Utc>) -> Result<Person, DeskError> {
        duty::drop_shift(self, by, name, from, now)
    }

    /// How many notices the actor has not seen; nobody in particular has none.
    pub fn notices_unseen(&self, actor: &Actor) -> Result<usize, DeskError> {
        notices::notices_unseen(self, actor)
    }

    /// What one ticket has to tell the actor that they have not seen: how many notices, and the place of the newest.
    pub fn unseen_of(&self, actor: &Actor, number: Number) -> Result<Option<(usize, u64)>, DeskError> {
        notices::unseen_of(self, actor, number)
    }

    /// Notices for all that has been recorded by now. Does nothing without the lock.
    pub fn notify(&self) -> Result<(), DeskError> {
        notify::notify(self)
    }

    /// What the actor is told of all that has been recorded by now, the newest first, with how many they have not seen. `before`:
    /// further back than this.
    pub fn notices(
        &self,
        actor: &Actor,
        before: Option<u64>,
        unseen: bool,
        limit: usize,
    ) -> Result<(Vec<Notice>, usize), DeskError> {
        notify::notices(self, actor, before, unseen, limit)
    }

    /// The actor has seen their notices up to a place; those of one ticket, or all.
    pub fn see_notices(&self, actor: &Actor, up_to: u64, number: Option<Number>) -> Result<(), DeskError> {
        see_notices::see_notices(self, actor, up_to, number)
    }
}
