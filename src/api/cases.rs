//! `/cases`: read, revise, rate.

use super::extract::{Asker, JsonBody, Seen};
use super::problem::Problem;
use super::{App, body, fields, respond, shape};
use crate::case::Case;
use crate::desk::CaseView;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

fn shape_of(view: &CaseView) -> Value {
    let mut shape = serde_json::to_value(&view.case).unwrap_or_default();
    shape["workaround"] = json!(view.case.parts.workaround());
    shape["reused"] = json!(view.reused);
    shape["feedback"] = json!({"helped": view.helped, "did_not_help": view.did_not_help});
    shape["url"] = json!(format!("/cases/{}", view.case.number));
    shape
}

/// The case as JSON, or with `.md` its file.
pub async fn read(State(app): State<Arc<App>>, Asker(actor): Asker, Path(name): Path<String>) -> Result<Response, Problem> {
    app.run(move |app| match name.strip_suffix(".md") {
        Some(name) => {
            let text = app.desk.case_file(&actor, app.desk.resolve(name)?)?;
            Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response())
        }
        None => {
            let view = app.desk.case(&actor, app.desk.resolve(&name)?)?;
            Ok(respond::versioned(shape_of(&view), u64::from(view.case.revision)))
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
    let told = fields::check(&told.value, body::REVISE).map_err(Problem::fields)?;
    app.run(move |app| {
        let case = app.desk.case(&actor, app.desk.resolve(&name)?)?.case;
        let number = case.number;
        app.desk.revise_case(&actor, with(case, &told), seen.map(|s| s as u32), app.now())?;
        let view = app.desk.case(&actor, number)?;
        Ok(respond::versioned(shape_of(&view), u64::from(view.case.revision)))
    })
    .await
}

/// A case revised by a body; shared with the pages.
pub fn revised(case: Case, body: &Value) -> Result<Case, Problem> {
    Ok(with(case, &fields::check(body, body::REVISE).map_err(Problem::fields)?))
}

/// What is told replaces; what is left out stays.
fn with(mut case: Case, told: &fields::Checked) -> Case {
    case.title = told.maybe("title").unwrap_or(case.title);
    case.audience = told.word("audience").unwrap_or(case.audience);
    case.confidence = told.word("confidence").unwrap_or(case.confidence);
    case.product = told.maybe("product").or(case.product);
    case.component = told.maybe("component").or(case.component);
    if told.has("versions") {
        case.versions = told.texts("versions");
    }
    let parts = told.object("parts");
    let slots = [
        ("issue", &mut case.parts.issue),
        ("environment", &mut case.parts.environment),
        ("analysis", &mut case.parts.analysis),
        ("cause", &mut case.parts.cause),
        ("resolution", &mut case.parts.resolution),
        ("attempts", &mut case.parts.attempts),
        ("feedback", &mut case.parts.feedback),
    ];
    for (name, slot) in slots {
        if parts.has(name) {
            *slot = parts.text(name);
        }
    }
    case
}

pub async fn revisions(State(app): State<Arc<App>>, Asker(actor): Asker, Path(name): Path<String>) -> Result<Response, Problem> {
    app.run(move |app| {
        let revisions = app.desk.case_revisions(&actor, app.desk.resolve(&name)?)?;
        let item = |(entry, case, why): &(crate::ledger::Entry, Case, String)| {
            json!({"revision": case.revision, "at": shape::time(entry.recorded_at), "actor": entry.actor, "why": why, "case": case})
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
    let told = fields::check(&told.value, body::FEEDBACK).map_err(Problem::fields)?;
    app.run(move |app| {
        let number = app.desk.resolve(&name)?;
        app.desk.rate_case(&actor, number, told.flag("helpful"), told.maybe("words"), app.now())?;
        Ok(Json(shape_of(&app.desk.case(&actor, number)?)))
    })
    .await
}
