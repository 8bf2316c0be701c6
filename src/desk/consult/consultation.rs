//! Looking up how it was solved last time: before anything else, and by type.

use crate::desk::consult::question::question_of;
use crate::desk::core::access::visibility_of;
use crate::desk::core::desk::Desk;
use crate::desk::core::health::caught;
use crate::desk::core::remembered::Kept;
use crate::desk::error::DeskError;
use crate::index::{Band, SimilarQuery, SimilarResults, SimilarScope};
use crate::people::Actor;
use crate::reason::Missing;
use crate::ticket::{Consulted, Found, Number, Report};
use chrono::{DateTime, Utc};

/// Archives of fewer documents are small, these are tens, and of so few as these all may be looked at.
const SMALL_ARCHIVE: usize = 1_000;
const TENS: usize = 100;
const A_FEW: usize = 10;
/// Which share of the best thinkable score a weak match there has, the first one and those below it.
const WEAK_SHARE_MIN: f32 = 0.04;
const WEAK_BELOW_SHARE_MIN: f32 = 0.15;
/// Rows that go on the record with a ticket.
pub const RECORDED_ROWS: usize = 5;

/// A report as far as it has been told.
#[derive(Debug, Clone, Default)]
pub struct ConsultRequest {
    pub question: SimilarQuery,
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
    pub similar: SimilarResults,
}

/// A report that has been consulted: the only thing that can be registered. Made by [`Desk::consult_report`] alone.
#[derive(Debug, Clone)]
pub struct ConsultedReport {
    report: Report,
    consulted: Consulted,
}

impl ConsultedReport {
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What is registered: the report, and that it was consulted.
    pub fn into_parts(self) -> (Report, Consulted) {
        (self.report, self.consulted)
    }
}

/// Searches the archive for a report. Remembered under its id for what may follow; on the record only when
/// something does (register, deflect, attach).
pub fn consult(desk: &Desk, actor: &Actor, request: ConsultRequest, now: DateTime<Utc>) -> Result<Consultation, DeskError> {
    let started = std::time::Instant::now();
    let similar = search_like(desk, actor, &request.question, request.limit, None)?;
    let took_ms = started.elapsed().as_secs_f64() * 1_000.0;
    let id = new_id()?;
    let consulted = Consulted { id: id.clone(), at: now, found: Some(found_rows(&similar)) };
    let kept = Kept { asker: actor.name().to_string(), told: request.told.to_string(), consulted };
    desk.remembered.lock().keep(kept, now);
    Ok(Consultation { id, at: now, took_ms, similar })
}

pub fn search_like(
    desk: &Desk,
    actor: &Actor,
    question: &SimilarQuery,
    limit: usize,
    without: Option<Number>,
) -> Result<SimilarResults, DeskError> {
    let scope = SimilarScope { limit, visibility: visibility_of(actor), as_of: None, without, families: true };
    let mut similar = desk.ask(|index| Ok(index.similar(question, &scope)?))?;
    leave_out_noise(&mut similar);
    Ok(similar)
}

/// Makes a report registrable: by the consultation it names, if that is known, else by one made now. An archive
/// that cannot be searched is noted and does not stand in the way.
pub fn consult_report(
    desk: &Desk,
    actor: &Actor,
    report: Report,
    consultation: Option<&str>,
    now: DateTime<Utc>,
) -> Result<ConsultedReport, DeskError> {
    let known = consultation.and_then(|id| {
        let remembered = desk.remembered.lock();
        remembered.get(id, actor.name()).map(|kept| kept.consulted.clone())
    });
    let consulted = match known {
        Some(consulted) => consulted,
        None => {
            // Whatever the search comes to, a panic too, the report is registered.
            let found = match caught(|| search_like(desk, actor, &question_of(&report), RECORDED_ROWS, None)) {
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

/// What was told when this consultation was asked for.
pub fn told(desk: &Desk, actor: &Actor, id: &str) -> Result<serde_json::Value, DeskError> {
    let kept = kept(desk, id, actor)?;
    serde_json::from_str(&kept.told).map_err(|e| DeskError::Other(format!("a consultation does not read: {e}")))
}

pub fn kept(desk: &Desk, id: &str, actor: &Actor) -> Result<Kept, DeskError> {
    let remembered = desk.remembered.lock();
    remembered.get(id, actor.name()).cloned().ok_or_else(|| no_consultation(id))
}

pub fn no_consultation(id: &str) -> DeskError {
    DeskError::NotFound(Missing::Consultation { name: id.chars().take(40).collect() })
}

/// In a small archive something always shares a word with a report. Weak matches that share no more are not shown, and
/// among tens of documents none below the first.
fn leave_out_noise(similar: &mut SimilarResults) {
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

pub fn found_rows(similar: &SimilarResults) -> Vec<Found> {
    let row = |m: &crate::index::Match| Found { number: m.number, band: m.band.to_string(), score: m.score };
    similar.matches.iter().take(RECORDED_ROWS).map(row).collect()
}

pub fn new_id() -> Result<String, DeskError> {
    crate::desk::core::secret::secret("c_", 12)
}
