//! Opening a desk: the ledger, the index over it, the folder of cases, and the lock.

use super::consultation_cache::ConsultationCache;
use super::desk::Desk;
use super::health::Health;
use super::lock::{self};
use crate::content::{Attachments, Content};
use crate::desk::core::policy_on_record;
use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::ledger::{Ledger, LedgerError};
use parking_lot::{Mutex, RwLock};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What a process opens the desk for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Serving: takes the lock, and fails if another process holds it.
    Serve,
    /// One command: without the lock it reads and appends, and leaves files and index to the server.
    Command,
}

impl Desk {
    /// Opens the desk in `folder`, which must exist. The policy in force is the recorded one; [`Desk::adopt_policy`] changes
    /// it.
    ///
    /// # Errors
    /// [`DeskError::Locked`] if another process serves it, [`DeskError::Ledger`] if the ledger cannot be opened. An index that
    /// cannot be opened is only logged.
    pub fn open(folder: &Path, settings: Settings, purpose: Purpose) -> Result<Desk, DeskError> {
        let lock = match (lock::take(folder, purpose == Purpose::Serve)?, purpose) {
            (Ok(lock), _) => Some(lock),
            (Err(holder), Purpose::Serve) => {
                return Err(DeskError::Locked(format!("{} is already held: {holder}", folder.display())));
            }
            (Err(_), Purpose::Command) => None,
        };
        let ledger = Ledger::open(&folder.join("desk.db"))?;
        if !ledger.is_writable() && purpose == Purpose::Serve {
            return Err(LedgerError::ReadOnly.into());
        }
        let (policies, proposed) = policy_on_record::on_record(&ledger, &settings.policies)?;
        let desk = Desk {
            folder: folder.to_path_buf(),
            settings: Arc::new(settings.under(policies)),
            proposed,
            ledger,
            content: Content::at(&folder.join("content")),
            attachments: Attachments::at(&folder.join("attachments")),
            attaching: Mutex::new(()),
            index: RwLock::new(None),
            lock,
            catching_up: Mutex::new(()),
            following: Mutex::new(()),
            consultation_cache: Mutex::new(ConsultationCache::default()),
            closed_facts: Mutex::default(),
            report_groups: Mutex::default(),
            last_bursts: RwLock::default(),
            looked_for_left: Mutex::default(),
            pending_searches: Mutex::default(),
            tokens_used: Mutex::default(),
            health: Health::default(),
            tended: AtomicBool::new(false),
            condemned: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
        };
        if purpose == Purpose::Serve {
            desk.remove_halves()?;
        }
        if let Err(error) = desk.index() {
            tracing::warn!("{error}; reports are registered all the same");
        }
        Ok(desk)
    }

    /// Removes half-written files that a killed process left.
    pub(in crate::desk) fn remove_halves(&self) -> Result<(), DeskError> {
        let _one_at_a_time = self.attaching.lock();
        let removed = self.content.remove_halves()? + self.attachments.remove_halves()?;
        if removed > 0 {
            tracing::info!("removed {removed} half-written files that were left behind");
        }
        Ok(())
    }
}
