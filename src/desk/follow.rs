//! The followers: index and files come up to the ledger, may be killed at any moment, and do a step twice without harm.

use super::{Desk, DeskError, crash_point};
use crate::case::Masker;
use crate::content::Content;
use crate::index::{Document, Index};
use crate::ledger::{CaseRow, FileRow};
use crate::markdown;
use crate::ticket::{Number, Ticket};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Events looked at in one step.
const STEP: usize = 1_000;
/// Documents kept in memory before they are put on disk.
const WAITING_MAX: usize = 500;
/// So far behind, an index is built anew beside the old rather than brought up in memory.
const REBUILD_BEHIND: u64 = 10_000;
/// Follower whose cursor stands in the ledger: files are not where a cursor could be kept atomically.
const CONTENT_CURSOR: &str = "content";

impl Desk {
    /// The index, brought up to everything the ledger holds now: what has been written is found.
    pub(super) fn caught_up(&self) -> Result<Arc<Index>, DeskError> {
        let index = self.index()?;
        if index.seq() < self.ledger.last_seq()? {
            let _one_at_a_time = self.catching_up.lock().unwrap_or_else(|p| p.into_inner());
            let behind = self.ledger.last_seq()?.saturating_sub(index.seq());
            if behind > REBUILD_BEHIND && self.holds_lock() {
                self.rebuild_index(&index, |_| {})?;
            }
            self.bring_up(&index)?;
        } else if index.ties_seq() < index.seq() {
            let _one_at_a_time = self.catching_up.lock().unwrap_or_else(|p| p.into_inner());
            self.bring_up_ties(&index)?;
        }
        Ok(index)
    }

    fn bring_up(&self, index: &Index) -> Result<(), DeskError> {
        loop {
            let (touched, last) = self.ledger.touched_after(index.seq(), STEP)?;
            self.bring_up_ties(index)?;
            if last == index.seq() {
                return Ok(());
            }
            index.put(self.documents(&touched)?, last)?;
        }
    }

    fn bring_up_ties(&self, index: &Index) -> Result<(), DeskError> {
        let ties = self.ledger.links_after(index.ties_seq())?;
        let seq = ties.last().map_or(index.ties_seq(), |t| t.seq).max(index.seq());
        index.tie(ties.into_iter().map(|t| (t.from.code(), t.to.code(), t.kind, t.seq)), seq);
        Ok(())
    }

    /// What is indexed for some tickets: their cases as the ledger holds them, or the tickets themselves, masked.
    pub(super) fn documents(&self, numbers: &[Number]) -> Result<Vec<Document>, DeskError> {
        let mut documents = Vec::with_capacity(numbers.len());
        for number in numbers {
            let Some(ticket) = self.ledger.ticket(*number)? else { continue };
            let row = self.ledger.case(*number)?;
            documents.push(document(&ticket, row));
        }
        Ok(documents)
    }

    /// Files and index, in this order, brought up to the ledger; the index on disk if enough waits or `fully`.
    /// Does nothing without the lock.
    pub fn follow(&self, fully: bool) -> Result<(), DeskError> {
        if !self.holds_lock() {
            return Ok(());
        }
        let _one_at_a_time = self.following.lock().unwrap_or_else(|p| p.into_inner());
        self.follow_with_files()?;
        self.notify()?;
        let index = self.caught_up()?;
        if fully || index.waiting() >= WAITING_MAX {
            crash_point("index.before_commit");
            index.flush()?;
            crash_point("index.after_commit");
        }
        Ok(())
    }

    /// Weights that were put into `index/` since they were read come into force.
    pub fn notice_weights(&self) -> Result<(), DeskError> {
        if self.index()?.notice_weights()? {
            tracing::info!("index/ranking.json is new: its weights are in force");
        }
        Ok(())
    }

    /// Everything up to this place is in the files.
    pub(super) fn files_seq(&self) -> Result<u64, DeskError> {
        Ok(self.ledger.cursor(CONTENT_CURSOR)?)
    }

