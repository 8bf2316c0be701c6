//! The desk for other rooms: how it was solved last time: consultations, cases, what is like what.

use crate::case::{Audience, Case};
use crate::desk::commands::revise;
use crate::desk::consult::consultation;
use crate::desk::consult::consultation::{ConsultRequest, Consultation, ConsultedReport};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::burst::Burst;
use crate::desk::queries::case_view::CaseView;
use crate::desk::queries::incident::Incident;
use crate::desk::queries::proposal::Proposal;
use crate::desk::queries::publish::Archive;
use crate::desk::queries::zero_results::InVain;
use crate::desk::queries::{burst, case_view, incident, proposal, publish, similar, zero_results};
use crate::index::{Facet, SearchResults, SimilarResults};
use crate::ledger::Entry;
use crate::people::Actor;
use crate::ticket::{Number, Report};
use chrono::{DateTime, Utc};

impl Desk {
    /// Searches the archive for a report. Remembered under its id for what may follow; on the record only when
    /// something does (register, deflect, attach).
    pub fn consult(&self, actor: &Actor, request: ConsultRequest, now: DateTime<Utc>) -> Result<Consultation, DeskError> {
        consultation::consult(self, actor, request, now)
    }

    /// Makes a report registrable: by the consultation it names, if that is known, else by one made now. An archive
    /// that cannot be searched is noted and does not stand in the way.
    pub fn consult_report(
        &self,
        actor: &Actor,
        report: Report,
        consultation: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<ConsultedReport, DeskError> {
        consultation::consult_report(self, actor, report, consultation, now)
    }

    /// What was told when this consultation was asked for.
    pub fn told(&self, actor: &Actor, id: &str) -> Result<serde_json::Value, DeskError> {
        consultation::told(self, actor, id)
    }

    /// What an engineer would see for a few words. `limit` is cut to [`LIMIT_MAX`].
    pub fn search(
        &self,
        actor: &Actor,
        text: &str,
        filters: Vec<(Facet, String)>,
        offset: usize,
        limit: usize,
    ) -> Result<SearchResults, DeskError> {
        similar::search(self, actor, text, filters, offset, limit)
    }

    /// Like cases and tickets of a ticket, as of now.
    pub fn similar_to(&self, actor: &Actor, number: Number, limit: usize) -> Result<SimilarResults, DeskError> {
        similar::similar_to(self, actor, number, limit)
    }

    /// What is proposed for a ticket now. Staff only: it speaks of others' tickets.
    pub fn proposal(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Proposal, DeskError> {
        proposal::proposal(self, actor, number, now)
    }

    /// The bursts among what was reported within the policy's window, the largest first. Staff only.
    pub fn bursts(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Burst>, DeskError> {
        burst::bursts(self, actor, now)
    }

    /// The burst a ticket is in.
    pub fn burst_of(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
        burst::burst_of(self, actor, number, now)
    }

    /// As [`Desk::burst_of`], to be shown beside other things: where finding bursts takes long, what was found a moment ago, less
    /// what has been joined or closed since.
    pub fn burst_shown(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
        burst::burst_shown(self, actor, number, now)
    }

    /// Keeps what pages show of bursts up to date where finding them takes long, once somebody has asked; rests in between.
    pub fn tend_bursts(&self, now: DateTime<Utc>) -> Result<(), DeskError> {
        burst::tend_bursts(self, now)
    }

    /// Open incidents, the newest first. Staff only.
    pub fn incidents(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Incident>, DeskError> {
        incident::incidents(self, actor, now)
    }

    /// Whether somebody may write in the archive; the pages show them how.
    pub fn writes_cases(actor: &Actor) -> bool {
        revise::writes_cases(actor)
    }

    /// A new revision by hand. `seen` is the revision the writer has read.
    pub fn revise_case(&self, actor: &Actor, case: Case, seen: Option<u32>, now: DateTime<Utc>) -> Result<Case, DeskError> {
        revise::revise_case(self, actor, case, seen, now)
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
        revise::rate_case(self, actor, number, helpful, words, now)
    }

    pub fn case(&self, actor: &Actor, number: Number) -> Result<CaseView, DeskError> {
        case_view::case(self, actor, number)
    }

    /// The case's file as text. A customer's copy does not count what other customers asked.
    pub fn case_file(&self, actor: &Actor, number: Number) -> Result<String, DeskError> {
        case_view::case_file(self, actor, number)
    }

    /// Every revision, the newest first. Staff only: who wrote what is the desk's own matter.
    pub fn case_revisions(&self, actor: &Actor, number: Number) -> Result<Vec<(Entry, Case, String)>, DeskError> {
        case_view::case_revisions(self, actor, number)
    }

    pub fn archive_for(&self, audience: Audience) -> Result<Archive<'_>, DeskError> {
        publish::archive_for(self, audience)
    }

    /// Notes that a question found nothing, personal data masked. Visitors' are not kept: anybody can ask.
    pub fn note_search_in_vain(&self, actor: &Actor, text: &str, now: DateTime<Utc>) -> Result<(), DeskError> {
        zero_results::note_search_in_vain(self, actor, text, now)
    }

    /// What was asked in vain in a span of time, the most asked first.
    pub fn searches_in_vain(&self, actor: &Actor, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<InVain>, DeskError> {
        zero_results::searches_in_vain(self, actor, from, to)
    }
}
