//! What every handler shares, and the order in which requests are worked on.

use super::bodies::Bodies;
use super::limits::{Call, READING_MAX, WRITING_MAX};
use super::metrics::Metrics;
use super::problem::Problem;
use super::settings_file::SettingsFile;
use super::throttle::Throttle;
use crate::clock::TimeSource;
use crate::desk::{Desk, DeskError};
use crate::markdown::Renderer;
use axum::http::Method;
use chrono::{DateTime, Utc};
use std::sync::Arc;
use tokio::sync::Semaphore;

tokio::task_local! {
    /// In which order the request that this task answers is worked on.
    pub static LANE: Lane;
}

/// Requests that only read do not wait for those that also write, and each kind is served in the order it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Reading,
    Writing,
}

impl Lane {
    pub fn of(method: &Method, call: Option<Call>) -> Lane {
        let reads = *method == Method::GET || *method == Method::HEAD || matches!(call, Some(Call::Consultation | Call::Search));
        if reads { Lane::Reading } else { Lane::Writing }
    }
}

pub struct App {
    pub desk: Arc<Desk>,
    pub clock: TimeSource,
    pub settings_file: SettingsFile,
    pub throttle: Throttle,
    pub metrics: Metrics,
    pub bodies: Arc<Bodies>,
    reading: Arc<Semaphore>,
    writing: Arc<Semaphore>,
    /// What pages have rendered.
    pub renderer: Renderer,
}

impl App {
    pub fn new(desk: Arc<Desk>, clock: TimeSource, settings_file: SettingsFile) -> Arc<App> {
        let (reading, writing) = (Arc::new(Semaphore::new(READING_MAX)), Arc::new(Semaphore::new(WRITING_MAX)));
        let (throttle, metrics) = (Throttle::default(), Metrics::default());
        Arc::new(App {
            desk,
            clock,
            settings_file,
            throttle,
            metrics,
            bodies: Arc::default(),
            renderer: Renderer::default(),
            reading,
            writing,
        })
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
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

    /// Runs a verb away from the threads that serve connections: the ledger waits for the disk. No more run at once than the
    /// machine can work on; the others wait their turn without a thread.
    pub(in crate::api) async fn run<T: Send + 'static>(
        self: &Arc<App>,
        verb: impl FnOnce(&App) -> Result<T, DeskError> + Send + 'static,
    ) -> Result<T, Problem> {
        let turns = match LANE.try_get() {
            Ok(Lane::Reading) => &self.reading,
            _ => &self.writing,
        };
        let Ok(turn) = turns.clone().acquire_owned().await else { return Err(DeskError::Stopping.into()) };
        let app = self.clone();
        // The turn ends with the work, not with the wait for it: who asks and goes away does not make room for the next.
        let work = move || {
            let _turn = turn;
            verb(&app)
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(outcome) => outcome.map_err(Problem::from),
            Err(_) => Err(Problem::internal("the request's work ended unexpectedly")),
        }
    }
}
