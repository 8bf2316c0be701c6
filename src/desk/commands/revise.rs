//! Reading, revising and rating cases.

use crate::case::{Audience, Case, CaseEvent, Masker};
use crate::desk::core::access::sees_case;
use crate::desk::core::open::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::case_view::CaseView;
use crate::desk::write::archive::staff;
use crate::ledger::{Area, Entry};
use crate::markdown;
use crate::people::{Actor, Role};
use crate::ticket::{Number, Refusal};
use chrono::{DateTime, Utc};

/// Who writes in the archive.
const WRITERS: &[Role] = &[
    Role::JuniorEngineer,
    Role::SeniorEngineer,
    Role::SupportSupervisor,
    Role::SupportManager,
    Role::ProductManager,
    Role::Administrator,
];

impl Desk {
    pub(in crate::desk) fn case_for(&self, actor: &Actor, number: Number) -> Result<Case, DeskError> {
        let row = self.ledger.case(number)?.ok_or_else(|| DeskError::no_case(number))?;
        let ticket = self.ledger.ticket(number)?.ok_or_else(|| DeskError::no_case(number))?;
        if !sees_case(actor, &row.case, &ticket) {
            return Err(DeskError::no_case(number));
        }
        Ok(row.case)
    }

    pub fn case(&self, actor: &Actor, number: Number) -> Result<CaseView, DeskError> {
        let mut case = self.case_for(actor, number)?;
        if !actor.is_staff() {
            // Numbers of what they may not read are not theirs to know either.
            case.forget(|link| self.case_for(actor, link.case).is_err());
            case.family = if self.case_for(actor, case.family).is_ok() { case.family } else { number };
            // Who reads it only because the ticket was theirs reads what they were told, not how the desk went about it.
            if case.audience < Audience::Customer {
                let parts = &mut case.parts;
                [&mut parts.analysis, &mut parts.cause, &mut parts.attempts].into_iter().for_each(String::clear);
            }
        }
        let said = self.ledger.ratings(number)?;
        let count = |helped: bool| said.values().filter(|h| **h == helped).count() as u32;
        let (helped, did_not_help) = (count(true), count(false));
        let own_word = said.get(actor.name()).copied();
        let reused = if actor.is_staff() { self.ledger.reused(number)? } else { 0 };
        Ok(CaseView { case, reused, helped, did_not_help, own_word })
    }

    /// The case's file as text. A customer's copy does not count what other customers asked.
    pub fn case_file(&self, actor: &Actor, number: Number) -> Result<String, DeskError> {
        let view = self.case(actor, number)?;
        Ok(markdown::write_case(&view.case, view.reused))
    }

    /// Whether somebody may write in the archive; the pages show them how.
    pub fn writes_cases(actor: &Actor) -> bool {
        actor.has_any(WRITERS)
    }

    /// A new revision by hand. `seen` is the revision the writer has read.
    pub fn revise_case(&self, actor: &Actor, mut case: Case, seen: Option<u32>, now: DateTime<Utc>) -> Result<Case, DeskError> {
        let number = case.number;
        self.case_for(actor, number)?;
        if !Desk::writes_cases(actor) {
            return Err(
                Refusal::Forbidden("engineers, supervisors, managers and administrators write in the archive".into()).into()
            );
        }
        case.parts = markdown::normalise(&case.parts);
        let name = actor.name().to_string();
        self.ledger.write(move |batch| {
            let row = batch.case(number)?.ok_or_else(|| DeskError::no_case(number))?;
            (case.revision, case.masking) = (row.case.revision, row.case.masking);
            // What stands there as it was written is no new revision, even if the form was made for an older one: it was sent twice.
            if case == row.case {
                return Ok(case);
            }
            if seen.is_some_and(|seen| seen != row.case.revision) {
                return Err(DeskError::Changed { current: u64::from(row.case.revision) });
            }
            let ticket = batch.ticket(number)?.ok_or_else(|| DeskError::no_case(number))?;
            case.mask_again(&Masker::new(&ticket.report.contact, &staff(batch)?));
            case.revision += 1;
            batch.append_case(number, &name, now, &CaseEvent::Revised { case: Box::new(case.clone()), why: "edited".into() })?;
            Ok(case)
        })
    }

    /// Whether it helped: one voice a person, the last word counts. The same word again, with nothing new to add, is no event.
    pub fn rate_case(
        &self,
        actor: &Actor,
        number: Number,
        helpful: bool,
        words: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        self.case_for(actor, number)?;
        if *actor == Actor::Visitor {
            return Err(Refusal::Forbidden("sign in to say whether it helped".into()).into());
        }
        let name = actor.name().to_string();
        self.ledger.write(move |batch| {
            let came = batch.stream(Area::Case, &number.to_string())?;
            let last =
                came.iter().rev().find(|entry| entry.name == "rated" && entry.actor == name).map(Entry::case_event).transpose()?;
            let nothing_new = |said: &CaseEvent| match said {
                CaseEvent::Rated { helpful: before, words: told } => *before == helpful && (words.is_none() || *told == words),
                CaseEvent::Revised { .. } => false,
            };
            if last.as_ref().is_some_and(nothing_new) {
                return Ok(());
            }
            batch.append_case(number, &name, now, &CaseEvent::Rated { helpful, words })?;
            Ok(())
        })
    }

    /// Every revision, the newest first. Staff only: who wrote what is the desk's own matter.
    pub fn case_revisions(&self, actor: &Actor, number: Number) -> Result<Vec<(Entry, Case, String)>, DeskError> {
        self.case_for(actor, number)?;
        if !actor.is_staff() {
            return Err(Refusal::Forbidden("revisions are for staff".into()).into());
        }
        let mut revisions = Vec::new();
        for entry in self.ledger.stream(Area::Case, &number.to_string())? {
            if let Ok(CaseEvent::Revised { case, why }) = entry.case_event() {
                revisions.push((entry, *case, why));
            }
        }
        revisions.reverse();
        Ok(revisions)
    }
}
