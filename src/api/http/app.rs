//! What every handler shares, and the order in which requests are worked on.

use super::bodies::Bodies;
use super::limits::{CallClass, READING_MAX, WRITING_MAX};
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
    /// It changes nothing.
    Reading,
    /// It may change something.
    Writing,
}

impl Lane {
    /// By method; some calls are sent with POST and change nothing.
    pub fn of(method: &Method, call: Option<CallClass>) -> Lane {
        let reads =
            *method == Method::GET || *method == Method::HEAD || matches!(call, Some(CallClass::Consultation | CallClass::Search));
        if reads { Lane::Reading } else { Lane::Writing }
    }
}

/// What handlers share.
pub struct App {
    /// The desk that is served.
    pub desk: Arc<Desk>,
    /// Where the time comes from.
    pub clock: TimeSource,
    /// How settings are read anew.
    pub settings_file: SettingsFile,
    /// Who has asked how often.
    pub throttle: Throttle,
    /// What a monitor reads.
    pub metrics: Metrics,
    /// What is being sent just now.
    pub bodies: Arc<Bodies>,
    reading: Arc<Semaphore>,
    writing: Arc<Semaphore>,
    /// What pages have rendered.
    pub renderer: Renderer,
}

impl App {
    /// Nothing has been asked yet.
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

    /// The present moment, by its clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Reads or writes the desk on a thread that may block.
    ///
    /// # Errors
    /// What the desk says, 503 if it is stopping, 500 if the work panicked.
    pub async fn blocking<T: Send + 'static>(
        self: &Arc<App>,
        verb: impl FnOnce(&App) -> Result<T, DeskError> + Send + 'static,
    ) -> Result<T, Problem> {
        self.run(verb).await
    }

    /// As [`App::blocking`], for work that may end in a problem of its own.
    ///
    /// # Errors
    /// As [`App::blocking`], and what the work itself answers.
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
        // The permit is held until the work ends, also when its client has gone away meanwhile.
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
