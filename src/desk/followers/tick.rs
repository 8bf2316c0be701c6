//! One run of the scheduler. Idempotent.

use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::followers::late_consultation::consult_late;
use crate::desk::write::fall_due::{TickReport, fall_due};
use chrono::{DateTime, Utc};

/// Does once what the scheduler does: records what fell due, and consults late. The cost grows with what is due, not with what
/// is open.
pub fn tick(desk: &Desk, now: DateTime<Utc>) -> Result<TickReport, DeskError> {
    let ticked = fall_due(desk, now)?;
    // Clocks are kept whether or not the archive can be searched.
    let consulted = match consult_late(desk, now) {
        Err(error @ (DeskError::NotSearchable(_) | DeskError::Index(_))) => {
            tracing::warn!("{error}; what waits is consulted later");
            0
        }
        outcome => outcome?,
    };
    Ok(TickReport { consulted, ..ticked })
}
