//! The desk's interface: followers, clocks, imports, maintenance, policy, measures, forms.

use crate::desk::commands::policy;
use crate::desk::commands::policy::{PolicyInForce, PolicyPreview};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::followers::{follow, late_consultation, tick, usage};
use crate::desk::intake::adopt::AdoptSummary;
use crate::desk::intake::imported_ticket::{ImportSummary, ImportedTicket};
use crate::desk::intake::{adopt, import};
use crate::desk::maintenance::check::Finding;
use crate::desk::maintenance::{check, remask, repair};
use crate::desk::queries::{forms, measures};
use crate::desk::write::fall_due;
use crate::desk::write::fall_due::TickReport;
use crate::form::{FormName, Sheet};
use crate::measure::{Measure, MeasureQuery, MeasureReport};
use crate::people::Actor;
use crate::sla::Policy;
use crate::ticket::Number;
use crate::words::Locale;
use chrono::{DateTime, Utc};
use std::ops::Range;

impl Desk {
    /// Brings files, notices and index up to the ledger; the index to disk if 500 documents wait, or `fully`. Each is tried
    /// even if another fails. Does nothing but record usage without the lock.
    ///
    /// # Errors
    /// The first error of the four.
    pub fn follow(&self, fully: bool) -> Result<(), DeskError> {
        follow::follow(self, fully)
    }

    /// Brings the index up to the ledger; to disk if 500 documents wait, or `fully`.
    ///
    /// # Errors
    /// [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive cannot be searched; [`DeskError::Full`].
    pub fn follow_with_index(&self, fully: bool) -> Result<(), DeskError> {
        follow::follow_with_index(self, fully)
    }

    /// Loads the ranking weights in `index/` if they have changed.
    ///
    /// # Errors
    /// [`DeskError::Index`] if they cannot be read; the old ones stay in force.
    pub fn notice_weights(&self) -> Result<(), DeskError> {
        follow::notice_weights(self)
    }

    /// Brings the files under `content/` up to the ledger. Does nothing without the lock.
    ///
    /// # Errors
    /// [`DeskError::Content`], [`DeskError::Full`] or [`DeskError::Ledger`]; the next call begins where this one did.
    pub fn follow_with_files(&self) -> Result<(), DeskError> {
        follow::follow_with_files(self)
    }

    /// Does once what the scheduler does: records what fell due, and consults late. The cost grows with what is due, not with
    /// what is open.
    ///
    /// # Errors
    /// As [`Desk::fall_due`] and [`Desk::consult_late`], but a failing search is only logged.
    pub fn tick(&self, now: DateTime<Utc>) -> Result<TickReport, DeskError> {
        tick::tick(self, now)
    }

    /// Consults for tickets registered while the archive could not be searched; returns for how many.
    ///
    /// # Errors
    /// [`DeskError::NotSearchable`] or [`DeskError::Index`] if the archive cannot be searched; the first error of a ticket,
    /// after the others were tried.
    pub fn consult_late(&self, now: DateTime<Utc>) -> Result<usize, DeskError> {
        late_consultation::consult_late(self, now)
    }

