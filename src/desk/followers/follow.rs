//! The followers: index and files come up to the ledger, may be killed at any moment, and do a step twice without harm.

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

/// Events looked at in one step.
const STEP: usize = 1_000;
/// Documents kept in memory before they are put on disk.
const WAITING_MAX: usize = 500;
/// How often it is looked whether a file that was left can be written now.
const LEFT_EVERY: Duration = Duration::from_secs(30);
/// Follower whose cursor stands in the ledger: files are not where a cursor could be kept atomically.
const CONTENT_CURSOR: &str = "content";

/// Files, notices and index, in this order, brought up to the ledger; the index on disk if enough waits or `fully`.
/// Each is tried, whatever came of the one before; the first error is told. Does nothing without the lock.
pub fn follow(desk: &Desk, fully: bool) -> Result<(), DeskError> {
    let recorded = usage::record_usage(desk);
    if !desk.holds_lock() {
        return recorded;
    }
    let outcomes = [recorded, follow_with_files(desk), notify::notify(desk), follow_with_index(desk, fully)];
    outcomes.into_iter().collect()
}

/// The index brought up to the ledger, and on disk if enough waits or `fully`.
pub fn follow_with_index(desk: &Desk, fully: bool) -> Result<(), DeskError> {
    let index = desk.caught_up()?;
    if desk.holds_lock() && (fully || index.waiting() >= WAITING_MAX) {
        crash_point("index.before_commit");
        desk.flush_index(&index)?;
        crash_point("index.after_commit");
    }
    Ok(())
}

/// Weights that were put into `index/` since they were read come into force.
pub fn notice_weights(desk: &Desk) -> Result<(), DeskError> {
    if desk.index()?.notice_weights()? {
        tracing::info!("index/ranking.json is new: its weights are in force");
    }
    Ok(())
}

/// Everything up to this place is in the files.
pub fn files_seq(desk: &Desk) -> Result<u64, DeskError> {
    Ok(desk.ledger.cursor(CONTENT_CURSOR)?)
}

/// Files brought up to the ledger. Does nothing without the lock.
pub fn follow_with_files(desk: &Desk) -> Result<(), DeskError> {
    if !desk.holds_lock() {
        return Ok(());
    }
    let _one_at_a_time = desk.following.lock();
    loop {
        let cursor = desk.ledger.cursor(CONTENT_CURSOR)?;
        let EventPage { events, unreadable, last } = desk.ledger.events_after(cursor, STEP)?;
        let Some(last) = last else { return write_what_was_left(desk) };
        // Each is stepped over and told once, here; what else follows the record says nothing of it.
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
            let turn = if recounted.contains(number) { Turn::Recounted } else { Turn::Revised };
            match write_file(desk, *number, turn, &mut staged) {
                Ok(row) => written.extend(row),
                // One file, or one case, that cannot be read is left as it is, and keeps no other from being written.
                Err(error) if is_of_one_file(&error) => {
                    tracing::warn!("content: {number}: {error}; it is left as it is, and `precedent check` names it");
                }
                Err(error) => {
                    // What was laid out before it is not left lying about: there may be no room for it.
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

/// Tries again the files that could not be written when their turn came: what stood in the way may be gone.
fn write_what_was_left(desk: &Desk) -> Result<(), DeskError> {
    let mut looked = desk.looked_for_left.lock();
    if looked.is_some_and(|at| at.elapsed() < LEFT_EVERY) {
        return Ok(());
    }
    *looked = Some(Instant::now());
    let (mut written, mut staged) = (Vec::new(), Vec::new());
    for number in desk.ledger.files_behind(STEP)? {
        match write_file(desk, number, Turn::Again, &mut staged) {
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

/// Lays out one case's file, unless it already says this revision, or somebody has changed it by hand: that is
/// reported by `check` and taken in by adoption, never overwritten.
fn write_file(desk: &Desk, number: Number, turn: Turn, staged: &mut Vec<String>) -> Result<Option<FileRow>, DeskError> {
    let Some(row) = desk.ledger.case(number)? else { return Ok(None) };
    let known = desk.ledger.file(number)?;
    if known.as_ref().is_some_and(|file| file.seq >= row.seq) && turn != Turn::Recounted {
        return Ok(None);
    }
    let path = known.as_ref().map_or_else(|| Content::path_of(number), |file| file.path.clone());
    let text = file_text(desk, &row)?;
    let digest = crate::digest::hex(text.as_bytes());
    let on_disk = desk.content.digest(&path)?;
    let as_known = on_disk.is_none() || on_disk.as_deref() == Some(&digest) || on_disk == known.map(|file| file.digest);
    let ours = as_known || is_our_own_writing(desk, &path)?;
    if !ours {
        if turn != Turn::Again {
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

/// A file we wrote and were killed before noting: its own digest says that nobody has touched it since.
fn is_our_own_writing(desk: &Desk, path: &str) -> Result<bool, DeskError> {
    let Some(file) = desk.content.load(path)? else { return Ok(false) };
    Ok(markdown::read_case(&file.text).is_ok_and(|read| read.untouched == Some(true)))
}

/// The text a case's file has now.
pub fn file_text(desk: &Desk, row: &CaseRow) -> Result<String, DeskError> {
    Ok(markdown::write_case(&row.case, desk.ledger.reused(row.case.number)?))
}

/// Why a case's file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Revised,
    /// It answered another ticket, which its file counts.
    Recounted,
    /// It was left before.
    Again,
}

/// Whether an error is of one file or case, and says nothing about the next.
fn is_of_one_file(error: &DeskError) -> bool {
    matches!(error, DeskError::Content(_) | DeskError::Ledger(LedgerError::Damaged { .. })) && !error.is_full()
}
