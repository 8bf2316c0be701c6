//! Rebuilding the index from the ledger, beside the one in use.

use super::documents::{documents, those_that_can_be_indexed};
use crate::desk::core::desk::Desk;
use crate::desk::core::health::caught;
use crate::desk::error::DeskError;
use crate::index::{Index, IndexError};

/// Documents added in one step.
const PAGE: usize = 500;

pub fn rebuild_index(desk: &Desk, index: &Index, progress: impl Fn(usize)) -> Result<usize, DeskError> {
    // Events recorded meanwhile have a later sequence number and are indexed afterwards.
    let seq = desk.ledger.last_seq()?;
    let mut build = index.build()?;
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let page = desk.ledger.ticket_numbers_after(&after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.to_string();
        if desk.is_stopping() {
            return Err(DeskError::Stopping);
        }
        let documents = documents(desk, &page)?;
        match caught(|| Ok(build.add(&documents)?)) {
            Err(error) if !is_the_disks(&error) => {
                build.add(&those_that_can_be_indexed(desk, &page, IndexError::Other(error.to_string()))?)?;
            }
            added => added?,
        }
        count += documents.len();
        progress(count);
    }
    build.swap(seq)?;
    Ok(count)
}

/// Whether the cause is damage or a full disk, not a document.
fn is_the_disks(error: &DeskError) -> bool {
    error.is_full() || matches!(error, DeskError::Index(error) if error.is_damage())
}
