//! The desk's interface: tickets.

use crate::desk::commands::attachments::Upload;
use crate::desk::commands::register::Registered;
use crate::desk::commands::step::ActRequest;
use crate::desk::commands::{act, attachments, deflect, register};
use crate::desk::consult::consultation::ConsultedReport;
use crate::desk::core::desk::Desk;
use crate::desk::core::health::Subsystem;
use crate::desk::core::idempotency::Idempotency;
use crate::desk::error::DeskError;
use crate::desk::queries::family::FamilyMember;
use crate::desk::queries::freshness::Freshness;
use crate::desk::queries::view::{ReadTicket, VitalSigns};
use crate::desk::queries::worklist::WorklistItem;
use crate::desk::queries::{family, freshness, view, worklist};
use crate::ledger::{BoardFilter, BoardRow};
use crate::people::Actor;
use crate::ticket::{Contact, DeflectedHow, Filed, Number, Recorded, Report, Step, Ticket};
use chrono::{DateTime, Utc};

impl Desk {
    /// Takes a step on a ticket; returns the ticket after it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::Refused`] if role, state or a field forbids it;
    /// [`DeskError::Changed`], [`DeskError::KeyReused`].
    pub fn act(&self, actor: &Actor, request: ActRequest, now: DateTime<Utc>) -> Result<Ticket, DeskError> {
        act::act(self, actor, request, now)
    }

    /// Adds files to a ticket, all or none; returns the ticket. The bytes are durable before the event is recorded.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::Refused`] if the actor may not add it or the file is
    /// not accepted; [`DeskError::Full`], [`DeskError::KeyReused`].
    pub fn upload(
        &self,
        actor: &Actor,
        number: Number,
        uploads: Vec<Upload>,
        idempotency: Option<Idempotency>,
        now: DateTime<Utc>,
    ) -> Result<Ticket, DeskError> {
        attachments::upload(self, actor, number, uploads, idempotency, now)
    }

    /// A file of a ticket by its place, from 1, with its bytes.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless there is such a file and the actor may see it; [`DeskError::Content`] if its bytes are
    /// damaged.
    pub fn attachment(&self, actor: &Actor, number: Number, nth: u32) -> Result<(Filed, Vec<u8>), DeskError> {
        attachments::attachment(self, actor, number, nth)
    }

    /// A random token for one form, so that a form sent twice is recognised.
    ///
    /// # Errors
    /// [`DeskError::Other`] if the system gives no random numbers.
    pub fn form_token() -> Result<String, DeskError> {
        register::form_token()
    }

    /// Registers a consulted report: numbers it and appends its first event, in one transaction.
    ///
    /// # Errors
    /// [`DeskError::Refused`] if the actor may not register it or a field is wrong; [`DeskError::KeyReused`].
    pub fn register(
        &self,
        actor: &Actor,
        consulted: ConsultedReport,
        idempotency: Option<Idempotency>,
        now: DateTime<Utc>,
    ) -> Result<Registered, DeskError> {
        register::register(self, actor, consulted, idempotency, now)
    }

    /// Registers a report and joins it to the open ticket `to` (关联已有工单), in one transaction. It keeps a number of its own.
    ///
    /// # Errors
    /// [`DeskError::Refused`] if `to` is no open ticket the actor sees, or as [`Desk::register`]; [`DeskError::NotFound`] if
    /// the consultation is unknown.
    pub fn attach_consultation(
        &self,
        actor: &Actor,
        id: &str,
        report: Report,
        to: Number,
        idempotency: Option<Idempotency>,
        now: DateTime<Utc>,
    ) -> Result<Registered, DeskError> {
        register::attach_consultation(self, actor, id, report, to, idempotency, now)
    }