    /// Records what queries have left in memory: searches without results, and uses of tokens.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn record_usage(&self) -> Result<(), DeskError> {
        usage::record_usage(self)
    }

    /// Records everything that fell due by `now`. A ticket that cannot be read does not delay the others.
    ///
    /// # Errors
    /// [`DeskError::Ledger`]; the first error of a ticket, after the others were tried.
    pub fn fall_due(&self, now: DateTime<Utc>) -> Result<TickReport, DeskError> {
        fall_due::fall_due(self, now)
    }

    /// Takes in the desk's own `content/`: unknown files, and those edited since the desk wrote them. Does nothing without the
    /// lock.
    ///
    /// # Errors
    /// [`DeskError::Content`] or [`DeskError::Ledger`]; bad files are in the summary.
    pub fn adopt_content(&self, now: DateTime<Utc>) -> Result<AdoptSummary, DeskError> {
        adopt::adopt_content(self, now)
    }

    /// Whether there are case files but none was ever written or taken in: a fresh clone.
    ///
    /// # Errors
    /// [`DeskError::Content`] or [`DeskError::Ledger`].
    pub fn has_unadopted_archive(&self) -> Result<bool, DeskError> {
        adopt::has_unadopted_archive(self)
    }

    /// Takes in a folder of case files from elsewhere.
    ///
    /// # Errors
    /// [`DeskError::Content`] or [`DeskError::Ledger`]; bad files are in the summary.
    pub fn import_markdown(&self, folder: &std::path::Path, by: &Actor, now: DateTime<Utc>) -> Result<AdoptSummary, DeskError> {
        adopt::import_markdown(self, folder, by, now)
    }

    /// What [`Desk::import_history`] would do; writes nothing.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn import_preview(&self, tickets: &[ImportedTicket]) -> Result<ImportSummary, DeskError> {
        import::import_preview(self, tickets)
    }

    /// Takes in tickets of another system, in order of creation, several a transaction; `progress` is called with how many are
    /// done. Known tickets are compared by digest. Killed and run again, it ends in the same state: all numbers are given
    /// first.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn import_history(
        &self,
        tickets: Vec<ImportedTicket>,
        source: &str,
        by: &Actor,
        now: DateTime<Utc>,
        progress: impl Fn(usize),
    ) -> Result<ImportSummary, DeskError> {
        import::import_history(self, tickets, source, by, now, progress)
    }

    /// Compares ledger, board, files and index; returns the differences. With the lock, followers are brought up first, so that
    /// a killed process leaves no finding.
    ///
    /// # Errors
    /// [`DeskError::Ledger`], [`DeskError::Content`] or [`DeskError::Index`] if something cannot be compared at all.
    pub fn check(&self, now: DateTime<Utc>) -> Result<Vec<Finding>, DeskError> {
        check::check(self, now)
    }

    /// Takes in edited files, then rebuilds the board, missing files and a damaged index; returns what [`Desk::check`] still
    /// finds.
    ///
    /// # Errors
    /// [`DeskError::Locked`] if the desk is being served; else as [`Desk::check`].
    pub fn repair(&self, now: DateTime<Utc>) -> Result<Vec<Finding>, DeskError> {
        check::repair(self, now)
    }

    /// Masks again the cases and board titles made with an older version of masking; files edited by hand are left until they
    /// are taken in. Returns how many cases were revised. Does nothing without the lock.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn mask_again(&self, now: DateTime<Utc>) -> Result<usize, DeskError> {
        remask::mask_again(self, now)
    }

    /// Builds the index anew beside the old one, then swaps them; returns the number of documents. `progress` is called with
    /// how many are in.
    ///
    /// # Errors
    /// [`DeskError::Locked`] if the desk is being served; [`DeskError::Index`], [`DeskError::Stopping`].
    pub fn reindex(&self, progress: impl Fn(usize)) -> Result<usize, DeskError> {
        repair::reindex(self, progress)
    }

    /// Puts the policy of the settings in force if it differs from the recorded one: records it and derives open tickets anew.
    /// Returns whether it did. Without the lock the recorded policy stays in force.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn adopt_policy(&mut self, now: DateTime<Utc>) -> Result<bool, DeskError> {
        policy::adopt_policy(self, now)
    }

    /// Whether `desk.toml` has another policy than the one in force.
    pub fn policy_waits(&self) -> bool {
        policy::policy_waits(self)
    }

    /// The policy in force, and since when; `None` if none is recorded and the settings apply. Staff only.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody but staff; [`DeskError::Ledger`].
    pub fn policy_in_force(&self, actor: &Actor) -> Result<(Option<PolicyInForce>, Policy), DeskError> {
        policy::policy_in_force(self, actor)
    }

    /// Every policy the desk has had, in order; the last is in force.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn policy_history(&self) -> Result<Vec<PolicyInForce>, DeskError> {
        policy::policy_history(self)
    }

    /// What putting the policy of the settings in force would change; writes nothing.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn preview_policy(&self, now: DateTime<Utc>) -> Result<PolicyPreview, DeskError> {
        policy::preview_policy(self, now)
    }

    /// As [`Desk::preview_policy`], for any settings. For those who [`may_try_policy`](crate::desk::may_try_policy).
    ///
    /// # Errors
    /// [`DeskError::Refused`] for anybody else; [`DeskError::Ledger`].
    pub fn preview_settings(
        &self,
        by: &Actor,
        settings: &crate::desk::settings::Settings,
        now: DateTime<Utc>,
    ) -> Result<PolicyPreview, DeskError> {
        policy::preview_settings(self, by, settings, now)
    }

    /// Whether the actor may read the measures.
    pub fn reads_measures(actor: &Actor) -> bool {
        measures::reads_measures(actor)
    }

    /// The named measures over the span in `wanted`.
    ///
    /// # Errors
    /// [`DeskError::Refused`] unless [`Desk::reads_measures`]; [`DeskError::Ledger`].
    pub fn measures(
        &self,
        actor: &Actor,
        measures: &[Measure],
        wanted: &MeasureQuery,
        now: DateTime<Utc>,
    ) -> Result<Vec<MeasureReport>, DeskError> {
        measures::measures(self, actor, measures, wanted, now)
    }

    /// One ticket on one of its forms or documents.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::Refused`] if the form is not for its kind.
    pub fn form(
        &self,
        actor: &Actor,
        form: FormName,
        number: Number,
        locale: Locale,
        now: DateTime<Utc>,
    ) -> Result<Sheet, DeskError> {
        forms::form(self, actor, form, number, locale, now)
    }

    /// A form with a row for each ticket submitted from `span.0` (included) to `span.1` (excluded) that the actor may see,
    /// oldest first.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for visitors; [`DeskError::NotFound`] for a document, which is of one ticket.
    pub fn forms(
        &self,
        actor: &Actor,
        form: FormName,
        span: (DateTime<Utc>, DateTime<Utc>),
        locale: Locale,
        now: DateTime<Utc>,
    ) -> Result<Sheet, DeskError> {
        forms::forms(self, actor, form, span, locale, now)
    }

    /// As [`Desk::forms`], only the rows at these places; also returns how many there are in all.
    ///
    /// # Errors
    /// As [`Desk::forms`].
    pub fn forms_among(
        &self,
        actor: &Actor,
        form: FormName,
        span: (DateTime<Utc>, DateTime<Utc>),
        places: Range<usize>,
        locale: Locale,
        now: DateTime<Utc>,
    ) -> Result<(Sheet, usize), DeskError> {
        forms::forms_among(self, actor, form, span, places, locale, now)
    }
}
