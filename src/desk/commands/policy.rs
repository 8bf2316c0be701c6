//! The policy in force: what the record says it is, how another comes into force, and what that would move.

use crate::desk::core::open::Desk;
use crate::desk::core::policy_on_record::set;
use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::desk::write::project::put_on_board;
use crate::ledger::PolicyRow;
use crate::people::{Actor, Role};
use crate::sla::{self, Book, ClockName, Policy, PolicySet};
use crate::ticket::{Number, Refusal};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Tickets derived anew in one transaction.
const PAGE: usize = 500;

/// A policy that is or was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInForce {
    pub version: u64,
    pub since: DateTime<Utc>,
    pub by: String,
    pub digest: String,
}

/// A due time that a change would move; None on a side where there is no such clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub number: Number,
    pub clock: ClockName,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
}

/// What a change of policy would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub digest: String,
    pub in_force: Option<PolicyInForce>,
    /// Open tickets looked at.
    pub open: usize,
    pub moved: Vec<Moved>,
    /// What it may say and hardly means.
    pub doubts: Vec<String>,
}

fn told(row: &PolicyRow) -> PolicyInForce {
    PolicyInForce { version: row.version, since: row.since, by: row.actor.clone(), digest: row.set.digest.clone() }
}

/// Trying a change is for those who could make it, or answer for it.
pub fn may_try_policy(by: &Actor) -> Result<(), DeskError> {
    match by.has_any(&[Role::Administrator, Role::SupportSupervisor, Role::SupportManager]) {
        true => Ok(()),
        false => Err(Refusal::Forbidden("an administrator, supervisor or manager tries a policy".into()).into()),
    }
}

impl Desk {
    /// Puts the policy of the settings in force, if it is another than the record's: what is open is reckoned anew, and the
    /// change is an event. Only who holds the desk does; beside a server the record's policy holds until it starts again.
    pub fn adopt_policy(&mut self, now: DateTime<Utc>) -> Result<bool, DeskError> {
        let Some(proposed) = self.proposed.take_if(|_| self.lock.is_some()) else {
            if self.lock.is_some() && self.ledger.board_is_behind()? {
                self.derive_open(now)?;
            }
            return Ok(false);
        };
        let first = self.ledger.policies()?.is_empty();
        if !first {
            // What ran out while the desk was away ran out under the policy of that time.
            self.fall_due(now)?;
        }
        let policies = match first {
            true => Book::only(proposed.set.policy.clone()),
            false => self.settings.policies.clone().and(now, proposed.set.policy.clone()),
        };
        self.settings = Arc::new(Settings::clone(&self.settings).under(policies));
        self.closed_facts = Default::default();
        // The event comes last: what a crash leaves half derived is derived again.
        self.derive_open(now)?;
        self.ledger.write(move |batch| Ok::<_, DeskError>(batch.append_policy(&proposed.set, Actor::System.name(), now)?))?;
        Ok(true)
    }

    /// Whether `desk.toml` says something else than the policy in force.
    pub fn policy_waits(&self) -> bool {
        self.proposed.is_some()
    }

    fn derive_open(&self, now: DateTime<Utc>) -> Result<(), DeskError> {
        let mut after = String::new();
        loop {
            let page = self.ledger.open_numbers_after(&after, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.to_string();
            let settings = self.settings.clone();
            self.ledger.write(move |batch| {
                for number in page {
                    if let Some(ticket) = batch.readable_ticket(number)? {
                        put_on_board(batch, &ticket, &settings, now)?;
                    }
                }
                Ok::<_, DeskError>(())
            })?;
        }
    }

    /// What is in force, and since when; None: nothing is on the record yet, and the settings hold. Staff only.
    pub fn policy_in_force(&self, actor: &Actor) -> Result<(Option<PolicyInForce>, Policy), DeskError> {
        if !actor.is_staff() {
            return Err(Refusal::Forbidden("the policy is for staff".into()).into());
        }
        Ok((self.ledger.policies()?.last().map(told), self.settings.policies.policy().clone()))
    }

    /// Every policy the desk has had, in order.
    pub fn policy_history(&self) -> Result<Vec<PolicyInForce>, DeskError> {
        Ok(self.ledger.policies()?.iter().map(told).collect())
    }

    /// What putting the settings' policy in force would move now; writes nothing.
    pub fn preview_policy(&self, now: DateTime<Utc>) -> Result<Preview, DeskError> {
        self.preview(self.proposed.as_ref().map(|proposed| &proposed.set), now)
    }

    /// The same for any settings, for those who answer for what is promised.
    pub fn preview_settings(
        &self,
        by: &Actor,
        settings: &crate::desk::settings::Settings,
        now: DateTime<Utc>,
    ) -> Result<Preview, DeskError> {
        may_try_policy(by)?;
        let told = set(settings.policies.policy().clone())?;
        let in_force = self.ledger.policies()?.last().map(|row| row.set.digest.clone());
        self.preview(Some(&told).filter(|told| Some(&told.digest) != in_force.as_ref()), now)
    }

    fn preview(&self, proposed: Option<&PolicySet>, now: DateTime<Utc>) -> Result<Preview, DeskError> {
        let in_force = self.ledger.policies()?.last().map(told);
        let present = &self.settings.policies;
        let (digest, changed) = match proposed {
            Some(proposed) => (proposed.digest.clone(), present.clone().and(now, proposed.policy.clone())),
            None => (in_force.as_ref().map_or_else(String::new, |p| p.digest.clone()), present.clone()),
        };
        let doubts = sla::doubts(changed.policy(), &self.ledger.people()?);
        let mut preview = Preview { digest, in_force, open: 0, moved: Vec::new(), doubts };
        let mut after = String::new();
        loop {
            let page = self.ledger.open_numbers_after(&after, PAGE)?;
            let Some(last) = page.last() else { return Ok(preview) };
            after = last.to_string();
            for number in page {
                let Some(ticket) = self.ledger.ticket(number)? else { continue };
                preview.open += 1;
                let due = |book: &Book| sla::clocks(&ticket, book, now).into_iter().map(|c| (c.name, c.due_at)).collect::<Vec<_>>();
                let (before, then) = (due(present), due(&changed));
                for clock in ClockName::ALL {
                    let of = |side: &[(ClockName, DateTime<Utc>)]| side.iter().find(|(name, _)| name == clock).map(|(_, at)| *at);
                    let (from, to) = (of(&before), of(&then));
                    if from != to {
                        preview.moved.push(Moved { number, clock: *clock, from, to });
                    }
                }
            }
        }
    }
}
