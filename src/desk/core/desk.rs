//! What an open desk holds: the ledger, the index over it, the folders, and what is remembered between questions.

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

pub struct Desk {
    pub(in crate::desk) folder: PathBuf,
    pub(in crate::desk) settings: Arc<Settings>,
    /// The settings' policy, where it is not the one in force.
    pub(in crate::desk) proposed: Option<Proposed>,
    pub(in crate::desk) ledger: Ledger,
    pub(in crate::desk) content: Content,
    pub(in crate::desk) attachments: Attachments,
    /// One at a time adds files or takes them away: what one is about to put on record, the other must not remove.
    pub(in crate::desk) attaching: Mutex<()>,
    /// None while the archive cannot be searched; the next question tries again.
    pub(in crate::desk) index: RwLock<Option<Arc<Index>>>,
    /// Held by whoever writes files and index.
    pub(in crate::desk) lock: Option<Lock>,
    /// One at a time brings the index up to the ledger, or files up to it.
    pub(in crate::desk) catching_up: Mutex<()>,
    pub(in crate::desk) following: Mutex<()>,
    pub(in crate::desk) consultation_cache: Mutex<ConsultationCache>,
    pub(in crate::desk) closed_facts: Mutex<ClosedFacts>,
    pub(in crate::desk) report_groups: Mutex<ReportGroups>,
    pub(in crate::desk) last_bursts: RwLock<Option<Arc<BurstSnapshot>>>,
    /// When it was last looked for files that were left.
    pub(in crate::desk) looked_for_left: Mutex<Option<Instant>>,
    pub(in crate::desk) pending_searches: Mutex<super::caches::PendingSearches>,
    /// Digests of tokens whose use is to be noted, and when that was.
    pub(in crate::desk) tokens_used: Mutex<HashMap<String, DateTime<Utc>>>,
    pub(in crate::desk) health: Health,
    /// Whether a thread of this process sees to the index: questions then never open, rebuild or wait for it.
    pub(in crate::desk) tended: AtomicBool,
    /// The index that was in use is damaged: it is to be set aside, not opened again.
    pub(in crate::desk) condemned: AtomicBool,
    pub(in crate::desk) stopping: AtomicBool,
}

impl Desk {
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The record, for rooms above that read it.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether this process writes files and index.
    pub fn holds_lock(&self) -> bool {
        self.lock.is_some()
    }

    /// What works and what does not.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// Asks long work to come to an end: the process is to stop within seconds.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Whether there is room on the disk for so many bytes beside what is kept for the ledger.
    pub(in crate::desk) fn room_for(&self, bytes: u64) -> Result<(), DeskError> {
        if self.ledger.space().has_room_for(bytes) { Ok(()) } else { Err(DeskError::Full) }
    }
}
