//! Rebuilding derived data: index, board, files.

use crate::content::Content;
use crate::desk::core::desk::Desk;
use crate::desk::core::search::rebuild::rebuild_index;
use crate::desk::error::DeskError;
use crate::desk::followers::follow;
use crate::desk::write::project::project;
use crate::ledger::FileRow;
use chrono::{DateTime, Utc};

/// Tickets read, and documents added, in one step.
const PAGE: usize = 500;

/// Builds the index anew beside the old one, then swaps them; returns the number of documents. `progress` is called with how
/// many are in.
pub fn reindex(desk: &Desk, progress: impl Fn(usize)) -> Result<usize, DeskError> {
    if !desk.holds_lock() {
        return Err(DeskError::Locked("the desk is being served, and who serves it writes the index; stop it first".into()));
    }
    let index = desk.index()?;
    let _one_at_a_time = desk.catching_up.lock();
    rebuild_index(desk, &index, progress)
}

/// Every board row from its ticket's events.
pub fn rebuild_board(desk: &Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let settings = desk.settings.clone();
    let mut numbers = Vec::new();
    let mut after = String::new();
    loop {
        let page = desk.ledger.ticket_numbers_after(&after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.to_string();
        numbers.extend(page);
    }
    desk.ledger.write(move |tx| {
        tx.clear_board()?;
        for number in numbers {
            if let Some(ticket) = tx.readable_ticket(number)? {
                project(tx, &ticket, &settings, now)?;
            }
        }
        Ok(())
    })
}

/// Writes again the files that have gone.
pub fn rewrite_missing_files(desk: &Desk) -> Result<(), DeskError> {
    let mut after = String::new();
    loop {
        let page = desk.ledger.case_numbers_after(&after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.to_string();
        let mut written = Vec::new();
        for number in page {
            let path = desk.ledger.file(number)?.map_or_else(|| Content::path_of(number), |file| file.path);
            if desk.content.digest(&path)?.is_none()
                && let Some(row) = desk.ledger.case(number)?
            {
                let laid_out = desk.content.stage(&path, &follow::file_text(desk, &row)?);
                let digest = laid_out.inspect_err(|_| {
                    desk.content.forget(&written.iter().map(|f: &FileRow| f.path.clone()).collect::<Vec<_>>());
                })?;
                written.push(FileRow { number, path, digest, seq: row.seq });
            }
        }
        desk.content.settle(&written.iter().map(|f| f.path.clone()).collect::<Vec<_>>())?;
        desk.ledger.write(move |tx| {
            for file in &written {
                tx.put_file(file)?;
            }
            Ok::<_, DeskError>(())
        })?;
    }
}
