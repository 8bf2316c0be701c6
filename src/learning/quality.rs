//! How good are the desk's suggestions? The weights in force asked the latest past questions again, as of each.

use super::backtest::Ranks;
use super::labelled_queries::{Missed, missed};
use super::labelled_queries::{answer_again, asked_once, past};
use crate::content::{Readers, write_whole};
use crate::desk::Desk;
use crate::desk::DeskError;
use crate::people::Actor;
use crate::reason::{Forbidden, StaffMatter};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// The latest fifth of the questions on record is asked again, at least so many and at most so many: some seconds of work.
const ASKED_MIN: usize = 20;
const ASKED_MAX: usize = 300;
const PARTS: usize = 5;
/// Consultations of so many days are looked at.
const DAYS: i64 = 90;
/// Derived; may be deleted.
const FILE: &str = "index/quality.json";

/// Shares in percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    pub computed_at: DateTime<Utc>,
    /// The name of the weights that were in force.
    pub weights: String,
    pub questions: usize,
    /// How many had a right answer among the first so many.
    pub recall: Vec<(usize, f64)>,
    pub mrr10: f64,
    pub missed: Vec<Missed>,
    /// Consultations in a span of days, and those that ended in a deflection, in an open ticket, or with a case linked.
    pub days: i64,
    pub consultations: usize,
    pub ended: usize,
}

/// Reckons it anew and keeps it.
pub fn suggestion_quality(desk: &Desk, now: DateTime<Utc>) -> Result<Quality, DeskError> {
    let index = desk.caught_up()?;
    let (past, weights) = (past(desk, &index), index.weights());
    let asked = asked_once(desk, &past, PARTS * ASKED_MAX, now)?;
    let latest = (asked.len() / PARTS).clamp(ASKED_MIN, ASKED_MAX).min(asked.len());
    let (mut judged, mut ranks) = (Vec::new(), Vec::new());
    for question in &asked[asked.len() - latest..] {
        if let Some(answered) = answer_again(desk, &index, &past, question)? {
            judged.push(question);
            ranks.push(answered.rank(&weights));
        }
    }
    let Ranks { queries, recall, mrr10 } = Ranks::of(&ranks);
    let (consultations, ended) = desk.ledger().consulted_between(now - Duration::days(DAYS), now)?;
    let quality = Quality {
        computed_at: now,
        weights: weights.name.clone(),
        questions: queries,
        recall: recall.to_vec(),
        mrr10,
        missed: missed(&judged, &ranks),
        days: DAYS,
        consultations,
        ended,
    };
    keep_quality(desk, &quality)?;
    Ok(quality)
}

/// What was last reckoned, for staff. None: nothing yet, or nothing that can be read.
pub fn quality(desk: &Desk, actor: &Actor) -> Result<Option<Quality>, DeskError> {
    if !actor.is_staff() {
        return Err(Forbidden::Staff { matter: StaffMatter::Quality }.into());
    }
    Ok(kept_quality(desk))
}

/// Reckons it if that was not done today, as days are in the desk's zone. Whoever does not hold the desk leaves it.
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
