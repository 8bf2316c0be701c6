//! The followers of files and index: they bring both up to the ledger, may be killed at any time, and repeat a step without
//! harm.

use crate::content::Content;
use crate::desk::core::crash_point::crash_point;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::followers::notify;
use crate::desk::followers::usage;
use crate::ledger::{CaseRow, EventPage, FileRow, LedgerError, StoredEvent};
use crate::markdown;
use crate::ticket::{Number, TicketEvent};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Events read in one step.
const STEP: usize = 1_000;
/// Documents kept in memory before they are put on disk.
const WAITING_MAX: usize = 500;
/// How often files that could not be written are tried again.
const LEFT_EVERY: Duration = Duration::from_secs(30);
/// Cursor of the content follower. It is in the ledger because it cannot be written atomically with the files.
const CONTENT_CURSOR: &str = "content";

/// Brings files, notices and index up to the ledger; the index to disk if 500 documents wait, or `fully`. Each is tried even if
/// another fails. Does nothing but record usage without the lock.
pub fn follow(desk: &Desk, fully: bool) -> Result<(), DeskError> {
    let recorded = usage::record_usage(desk);
    if !desk.holds_lock() {
        return recorded;
    }
    let outcomes = [recorded, follow_with_files(desk), notify::notify(desk), follow_with_index(desk, fully)];
    outcomes.into_iter().collect()
}

/// Brings the index up to the ledger; to disk if 500 documents wait, or `fully`.
pub fn follow_with_index(desk: &Desk, fully: bool) -> Result<(), DeskError> {
    let index = desk.caught_up()?;
    if desk.holds_lock() && (fully || index.waiting() >= WAITING_MAX) {
        crash_point("index.before_commit");
        desk.flush_index(&index)?;
        crash_point("index.after_commit");
    }
    Ok(())
}

/// Loads the ranking weights in `index/` if they have changed.
pub fn notice_weights(desk: &Desk) -> Result<(), DeskError> {
    if desk.index()?.notice_weights()? {
        tracing::info!("index/ranking.json is new: its weights are in force");
    }
    Ok(())
}

/// Sequence number up to which files are written.
pub fn files_seq(desk: &Desk) -> Result<u64, DeskError> {
    Ok(desk.ledger.cursor(CONTENT_CURSOR)?)
}

/// Brings the files under `content/` up to the ledger. Does nothing without the lock.
pub fn follow_with_files(desk: &Desk) -> Result<(), DeskError> {
    if !desk.holds_lock() {
        return Ok(());
    }
    let _one_at_a_time = desk.following.lock();
    loop {
        let cursor = desk.ledger.cursor(CONTENT_CURSOR)?;
        let EventPage { events, unreadable, last } = desk.ledger.events_after(cursor, STEP)?;
        let Some(last) = last else { return write_what_was_left(desk) };
        // Skipped, and logged here only: the other followers skip it silently.
        for found in unreadable.into_iter().chain(events.iter().filter_map(StoredEvent::unreadable)) {
            tracing::warn!("{found}; it is stepped over, and `precedent check` names it");
        }
        let mut rewritten: BTreeSet<Number> = BTreeSet::new();
        let mut recounted: BTreeSet<Number> = BTreeSet::new();
        for event in &events {
            match (event.area, event.name.as_str()) {
                (crate::ledger::Area::Case, "revised") => rewritten.extend(event.stream.parse::<Number>().ok()),
                (crate::ledger::Area::Ticket, "linked" | "answered_by_case") => {
                    let event = event.ticket_event().map(|recorded| recorded.event);
                    if let Ok(TicketEvent::Linked { case } | TicketEvent::AnsweredByCase { case }) = event {
                        recounted.insert(case);
                    }
                }
                _ => {}
            }
        }
        let (mut written, mut staged) = (Vec::new(), Vec::new());
        for number in rewritten.union(&recounted) {
            let reason = if recounted.contains(number) { WriteReason::Recounted } else { WriteReason::Revised };
            match write_file(desk, *number, reason, &mut staged) {
                Ok(row) => written.extend(row),
                // An unreadable file or case is skipped, so that the others are written.
                Err(error) if is_of_one_file(&error) => {
                    tracing::warn!("content: {number}: {error}; it is left as it is, and `precedent check` names it");
                }
                Err(error) => {
                    // Staged files are removed: the disk may be full.
                    desk.content.forget(&staged);
                    return Err(error);
                }
            }
        }
        if !staged.is_empty() {
            desk.room_for(0)?;
        }
        crash_point("content.before_sync");
        desk.content.settle(&staged)?;
        crash_point("content.after_sync");
        desk.content.write_high_marks(&desk.ledger.high_marks()?)?;
        desk.ledger.write(move |tx| {
            for file in &written {
                tx.put_file(file)?;
            }
            tx.put_cursor(CONTENT_CURSOR, last).map_err(DeskError::from)
        })?;
        crash_point("content.after_cursor");
    }
}

