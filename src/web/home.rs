//! Home is the search box; results live while typing.

use super::answer::{Failed, page};
use super::session::Reader;
use super::words::{fix, word_in};
use crate::api::{App, Problem, shape};
use crate::page::{Template, Tongue};
use crate::ticket::Status;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Results on a page.
const PAGE: usize = 10;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    cursor: usize,
}

pub async fn home(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    show(app, reader, asked, Template::Home).await
}

/// Only the results, for the script.
pub async fn results(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    show(app, reader, asked, Template::Results).await
}

async fn show(app: Arc<App>, reader: Reader, asked: Asked, template: Template) -> Result<Response, Failed> {
    let (actor, tongue, words) = (reader.actor.clone(), reader.tongue, asked.q.clone());
    let found = app
        .blocking(move |app| {
            let found = app.desk.search(&actor, &words, Vec::new(), asked.cursor, PAGE)?;
            let next = (found.total > asked.cursor + found.hits.len()).then_some(asked.cursor + found.hits.len());
            Ok(shape::found(&found, next))
        })
        .await
        .map_err(|e| reader.failed(e))?;
    page(&reader, template, json!({"q": asked.q, "found": readable(found, tongue)}))
}

fn readable(mut found: Value, tongue: Tongue) -> Value {
    for hit in found["items"].as_array_mut().into_iter().flatten() {
        hit["fix"] = json!(fix(hit["resolution"].as_str()));
        hit["status_word"] = json!(word_in::<Status>(tongue, hit, "status"));
    }
    found
}

pub async fn nothing_here(reader: Reader) -> Failed {
    let detail = match reader.tongue {
        Tongue::Zh => "这里没有页面。",
        Tongue::En => "There is no page here.",
    };
    reader.failed(Problem::new(StatusCode::NOT_FOUND, "not-found", detail))
}
