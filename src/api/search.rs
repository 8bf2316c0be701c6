//! `GET /search`: a few words, any words.

use super::extract::{Asker, Params};
use super::problem::Problem;
use super::{App, shape};
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use std::sync::Arc;

const LIMIT_DEFAULT: usize = 10;
const LIMIT_MAX: usize = 100;
/// What a result can be filtered by, beside the words.
const FILTERS: [&str; 5] = ["product", "component", "severity", "status", "kind"];

pub async fn search(State(app): State<Arc<App>>, Asker(actor): Asker, params: Params) -> Result<Json<Value>, Problem> {
    let limit = params.limit(LIMIT_DEFAULT, LIMIT_MAX)?;
    let offset = params.count("cursor")?.unwrap_or(0);
    let text = params.get("q").unwrap_or_default().to_string();
    let filters = FILTERS.iter().filter_map(|f| Some((f.to_string(), params.get(f)?.to_string()))).collect();
    app.run(move |app| {
        let found = app.desk.search(&actor, &text, filters, offset, limit)?;
        let next = (found.total > offset + found.hits.len()).then_some(offset + found.hits.len());
        Ok(Json(shape::found(&found, next)))
    })
    .await
}
