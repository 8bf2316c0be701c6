//! The quality of the desk's suggestions: the weights in force are run on the latest past queries, as of each.

use super::backtest::RankMetrics;
use super::labelled_queries::{MissedQuery, missed};
use super::labelled_queries::{candidates_for, labelled_queries, past};
use crate::content::{Readers, write_whole};
use crate::desk::Desk;
use crate::desk::DeskError;
use crate::people::Actor;
use crate::reason::{Forbidden, StaffMatter};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// The latest fifth of the labelled queries is run again, at least this many.
const ASKED_MIN: usize = 20;
/// And at most this many, which takes some seconds.
const ASKED_MAX: usize = 300;
/// One part in this many is the latest.
const PARTS: usize = 5;
/// Days of consultations that are counted.
const DAYS: i64 = 90;
/// Where the result is kept in the desk's folder; derived, may be deleted.
const FILE: &str = "index/quality.json";

/// The result; shares in percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// The name of the weights that were in force.
    pub weights: String,
    /// How many past queries were run.
    pub questions: usize,
    /// (k, share of queries with a right answer in the first k).
    pub recall: Vec<(usize, f64)>,
    /// Mean reciprocal rank within the first 10.
    pub mrr10: f64,
    /// Queries whose right answers were not found.
    pub missed: Vec<MissedQuery>,
    /// Days of consultations that the counts below cover.
    pub days: i64,
    /// Consultations in these days.
    pub consultations: usize,
    /// Those that ended in a deflection, in an open ticket, or with a case linked.
    pub ended: usize,
}

/// Computes the quality anew and stores it.
///
/// # Errors
///
/// If the index is not available, the ledger cannot be read or the result cannot be written.
pub fn suggestion_quality(desk: &Desk, now: DateTime<Utc>) -> Result<Quality, DeskError> {
    let index = desk.caught_up()?;
    let (past, weights) = (past(desk, &index), index.weights());
    let asked = labelled_queries(desk, &past, PARTS * ASKED_MAX, now)?;
    let latest = (asked.len() / PARTS).clamp(ASKED_MIN, ASKED_MAX).min(asked.len());
    let (mut evaluated, mut ranks) = (Vec::new(), Vec::new());
    for question in &asked[asked.len() - latest..] {
        if let Some(answered) = candidates_for(desk, &index, &past, question)? {
            evaluated.push(question);
            ranks.push(answered.rank(&weights));
        }
    }
    let RankMetrics { queries, recall, mrr10 } = RankMetrics::of(&ranks);
    let (consultations, ended) = desk.ledger().consulted_between(now - Duration::days(DAYS), now)?;
    let quality = Quality {
        computed_at: now,
        weights: weights.name.clone(),
        questions: queries,
        recall: recall.to_vec(),
        mrr10,
        missed: missed(&evaluated, &ranks),
        days: DAYS,
        consultations,
        ended,
    };
    keep_quality(desk, &quality)?;
    Ok(quality)
}

/// The last computed quality; `None` if there is none or it cannot be read.
///
/// # Errors
///
/// `Forbidden` for everybody but staff.
pub fn quality(desk: &Desk, actor: &Actor) -> Result<Option<Quality>, DeskError> {
    if !actor.is_staff() {
        return Err(Forbidden::Staff { matter: StaffMatter::Quality }.into());
    }
    Ok(kept_quality(desk))
}

/// Computes the quality if that was not done today in the desk's zone; true if it did. Only the holder of the desk's lock does.
///
/// # Errors
///
/// As [`suggestion_quality`].
pub fn quality_when_due(desk: &Desk, now: DateTime<Utc>) -> Result<bool, DeskError> {
    let day = |at| desk.settings().calendar.local_day(at);
    if !desk.holds_lock() || kept_quality(desk).is_some_and(|kept| day(kept.computed_at) >= day(now)) {
        return Ok(false);
    }
    suggestion_quality(desk, now).map(|_| true)
}

fn kept_quality(desk: &Desk) -> Option<Quality> {
    serde_json::from_slice(&std::fs::read(desk.folder().join(FILE)).ok()?).ok()
}

fn keep_quality(desk: &Desk, quality: &Quality) -> Result<(), DeskError> {
    let place = desk.folder().join(FILE);
    let text = serde_json::to_vec(quality).map_err(|e| DeskError::Other(e.to_string()))?;
    write_whole(&place, &text, Readers::Owner).map_err(|e| DeskError::Other(format!("{}: {e}", place.display())))
}
