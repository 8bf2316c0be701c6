//! Taking in another system's tickets: one `Imported` event each, finished ones as cases, duplicates as families.

use super::register::board_row;
use super::{Desk, DeskError, Settings};
use crate::case::{Audience, Case, CaseEvent, Confidence, Language, Link, LinkKind, MASKING, Masker, Parts, language_of};
use crate::ledger::Batch;
use crate::markdown;
use crate::people::Actor;
use crate::ticket::*;
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};

/// Tickets taken in under one commit.
const BATCH: usize = 500;

/// A ticket of another system, its words already ours.
#[derive(Debug, Clone)]
pub struct Historic {
    pub id: String,
    /// None: not known; the day of the import stands in.
    pub opened_at: Option<DateTime<Utc>>,
    pub title: String,
    pub body: String,
    pub urgency: Severity,
    pub severity: Option<Severity>,
    pub requirement: Option<(RequirementType, Priority)>,
    pub product: Option<String>,
    pub component: Option<String>,
    pub versions: Vec<String>,
    pub customer: String,
    /// Ties to others by their ids; the duplicate one first.
    pub ties: Vec<(String, LinkKind)>,
    /// The id of the first member of its family, where that is known.
    pub family: Option<String>,
    /// An RD number it is to keep, if that is free.
    pub requirement_number: Option<Number>,
    /// Its id in a system before the one this comes from.
    pub source_id: Option<String>,
    /// Fields nobody here knows, kept as they were.
    pub more: serde_json::Map<String, serde_json::Value>,
    /// Present when it is finished.
    pub case: Option<HistoricCase>,
}

impl Historic {
    fn duplicate_of(&self) -> Option<&String> {
        self.ties.iter().find(|(_, kind)| *kind == LinkKind::Duplicate).map(|(id, _)| id)
    }
}

#[derive(Debug, Clone)]
pub struct HistoricCase {
    pub outcome: Outcome,
    pub parts: Parts,
    pub resolved_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    /// Known where it comes from a desk like this one.
    pub standing: Option<Standing>,
}

/// What a case is worth, as another desk found.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub confidence: Confidence,
    pub audience: Audience,
    pub language: Language,
    pub reopened: bool,
    pub masking: u32,
    pub revision: u32,
}

/// What an import came to, or would.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Intake {
    pub imported: usize,
    pub unchanged: usize,
    /// Of the imported: how many are finished and become cases.
    pub cases: usize,
}

/// Where each ticket stands among the others: numbers given and the family each belongs to.
struct Places {
    numbers: HashMap<String, Number>,
    families: HashMap<Number, Number>,
}

impl Desk {
    /// What an import of these would do; nothing is written.
    pub fn import_preview(&self, tickets: &[Historic]) -> Result<Intake, DeskError> {
        let mut intake = Intake::default();
        let mut seen = HashSet::new();
        for ticket in tickets {
            let known = match self.ledger.resolve_alias(&ticket.id)? {
                Some(number) => self.ledger.board_row(number)?.is_some(),
                None => false,
            };
            if known || !seen.insert(ticket.id.as_str()) {
                intake.unchanged += 1;
            } else {
                intake.imported += 1;
                intake.cases += usize::from(ticket.case.is_some());
            }
        }
        Ok(intake)
    }

    /// Takes them in, in order of creation, in batches; what is there already is left as it is. Killed in the middle
    /// and begun again it ends in the same desk: numbers are given to all before the first is taken in.
    pub fn import_history(
        &self,
        mut tickets: Vec<Historic>,
        source: &str,
        by: &Actor,
        now: DateTime<Utc>,
        progress: impl Fn(usize),
    ) -> Result<Intake, DeskError> {
        tickets.sort_by_key(|t| t.opened_at.unwrap_or(now));
        let (numbers, tickets) = self.give_numbers(tickets, now)?;
        let families = families(&tickets, &numbers);
        let places = std::sync::Arc::new(Places { numbers, families });
        let (mut intake, mut done) = (Intake::default(), 0);
        let mut rest = tickets.into_iter().peekable();
        while rest.peek().is_some() {
            let batch_of: Vec<Historic> = rest.by_ref().take(BATCH).collect();
            done += batch_of.len();
            let (places, settings, by, source) = (places.clone(), self.settings.clone(), by.clone(), source.to_string());
            let taken = self.ledger.write(move |batch| {
                let import = Import { places: &places, settings: &settings, by: &by, source: &source, now };
                let mut taken = Intake::default();
                for ticket in batch_of {
                    take_in(batch, ticket, &import, &mut taken)?;
                }
                Ok::<_, DeskError>(taken)
            })?;
            intake.imported += taken.imported;
            intake.unchanged += taken.unchanged;
            intake.cases += taken.cases;
            progress(done);
        }
        Ok(intake)
    }

