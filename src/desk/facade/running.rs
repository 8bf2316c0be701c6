//! The desk for other rooms: what a process does with a desk: following, clocks, taking in, checking; policy and reports.

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
use crate::measure::{Measure, Report, Wanted};
use crate::people::Actor;
use crate::sla::Policy;
use crate::ticket::Number;
use crate::words::Locale;
use chrono::{DateTime, Utc};
use std::ops::Range;

impl Desk {
    /// Files, notices and index, in this order, brought up to the ledger; the index on disk if enough waits or `fully`.
    /// Each is tried, whatever came of the one before; the first error is told. Does nothing without the lock.
    pub fn follow(&self, fully: bool) -> Result<(), DeskError> {
        follow::follow(self, fully)
    }

    /// The index brought up to the ledger, and on disk if enough waits or `fully`.
    pub fn follow_with_index(&self, fully: bool) -> Result<(), DeskError> {
        follow::follow_with_index(self, fully)
    }

    /// Weights that were put into `index/` since they were read come into force.
    pub fn notice_weights(&self) -> Result<(), DeskError> {
        follow::notice_weights(self)
    }

    /// Files brought up to the ledger. Does nothing without the lock.
    pub fn follow_with_files(&self) -> Result<(), DeskError> {
        follow::follow_with_files(self)
    }

    /// Work grows with what is due, not with what is open.
    pub fn tick(&self, now: DateTime<Utc>) -> Result<TickReport, DeskError> {
        tick::tick(self, now)
    }

    /// Consults for tickets that were registered while the archive could not be searched. How many.
    pub fn consult_late(&self, now: DateTime<Utc>) -> Result<usize, DeskError> {
        late_consultation::consult_late(self, now)
    }

    /// Puts on record what reading has left to be noted: searches in vain, and which tokens were used.
    pub fn record_usage(&self) -> Result<(), DeskError> {
        usage::record_usage(self)
    }

    /// Records what fell due by now, and what that brings. A ticket that cannot be looked at does not keep the others waiting.
    pub fn fall_due(&self, now: DateTime<Utc>) -> Result<TickReport, DeskError> {
        fall_due::fall_due(self, now)
    }

    /// Takes in the desk's own `content/`: unknown files, and those changed since we wrote them. Needs the lock.
    pub fn adopt_content(&self, now: DateTime<Utc>) -> Result<AdoptSummary, DeskError> {
        adopt::adopt_content(self, now)
    }

    /// Whether the desk has written and taken in no file yet, but there are some: a fresh clone.
    pub fn has_unadopted_archive(&self) -> Result<bool, DeskError> {
        adopt::has_unadopted_archive(self)
    }

    /// Takes in a folder of case files from elsewhere.
    pub fn import_markdown(&self, folder: &std::path::Path, by: &Actor, now: DateTime<Utc>) -> Result<AdoptSummary, DeskError> {
        adopt::import_markdown(self, folder, by, now)
    }

    /// What an import of these would do; nothing is written.
    pub fn import_preview(&self, tickets: &[ImportedTicket]) -> Result<ImportSummary, DeskError> {
        import::import_preview(self, tickets)
    }

    /// Takes them in, in order of creation, in batches. What is there already is compared by its content: the same is left as
    /// it is, another is a change. Killed in the middle and begun again it ends in the same desk: numbers are given to all
    /// before the first is taken in, and what was taken in is the same from then on.
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

    /// All findings. With the lock, followers are brought up first, so that a kill −9 leaves nothing to find.
    pub fn check(&self, now: DateTime<Utc>) -> Result<Vec<Finding>, DeskError> {
        check::check(self, now)
    }

    /// Mends what is derived: the board, missing files, files edited by hand. Then what is left to say.
    pub fn repair(&self, now: DateTime<Utc>) -> Result<Vec<Finding>, DeskError> {
        check::repair(self, now)
    }

    /// Masks again what was made with an older masking: cases, hand edits that were taken in included, and titles on the board.
    /// A file that somebody has changed since is left until it is taken in. Needs the lock. How many cases were revised.
    pub fn mask_again(&self, now: DateTime<Utc>) -> Result<usize, DeskError> {
        remask::mask_again(self, now)
    }

    /// Builds the index from the ledger beside the old one, then swaps. `progress` hears how many documents are in.
    pub fn reindex(&self, progress: impl Fn(usize)) -> Result<usize, DeskError> {
        repair::reindex(self, progress)
    }

    /// Puts the policy of the settings in force, if it is another than the record's: what is open is reckoned anew, and the
    /// change is an event. Only who holds the desk does; beside a server the record's policy holds until it starts again.
    pub fn adopt_policy(&mut self, now: DateTime<Utc>) -> Result<bool, DeskError> {
        policy::adopt_policy(self, now)
    }

    /// Whether `desk.toml` says something else than the policy in force.
    pub fn policy_waits(&self) -> bool {
        policy::policy_waits(self)
    }

    /// What is in force, and since when; None: nothing is on the record yet, and the settings hold. Staff only.
    pub fn policy_in_force(&self, actor: &Actor) -> Result<(Option<PolicyInForce>, Policy), DeskError> {
        policy::policy_in_force(self, actor)
    }

    /// Every policy the desk has had, in order.
    pub fn policy_history(&self) -> Result<Vec<PolicyInForce>, DeskError> {
        policy::policy_history(self)
    }

    /// What putting the settings' policy in force would move now; writes nothing.
    pub fn preview_policy(&self, now: DateTime<Utc>) -> Result<PolicyPreview, DeskError> {
        policy::preview_policy(self, now)
    }

    /// The same for any settings, for those who answer for what is promised.
    pub fn preview_settings(
        &self,
        by: &Actor,
        settings: &crate::desk::settings::Settings,
        now: DateTime<Utc>,
    ) -> Result<PolicyPreview, DeskError> {
        policy::preview_settings(self, by, settings, now)
    }

    /// Whether somebody may read the measures; the pages show them where.
    pub fn reads_measures(actor: &Actor) -> bool {
        measures::reads_measures(actor)
    }

    pub fn measures(
        &self,
        actor: &Actor,
        measures: &[Measure],
        wanted: &Wanted,
        now: DateTime<Utc>,
    ) -> Result<Vec<Report>, DeskError> {
        measures::measures(self, actor, measures, wanted, now)
    }

    /// A ticket on one of its forms, or as one of its documents.
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

    /// The same of every ticket submitted in a span of time that the form is for, a row each, in order of submission.
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

    /// Some of these rows by their places, and how many there are in all.
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
