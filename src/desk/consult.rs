//! Looking up how it was solved last time: before anything else, and by type.

use super::access::{sees_ticket, sight};
use super::health::caught;
use super::idempotency::Idempotency;
use super::remembered::Kept;
use super::tick::is_of_one_ticket;
use super::{Desk, DeskError, Registered};
use crate::index::{Band, Question, Similar, SimilarScope};
use crate::ledger::{Area, DEFLECTED, Entry, TAKEN_BACK};
use crate::people::Actor;
use crate::ticket::{Consulted, DeflectedHow, Found, Number, Report, TicketEvent};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Archives of fewer documents are small, these are tens, and of so few as these all may be looked at.
const SMALL_ARCHIVE: usize = 1_000;
const TENS: usize = 100;
const A_FEW: usize = 10;
/// Which share of the best thinkable score a weak match there has, the first one and those below it.
const WEAK_SHARE_MIN: f32 = 0.04;
const WEAK_BELOW_SHARE_MIN: f32 = 0.15;
/// Rows that go on the record with a ticket.
pub(super) const RECORDED_ROWS: usize = 5;

/// A report as far as it has been told.
#[derive(Debug, Clone, Default)]
pub struct ConsultRequest {
    pub question: Question,
    pub limit: usize,
    /// What was told, to be kept if the consultation ends in a deflection.
    pub told: serde_json::Value,
}

/// An answer from the archive, not yet on the record.
#[derive(Debug, Clone)]
pub struct Consultation {
    pub id: String,
    pub at: DateTime<Utc>,
    pub took_ms: f64,
    pub similar: Similar,
}

/// A report that has been consulted: the only thing that can be registered. Made by [`Desk::consult_report`] alone.
#[derive(Debug, Clone)]
pub struct ConsultedReport {
    pub(super) report: Report,
    pub(super) consulted: Consulted,
}

impl Desk {
    /// Searches the archive for a report. Remembered under its id for what may follow; on the record only when
    /// something does (register, deflect, attach).
    pub fn consult(&self, actor: &Actor, request: ConsultRequest, now: DateTime<Utc>) -> Result<Consultation, DeskError> {
        let started = std::time::Instant::now();
        let similar = self.search_like(actor, &request.question, request.limit, None)?;
        let took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        let id = new_id()?;
        let consulted = Consulted { id: id.clone(), at: now, found: Some(found_rows(&similar)) };
        let kept = Kept { asker: actor.name().to_string(), told: request.told.to_string(), consulted };
        self.remembered.lock().unwrap_or_else(|p| p.into_inner()).keep(kept, now);
        Ok(Consultation { id, at: now, took_ms, similar })
    }

    fn search_like(&self, actor: &Actor, question: &Question, limit: usize, without: Option<Number>) -> Result<Similar, DeskError> {
        let scope = SimilarScope { limit, sight: sight(actor), as_of: None, without, families: true };
        let mut similar = self.ask(|index| Ok(index.similar(question, &scope)?))?;
        leave_out_noise(&mut similar);
        Ok(similar)
    }

