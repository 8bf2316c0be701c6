//! The policy in force, putting another in force, and previewing that.

use crate::desk::core::desk::Desk;
use crate::desk::core::policy_on_record::set;
use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::desk::write::fall_due::fall_due;
use crate::desk::write::project::project;
use crate::ledger::PolicyRow;
use crate::people::{Actor, Role};
use crate::reason::{Forbidden, PolicyLint, StaffMatter};
use crate::sla::{self, ClockName, Policy, PolicyHistory, PolicySet};
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Tickets derived again in one transaction.
const PAGE: usize = 500;

/// A policy that is or was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInForce {
    /// Counts the policies of the desk, from 1.
    pub version: u64,
    /// When it came into force.
    pub since: DateTime<Utc>,
    /// Who put it in force.
    pub by: String,
    /// SHA-256 of the policy, hexadecimal.
    pub digest: String,
}

/// A due time of an open ticket that a change of policy would move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedDueTime {
    /// The ticket.
    pub number: Number,
    /// Which of its clocks.
    pub clock: ClockName,
    /// Due time under the policy in force; `None`: no such clock.
    pub from: Option<DateTime<Utc>>,
    /// Due time under the changed policy; `None`: no such clock.
    pub to: Option<DateTime<Utc>>,
}

/// What a change of policy would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyPreview {
    /// SHA-256 of the changed policy; empty if nothing would change and no policy is on record.
    pub digest: String,
    /// The policy in force; `None` if none is on record.
    pub in_force: Option<PolicyInForce>,
    /// Open tickets compared.
    pub open: usize,
    /// The due times that would move.
    pub moved: Vec<MovedDueTime>,
    /// What the changed policy says and probably does not mean.
    pub lints: Vec<PolicyLint>,
}

fn in_force_from(row: &PolicyRow) -> PolicyInForce {
    PolicyInForce { version: row.version, since: row.since, by: row.actor.clone(), digest: row.set.digest.clone() }
}

/// Whether `by` may preview a policy: administrators, supervisors and support managers.
///
/// # Errors
/// [`DeskError::Refused`] for anybody else.
pub fn may_try_policy(by: &Actor) -> Result<(), DeskError> {
    match by.has_any(&[Role::Administrator, Role::SupportSupervisor, Role::SupportManager]) {
        true => Ok(()),
        false => Err(Forbidden::Policies.into()),
    }
}

/// Puts the policy of the settings in force if it differs from the recorded one: records it and derives open tickets anew.
/// Returns whether it did. Without the lock the recorded policy stays in force.
pub fn adopt_policy(desk: &mut Desk, now: DateTime<Utc>) -> Result<bool, DeskError> {
    let Some(proposed) = desk.proposed.take_if(|_| desk.lock.is_some()) else {
        if desk.lock.is_some() && desk.ledger.board_is_behind()? {
            derive_open(desk, now)?;
        }
        return Ok(false);
    };
    let first = desk.ledger.policies()?.is_empty();
    if !first {
        // What ran out while the desk was not running did so under the old policy.
        fall_due(desk, now)?;
    }
    let policies = match first {
        true => PolicyHistory::only(proposed.set.policy.clone()),
        false => desk.settings.policies.clone().followed_by(now, proposed.set.policy.clone()),
    };
    desk.settings = Arc::new(Settings::clone(&desk.settings).under(policies));
    desk.closed_facts = Default::default();
    // The event is recorded last, so that after a crash everything is derived again.
    derive_open(desk, now)?;
    desk.ledger.write(move |tx| Ok::<_, DeskError>(tx.append_policy(&proposed.set, Actor::System.name(), now)?))?;
    Ok(true)
}

/// Whether `desk.toml` has another policy than the one in force.
pub fn policy_waits(desk: &Desk) -> bool {
    desk.proposed.is_some()
}

fn derive_open(desk: &Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let mut after = String::new();
    loop {
        let page = desk.ledger.open_numbers_after(&after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.to_string();
        let settings = desk.settings.clone();
        desk.ledger.write(move |tx| {
            for number in page {
                if let Some(ticket) = tx.readable_ticket(number)? {
                    project(tx, &ticket, &settings, now)?;
                }
            }
            Ok::<_, DeskError>(())
        })?;
    }
}

/// The policy in force, and since when; `None` if none is recorded and the settings apply. Staff only.
pub fn policy_in_force(desk: &Desk, actor: &Actor) -> Result<(Option<PolicyInForce>, Policy), DeskError> {
    if !actor.is_staff() {
        return Err(Forbidden::Staff { matter: StaffMatter::Policy }.into());
    }
    Ok((desk.ledger.policies()?.last().map(in_force_from), desk.settings.policies.policy().clone()))
}

/// Every policy the desk has had, in order; the last is in force.
pub fn policy_history(desk: &Desk) -> Result<Vec<PolicyInForce>, DeskError> {
    Ok(desk.ledger.policies()?.iter().map(in_force_from).collect())
}

/// What putting the policy of the settings in force would change; writes nothing.
pub fn preview_policy(desk: &Desk, now: DateTime<Utc>) -> Result<PolicyPreview, DeskError> {
    preview(desk, desk.proposed.as_ref().map(|proposed| &proposed.set), now)
}

/// As [`preview_policy`], for any settings. For those who [`may_try_policy`].
pub fn preview_settings(
    desk: &Desk,
    by: &Actor,
    settings: &crate::desk::settings::Settings,
    now: DateTime<Utc>,
) -> Result<PolicyPreview, DeskError> {
    may_try_policy(by)?;
    let proposed = set(settings.policies.policy().clone())?;
    let in_force = desk.ledger.policies()?.last().map(|row| row.set.digest.clone());
    preview(desk, Some(&proposed).filter(|proposed| Some(&proposed.digest) != in_force.as_ref()), now)
}

fn preview(desk: &Desk, proposed: Option<&PolicySet>, now: DateTime<Utc>) -> Result<PolicyPreview, DeskError> {
    let in_force = desk.ledger.policies()?.last().map(in_force_from);
    let present = &desk.settings.policies;
    let (digest, changed) = match proposed {
        Some(proposed) => (proposed.digest.clone(), present.clone().followed_by(now, proposed.policy.clone())),
        None => (in_force.as_ref().map_or_else(String::new, |p| p.digest.clone()), present.clone()),
    };
    let lints = sla::lints(changed.policy(), &desk.ledger.people()?);
    let mut preview = PolicyPreview { digest, in_force, open: 0, moved: Vec::new(), lints };
    let mut after = String::new();
    loop {
        let page = desk.ledger.open_numbers_after(&after, PAGE)?;
        let Some(last) = page.last() else { return Ok(preview) };
        after = last.to_string();
        for number in page {
            let Some(ticket) = desk.ledger.ticket(number)? else { continue };
            preview.open += 1;
            let due = |policies: &PolicyHistory| {
                sla::clocks(&ticket, policies, now).into_iter().map(|c| (c.name, c.due_at)).collect::<Vec<_>>()
            };
            let (before, then) = (due(present), due(&changed));
            for clock in ClockName::ALL {
                let of = |side: &[(ClockName, DateTime<Utc>)]| side.iter().find(|(name, _)| name == clock).map(|(_, at)| *at);
                let (from, to) = (of(&before), of(&then));
                if from != to {
                    preview.moved.push(MovedDueTime { number, clock: *clock, from, to });
                }
            }
        }
    }
}
