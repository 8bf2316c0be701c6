//! Cases, as a reader may see them.

use crate::case::{Audience, Case, CaseEvent};
use crate::desk::core::access::sees_case;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::ledger::{Area, StoredEvent};
use crate::markdown;
use crate::people::Actor;
use crate::reason::{Forbidden, StaffMatter};
use crate::ticket::Number;

/// A case, as one reader may see it.
#[derive(Debug, Clone)]
pub struct ReadCase {
    /// The case, without links and parts the reader may not see.
    pub case: Case,
    /// How many tickets it has answered; 0 for anybody but staff.
    pub reused: u32,
    /// How many people said last that it helped.
    pub helped: u32,
    /// How many said last that it did not.
    pub did_not_help: u32,
    /// What the reader said last.
    pub own_word: Option<bool>,
}

pub fn case_for(desk: &Desk, actor: &Actor, number: Number) -> Result<Case, DeskError> {
    let row = desk.ledger.case(number)?.ok_or_else(|| DeskError::no_case(number))?;
    let ticket = desk.ledger.ticket(number)?.ok_or_else(|| DeskError::no_case(number))?;
    if !sees_case(actor, &row.case, &ticket) {
        return Err(DeskError::no_case(number));
    }
    Ok(row.case)
}

/// A case, as the actor may see it.
pub fn case(desk: &Desk, actor: &Actor, number: Number) -> Result<ReadCase, DeskError> {
    let mut case = case_for(desk, actor, number)?;
    if !actor.is_staff() {
        // Numbers of cases they may not see are removed too.
        case.forget(|link| case_for(desk, actor, link.case).is_err());
        case.family = if case_for(desk, actor, case.family).is_ok() { case.family } else { number };
        // A reader who sees the case only because the ticket was theirs does not see the internal parts.
        if case.audience < Audience::Customer {
            let parts = &mut case.parts;
            [&mut parts.analysis, &mut parts.cause, &mut parts.attempts].into_iter().for_each(String::clear);
        }
    }
    let said = desk.ledger.ratings(number)?;
    let count = |helped: bool| said.values().filter(|h| **h == helped).count() as u32;
    let (helped, did_not_help) = (count(true), count(false));
    let own_word = said.get(actor.name()).copied();
    let reused = if actor.is_staff() { desk.ledger.reused(number)? } else { 0 };
    Ok(ReadCase { case, reused, helped, did_not_help, own_word })
}

/// The case's file as text; for anybody but staff without the reuse count.
pub fn case_file(desk: &Desk, actor: &Actor, number: Number) -> Result<String, DeskError> {
    let view = case(desk, actor, number)?;
    Ok(markdown::write_case(&view.case, view.reused))
}

/// Every revision, newest first: (its event, the case, why). Staff only.
pub fn case_revisions(desk: &Desk, actor: &Actor, number: Number) -> Result<Vec<(StoredEvent, Case, String)>, DeskError> {
    case_for(desk, actor, number)?;
    if !actor.is_staff() {
        return Err(Forbidden::Staff { matter: StaffMatter::Revisions }.into());
    }
    let mut revisions = Vec::new();
    for event in desk.ledger.stream(Area::Case, &number.to_string())? {
        if let Ok(CaseEvent::Revised { case, why }) = event.case_event() {
            revisions.push((event, *case, why));
        }
    }
    revisions.reverse();
    Ok(revisions)
}
