//! `/healthz`, `/readyz`, `/metrics`, and the simulated clock.

use super::extract::{Asker, JsonBody};
use super::problem::Problem;
use super::{App, body, fields, shape};
use crate::people::Role;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The process lives.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The ledger can be read and the archive searched.
pub async fn readyz(State(app): State<Arc<App>>) -> Response {
    match app.run(|app| app.desk.vital_signs()).await {
        Ok(_) => "ready\n".into_response(),
        Err(problem) => (StatusCode::SERVICE_UNAVAILABLE, problem).into_response(),
    }
}

/// Prometheus text format. No names, no numbers of tickets: only counts.
pub async fn metrics(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let answered = app.answered.load(Ordering::Relaxed);
    let text = app
        .run(move |app| {
            let signs = app.desk.vital_signs()?;
            let gauge = |name: &str, help: &str, value: u64| format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
            Ok([
                gauge("precedent_ledger_seq", "Place of the newest event.", signs.ledger_seq),
                gauge("precedent_index_seq", "Place up to which events can be found.", signs.index_seq),
                gauge("precedent_index_disk_seq", "Place up to which the index on disk reaches.", signs.index_disk_seq),
                gauge("precedent_index_documents", "Documents that can be found.", signs.documents as u64),
                gauge("precedent_http_requests", "Requests answered since the start.", answered),
            ]
            .concat())
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// Moves the clock of a simulation. There is no such thing on a desk that works.
pub async fn set_clock(State(app): State<Arc<App>>, Asker(actor): Asker, told: JsonBody) -> Result<Json<Value>, Problem> {
    let told = fields::check(&told.value, body::CLOCK).map_err(Problem::fields)?;
    let none = || Problem::new(StatusCode::NOT_FOUND, "not-found", "the clock moves only under `serve --simulate`");
    let now = told.time("now").ok_or_else(none)?;
    if !matches!(app.clock, super::Clock::Simulated(_)) {
        return Err(none());
    }
    if !actor.has(Role::Administrator) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", "an administrator moves the clock"));
    }
    app.clock.set(now);
    app.run(|app| app.desk.tick(app.now())).await?;
    Ok(Json(json!({"now": shape::time(app.now())})))
}
