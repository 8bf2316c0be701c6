//! Filling in forms: of one ticket, or of all that were submitted in a span of time; each reader's own tickets only.

use crate::desk::core::access::sees_ticket;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::view;
use crate::form::{self, FormContext, FormName, Row, Sheet, Subject};
use crate::ledger::BoardFilter;
use crate::people::Actor;
use crate::reason::{Forbidden, Missing, WrongState};
use crate::sla;
use crate::ticket::{Number, Ticket};
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::ops::Range;

/// No limit.
const ALL: usize = usize::MAX;

/// One ticket on one of its forms or documents.
pub fn form(
    desk: &Desk,
    actor: &Actor,
    form: FormName,
    number: Number,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Sheet, DeskError> {
    let ticket = desk.ticket_for(actor, number)?;
    if !form.fits(&ticket) {
        let kind = ticket.kind().into();
        return Err(WrongState::OtherForm { number: number.to_string(), kind, form: form.to_string() }.into());
    }
    let staff = staff_names(desk)?;
    let row = form_row(desk, actor, form, &ticket, &context(desk, locale, &staff), now)?;
    Ok(Sheet { form, locale, rows: vec![row], list: false })
}

/// A form with a row for each ticket submitted from `span.0` (included) to `span.1` (excluded) that the actor may see, oldest
/// first.
pub fn forms(
    desk: &Desk,
    actor: &Actor,
    form: FormName,
    span: (DateTime<Utc>, DateTime<Utc>),
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Sheet, DeskError> {
    Ok(forms_among(desk, actor, form, span, 0..ALL, locale, now)?.0)
}

/// As [`forms`], only the rows at these places; also returns how many there are in all.
pub fn forms_among(
    desk: &Desk,
    actor: &Actor,
    form: FormName,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    places: Range<usize>,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<(Sheet, usize), DeskError> {
    if *actor == Actor::Visitor {
        return Err(Forbidden::FormsOfNobody.into());
    }
    let staff = staff_names(desk)?;
    let ctx = context(desk, locale, &staff);
    if form == FormName::Urgency {
        let sheet = form::urgency(desk.settings.policies.policy(), &ctx);
        let rows = sheet.rows.len();
        return Ok((sheet, rows));
    }
    if form.is_document() {
        return Err(DeskError::NotFound(Missing::ListOf { form: form.to_string() }));
    }
    let kind = form.kind().map(|kind| kind.word().to_string());
    let filter = BoardFilter { kind, submitted: Some((from, to)), limit: ALL, ..BoardFilter::default() };
    let mut numbered = view::tickets(desk, actor, filter)?;
    // Imported tickets are listed only once somebody here has worked on them.
    let here: HashSet<Number> = desk.ledger.worked_on()?.into_iter().map(|(number, ..)| number).collect();
    numbered.retain(|row| here.contains(&row.number));
    numbered.sort_by_key(|row| (row.submitted_at, row.first_seq));
    let (all, first) = (numbered.len(), places.start.min(numbered.len()));
    let mut rows = Vec::new();
    for row in numbered.drain(first..places.end.clamp(first, all)) {
        // The board selects; access is checked on the ticket itself.
        let Some(ticket) = desk.ledger.ticket(row.number)?.filter(|t| sees_ticket(actor, t) && form.fits(t)) else { continue };
        rows.push(form_row(desk, actor, form, &ticket, &ctx, now)?);
    }
    Ok((Sheet { form, locale, rows, list: true }, all))
}

fn form_row(
    desk: &Desk,
    actor: &Actor,
    form: FormName,
    ticket: &Ticket,
    ctx: &FormContext,
    now: DateTime<Utc>,
) -> Result<Row, DeskError> {
    let inner = actor.is_staff();
    let mut events = desk.ledger.ticket_events(ticket.number)?;
    events.retain(|e| inner || e.event.customer_sees());
    let clocks = sla::clocks(ticket, &desk.settings.policies, now);
    Ok(form::fill(form, &Subject { ticket, clocks: &clocks, events: &events, inner }, ctx))
}

fn context<'a>(desk: &'a Desk, locale: Locale, staff: &'a [String]) -> FormContext<'a> {
    FormContext { locale, calendar: &desk.settings.calendar, staff }
}

fn staff_names(desk: &Desk) -> Result<Vec<String>, DeskError> {
    Ok(desk.ledger.people()?.into_iter().filter(|p| p.is_staff()).map(|p| p.name).collect())
}
