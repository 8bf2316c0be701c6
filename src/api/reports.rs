//! `GET /reports/{name}`: the figures behind each chart.

use super::extract::{Asker, Params};
use super::forms::Wanted;
use super::problem::Problem;
use super::span::span;
use super::{App, measures, respond, shape};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

const NO_SUCH: &str = "there is no such report; there are: searches_in_vain, suggestions, measures and each measure by its name";

pub async fn read(
    State(app): State<Arc<App>>,
    Asker(actor): Asker,
    Path(name): Path<String>,
    wanted: Wanted,
    params: Params,
) -> Result<Response, Problem> {
    let (name, written) = wanted.of(&name);
    if measures::named(name).is_some() {
        return measures::read(app, actor, name.to_string(), written, params).await;
    }
    let (from, to) = span(&app, &params)?;
    match name {
        "searches_in_vain" => {
            app.run(move |app| {
                let rows = app.desk.searches_in_vain(&actor, from, to)?;
                let item = |row: &crate::desk::InVain| json!({"words": row.words, "count": row.count, "last": row.last});
                Ok(respond::list(rows.iter().map(item).collect(), None))
            })
            .await
        }
        "suggestions" => {
            app.run(move |app| {
                let quality = app.desk.quality(&actor)?;
                Ok(Json(quality.map_or_else(|| json!({"computed_at": null}), |quality| shape::quality(&quality))).into_response())
            })
            .await
        }
        _ => Err(Problem::new(StatusCode::NOT_FOUND, "not-found", NO_SUCH)),
    }
}
