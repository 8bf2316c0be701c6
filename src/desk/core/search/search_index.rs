//! The index as the desk uses it: brought up to the ledger before each query; set aside and rebuilt when damaged, while
//! everything else goes on.

use super::documents::{documents, those_that_can_be_indexed};
use super::rebuild::rebuild_index;
use crate::desk::core::desk::Desk;
use crate::desk::core::health::caught;
use crate::desk::error::DeskError;
use crate::index::{DocLink, Index};
use crate::ledger::LinkRow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Events looked at in one step.
const STEP: usize = 1_000;
/// An index more events behind than this is rebuilt beside the old one instead of updated in memory.
const REBUILD_BEHIND: u64 = 10_000;

impl Desk {
    /// Declares that a thread of this process calls [`Desk::tend_index`]. Queries then use the index as it is, or fail with
    /// [`DeskError::NotSearchable`].
    pub fn index_is_tended(&self) {
        self.tended.store(true, Ordering::SeqCst);
    }

    pub(in crate::desk) fn is_tended(&self) -> bool {
        self.tended.load(Ordering::SeqCst)
    }

    fn present_index(&self) -> Option<Arc<Index>> {
        self.index.read().clone()
    }

    /// The index; opened now if nobody tends it and it is not open.
    pub(in crate::desk) fn index(&self) -> Result<Arc<Index>, DeskError> {
        match self.present_index() {
            Some(index) => Ok(index),
            None if self.is_tended() => Err(DeskError::NotSearchable("the index is being made anew".into())),
            None => self.open_index(),
        }
    }

    /// Opens the index, or begins a new one where it is missing or damaged, and puts it in use.
    pub(in crate::desk) fn open_index(&self) -> Result<Arc<Index>, DeskError> {
        let index = self.opened()?;
        *self.index.write() = Some(index.clone());
        Ok(index)
    }

    fn opened(&self) -> Result<Arc<Index>, DeskError> {
        let folder = self.folder.join("index");
        let opened = caught(|| {
            if self.holds_lock() && self.condemned.load(Ordering::SeqCst) {
                if let Some(aside) = Index::set_aside(&folder)? {
                    tracing::warn!("index/built: damaged; set aside as {aside}, rebuilding");
                }
                self.condemned.store(false, Ordering::SeqCst);
            }
            Ok(Index::open(&folder, self.holds_lock())?)
        });
        let (index, note) = opened.map_err(|e| if e.is_full() { e } else { DeskError::NotSearchable(e.to_string()) })?;
        if let Some(note) = note {
            tracing::warn!("{note}");
        }
        Ok(Arc::new(index))
    }

    /// Queries the index, after bringing it up to the ledger. If an error or panic shows that it is damaged, it is put out of
    /// use and rebuilt.
    pub(in crate::desk) fn ask<T>(&self, question: impl FnOnce(&Index) -> Result<T, DeskError>) -> Result<T, DeskError> {
        let index = self.caught_up()?;
        self.with(&index, question)
    }

    fn with<T>(&self, index: &Arc<Index>, work: impl FnOnce(&Index) -> Result<T, DeskError>) -> Result<T, DeskError> {
        match caught(|| work(index)) {
            Err(error) if is_damage(&error) => {
                self.condemn(index, &error);
                Err(DeskError::NotSearchable("the index is damaged and is being made anew".into()))
            }
            outcome => outcome,
        }
    }

    /// Puts an index out of use. Queries already running on it finish.
    fn condemn(&self, index: &Arc<Index>, why: &DeskError) {
        let mut slot = self.index.write();
        if slot.as_ref().is_some_and(|present| Arc::ptr_eq(present, index)) {
            tracing::error!("index/built: {why}; it is put out of use");
            self.condemned.store(true, Ordering::SeqCst);
            *slot = None;
        }
    }

    /// The index, up to what the ledger held when this was called.
    pub(crate) fn caught_up(&self) -> Result<Arc<Index>, DeskError> {
        let index = self.index()?;
        let wanted = self.ledger.last_seq()?;
        if index.seq() >= wanted && index.links_seq() >= index.seq() {
            return Ok(index);
        }
        let behind = wanted.saturating_sub(index.seq());
        if behind > REBUILD_BEHIND && self.is_tended() {
            return Err(DeskError::NotSearchable("the index is being brought up to the ledger".into()));
        }
        let _one_at_a_time = self.catching_up.lock();
        // A caller that waited here often finds that the one before has done its work.
        if behind > REBUILD_BEHIND && self.holds_lock() && index.seq() < wanted {
            self.with(&index, |index| rebuild_index(self, index, |_| {}).map(drop))?;
        }
        self.with(&index, |index| self.bring_up(index, wanted))?;
        Ok(index)
    }

    fn bring_up(&self, index: &Index, wanted: u64) -> Result<(), DeskError> {
        self.bring_up_links(index)?;
        while index.seq() < wanted {
            let (touched, last) = self.ledger.touched_after(index.seq(), STEP)?;
            if last == index.seq() {
                break;
            }
            match index.put(documents(self, &touched)?, last) {
                Err(error) if !error.is_damage() && !error.is_full() => {
                    index.put(those_that_can_be_indexed(self, &touched, error)?, last)?;
                }
                put => put?,
            }
            self.bring_up_links(index)?;
        }
        Ok(())
    }

    fn bring_up_links(&self, index: &Index) -> Result<(), DeskError> {
        let links = self.ledger.links_after(index.links_seq())?;
        let seq = links.last().map_or(index.links_seq(), |t| t.seq).max(index.seq());
        let link = |row: LinkRow| DocLink { from: row.from.into(), to: row.to.into(), kind: row.kind, seq: row.seq };
        index.add_links(links.into_iter().map(link), seq);
        Ok(())
    }

    /// Opens the index, and rebuilds it from the ledger where it is missing, damaged or more than 10,000 events behind. Called
    /// repeatedly by one thread.
    ///
    /// # Errors
    /// [`DeskError::Full`], [`DeskError::NotSearchable`] or [`DeskError::Index`]; the next call tries again.
    pub fn tend_index(&self) -> Result<(), DeskError> {
        let present = self.present_index();
        let fresh = present.is_none();
        let index = match present {
            Some(index) => index,
            None => {
                self.room_for(0)?;
                self.opened()?
            }
        };
        let wanted = self.ledger.last_seq()?;
        if wanted.saturating_sub(index.seq()) > REBUILD_BEHIND || (fresh && self.holds_lock() && index.seq() == 0) {
            self.room_for(0)?;
            self.with(&index, |index| rebuild_index(self, index, |_| {}).map(drop))?;
        }
        if fresh {
            self.with(&index, |index| self.bring_up(index, wanted))?;
            *self.index.write() = Some(index);
        }
        self.caught_up().map(drop)
    }

    /// Commits the documents in memory to disk. Only for the holder of the lock.
    pub(in crate::desk) fn flush_index(&self, index: &Arc<Index>) -> Result<(), DeskError> {
        self.room_for(0)?;
        self.with(index, |index| Ok(index.flush()?))
    }
}

/// Whether the index is damaged, as opposed to locked, unreadable, or out of disk.
fn is_damage(error: &DeskError) -> bool {
    matches!(error, DeskError::Index(error) if error.is_damage())
}
