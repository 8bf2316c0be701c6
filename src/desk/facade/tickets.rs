//! The desk for other rooms: what is done with tickets and asked of them.

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
use crate::desk::queries::view::{TicketView, VitalSigns};
use crate::desk::queries::worklist::WorklistItem;
use crate::desk::queries::{family, freshness, view, worklist};
use crate::ledger::{BoardFilter, BoardRow};
use crate::people::Actor;
use crate::ticket::{Contact, DeflectedHow, Filed, Number, Recorded, Report, Step, Ticket};
use chrono::{DateTime, Utc};

impl Desk {
    /// Takes a step on a ticket; gives back the ticket as it then stands.
    pub fn act(&self, actor: &Actor, request: ActRequest, now: DateTime<Utc>) -> Result<Ticket, DeskError> {
        act::act(self, actor, request, now)
    }

    /// Adds files to a ticket, all or none. Their bytes are durable before the record speaks of them.
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

    /// A file of a ticket the actor may see, by its number; the same answer where there is none and where it is not theirs.
    pub fn attachment(&self, actor: &Actor, number: Number, nth: u32) -> Result<(Filed, Vec<u8>), DeskError> {
        attachments::attachment(self, actor, number, nth)
    }

    /// Tells one form that was handed out from every other, so that one sent twice is one report.
    pub fn form_token() -> Result<String, DeskError> {
        register::form_token()
    }

    pub fn register(
        &self,
        actor: &Actor,
        consulted: ConsultedReport,
        idempotency: Option<Idempotency>,
        now: DateTime<Utc>,
    ) -> Result<Registered, DeskError> {
        register::register(self, actor, consulted, idempotency, now)
    }

    /// The report joins an open ticket (关联已有工单): it is registered, keeps its own number, and is tied to it.
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

    /// The report ends here, answered by a case (知识库自助解决). Kept with who, what, which case, and how it was said; no number
    /// is needed. Said twice it is on the record once; said of another case, the later word stands.
    pub fn deflect(&self, actor: &Actor, id: &str, case: Number, how: DeflectedHow, now: DateTime<Utc>) -> Result<(), DeskError> {
        deflect::deflect(self, actor, id, case, how, now)
    }

    /// The case did not answer it after all. By whoever said that it did, or staff; asked of the record, so that a restart in
    /// between takes nothing away. Taken back twice it is on the record once. Gives back the case.
    pub fn take_back_deflection(&self, actor: &Actor, id: &str, now: DateTime<Utc>) -> Result<Number, DeskError> {
        deflect::take_back_deflection(self, actor, id, now)
    }

    pub fn ticket(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<TicketView, DeskError> {
        view::ticket(self, actor, number, now)
    }

    /// Whether a reader may be told a number: they could read its ticket or its case. Staff may.
    pub fn may_see_number(&self, actor: &Actor, number: Number) -> bool {
        view::may_see_number(self, actor, number)
    }

    /// The steps the actor could take on a ticket now, by name, in the order of the process.
    pub fn open_steps(&self, actor: &Actor, ticket: &Ticket, now: DateTime<Utc>) -> Vec<Step> {
        view::open_steps(self, actor, ticket, now)
    }

    /// The timeline; of it a customer reads what is meant for customers.
    pub fn timeline(&self, actor: &Actor, number: Number) -> Result<Vec<Recorded>, DeskError> {
        view::timeline(self, actor, number)
    }

    /// Rows of the board that the actor may see, the newest first.
    pub fn tickets(&self, actor: &Actor, filter: BoardFilter) -> Result<Vec<BoardRow>, DeskError> {
        view::tickets(self, actor, filter)
    }

    /// Whether the actor could see a ticket: what a door asks before it names one in an answer.
    pub fn sees(&self, actor: &Actor, number: Number) -> Result<bool, DeskError> {
        view::sees(self, actor, number)
    }

    /// Whether somebody may be shown a contact whole.
    pub fn reaches_customers(actor: &Actor) -> bool {
        view::reaches_customers(actor)
    }

    /// The contact whole, for somebody who must reach them. The showing is on the record before it happens.
    pub fn show_contact(&self, actor: &Actor, number: Number, reason: String, now: DateTime<Utc>) -> Result<Contact, DeskError> {
        view::show_contact(self, actor, number, reason, now)
    }

    /// How far the parts have come. Looks, and changes nothing.
    pub fn vital_signs(&self) -> Result<VitalSigns, DeskError> {
        view::vital_signs(self)
    }

    /// Why the desk should not be sent work just now; empty: it is ready. A part that is not seen to by a thread of this
    /// process is looked at here.
    pub fn unready(&self) -> Vec<(Subsystem, String)> {
        view::unready(self)
    }

    /// Whether a transaction goes through.
    pub fn heartbeat(&self) -> Result<(), DeskError> {
        view::heartbeat(self)
    }

    /// Keeps room in reserve for the ledger. An error says that the disk is full.
    pub fn keep_reserve(&self) -> Result<(), DeskError> {
        view::keep_reserve(self)
    }

    /// Without reading the ticket's events; whose it is is asked first. None: the board does not know it, ask the record.
    pub fn freshness(&self, actor: &Actor, number: Number) -> Result<Option<Freshness>, DeskError> {
        freshness::freshness(self, actor, number)
    }

    /// The other members, oldest first. Through what the reader may not see nothing is tied together for them.
    pub fn family(&self, actor: &Actor, number: Number) -> Result<Vec<FamilyMember>, DeskError> {
        family::family(self, actor, number)
    }

    /// What waits for the actor, the nearest due time first; `filter` narrows it.
    pub fn worklist(&self, actor: &Actor, filter: BoardFilter, now: DateTime<Utc>) -> Result<Vec<WorklistItem>, DeskError> {
        worklist::worklist(self, actor, filter, now)
    }
}
