//! `/cases`: read, revise, rate.

use crate::api::http::{App, Asker, JsonBody, Problem, Seen, respond};
use crate::case::Case;
use crate::protocol::{request, view};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

/// The case as JSON, or with `.md` its file.
pub async fn read(State(app): State<Arc<App>>, Asker(actor): Asker, Path(name): Path<String>) -> Result<Response, Problem> {
    app.run(move |app| match name.strip_suffix(".md") {
        Some(name) => {
            let text = app.desk.case_file(&actor, app.desk.resolve(name)?)?;
            Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response())
        }
        None => {
            let view = app.desk.case(&actor, app.desk.resolve(&name)?)?;
            Ok(respond::versioned(view::case(&view), u64::from(view.case.revision)))
        }
    })
    .await
}

pub async fn revise(
    State(app): State<Arc<App>>,
    Asker(actor): Asker,
    Seen(seen): Seen,
    Path(name): Path<String>,
    told: JsonBody,
) -> Result<Response, Problem> {
    let told = request::check(&told.value, request::REVISE).map_err(Problem::fields)?;
    app.run(move |app| {
        let case = app.desk.case(&actor, app.desk.resolve(&name)?)?.case;
        let number = case.number;
        app.desk.revise_case(&actor, request::revision::with(case, &told), seen.map(|s| s as u32), app.now())?;
        let view = app.desk.case(&actor, number)?;
        Ok(respond::versioned(view::case(&view), u64::from(view.case.revision)))
    })
    .await
}

pub async fn revisions(State(app): State<Arc<App>>, Asker(actor): Asker, Path(name): Path<String>) -> Result<Response, Problem> {
    app.run(move |app| {
        let revisions = app.desk.case_revisions(&actor, app.desk.resolve(&name)?)?;
        let item = |(entry, case, why): &(crate::ledger::StoredEvent, Case, String)| {
            json!({"revision": case.revision, "at": view::time(entry.recorded_at), "actor": entry.actor, "why": why, "case": case})
        };
        Ok(respond::list(revisions.iter().map(item).collect(), None))
    })
    .await
}

pub async fn feedback(
    State(app): State<Arc<App>>,
    Asker(actor): Asker,
    Path(name): Path<String>,
    told: JsonBody,
) -> Result<Json<Value>, Problem> {
    let told = request::check(&told.value, request::FEEDBACK).map_err(Problem::fields)?;
    app.run(move |app| {
        let number = app.desk.resolve(&name)?;
        app.desk.rate_case(&actor, number, told.flag("helpful"), told.maybe("words"), app.now())?;
        Ok(Json(view::case(&app.desk.case(&actor, number)?)))
    })
    .await
}
