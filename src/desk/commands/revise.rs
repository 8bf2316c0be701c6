//! Revising and rating cases.

use crate::case::{Case, CaseEvent, Masker};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::case_view::case_for;
use crate::desk::write::archive::staff;
use crate::ledger::{Area, StoredEvent};
use crate::markdown;
use crate::people::{Actor, Role};
use crate::reason::Forbidden;
use crate::ticket::Number;
use chrono::{DateTime, Utc};

/// Roles that may revise cases.
const WRITERS: &[Role] = &[
    Role::JuniorEngineer,
    Role::SeniorEngineer,
    Role::SupportSupervisor,
    Role::SupportManager,
    Role::ProductManager,
    Role::Administrator,
];

/// Whether the actor may revise cases.
pub fn writes_cases(actor: &Actor) -> bool {
    actor.has_any(WRITERS)
}

/// Stores a new revision of a case by hand and returns it; personal data is masked. `seen`: the revision the writer has read.
/// The same text again is no new revision.
pub fn revise_case(desk: &Desk, actor: &Actor, mut case: Case, seen: Option<u32>, now: DateTime<Utc>) -> Result<Case, DeskError> {
    let number = case.number;
    case_for(desk, actor, number)?;
    if !writes_cases(actor) {
        return Err(Forbidden::Archive.into());
    }
    case.parts = markdown::normalise(&case.parts);
    let name = actor.name().to_string();
    desk.ledger.write(move |tx| {
        let row = tx.case(number)?.ok_or_else(|| DeskError::no_case(number))?;
        (case.revision, case.masking) = (row.case.revision, row.case.masking);
        // The same text is no new revision, even if `seen` is older: the form was sent twice.
        if case == row.case {
            return Ok(case);
        }
        if seen.is_some_and(|seen| seen != row.case.revision) {
            return Err(DeskError::Changed { current: u64::from(row.case.revision) });
        }
        let ticket = tx.ticket(number)?.ok_or_else(|| DeskError::no_case(number))?;
        case.mask_again(&Masker::new(&ticket.report.contact, &staff(tx)?));
        case.revision += 1;
        tx.append_case(number, &name, now, &CaseEvent::Revised { case: Box::new(case.clone()), why: "edited".into() })?;
        Ok(case)
    })
}

/// Records whether a case helped: one vote a person, the last counts. The same vote again, without new `words`, is not
/// recorded.
pub fn rate_case(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    helpful: bool,
    words: Option<String>,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    case_for(desk, actor, number)?;
    if *actor == Actor::Visitor {
        return Err(Forbidden::RatingOfNobody.into());
    }
    let name = actor.name().to_string();
    desk.ledger.write(move |tx| {
        let came = tx.stream(Area::Case, &number.to_string())?;
        let last = came
            .iter()
            .rev()
            .find(|event| event.name == "rated" && event.actor == name)
            .map(StoredEvent::case_event)
            .transpose()?;
        let nothing_new = |said: &CaseEvent| match said {
            CaseEvent::Rated { helpful: before, words: before_words } => {
                *before == helpful && (words.is_none() || *before_words == words)
            }
            CaseEvent::Revised { .. } => false,
        };
        if last.as_ref().is_some_and(nothing_new) {
            return Ok(());
        }
        tx.append_case(number, &name, now, &CaseEvent::Rated { helpful, words })?;
        Ok(())
    })
}
