//! Filling in forms: of one ticket, or of all that were submitted in a span of time; each reader's own tickets only.

use crate::case::Language;
use crate::desk::core::access::sees_ticket;
use crate::desk::core::open::Desk;
use crate::desk::error::DeskError;
use crate::form::{self, FormName, Hand, Row, Sheet, Subject};
use crate::ledger::BoardFilter;
use crate::people::Actor;
use crate::sla;
use crate::ticket::{Number, Refusal, Ticket};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::ops::Range;

/// As many rows as there are.
const ALL: usize = usize::MAX;

impl Desk {
    /// A ticket on one of its forms, or as one of its documents.
    pub fn form(
        &self,
        actor: &Actor,
        form: FormName,
        number: Number,
        tongue: Language,
        now: DateTime<Utc>,
    ) -> Result<Sheet, DeskError> {
        let ticket = self.ticket_for(actor, number)?;
        if !form.fits(&ticket) {
            let message = format!("{number} is a {}; the form \"{form}\" is not for that", ticket.kind());
            return Err(Refusal::WrongState(message).into());
        }
        let staff = self.staff_names()?;
        let row = self.form_row(actor, form, &ticket, &self.hand(tongue, &staff), now)?;
        Ok(Sheet { form, tongue, rows: vec![row], list: false })
    }

    /// The same of every ticket submitted in a span of time that the form is for, a row each, in order of submission.
    pub fn forms(
        &self,
        actor: &Actor,
        form: FormName,
        span: (DateTime<Utc>, DateTime<Utc>),
        tongue: Language,
        now: DateTime<Utc>,
    ) -> Result<Sheet, DeskError> {
        Ok(self.forms_among(actor, form, span, 0..ALL, tongue, now)?.0)
    }

    /// Some of these rows by their places, and how many there are in all.
    pub fn forms_among(
        &self,
        actor: &Actor,
        form: FormName,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        places: Range<usize>,
        tongue: Language,
        now: DateTime<Utc>,
    ) -> Result<(Sheet, usize), DeskError> {
        if *actor == Actor::Visitor {
            return Err(Refusal::Forbidden("sign in to see forms".into()).into());
        }
        let staff = self.staff_names()?;
        let hand = self.hand(tongue, &staff);
        if form == FormName::Urgency {
            let sheet = form::urgency(self.settings.policies.policy(), &hand);
            let rows = sheet.rows.len();
            return Ok((sheet, rows));
        }
        if form.is_document() {
            return Err(DeskError::NotFound { what: "list of", name: format!("{form}: a document is of one ticket") });
        }
        let kind = form.kind().map(|kind| kind.word().to_string());
        let filter = BoardFilter { kind, submitted: Some((from, to)), limit: ALL, ..BoardFilter::default() };
        let mut numbered = self.tickets(actor, filter)?;
        // What another system registered is not on this desk's lists until somebody here works on it.
        let here: HashSet<Number> = self.ledger.worked_on()?.into_iter().map(|(number, ..)| number).collect();
        numbered.retain(|row| here.contains(&row.number));
        numbered.sort_by_key(|row| (row.submitted_at, row.first_seq));
        let (all, first) = (numbered.len(), places.start.min(numbered.len()));
        let mut rows = Vec::new();
        for row in numbered.drain(first..places.end.clamp(first, all)) {
            // The board says which; whether it is theirs is asked of the ticket itself.
            let Some(ticket) = self.ledger.ticket(row.number)?.filter(|t| sees_ticket(actor, t) && form.fits(t)) else { continue };
            rows.push(self.form_row(actor, form, &ticket, &hand, now)?);
        }
        Ok((Sheet { form, tongue, rows, list: true }, all))
    }

    fn form_row(&self, actor: &Actor, form: FormName, ticket: &Ticket, hand: &Hand, now: DateTime<Utc>) -> Result<Row, DeskError> {
        let inner = actor.is_staff();
        let mut events = self.ledger.ticket_events(ticket.number)?;
        events.retain(|e| inner || e.event.customer_sees());
        let clocks = sla::clocks(ticket, &self.settings.policies, now);
        Ok(form::fill(form, &Subject { ticket, clocks: &clocks, events: &events, inner }, hand))
    }

    fn hand<'a>(&'a self, tongue: Language, staff: &'a [String]) -> Hand<'a> {
        Hand { tongue, calendar: &self.settings.calendar, staff }
    }

    fn staff_names(&self) -> Result<Vec<String>, DeskError> {
        Ok(self.ledger.people()?.into_iter().filter(|p| p.is_staff()).map(|p| p.name).collect())
    }
}