    fn follow_with_files(&self) -> Result<(), DeskError> {
        loop {
            let cursor = self.ledger.cursor(CONTENT_CURSOR)?;
            let entries = self.ledger.entries_after(cursor, STEP)?;
            let Some(last) = entries.last().map(|e| e.seq) else { return Ok(()) };
            let mut rewritten: BTreeSet<Number> = BTreeSet::new();
            let mut recounted: BTreeSet<Number> = BTreeSet::new();
            for entry in &entries {
                match (entry.area, entry.name.as_str()) {
                    (crate::ledger::Area::Case, "revised") => rewritten.extend(entry.stream.parse::<Number>().ok()),
                    (crate::ledger::Area::Ticket, "linked" | "answered_by_case") => {
                        let event = entry.ticket_event()?.event;
                        if let crate::ticket::TicketEvent::Linked { case } | crate::ticket::TicketEvent::AnsweredByCase { case } =
                            event
                        {
                            recounted.insert(case);
                        }
                    }
                    _ => {}
                }
            }
            let (mut written, mut staged) = (Vec::new(), Vec::new());
            for number in rewritten.union(&recounted) {
                written.extend(self.write_file(*number, recounted.contains(number), &mut staged)?);
            }
            crash_point("content.before_sync");
            self.content.settle(&staged)?;
            crash_point("content.after_sync");
            self.content.write_high_marks(&self.ledger.high_marks()?)?;
            self.ledger.write(move |batch| {
                for file in &written {
                    batch.put_file(file)?;
                }
                batch.put_cursor(CONTENT_CURSOR, last).map_err(DeskError::from)
            })?;
            crash_point("content.after_cursor");
        }
    }

    /// Lays out one case's file, unless it already says this revision, or somebody has changed it by hand: that is
    /// reported by `check` and taken in by adoption, never overwritten.
    fn write_file(&self, number: Number, recount: bool, staged: &mut Vec<String>) -> Result<Option<FileRow>, DeskError> {
        let Some(row) = self.ledger.case(number)? else { return Ok(None) };
        let known = self.ledger.file(number)?;
        if known.as_ref().is_some_and(|file| file.seq >= row.seq) && !recount {
            return Ok(None);
        }
        let path = known.as_ref().map_or_else(|| Content::path_of(number), |file| file.path.clone());
        let text = self.file_text(&row)?;
        let digest = crate::digest::hex(text.as_bytes());
        let on_disk = self.content.digest(&path)?;
        let as_known = on_disk.is_none() || on_disk.as_deref() == Some(&digest) || on_disk == known.map(|file| file.digest);
        let ours = as_known || self.is_our_own_writing(&path)?;
        if !ours {
            tracing::warn!("content/{path}: changed by hand while the desk wrote a new revision; left as it is");
            return Ok(None);
        }
        if on_disk.as_deref() != Some(&digest) {
            crash_point("content.before_write");
            self.content.stage(&path, &text)?;
            staged.push(path.clone());
            crash_point("content.after_write");
        }
        Ok(Some(FileRow { number, path, digest, seq: row.seq }))
    }

    /// A file we wrote and were killed before noting: its own digest says that nobody has touched it since.
    fn is_our_own_writing(&self, path: &str) -> Result<bool, DeskError> {
        let Some(file) = self.content.load(path)? else { return Ok(false) };
        Ok(markdown::read_case(&file.text).is_ok_and(|read| read.untouched == Some(true)))
    }

    /// The text a case's file has now.
    pub(super) fn file_text(&self, row: &CaseRow) -> Result<String, DeskError> {
        Ok(markdown::write_case(&row.case, self.ledger.reused(row.case.number)?))
    }
}

fn document(ticket: &Ticket, row: Option<CaseRow>) -> Document {
    let report = &ticket.report;
    let masker = Masker::new(&report.contact, &[]);
    Document::of(ticket, row.as_ref().map(|row| &row.case), masker.masked(&report.title), masker.masked(&report.body()))
}
