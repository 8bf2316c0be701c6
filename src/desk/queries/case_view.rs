//! A case as a reader meets it.

use crate::case::{Audience, Case, CaseEvent};
use crate::desk::core::access::sees_case;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::ledger::{Area, StoredEvent};
use crate::markdown;
use crate::people::Actor;
use crate::reason::{Forbidden, StaffMatter};
use crate::ticket::Number;

/// A case as a reader meets it.
#[derive(Debug, Clone)]
pub struct CaseView {
    pub case: Case,
    pub reused: u32,
    pub helped: u32,
    pub did_not_help: u32,
    /// What the reader has said themselves.
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

pub fn case(desk: &Desk, actor: &Actor, number: Number) -> Result<CaseView, DeskError> {
    let mut case = case_for(desk, actor, number)?;
    if !actor.is_staff() {
        // Numbers of what they may not read are not theirs to know either.
        case.forget(|link| case_for(desk, actor, link.case).is_err());
        case.family = if case_for(desk, actor, case.family).is_ok() { case.family } else { number };
        // Who reads it only because the ticket was theirs reads what they were told, not how the desk went about it.
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
    Ok(CaseView { case, reused, helped, did_not_help, own_word })
}

/// The case's file as text. A customer's copy does not count what other customers asked.
pub fn case_file(desk: &Desk, actor: &Actor, number: Number) -> Result<String, DeskError> {
    let view = case(desk, actor, number)?;
    Ok(markdown::write_case(&view.case, view.reused))
}

/// Every revision, the newest first. Staff only: who wrote what is the desk's own matter.
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
