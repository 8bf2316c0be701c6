//! `/healthz`, `/readyz`, `/metrics`, and the simulated clock.

use crate::api::http::{App, Client, CurrentActor, JsonBody, Problem, respond};
use crate::clock::TimeSource;
use crate::people::Role;
use crate::protocol::request;
use crate::reason::{DoorReason, Forbidden};
use crate::view::SimulatedClockView;
use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The process lives.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The ledger can be written, the archive searched, and nothing that is needed fails; else which parts do not work. Why not is
/// in the log, and in `/metrics` for those who may read it.
pub async fn readyz(State(app): State<Arc<App>>) -> Response {
    let unready = app.run(|app| Ok(app.desk.unready())).await;
    match unready {
        Ok(troubles) if troubles.is_empty() => "ready\n".into_response(),
        Ok(troubles) => {
            let parts: Vec<&str> = troubles.iter().map(|(part, _)| part.name()).collect();
            Problem::later("not-ready", DoorReason::NotReady { parts: parts.join(", ") }).into_response()
        }
        Err(problem) => problem.unavailable().into_response(),
    }
}

/// For a monitor on this machine, or with an administrator's token.
pub async fn metrics(
    State(app): State<Arc<App>>,
    client: Option<Extension<Client>>,
    asker: Result<CurrentActor, Problem>,
) -> Result<Response, Problem> {
    let local = client.is_none_or(|client| client.is_local());
    if !local && !asker?.0.has(Role::Administrator) {
        return Err(Problem::forbidden(Forbidden::MetricsFromAfar));
    }
    let text = app
        .run(|app| {
            let refused = app.throttle.refused.load(Ordering::Relaxed);
            app.metrics.text(&app.desk, refused)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}

/// Moves the clock of a simulation. There is no such thing on a desk that works.
pub async fn set_clock(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    body: JsonBody,
) -> Result<Response, Problem> {
    let fields = request::check(&body.value, request::CLOCK).map_err(Problem::fields)?;
    let none = || Problem::not_found(DoorReason::ClockStands);
    let now = fields.time("now").ok_or_else(none)?;
    if !matches!(app.clock, TimeSource::Simulated(_)) {
        return Err(none());
    }
    if !actor.has(Role::Administrator) {
        return Err(Problem::forbidden(Forbidden::Clock));
    }
    app.clock.set(now);
    app.run(|app| app.desk.tick(app.now())).await?;
    Ok(respond::json(SimulatedClockView { now: app.now() }))
}
