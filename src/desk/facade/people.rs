//! The desk's interface: people, sign-in, tokens, duties, notices.

use crate::desk::commands::availability::Workload;
use crate::desk::commands::duty::DutyDay;
use crate::desk::commands::people::Account;
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
    /// Whether `by` may hand out duties and say who is away.
    pub fn sees_to_duty(by: &Actor) -> bool {
        access::sees_to_duty(by)
    }

    /// Everybody, deactivated people too.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn people(&self) -> Result<Vec<Person>, DeskError> {
        people::people(self)
    }

    /// Everybody, with when they last signed in. Administrators only.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but administrators; [`DeskError::Ledger`].
    pub fn people_for(&self, by: &Actor) -> Result<Vec<Account>, DeskError> {
        people::people_for(self, by)
    }

    /// A person by name; `None` if unknown or deactivated.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn person(&self, name: &str) -> Result<Option<Person>, DeskError> {
        people::person(self, name)
    }

    /// Adds a person, or gives one further roles. The first administrator of a new desk gets every staff role.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but administrators, or if a field is wrong.
    pub fn add_person(&self, by: &Actor, person: Person, now: DateTime<Utc>) -> Result<Person, DeskError> {
        people::add_person(self, by, person, now)
    }

    /// Replaces a person's roles and company; open sessions follow at once.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but administrators, or if a field is wrong; [`DeskError::NotFound`] if there is no
    /// such person.
    pub fn change_person(&self, by: &Actor, to: Person, now: DateTime<Utc>) -> Result<Person, DeskError> {
        people::change_person(self, by, to, now)
    }

    /// Deactivates or reactivates a person. Deactivating ends their sessions and revokes their tokens.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but administrators, and for the last of these; [`DeskError::NotFound`] if there is no
    /// such person.
    pub fn set_active(&self, by: &Actor, name: &str, active: bool, now: DateTime<Utc>) -> Result<Person, DeskError> {
        people::set_active(self, by, name, active, now)
    }

    /// The actor that a person of this desk is.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such person, or they are deactivated.
    pub fn actor_named(&self, name: &str, now: DateTime<Utc>) -> Result<Actor, DeskError> {
        people::actor_named(self, name, now)
    }

    /// Makes a token for a person, limited to `roles`; an unknown person is added with these roles. A repeated request is
    /// refused: nobody keeps the secret of the first.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but administrators, if the person lacks a role, or for a repeated request.
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

    /// The tokens that are not revoked, without secrets.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but administrators.
    pub fn tokens(&self, by: &Actor) -> Result<Vec<TokenRow>, DeskError> {
        tokens::tokens(self, by)
    }

    /// Revokes a token by its id, from the next request on.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but administrators; [`DeskError::NotFound`] if there is no such token.
    pub fn revoke_token(&self, by: &Actor, id: &str, now: DateTime<Utc>) -> Result<(), DeskError> {
        tokens::revoke_token(self, by, id, now)
    }

    /// Whom a token speaks for; `None` if the token is unknown or revoked, or its person unknown or deactivated.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn actor_of_token(&self, secret: &str, now: DateTime<Utc>) -> Result<Option<Actor>, DeskError> {
        tokens::actor_of_token(self, secret, now)
    }

    /// The secret of a link that signs in the desk's first administrator, once; `None` if the desk has people.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn first_sign_in_link(&self, now: DateTime<Utc>) -> Result<Option<String>, DeskError> {
        sign_in::first_sign_in_link(self, now)
    }

    /// The secret of a link that signs somebody in once, within 24 hours. Administrators only.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but administrators; [`DeskError::NotFound`] if there is no such person.
    pub fn sign_in_link(&self, by: &Actor, name: &str, now: DateTime<Utc>) -> Result<String, DeskError> {
        sign_in::sign_in_link(self, by, name, now)
    }

    /// Whom a link would sign in, without using it up; `None` if it is unknown or expired.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn link_is_for(&self, secret: &str, now: DateTime<Utc>) -> Result<Option<LinkFor>, DeskError> {
        sign_in::link_is_for(self, secret, now)
    }

    /// Uses up a link and returns the secret of a new session. `name` is read for the first person only. One transaction: of
    /// several who open a link at once one is signed in.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the link is unknown, used or expired; [`DeskError::Refused`] if the name is wrong, and the
    /// link is then not used up.
    pub fn sign_in(&self, secret_of_link: &str, name: &str, now: DateTime<Utc>) -> Result<String, DeskError> {
        sign_in::sign_in(self, secret_of_link, name, now)
    }

    /// Whom a session speaks for; a visitor if it is unknown or expired.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn actor_of_session(&self, session: &str, now: DateTime<Utc>) -> Result<Actor, DeskError> {
        sign_in::actor_of_session(self, session, now)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn sign_out(&self, session: &str) -> Result<(), DeskError> {
        sign_in::sign_out(self, session)
    }

    /// Active staff with what they have to do, the least loaded first. Staff only.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but staff; [`DeskError::Ledger`].
    pub fn workload(&self, by: &Actor, now: DateTime<Utc>) -> Result<Vec<Workload>, DeskError> {
        availability::workload(self, by, now)
    }

    /// Replaces the groups somebody is in.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but administrators, or for too many groups; [`DeskError::NotFound`] if there is no
    /// such member of the staff.
    pub fn set_groups(&self, by: &Actor, name: &str, groups: Vec<String>, now: DateTime<Utc>) -> Result<Person, DeskError> {
        availability::set_groups(self, by, name, groups, now)
    }

    /// Whether `by` may say that `name` is away: for themselves, or as somebody who hands out duties.
    pub fn may_set_away(by: &Actor, name: &str) -> bool {
        availability::may_set_away(by, name)
    }

    /// Whether `by` may change who is in which group.
    pub fn sees_to_groups(by: &Actor) -> bool {
        availability::sees_to_groups(by)
    }

    /// Says from when until when somebody is away, and who acts for them; `None`: they are here.
    ///
    /// # Errors
    /// [`DeskError::Refused`] unless [`Desk::may_set_away`], or if a field is wrong; [`DeskError::NotFound`] if there is no
    /// such member of the staff.
    pub fn set_away(&self, by: &Actor, name: &str, away: Option<Away>, now: DateTime<Utc>) -> Result<Person, DeskError> {
        availability::set_away(self, by, name, away, now)
    }

    /// Who is on duty on each of the next `days` days, today included. Staff only.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but staff; [`DeskError::Ledger`].
    pub fn duty(&self, by: &Actor, days: usize, now: DateTime<Utc>) -> Result<Vec<DutyDay>, DeskError> {
        duty::duty(self, by, days, now)
    }

    /// Gives somebody a shift; shifts that are over are removed.
    ///
    /// # Errors
    /// [`DeskError::Refused`] unless [`Desk::sees_to_duty`], or if a field is wrong; [`DeskError::NotFound`] if there is no
    /// such member of the staff.
    pub fn add_shift(&self, by: &Actor, name: &str, shift: Shift, now: DateTime<Utc>) -> Result<Person, DeskError> {
        duty::add_shift(self, by, name, shift, now)
    }

    /// Takes back the shift that begins at `from`.
    ///
    /// # Errors
    /// [`DeskError::Refused`] unless [`Desk::sees_to_duty`]; [`DeskError::NotFound`] if there is no such member of the staff.
    pub fn drop_shift(&self, by: &Actor, name: &str, from: DateTime<Utc>, now: DateTime<Utc>) -> Result<Person, DeskError> {
        duty::drop_shift(self, by, name, from, now)
    }

    /// How many notices the actor has not seen; 0 for actors that are no person.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn notices_unseen(&self, actor: &Actor) -> Result<usize, DeskError> {
        notices::notices_unseen(self, actor)
    }

    /// Of one ticket's notices those the actor has not seen: (how many, sequence number of the newest); `None`: all seen.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn unseen_of(&self, actor: &Actor, number: Number) -> Result<Option<(usize, u64)>, DeskError> {
        notices::unseen_of(self, actor, number)
    }

    /// Writes notices for everything recorded by now. Does nothing without the lock.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn notify(&self) -> Result<(), DeskError> {
        notify::notify(self)
    }

    /// Up to `limit` of the actor's notices, newest first, and how many they have not seen. `before`: only those with a smaller
    /// sequence number; `unseen`: only those not seen.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for actors that are no person; [`DeskError::Ledger`].
    pub fn notices(
        &self,
        actor: &Actor,
        before: Option<u64>,
        unseen: bool,
        limit: usize,
    ) -> Result<(Vec<Notice>, usize), DeskError> {
        notify::notices(self, actor, before, unseen, limit)
    }

    /// Marks the actor's notices up to and including `up_to` as seen; of one ticket, or of all.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for actors that are no person; [`DeskError::Ledger`].
    pub fn see_notices(&self, actor: &Actor, up_to: u64, number: Option<Number>) -> Result<(), DeskError> {
        see_notices::see_notices(self, actor, up_to, number)
    }
}
