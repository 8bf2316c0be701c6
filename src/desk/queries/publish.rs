//! What may leave the house: the archive as an audience may have it, and not a byte more.

use super::case_view::CaseView;
use crate::case::{Audience, Link, Masked, Masker};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::ticket::{Number, Outcome, Ticket};
use crate::words::Locale;
use chrono::{DateTime, Datelike, Utc};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

/// Cases read from the ledger at once.
const PAGE: usize = 500;

/// What lists say of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub title: Masked,
    pub product: Option<String>,
    pub component: Option<String>,
    pub language: Locale,
    pub solved: bool,
    /// When it was solved, else when it was opened.
    pub at: DateTime<Utc>,
    /// The first member of its family that the audience may know.
    pub family: Number,
}

impl Listed {
    pub fn year(number: Number) -> i32 {
        number.day.year()
    }
}

/// The cases an audience may have, as of its making. Cases that come later are not in it.
pub struct Archive<'d> {
    desk: &'d Desk,
    audience: Audience,
    listed: BTreeMap<Number, Listed>,
    reused: HashMap<Number, u32>,
    /// How many cases the audience may not have: for the one who exports, never for what is exported.
    pub withheld: usize,
}

pub fn archive_for(desk: &Desk, audience: Audience) -> Result<Archive<'_>, DeskError> {
    let (mut listed, mut withheld, mut after) = (BTreeMap::new(), 0, String::new());
    loop {
        let rows = desk.ledger.cases_after(&after, PAGE)?;
        let Some(last) = rows.last() else { break };
        after = last.case.number.to_string();
        for case in rows.into_iter().map(|row| row.case) {
            if case.audience < audience {
                withheld += 1;
                continue;
            }
            let entry = Listed {
                solved: case.outcome == Outcome::Solved && !case.parts.resolution.is_empty(),
                at: case.resolved_at.unwrap_or(case.opened_at),
                title: case.masked_title(),
                product: case.product,
                component: case.component,
                language: case.language,
                family: case.family,
            };
            listed.insert(case.number, entry);
        }
    }
    known_families(&mut listed);
    // How often a case answered counts what other customers asked: the house's own figure.
    let reused = if audience == Audience::Internal { desk.ledger.all_reused()? } else { HashMap::new() };
    Ok(Archive { desk, audience, listed, reused, withheld })
}

/// A family whose first member is withheld is named by the first that is not.
fn known_families(listed: &mut BTreeMap<Number, Listed>) {
    let mut first: HashMap<Number, Number> = HashMap::new();
    for (number, entry) in listed.iter() {
        first.entry(entry.family).or_insert(*number);
    }
    for entry in listed.values_mut() {
        entry.family = first.get(&entry.family).copied().unwrap_or(entry.family);
    }
}

impl Archive<'_> {
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// Every case, in order of number.
    pub fn listed(&self) -> &BTreeMap<Number, Listed> {
        &self.listed
    }

    /// The cases from a number on, whole, without what the audience may not know. A case that was taken from the
    /// audience meanwhile is left out.
    pub fn cases(&self, from: Number, limit: usize) -> Result<Vec<CaseView>, DeskError> {
        let wanted: Vec<Number> =
            self.listed.range((Bound::Included(from), Bound::Unbounded)).map(|(n, _)| *n).take(limit).collect();
        let mut views = Vec::with_capacity(wanted.len());
        for number in wanted {
            let Some(row) = self.desk.ledger.case(number)?.filter(|row| row.case.audience >= self.audience) else { continue };
            let mut case = row.case;
            let withheld = |link: &Link| !self.listed.contains_key(&link.case);
            case.forget(withheld);
            case.family = self.listed.get(&number).map_or(number, |entry| entry.family);
            let reused = self.reused.get(&number).copied().unwrap_or(0);
            views.push(CaseView { case, reused, helped: 0, did_not_help: 0, own_word: None });
        }
        Ok(views)
    }
}

/// What the house itself may take away of a ticket, beside its case.
#[derive(Debug, Clone)]
pub struct ExportedTicket {
    pub ticket: Ticket,
    /// Its text as it may be kept: masked.
    pub title: Masked,
    pub body: Masked,
}

impl Archive<'_> {
    /// The ticket behind a number, for the house only.
    pub fn exported_ticket(&self, number: Number) -> Result<Option<ExportedTicket>, DeskError> {
        if self.audience != Audience::Internal {
            return Ok(None);
        }
        let Some(ticket) = self.desk.ledger.ticket(number)? else { return Ok(None) };
        let masker = Masker::new(&ticket.report.contact, &[]);
        let (title, body) = (masker.masked(&ticket.report.title), masker.masked(&ticket.report.body()));
        Ok(Some(ExportedTicket { ticket, title, body }))
    }

    /// Tickets that have no case yet, for the house only, in order of number.
    pub fn open_tickets(&self, mut each: impl FnMut(ExportedTicket) -> Result<(), DeskError>) -> Result<(), DeskError> {
        if self.audience != Audience::Internal {
            return Ok(());
        }
        let mut after = String::new();
        loop {
            let numbers = self.desk.ledger.ticket_numbers_after(&after, PAGE)?;
            let Some(last) = numbers.last() else { return Ok(()) };
            after = last.to_string();
            for number in numbers.into_iter().filter(|n| !self.listed.contains_key(n)) {
                if let Some(ticket) = self.exported_ticket(number)? {
                    each(ticket)?;
                }
            }
        }
    }
}
