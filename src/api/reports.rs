//! `GET /reports/{name}`: the figures behind each chart.

use super::extract::{Asker, Params};
use super::problem::Problem;
use super::{App, FieldError, respond, shape};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use serde_json::json;
use std::sync::Arc;

const NO_SUCH: &str = "there is no such report; there are: searches_in_vain, suggestions";

/// What is looked back on where no span is named.
const DAYS_DEFAULT: i64 = 90;

pub async fn read(
    State(app): State<Arc<App>>,
    Asker(actor): Asker,
    Path(name): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    let now = app.now();
    let from = moment(&app, &params, "from")?.unwrap_or(now - Duration::days(DAYS_DEFAULT));
    let to = moment(&app, &params, "to")?.unwrap_or(now + Duration::seconds(1));
    match name.as_str() {
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

/// A time as RFC 3339, or a day, which begins at midnight in the desk's zone.
fn moment(app: &App, params: &Params, name: &'static str) -> Result<Option<DateTime<Utc>>, Problem> {
    let Some(text) = params.get(name) else { return Ok(None) };
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Some(at.to_utc()));
    }
    match text.parse::<NaiveDate>() {
        Ok(day) => Ok(Some(app.desk.settings().calendar.moment(day, NaiveTime::MIN))),
        Err(_) => {
            Err(Problem::fields(vec![FieldError::new(name, "is neither a day such as 2026-01-31 nor a time as RFC 3339 has it")]))
        }
    }
}