    /// A number for every id, in order of creation, per source day; those that have one keep it.
    fn give_numbers(
        &self,
        tickets: Vec<Historic>,
        now: DateTime<Utc>,
    ) -> Result<(HashMap<String, Number>, Vec<Historic>), DeskError> {
        let calendar = self.settings.calendar.clone();
        self.ledger.write(move |batch| {
            let mut numbers: HashMap<String, Number> = HashMap::with_capacity(tickets.len());
            // Numbers of a desk like ours stay what they are. All are looked at before any is noted: the counter of a day
            // says only how far it has come.
            for ticket in &tickets {
                if let Some(own) = own_number(batch, &ticket.id)? {
                    numbers.insert(ticket.id.clone(), own);
                }
            }
            for own in numbers.values() {
                batch.number_is_taken(*own)?;
            }
            for ticket in &tickets {
                if numbers.contains_key(&ticket.id) {
                    continue;
                }
                let number = match batch.resolve_alias(&ticket.id)? {
                    Some(number) => number,
                    None => {
                        let number = batch.next_number(Series::Ticket, calendar.local_day(ticket.opened_at.unwrap_or(now)))?;
                        batch.put_alias(&ticket.id, number)?;
                        number
                    }
                };
                numbers.insert(ticket.id.clone(), number);
            }
            Ok::<_, DeskError>((numbers, tickets))
        })
    }
}

/// The ticket number that an id is, if it is one: that ticket's here, or not given yet to any other.
fn own_number(batch: &Batch, id: &str) -> Result<Option<Number>, DeskError> {
    let Some(number) = id.parse::<Number>().ok().filter(|n| n.series == Series::Ticket && n.to_string() == id) else {
        return Ok(None);
    };
    Ok((batch.has_ticket(number)? || !batch.number_was_given(number)?).then_some(number))
}

/// The first number of each ticket's family: the union of the duplicate ties, whichever way and in whatever circle they point.
fn families(tickets: &[Historic], numbers: &HashMap<String, Number>) -> HashMap<Number, Number> {
    let mut first: HashMap<Number, Number> = HashMap::new();
    fn root(first: &mut HashMap<Number, Number>, mut at: Number) -> Number {
        while let Some(next) = first.get(&at).copied().filter(|next| *next != at) {
            at = next;
        }
        at
    }
    for ticket in tickets {
        let Some(own) = numbers.get(&ticket.id) else { continue };
        // What is merely related is another trouble.
        let same = ticket.ties.iter().filter(|(_, kind)| *kind != LinkKind::Related).map(|(id, _)| id);
        for other in same.chain(&ticket.family).filter_map(|id| numbers.get(id)) {
            let (a, b) = (root(&mut first, *own), root(&mut first, *other));
            first.insert(a.max(b), a.min(b));
        }
    }
    let all: Vec<Number> = numbers.values().copied().collect();
    all.into_iter().map(|number| (number, root(&mut first, number))).collect()
}

/// What all tickets of one import share.
struct Import<'a> {
    places: &'a Places,
    settings: &'a Settings,
    by: &'a Actor,
    source: &'a str,
    now: DateTime<Utc>,
}

