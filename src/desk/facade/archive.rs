//! The desk's interface: consultations, searches, cases.

use crate::case::{Audience, Case};
use crate::desk::commands::revise;
use crate::desk::consult::consultation;
use crate::desk::consult::consultation::{ConsultRequest, Consultation, ConsultedReport};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::burst::Burst;
use crate::desk::queries::case_view::ReadCase;
use crate::desk::queries::incident::Incident;
use crate::desk::queries::proposal::Proposal;
use crate::desk::queries::publish::Archive;
use crate::desk::queries::zero_results::ZeroResultSearch;
use crate::desk::queries::{burst, case_view, incident, proposal, publish, similar, zero_results};
use crate::index::{Facet, SearchResults, SimilarResults};
use crate::ledger::StoredEvent;
use crate::people::Actor;
use crate::ticket::{Number, Report};
use chrono::{DateTime, Utc};

impl Desk {
    /// Searches the archive for a report and caches the result under its id. It goes on record only with what follows from it:
    /// a registration, a deflection, an attachment.
    ///
    /// # Errors
    /// [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive cannot be searched.
    pub fn consult(&self, actor: &Actor, request: ConsultRequest, now: DateTime<Utc>) -> Result<Consultation, DeskError> {
        consultation::consult(self, actor, request, now)
    }

    /// Makes a report registrable: by the cached `consultation` it names, else by a search now. A failing search is noted and
    /// does not stop the registration.
    ///
    /// # Errors
    /// [`DeskError::Other`] if the system gives no random numbers; a failing search is no error.
    pub fn consult_report(
        &self,
        actor: &Actor,
        report: Report,
        consultation: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<ConsultedReport, DeskError> {
        consultation::consult_report(self, actor, report, consultation, now)
    }

    /// Keeps the report as it was told in the end with its consultation, if the actor has one of this id in this process.
    pub fn retell_consultation(&self, actor: &Actor, id: &str, body: &serde_json::Value, now: DateTime<Utc>) {
        consultation::retell(self, actor, id, body, now);
    }

    /// The body of the request that made this consultation.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the actor has no such consultation in this process.
    pub fn consultation_body(&self, actor: &Actor, id: &str) -> Result<serde_json::Value, DeskError> {
        consultation::consultation_body(self, actor, id)
    }

    /// Searches cases and tickets the actor may see for typed words. `limit` is cut to 100.
    ///
    /// # Errors
    /// [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive cannot be searched.
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

    /// Cases and tickets similar to a ticket. `limit` is cut to 100.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive
    /// cannot be searched.
    pub fn similar_to(&self, actor: &Actor, number: Number, limit: usize) -> Result<SimilarResults, DeskError> {
        similar::similar_to(self, actor, number, limit)
    }

    /// What similar cases suggest for a ticket. Staff only.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but staff; [`DeskError::NotFound`] unless the actor may see it;
    /// [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive cannot be searched.
    pub fn proposal(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Proposal, DeskError> {
        proposal::proposal(self, actor, number, now)
    }

    /// The bursts within the policy's window, largest first. Staff only.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but staff; [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive cannot
    /// be searched.
    pub fn bursts(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Burst>, DeskError> {
        burst::bursts(self, actor, now)
    }

    /// The burst a ticket is in; `None` for anybody but staff.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive
    /// cannot be searched.
    pub fn burst_of(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
        burst::burst_of(self, actor, number, now)
    }

    /// As [`Desk::burst_of`], for display beside other things: where finding bursts is slow, the last result, less what has
    /// been joined or closed since.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive
    /// cannot be searched.
    pub fn burst_shown(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
        burst::burst_shown(self, actor, number, now)
    }

    /// Finds bursts in the background where that is slow, once somebody has asked for them.
    ///
    /// # Errors
    /// [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive cannot be searched.
    pub fn tend_bursts(&self, now: DateTime<Utc>) -> Result<(), DeskError> {
        burst::tend_bursts(self, now)
    }

    /// Open incidents, newest first. Staff only.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but staff; [`DeskError::Ledger`].
    pub fn incidents(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Incident>, DeskError> {
        incident::incidents(self, actor, now)
    }

    /// Whether the actor may revise cases.
    pub fn writes_cases(actor: &Actor) -> bool {
        revise::writes_cases(actor)
    }

    /// Stores a new revision of a case by hand and returns it; personal data is masked. `seen`: the revision the writer has
    /// read. The same text again is no new revision.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::Refused`] unless they may write cases;
    /// [`DeskError::Changed`] if `seen` is not the present revision.
    pub fn revise_case(&self, actor: &Actor, case: Case, seen: Option<u32>, now: DateTime<Utc>) -> Result<Case, DeskError> {
        revise::revise_case(self, actor, case, seen, now)
    }

    /// Records whether a case helped: one vote a person, the last counts. The same vote again, without new `words`, is not
    /// recorded.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::Refused`] for visitors.
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

    /// A case, as the actor may see it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it.
    pub fn case(&self, actor: &Actor, number: Number) -> Result<ReadCase, DeskError> {
        case_view::case(self, actor, number)
    }

    /// The case's file as text; for anybody but staff without the reuse count.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it.
    pub fn case_file(&self, actor: &Actor, number: Number) -> Result<String, DeskError> {
        case_view::case_file(self, actor, number)
    }

    /// Every revision, newest first: (its event, the case, why). Staff only.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::Refused`] for anybody but staff.
    pub fn case_revisions(&self, actor: &Actor, number: Number) -> Result<Vec<(StoredEvent, Case, String)>, DeskError> {
        case_view::case_revisions(self, actor, number)
    }

    /// All cases an audience may see, for export.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn archive_for(&self, audience: Audience) -> Result<Archive<'_>, DeskError> {
        publish::archive_for(self, audience)
    }

    /// Notes that a search found nothing, personal data masked; recorded later. Visitors' searches are not noted.
    ///
    /// # Errors
    /// None today.
    pub fn note_zero_results(&self, actor: &Actor, text: &str, now: DateTime<Utc>) -> Result<(), DeskError> {
        zero_results::note_zero_results(self, actor, text, now)
    }

    /// Searches that found nothing from `from` (included) to `to` (excluded), most frequent first. Staff only.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but staff; [`DeskError::Ledger`].
    pub fn zero_result_searches(
        &self,
        actor: &Actor,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<ZeroResultSearch>, DeskError> {
        zero_results::zero_result_searches(self, actor, from, to)
    }
}