    /// Makes a report registrable: by the consultation it names, if that is known, else by one made now. An archive
    /// that cannot be searched is noted and does not stand in the way.
    pub fn consult_report(
        &self,
        actor: &Actor,
        report: Report,
        consultation: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<ConsultedReport, DeskError> {
        let known = consultation.and_then(|id| {
            let remembered = self.remembered.lock().unwrap_or_else(|p| p.into_inner());
            remembered.get(id, actor.name()).map(|kept| kept.consulted.clone())
        });
        let consulted = match known {
            Some(consulted) => consulted,
            None => {
                // Whatever the search comes to, a panic too, the report is registered.
                let found = match caught(|| self.search_like(actor, &question_of(&report), RECORDED_ROWS, None)) {
                    Ok(similar) => Some(found_rows(&similar)),
                    Err(error) => {
                        tracing::debug!("registered without consultation: {error}");
                        None
                    }
                };
                Consulted { id: new_id()?, at: now, found }
            }
        };
        Ok(ConsultedReport { report, consulted })
    }

    /// Consults for tickets that were registered while the archive could not be searched. How many.
    pub fn consult_late(&self, now: DateTime<Utc>) -> Result<usize, DeskError> {
        let waiting = self.ledger.unconsulted(100)?;
        if waiting.is_empty() {
            return Ok(0);
        }
        self.caught_up()?;
        let (mut consulted, mut failed) = (0, None);
        for number in &waiting {
            match self.consult_one_late(*number, now) {
                Ok(()) => consulted += 1,
                // One ticket does not keep the others waiting.
                Err(error) if is_of_one_ticket(&error) => {
                    failed.get_or_insert(DeskError::Other(format!("{number}: {error}")));
                }
                Err(error) => return Err(error),
            }
        }
        failed.map_or(Ok(consulted), Err)
    }

    fn consult_one_late(&self, number: Number, now: DateTime<Utc>) -> Result<(), DeskError> {
        let Some(ticket) = self.ledger.ticket(number)? else { return Ok(()) };
        let similar = self.search_like(&Actor::System, &question_of(&ticket.report), RECORDED_ROWS, Some(number))?;
        let consulted = Consulted { id: new_id()?, at: now, found: Some(found_rows(&similar)) };
        self.append(number, Actor::System, now, move |_| Ok(vec![TicketEvent::Consulted { consulted }])).map(drop)
    }

    /// The report ends here, answered by a case (知识库自助解决). Kept with who, what, which case, and how it was said; no number
    /// is needed. Said twice it is on the record once; said of another case, the later word stands.
    pub fn deflect(&self, actor: &Actor, id: &str, case: Number, how: DeflectedHow, now: DateTime<Utc>) -> Result<(), DeskError> {
        // This process may have forgotten what it is asked to repeat: the record has not.
        let ready = self.kept(id, actor).and_then(|kept| match self.case_for(actor, case) {
            Ok(_) => {
                let told: serde_json::Value = serde_json::from_str(&kept.told).unwrap_or_default();
                Ok(json!({"told": told, "consulted": kept.consulted, "case": case, "how": how}))
            }
            Err(_) => Err(DeskError::bad_field("case", format!("there is no case {case}"))),
        });
        let (id, name) = (id.to_string(), actor.name().to_string());
        self.ledger.write(move |batch| {
            let came = batch.stream(Area::Consultation, &id)?;
            let said = |last: &Entry| last.name == DEFLECTED && last.actor == name && answered_by(last) == Some(case);
            if !came.last().is_some_and(said) {
                batch.append_consultation(&id, DEFLECTED, &name, now, &ready?)?;
            }
            Ok(())
        })
    }

    /// The case did not answer it after all. By whoever said that it did, or staff; asked of the record, so that a restart in
    /// between takes nothing away. Taken back twice it is on the record once. Gives back the case.
    pub fn take_back_deflection(&self, actor: &Actor, id: &str, now: DateTime<Utc>) -> Result<Number, DeskError> {
        let (id, by) = (id.to_string(), actor.clone());
        self.ledger.write(move |batch| {
            let came = batch.stream(Area::Consultation, &id)?;
            let mut said = came.iter().rev().filter(|entry| entry.name == DEFLECTED);
            let said = said.find(|entry| by.is_staff() || entry.actor == by.name());
            let case = said.and_then(answered_by).ok_or_else(|| no_consultation(&id))?;
            if came.last().is_some_and(|last| last.name != TAKEN_BACK) {
                batch.append_consultation(&id, TAKEN_BACK, by.name(), now, &json!({"case": case}))?;
            }
            Ok(case)
        })
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
        let parent = self.ledger.ticket(to)?.filter(|parent| sees_ticket(actor, parent) && parent.is_open());
        if parent.is_none() {
            return Err(DeskError::bad_field("ticket", format!("there is no open ticket {to}")));
        }
        self.kept(id, actor)?;
        let consulted = self.consult_report(actor, report, Some(id), now)?;
        self.register_and(actor, consulted, Some(to), idempotency, now)
    }

    /// What was told when this consultation was asked for.
    pub fn told(&self, actor: &Actor, id: &str) -> Result<serde_json::Value, DeskError> {
        let kept = self.kept(id, actor)?;
        serde_json::from_str(&kept.told).map_err(|e| DeskError::Other(format!("a consultation does not read: {e}")))
    }

    fn kept(&self, id: &str, actor: &Actor) -> Result<Kept, DeskError> {
        let remembered = self.remembered.lock().unwrap_or_else(|p| p.into_inner());
        remembered.get(id, actor.name()).cloned().ok_or_else(|| no_consultation(id))
    }
}

fn no_consultation(id: &str) -> DeskError {
    DeskError::NotFound { what: "consultation", name: format!("{}; consult again", id.chars().take(40).collect::<String>()) }
}

/// The case that a deflection named.
fn answered_by(deflected: &Entry) -> Option<Number> {
    let body: serde_json::Value = serde_json::from_str(&deflected.body).ok()?;
    body["case"].as_str()?.parse().ok()
}

/// The report as a question to the archive.
pub(super) fn question_of(report: &Report) -> Question {
    Question {
        title: report.title.clone(),
        body: report.body(),
        product: report.product.clone(),
        component: report.component.clone(),
        version: report.version.clone(),
        severity: None,
    }
}

/// In a small archive something always shares a word with a report. Weak matches that share no more are not shown, and
/// among tens of documents none below the first.
fn leave_out_noise(similar: &mut Similar) {
    if !(A_FEW..SMALL_ARCHIVE).contains(&similar.searched) {
        return;
    }
    let tens = similar.searched < TENS;
    let mut first = true;
    similar.matches.retain(|m| {
        let least = if first { WEAK_SHARE_MIN } else { WEAK_BELOW_SHARE_MIN };
        let shown = m.band != Band::Weak || (m.share >= least && (first || !tens));
        first = false;
        shown
    });
}

fn found_rows(similar: &Similar) -> Vec<Found> {
    let row = |m: &crate::index::Match| Found { number: m.number, band: m.band.to_string(), score: m.score };
    similar.matches.iter().take(RECORDED_ROWS).map(row).collect()
}

fn new_id() -> Result<String, DeskError> {
    super::tokens::secret("c_", 12)
}
