//! Making the derived anew: index, board, files.

use crate::content::Content;
use crate::desk::core::health::caught;
use crate::desk::core::open::Desk;
use crate::desk::error::DeskError;
use crate::desk::write::project::put_on_board;
use crate::index::{Index, IndexError};
use crate::ledger::FileRow;
use chrono::{DateTime, Utc};

/// Tickets read, and documents added, in one step.
const PAGE: usize = 500;

impl Desk {
    /// Builds the index from the ledger beside the old one, then swaps. `progress` hears how many documents are in.
    pub fn reindex(&self, progress: impl Fn(usize)) -> Result<usize, DeskError> {
        if !self.holds_lock() {
            return Err(DeskError::Locked("the desk is being served, and who serves it writes the index; stop it first".into()));
        }
        let index = self.index()?;
        let _one_at_a_time = self.catching_up.lock();
        self.rebuild_index(&index, progress)
    }

    pub(in crate::desk) fn rebuild_index(&self, index: &Index, progress: impl Fn(usize)) -> Result<usize, DeskError> {
        // Whatever is written meanwhile has a later place and is caught up afterwards.
        let seq = self.ledger.last_seq()?;
        let mut build = index.build()?;
        let (mut after, mut count) = (String::new(), 0);
        loop {
            let page = self.ledger.ticket_numbers_after(&after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.to_string();
            if self.is_stopping() {
                return Err(DeskError::Stopping);
            }
            let documents = self.documents(&page)?;
            match caught(|| Ok(build.add(&documents)?)) {
                Err(error) if !is_the_disks(&error) => {
                    build.add(&self.those_that_can_be_indexed(&page, IndexError::Other(error.to_string()))?)?;
                }
                added => added?,
            }
            count += documents.len();
            progress(count);
        }
        build.swap(seq)?;
        Ok(count)
    }

    /// Every board row from its ticket's events.
    pub(in crate::desk) fn rebuild_board(&self, now: DateTime<Utc>) -> Result<(), DeskError> {
        let settings = self.settings.clone();
        let mut numbers = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.ledger.ticket_numbers_after(&after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.to_string();
            numbers.extend(page);
        }
        self.ledger.write(move |batch| {
            batch.clear_board()?;
            for number in numbers {
                if let Some(ticket) = batch.readable_ticket(number)? {
                    put_on_board(batch, &ticket, &settings, now)?;
                }
            }
            Ok(())
        })
    }

    /// Writes again the files that have gone.
    pub(in crate::desk) fn rewrite_missing_files(&self) -> Result<(), DeskError> {
        let mut after = String::new();
        loop {
            let page = self.ledger.case_numbers_after(&after, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.to_string();
            let mut written = Vec::new();
            for number in page {
                let path = self.ledger.file(number)?.map_or_else(|| Content::path_of(number), |file| file.path);
                if self.content.digest(&path)?.is_none()
                    && let Some(row) = self.ledger.case(number)?
                {
                    let laid_out = self.content.stage(&path, &self.file_text(&row)?);
                    let digest = laid_out.inspect_err(|_| {
                        self.content.forget(&written.iter().map(|f: &FileRow| f.path.clone()).collect::<Vec<_>>());
                    })?;
                    written.push(FileRow { number, path, digest, seq: row.seq });
                }
            }
            self.content.settle(&written.iter().map(|f| f.path.clone()).collect::<Vec<_>>())?;
            self.ledger.write(move |batch| {
                for file in &written {
                    batch.put_file(file)?;
                }
                Ok::<_, DeskError>(())
            })?;
        }
    }
}

/// Damage or a full disk, and not a document that cannot be taken apart.
fn is_the_disks(error: &DeskError) -> bool {
    error.is_full() || matches!(error, DeskError::Index(error) if error.is_damage())
}