fn take_in(batch: &Batch, ticket: Historic, import: &Import, taken: &mut Intake) -> Result<(), DeskError> {
    let Import { places, settings, by, source, now } = *import;
    let Some(number) = places.numbers.get(&ticket.id).copied() else { return Ok(()) };
    if batch.has_ticket(number)? {
        taken.unchanged += 1;
        return Ok(());
    }
    let opened_at = ticket.opened_at.unwrap_or(now);
    let requirement_number = match ticket.requirement {
        Some(_) => {
            let kept = ticket.requirement_number.map(|own| batch.resolve_alias(&own.to_string()).map(|known| (own, known)));
            let given = match kept.transpose()? {
                Some((own, None)) => {
                    batch.number_is_taken(own)?;
                    own
                }
                _ => batch.next_number(Series::Requirement, settings.calendar.local_day(opened_at))?,
            };
            batch.put_alias(&given.to_string(), number)?;
            Some(given)
        }
        None => None,
    };
    let here = |id: &String| places.numbers.get(id).copied().filter(|to| *to != number);
    let duplicate_of = ticket.duplicate_of().and_then(here);
    let links: Vec<Link> = ticket.ties.iter().filter_map(|(id, kind)| Some(Link { case: here(id)?, kind: *kind })).collect();
    if let Some(before) = &ticket.source_id {
        batch.put_alias(before, number)?;
    }
    let family = places.families.get(&number).copied().unwrap_or(number);
    let imported =
        TicketEvent::Imported { report: report(&ticket), history: history(&ticket, source, opened_at, requirement_number) };
    let recorded = batch.append_ticket(number, 0, by.name(), now, vec![imported])?;
    let folded = Ticket::fold(number, &recorded).ok_or_else(|| DeskError::Other("an import did not fold".into()))?;
    if let Some(case) = case(&ticket, &folded, links, family) {
        batch.append_case(number, by.name(), now, &CaseEvent::Revised { case: Box::new(case), why: "imported".into() })?;
        taken.cases += 1;
    } else {
        // An open ticket has no case to carry its ties.
        batch.tie(number, duplicate_of, family, folded.last_seq)?;
    }
    batch.put_board(&board_row(&folded, settings, ticket.case.is_some(), now))?;
    taken.imported += 1;
    Ok(())
}

fn report(ticket: &Historic) -> Report {
    let particulars = match ticket.requirement {
        Some(_) => Particulars::Requirement { scenario: None, effect: None, priority: None },
        None => Particulars::Fault { steps: None, error: None },
    };
    Report {
        particulars,
        channel: Channel::ServiceDesk,
        customer: ticket.customer.clone(),
        contact: Contact::default(),
        title: ticket.title.clone(),
        description: ticket.body.clone(),
        urgency: ticket.urgency,
        occurred_at: None,
        product: ticket.product.clone(),
        component: ticket.component.clone(),
        version: ticket.versions.first().cloned(),
    }
}

fn history(ticket: &Historic, source: &str, opened_at: DateTime<Utc>, requirement_number: Option<Number>) -> History {
    History {
        source: source.to_string(),
        source_id: ticket.source_id.clone().unwrap_or_else(|| ticket.id.clone()),
        opened_at,
        finished: ticket.case.as_ref().map(|c| Finished { outcome: c.outcome, resolved_at: c.resolved_at, closed_at: c.closed_at }),
        severity: ticket.severity,
        requirement_number,
        requirement: ticket.requirement,
        more: ticket.more.clone(),
    }
}

/// The case of a finished ticket.
fn case(ticket: &Historic, folded: &Ticket, links: Vec<Link>, family: Number) -> Option<Case> {
    let finished = ticket.case.as_ref()?;
    // A case of a desk like ours was masked there, and people have read it since.
    let masker = Masker::default();
    let masked = |text: &str| if finished.standing.is_some() { text.to_string() } else { masker.text(text) };
    let told = &finished.parts;
    let parts = Parts {
        issue: masked(&told.issue),
        environment: masked(&told.environment),
        analysis: masked(&told.analysis),
        cause: masked(&told.cause),
        resolution: masked(&told.resolution),
        attempts: masked(&told.attempts),
        feedback: masked(&told.feedback),
    };
    let standing = finished.standing.unwrap_or(Standing {
        confidence: Confidence::NotValidated,
        audience: Audience::Internal,
        language: language_of(&format!("{} {}", ticket.title, ticket.body)),
        reopened: false,
        masking: MASKING,
        revision: 1,
    });
    let (requirement_type, priority) = ticket.requirement.unzip();
    Some(Case {
        number: folded.number,
        requirement_number: folded.requirement_number,
        title: masked(&ticket.title),
        kind: folded.kind(),
        urgency: ticket.urgency,
        severity: ticket.severity,
        requirement_type,
        priority,
        product: ticket.product.clone(),
        component: ticket.component.clone(),
        versions: ticket.versions.clone(),
        language: standing.language,
        outcome: finished.outcome,
        confidence: standing.confidence,
        audience: standing.audience,
        family,
        links,
        opened_at: folded.submitted_at,
        resolved_at: finished.resolved_at,
        closed_at: finished.closed_at,
        reopened: standing.reopened,
        revision: standing.revision.max(1),
        masking: standing.masking,
        parts: markdown::normalise(&parts),
    })
}
