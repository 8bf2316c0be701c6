//! `/cases`: read, revise, rate.

use crate::api::http::{App, CurrentActor, IfMatch, JsonBody, Problem, respond};
use crate::protocol::request;
use crate::view::{CaseView, RevisionView};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The case as JSON, or with `.md` its file.
pub async fn read(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| match name.strip_suffix(".md") {
        Some(name) => {
            let text = app.desk.case_file(&actor, app.desk.resolve(name)?)?;
            Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response())
        }
        None => {
            let view = app.desk.case(&actor, app.desk.resolve(&name)?)?;
            Ok(respond::versioned(CaseView::of(&view), u64::from(view.case.revision)))
        }
    })
    .await
}

pub async fn revise(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    IfMatch(seen): IfMatch,
    Path(name): Path<String>,
    body: JsonBody,
) -> Result<Response, Problem> {
    let fields = request::check(&body.value, request::REVISE).map_err(Problem::fields)?;
    app.run(move |app| {
        let case = app.desk.case(&actor, app.desk.resolve(&name)?)?.case;
        let number = case.number;
        app.desk.revise_case(&actor, request::revision::with(case, &fields), seen.map(|s| s as u32), app.now())?;
        let view = app.desk.case(&actor, number)?;
        Ok(respond::versioned(CaseView::of(&view), u64::from(view.case.revision)))
    })
    .await
}

pub async fn revisions(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| {
        let revisions = app.desk.case_revisions(&actor, app.desk.resolve(&name)?)?;
        Ok(respond::list(revisions.iter().map(|(entry, case, why)| RevisionView::of(entry, case, why)).collect(), None))
    })
    .await
}

pub async fn feedback(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    body: JsonBody,
) -> Result<Response, Problem> {
    let fields = request::check(&body.value, request::FEEDBACK).map_err(Problem::fields)?;
    app.run(move |app| {
        let number = app.desk.resolve(&name)?;
        app.desk.rate_case(&actor, number, fields.flag("helpful"), fields.maybe("words"), app.now())?;
        Ok(respond::json(CaseView::of(&app.desk.case(&actor, number)?)))
    })
    .await
}