    /// Records that a case answered a consultation, which so ends without a ticket (知识库自助解决). Repeated for the same case it is
    /// recorded once; of another case, the later one counts.
    ///
    /// # Errors
    /// [`DeskError::Refused`] if the actor does not see the case; [`DeskError::NotFound`] if the consultation is unknown.
    pub fn deflect(&self, actor: &Actor, id: &str, case: Number, how: DeflectedHow, now: DateTime<Utc>) -> Result<(), DeskError> {
        deflect::deflect(self, actor, id, case, how, now)
    }

    /// Records that the case did not answer it after all; returns the case. For whoever said that it did, and staff.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such deflection, or it is another person's.
    pub fn take_back_deflection(&self, actor: &Actor, id: &str, now: DateTime<Utc>) -> Result<Number, DeskError> {
        deflect::take_back_deflection(self, actor, id, now)
    }

    /// A ticket with its clocks, as the actor may see it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it.
    pub fn ticket(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<ReadTicket, DeskError> {
        view::ticket(self, actor, number, now)
    }

    /// Whether the actor may see a number: staff, and whoever may see its ticket or its case.
    pub fn may_see_number(&self, actor: &Actor, number: Number) -> bool {
        view::may_see_number(self, actor, number)
    }

    /// The steps the actor may take on a ticket now, in the order of the process.
    pub fn open_steps(&self, actor: &Actor, ticket: &Ticket, now: DateTime<Utc>) -> Vec<Step> {
        view::open_steps(self, actor, ticket, now)
    }

    /// The ticket's events; for customers only those meant for them.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it.
    pub fn timeline(&self, actor: &Actor, number: Number) -> Result<Vec<Recorded>, DeskError> {
        view::timeline(self, actor, number)
    }

    /// Rows of the board that the actor may see and `filter` wants.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn tickets(&self, actor: &Actor, filter: BoardFilter) -> Result<Vec<BoardRow>, DeskError> {
        view::tickets(self, actor, filter)
    }

    /// Whether the actor may see a ticket.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn sees(&self, actor: &Actor, number: Number) -> Result<bool, DeskError> {
        view::sees(self, actor, number)
    }

    /// Whether the actor may be shown contacts unmasked.
    pub fn reaches_customers(actor: &Actor) -> bool {
        view::reaches_customers(actor)
    }

    /// The contact unmasked. That it was shown, and why, is recorded first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it; [`DeskError::Refused`] unless [`Desk::reaches_customers`].
    pub fn show_contact(&self, actor: &Actor, number: Number, reason: String, now: DateTime<Utc>) -> Result<Contact, DeskError> {
        view::show_contact(self, actor, number, reason, now)
    }

    /// How far ledger and index have come; changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn vital_signs(&self) -> Result<VitalSigns, DeskError> {
        view::vital_signs(self)
    }

    /// The subsystems for which the desk should not be sent work now, each with its reason; empty if it is ready.
    pub fn unready(&self) -> Vec<(Subsystem, String)> {
        view::unready(self)
    }

    /// Whether the ledger can be written right now.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn heartbeat(&self) -> Result<(), DeskError> {
        view::heartbeat(self)
    }

    /// Keeps the disk reserve for the ledger.
    ///
    /// # Errors
    /// [`DeskError::Full`] if there is no room left beside it.
    pub fn keep_reserve(&self) -> Result<(), DeskError> {
        view::keep_reserve(self)
    }

    /// Whether a ticket has changed, without reading its events; `None` if the board does not know it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] unless the actor may see it.
    pub fn freshness(&self, actor: &Actor, number: Number) -> Result<Option<Freshness>, DeskError> {
        freshness::freshness(self, actor, number)
    }

    /// Other members of a ticket's family, by number; only those that can be reached through what the actor may see.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn family(&self, actor: &Actor, number: Number) -> Result<Vec<FamilyMember>, DeskError> {
        family::family(self, actor, number)
    }

    /// What the actor has to do, the nearest due time first; `filter` narrows it.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn worklist(&self, actor: &Actor, filter: BoardFilter, now: DateTime<Utc>) -> Result<Vec<WorklistItem>, DeskError> {
        worklist::worklist(self, actor, filter, now)
    }
}
