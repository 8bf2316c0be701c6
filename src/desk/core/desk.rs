//! The open desk: ledger, index, folders and caches.

use super::burst_groups::{BurstSnapshot, ReportGroups};
use super::caches::ClosedFacts;
use super::consultation_cache::ConsultationCache;
use super::health::Health;
use super::lock::Lock;
use super::policy_on_record::Proposed;
use crate::content::{Attachments, Content};
use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::index::Index;
use crate::ledger::Ledger;
use chrono::{DateTime, Utc};
use parking_lot::{Mutex, RwLock};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// An open desk. Its methods are in `desk::facade`; share it behind an `Arc`.
pub struct Desk {
    pub(in crate::desk) folder: PathBuf,
    pub(in crate::desk) settings: Arc<Settings>,
    /// The policy of the settings, if it is not the one in force.
    pub(in crate::desk) proposed: Option<Proposed>,
    pub(in crate::desk) ledger: Ledger,
    pub(in crate::desk) content: Content,
    pub(in crate::desk) attachments: Attachments,
    /// Held while files are added or removed, so that a file about to be recorded is not removed as a stray.
    pub(in crate::desk) attaching: Mutex<()>,
    /// `None` while the archive cannot be searched; the next query tries to open it.
    pub(in crate::desk) index: RwLock<Option<Arc<Index>>>,
    /// Held by the process that writes files and index.
    pub(in crate::desk) lock: Option<Lock>,
    /// Held while the index is brought up to the ledger.
    pub(in crate::desk) catching_up: Mutex<()>,
    /// Held while files are brought up to the ledger.
    pub(in crate::desk) following: Mutex<()>,
    pub(in crate::desk) consultation_cache: Mutex<ConsultationCache>,
    pub(in crate::desk) closed_facts: Mutex<ClosedFacts>,
    pub(in crate::desk) report_groups: Mutex<ReportGroups>,
    pub(in crate::desk) last_bursts: RwLock<Option<Arc<BurstSnapshot>>>,
    /// When files that could not be written were last tried again.
    pub(in crate::desk) looked_for_left: Mutex<Option<Instant>>,
    pub(in crate::desk) pending_searches: Mutex<super::caches::PendingSearches>,
    /// Uses of tokens to be recorded: by digest, when.
    pub(in crate::desk) tokens_used: Mutex<HashMap<String, DateTime<Utc>>>,
    pub(in crate::desk) health: Health,
    /// Whether a thread of this process looks after the index; queries then never open, rebuild or wait for it.
    pub(in crate::desk) tended: AtomicBool,
    /// Whether the index that was in use is damaged; it is then set aside and not opened again.
    pub(in crate::desk) condemned: AtomicBool,
    pub(in crate::desk) stopping: AtomicBool,
}

impl Desk {
    /// The settings, with the policy in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The ledger, for other rooms to read.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The desk's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether this process holds the desk's lock, and so writes files and index.
    pub fn holds_lock(&self) -> bool {
        self.lock.is_some()
    }

    /// Which subsystems work.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// Asks long-running work to end; the process is to exit within seconds.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    /// Whether [`Desk::stop`] was called.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Fails with [`DeskError::Full`] unless `bytes` more fit beside what is kept free for the ledger.
    pub(in crate::desk) fn room_for(&self, bytes: u64) -> Result<(), DeskError> {
        if self.ledger.space().has_room_for(bytes) { Ok(()) } else { Err(DeskError::Full) }
    }
}
