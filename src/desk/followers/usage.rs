//! Recording what queries have left in memory.

use crate::desk::commands::tokens;
use crate::desk::core::caches::SearchCount;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::zero_results::{WAITING_MAX, in_order, pending_searches};

/// Records what queries have left in memory: searches without results, and uses of tokens.
pub fn record_usage(desk: &Desk) -> Result<(), DeskError> {
    tokens::record_token_uses(desk)?;
    record_zero_results(desk)
}

/// One event for each person and search.
fn record_zero_results(desk: &Desk) -> Result<(), DeskError> {
    let waiting = std::mem::take(&mut *pending_searches(desk));
    if waiting.is_empty() {
        return Ok(());
    }
    let (rows, settings) = (in_order(&waiting), desk.settings.clone());
    let recorded = desk.ledger.write(move |tx| {
        for ((asker, words), SearchCount { count, last, .. }) in rows {
            let day = settings.calendar.local_day(last).to_string();
            tx.append_search(&day, &asker, last, &serde_json::json!({"words": words, "count": count}))?;
        }
        Ok::<_, DeskError>(())
    });
    if recorded.is_err() {
        // What could not be recorded is put back, as far as there is room.
        let mut now_waiting = pending_searches(desk);
        for (key, search) in waiting {
            let room = now_waiting.len() < WAITING_MAX;
            match now_waiting.get_mut(&key) {
                Some(again) => again.count += search.count,
                None if room => drop(now_waiting.insert(key, search)),
                None => {}
            }
        }
    }
    recorded
}
