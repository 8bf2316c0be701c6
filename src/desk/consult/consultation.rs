//! Consulting the archive: a report is registered only after it, which the type [`ConsultedReport`] enforces.

use crate::desk::consult::question::question_of;
use crate::desk::core::access::visibility_of;
use crate::desk::core::consultation_cache::CachedConsultation;
use crate::desk::core::desk::Desk;
use crate::desk::core::health::caught;
use crate::desk::error::DeskError;
use crate::index::{Band, SimilarQuery, SimilarResults, SimilarScope};
use crate::people::Actor;
use crate::reason::Missing;
use crate::ticket::{Consulted, Found, Number, Report};
use chrono::{DateTime, Utc};

/// Sizes of archives, in documents, for [`leave_out_noise`]: fewer than this is small, fewer is tens, fewer is so few that all
/// are shown.
const SMALL_ARCHIVE: usize = 1_000;
const TENS: usize = 100;
const A_FEW: usize = 10;
/// Least share of the best possible score (0–1) of a weak match in a small archive: the first one, and those below it.
const WEAK_SHARE_MIN: f32 = 0.04;
const WEAK_BELOW_SHARE_MIN: f32 = 0.15;
/// Matches recorded with a ticket.
pub const RECORDED_ROWS: usize = 5;

/// What the archive is asked: a report as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct ConsultRequest {
    /// The report as a query.
    pub question: SimilarQuery,
    /// Matches to return at most.
    pub limit: usize,
    /// The request's body as JSON, kept in case the consultation ends in a deflection.
    pub body: serde_json::Value,
}

/// The archive's answer to a report; not on record.
#[derive(Debug, Clone)]
pub struct Consultation {
    /// Names it for registering, deflecting and attaching; valid for a day, in this process.
    pub id: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Milliseconds the search took.
    pub took_ms: f64,
    /// The matches.
    pub similar: SimilarResults,
}

/// A report that has been consulted: the only kind that can be registered. Only [`Desk::consult_report`] makes one.
#[derive(Debug, Clone)]
pub struct ConsultedReport {
    report: Report,
    consulted: Consulted,
}

impl ConsultedReport {
    /// The report that was consulted.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The report, and the consultation that goes on record with it.
    pub fn into_parts(self) -> (Report, Consulted) {
        (self.report, self.consulted)
    }
}

/// Searches the archive for a report and caches the result under its id. It goes on record only with what follows from it: a
/// registration, a deflection, an attachment.
pub fn consult(desk: &Desk, actor: &Actor, request: ConsultRequest, now: DateTime<Utc>) -> Result<Consultation, DeskError> {
    let started = std::time::Instant::now();
    let similar = search_like(desk, actor, &request.question, request.limit, None)?;
    let took_ms = started.elapsed().as_secs_f64() * 1_000.0;
    let id = new_id()?;
    let consulted = Consulted { id: id.clone(), at: now, found: Some(found_rows(&similar)) };
    let kept = CachedConsultation { asker: actor.name().to_string(), body: request.body.to_string(), consulted };
    desk.consultation_cache.lock().keep(kept, now);
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

/// Makes a report registrable: by the cached `consultation` it names, else by a search now. A failing search is noted and does
/// not stop the registration.
pub fn consult_report(
    desk: &Desk,
    actor: &Actor,
    report: Report,
    consultation: Option<&str>,
    now: DateTime<Utc>,
) -> Result<ConsultedReport, DeskError> {
    let known = consultation.and_then(|id| {
        let consultation_cache = desk.consultation_cache.lock();
        consultation_cache.get(id, actor.name()).map(|kept| kept.consulted.clone())
    });
    let consulted = match known {
        Some(consulted) => consulted,
        None => {
            // Even if the search panics, the report is registered.
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

/// Keeps the report as it was told in the end with its consultation, if that is still cached.
pub fn retell(desk: &Desk, actor: &Actor, id: &str, body: &serde_json::Value, now: DateTime<Utc>) {
    desk.consultation_cache.lock().retell(id, actor.name(), body.to_string(), now);
}

/// The body of the request that made this consultation.
pub fn consultation_body(desk: &Desk, actor: &Actor, id: &str) -> Result<serde_json::Value, DeskError> {
    let kept = cached(desk, id, actor)?;
    serde_json::from_str(&kept.body).map_err(|e| DeskError::Other(format!("a consultation does not read: {e}")))
}

/// A cached consultation of this actor.
pub fn cached(desk: &Desk, id: &str, actor: &Actor) -> Result<CachedConsultation, DeskError> {
    let consultation_cache = desk.consultation_cache.lock();
    consultation_cache.get(id, actor.name()).cloned().ok_or_else(|| no_consultation(id))
}

pub fn no_consultation(id: &str) -> DeskError {
    DeskError::NotFound(Missing::Consultation { name: id.chars().take(40).collect() })
}

/// In a small archive some document always shares a word with the report: weak matches below a share of the best possible score
/// are left out, and in one of tens of documents every weak match but the first.
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
