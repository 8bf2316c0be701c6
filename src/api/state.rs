//! What every handler shares.

use super::Clock;
use super::policy::SettingsFile;
use super::problem::Problem;
use crate::desk::{Desk, DeskError};
use crate::markdown::Renderer;
use chrono::{DateTime, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub struct App {
    pub desk: Arc<Desk>,
    pub clock: Clock,
    pub settings_file: SettingsFile,
    /// What pages have rendered.
    pub renderer: Renderer,
    /// Requests answered, for `/metrics`.
    pub answered: AtomicU64,
}

impl App {
    pub fn new(desk: Arc<Desk>, clock: Clock, settings_file: SettingsFile) -> Arc<App> {
        Arc::new(App { desk, clock, settings_file, renderer: Renderer::default(), answered: AtomicU64::new(0) })
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(super) fn count(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    /// The same for the pages.
    pub async fn blocking<T: Send + 'static>(
        self: &Arc<App>,
        verb: impl FnOnce(&App) -> Result<T, DeskError> + Send + 'static,
    ) -> Result<T, Problem> {
        self.run(verb).await
    }

    /// A step whose body may be wrong too.
    pub async fn blocking_step<T: Send + 'static>(
        self: &Arc<App>,
        step: impl FnOnce(&App) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.run(|app| Ok(step(app))).await?
    }

    /// Runs a verb away from the threads that serve connections: the ledger waits for the disk.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<App>,
        verb: impl FnOnce(&App) -> Result<T, DeskError> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        match tokio::task::spawn_blocking(move || verb(&app)).await {
            Ok(outcome) => outcome.map_err(Problem::from),
            Err(_) => Err(Problem::internal("the request's work ended unexpectedly")),
        }
    }
}
