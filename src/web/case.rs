//! A case: the fix at the top, then what led to it.

use super::answer::{Failed, page};
use super::session::Reader;
use super::words::word;
use crate::api::{App, Problem};
use crate::markdown::safe_html;
use crate::page::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

pub async fn read(State(app): State<Arc<App>>, reader: Reader, Path(name): Path<String>) -> Result<Response, Failed> {
    let (actor, tongue) = (reader.actor.clone(), reader.tongue);
    let found = app.blocking(move |app| app.desk.case(&actor, app.desk.resolve(&name)?)).await;
    let view = found.map_err(|e: Problem| reader.failed(e))?;
    let parts = &view.case.parts;
    // The answer first: who comes here has the trouble now.
    let order = [
        ("resolution", &parts.resolution),
        ("issue", &parts.issue),
        ("cause", &parts.cause),
        ("environment", &parts.environment),
        ("analysis", &parts.analysis),
        ("attempts", &parts.attempts),
        ("feedback", &parts.feedback),
    ];
    let parts: Vec<_> = order
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| json!({"name": name, "html": safe_html(text)}))
        .collect();
    let case = &view.case;
    let values = json!({
        "case": {
            "number": case.number, "title": case.title, "language": case.language, "product": case.product, "versions": case.versions,
            "confidence_word": word(tongue, case.confidence), "reused": view.reused,
        },
        "parts": parts,
    });
    page(&reader, Template::Case, values)
}
