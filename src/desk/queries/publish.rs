//! The archive as an audience may see it, for export.

use super::case_view::ReadCase;
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

/// A case as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The case's title, masked.
    pub title: Masked,
    /// Product, if known.
    pub product: Option<String>,
    /// Component, if known.
    pub component: Option<String>,
    /// Language it is written in.
    pub language: Locale,
    /// Whether it says how it was solved.
    pub solved: bool,
    /// When it was solved, else when it was opened.
    pub at: DateTime<Utc>,
    /// The first member of its family that the audience may see.
    pub family: Number,
}

impl Listed {
    /// Year of the day in a number.
    pub fn year(number: Number) -> i32 {
        number.day.year()
    }
}

/// The cases an audience may see, as of when it was made.
pub struct Archive<'d> {
    desk: &'d Desk,
    audience: Audience,
    listed: BTreeMap<Number, Listed>,
    reused: HashMap<Number, u32>,
    /// How many cases the audience may not see; not to be exported.
    pub withheld: usize,
}

/// All cases an audience may see, for export.
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
    // Reuse counts reveal what other customers asked, so they are internal.
    let reused = if audience == Audience::Internal { desk.ledger.all_reused()? } else { HashMap::new() };
    Ok(Archive { desk, audience, listed, reused, withheld })
}

/// A family whose first member the audience may not see is named by the first it may see.
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
    /// For whom it is.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// Every case, by number.
    pub fn listed(&self) -> &BTreeMap<Number, Listed> {
        &self.listed
    }

    /// Up to `limit` whole cases from a number on, without what the audience may not see; those withdrawn meanwhile are left
    /// out.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn cases(&self, from: Number, limit: usize) -> Result<Vec<ReadCase>, DeskError> {
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
            views.push(ReadCase { case, reused, helped: 0, did_not_help: 0, own_word: None });
        }
        Ok(views)
    }
}

/// A ticket for an internal export: what goes beside its case, or stands for it.
#[derive(Debug, Clone)]
pub struct ExportedTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// The report's title, masked.
    pub title: Masked,
    /// The report's text, masked.
    pub body: Masked,
}

impl Archive<'_> {
    /// The ticket of this number; `None` unless the audience is internal.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub fn exported_ticket(&self, number: Number) -> Result<Option<ExportedTicket>, DeskError> {
        if self.audience != Audience::Internal {
            return Ok(None);
        }
        let Some(ticket) = self.desk.ledger.ticket(number)? else { return Ok(None) };
        let masker = Masker::new(&ticket.report.contact, &[]);
        let (title, body) = (masker.masked(&ticket.report.title), masker.masked(&ticket.report.body()));
        Ok(Some(ExportedTicket { ticket, title, body }))
    }

    /// Calls `each` with every ticket that has no case, by number; none unless the audience is internal.
    ///
    /// # Errors
    /// [`DeskError::Ledger`], and whatever `each` returns.
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