/// Tries files again that could not be written before.
fn write_what_was_left(desk: &Desk) -> Result<(), DeskError> {
    let mut looked = desk.looked_for_left.lock();
    if looked.is_some_and(|at| at.elapsed() < LEFT_EVERY) {
        return Ok(());
    }
    *looked = Some(Instant::now());
    let (mut written, mut staged) = (Vec::new(), Vec::new());
    for number in desk.ledger.files_behind(STEP)? {
        match write_file(desk, number, WriteReason::Again, &mut staged) {
            Ok(row) => written.extend(row),
            Err(error) if is_of_one_file(&error) => {}
            Err(error) => {
                desk.content.forget(&staged);
                return Err(error);
            }
        }
    }
    if written.is_empty() {
        return Ok(());
    }
    desk.content.settle(&staged)?;
    desk.ledger.write(move |tx| Ok(written.iter().try_for_each(|file| tx.put_file(file))?))
}

/// Stages one case's file, unless it holds this revision already or was edited by hand: an edit is reported by `check` and
/// taken in by [`Desk::adopt_content`], never overwritten.
fn write_file(desk: &Desk, number: Number, reason: WriteReason, staged: &mut Vec<String>) -> Result<Option<FileRow>, DeskError> {
    let Some(row) = desk.ledger.case(number)? else { return Ok(None) };
    let known = desk.ledger.file(number)?;
    if known.as_ref().is_some_and(|file| file.seq >= row.seq) && reason != WriteReason::Recounted {
        return Ok(None);
    }
    let path = known.as_ref().map_or_else(|| Content::path_of(number), |file| file.path.clone());
    let text = file_text(desk, &row)?;
    let digest = crate::digest::hex(text.as_bytes());
    let on_disk = desk.content.digest(&path)?;
    let as_known = on_disk.is_none() || on_disk.as_deref() == Some(&digest) || on_disk == known.map(|file| file.digest);
    let ours = as_known || is_our_own_writing(desk, &path)?;
    if !ours {
        if reason != WriteReason::Again {
            tracing::warn!("content/{path}: changed by hand while the desk wrote a new revision; left as it is");
        }
        return Ok(None);
    }
    if on_disk.as_deref() != Some(&digest) {
        crash_point("content.before_write");
        desk.content.stage(&path, &text)?;
        staged.push(path.clone());
        crash_point("content.after_write");
    }
    Ok(Some(FileRow { number, path, digest, seq: row.seq }))
}

/// Whether the file is as the desk wrote it, by the digest in its front matter: written just before a kill and not yet noted.
fn is_our_own_writing(desk: &Desk, path: &str) -> Result<bool, DeskError> {
    let Some(file) = desk.content.load(path)? else { return Ok(false) };
    Ok(markdown::read_case(&file.text).is_ok_and(|read| read.untouched == Some(true)))
}

/// The text of a case's file.
pub fn file_text(desk: &Desk, row: &CaseRow) -> Result<String, DeskError> {
    Ok(markdown::write_case(&row.case, desk.ledger.reused(row.case.number)?))
}

/// Why a case's file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WriteReason {
    Revised,
    /// Its reuse count, which the file contains, has changed.
    Recounted,
    /// It could not be written before.
    Again,
}

/// Whether the error concerns only the file or case at hand.
fn is_of_one_file(error: &DeskError) -> bool {
    matches!(error, DeskError::Content(_) | DeskError::Ledger(LedgerError::Damaged { .. })) && !error.is_full()
}
