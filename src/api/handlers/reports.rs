//! `GET /reports/{name}`: the figures behind each chart.

use crate::api::http::{self, App, Asker, Params, Problem, Written, respond};
use crate::learning;
use crate::reason::{DoorReason, FieldReason};

use crate::measure::{By, Span, Wanted};
use crate::people::Actor;
use crate::protocol::view;
use crate::protocol::view::measures::{ALL, all, named, one, table};
use crate::words::Vocabulary;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

pub async fn read(
    State(app): State<Arc<App>>,
    Asker(actor): Asker,
    Path(name): Path<String>,
    wanted: http::Wanted,
    params: Params,
) -> Result<Response, Problem> {
    let (name, written) = wanted.of(&name);
    if named(name).is_some() {
        return of_measures(app, actor, name.to_string(), written, params).await;
    }
    let (from, to) = params.span(&app.desk.settings().calendar, app.now())?;
    match name {
        "searches_in_vain" => {
            app.run(move |app| {
                let rows = app.desk.zero_result_searches(&actor, from, to)?;
                let item = |row: &crate::desk::ZeroResultSearch| json!({"words": row.words, "count": row.count, "last": row.last});
                Ok(respond::list(rows.iter().map(item).collect(), None))
            })
            .await
        }
        "suggestions" => {
            app.run(move |app| {
                let quality = learning::quality(&app.desk, &actor)?;
                Ok(Json(quality.map_or_else(|| json!({"computed_at": null}), |quality| view::quality(&quality))).into_response())
            })
            .await
        }
        _ => Err(Problem::not_found(DoorReason::NoReport)),
    }
}

/// One measure or all of them, as JSON or as a table.
async fn of_measures(app: Arc<App>, actor: Actor, name: String, written: Written, params: Params) -> Result<Response, Problem> {
    let settings = app.desk.settings();
    let (from, to) = params.span(&settings.calendar, app.now())?;
    let by = params.get("by").map(By::parse).transpose();
    let by = by.map_err(|e| Problem::field("by", e.into()))?;
    let baseline = match (params.moment(&settings.calendar, "baseline_from")?, params.moment(&settings.calendar, "baseline_to")?) {
        (Some(from), Some(to)) => Some(Span { from, to }),
        (None, None) => settings.baseline,
        (Some(_), None) => return Err(Problem::field("baseline_to", FieldReason::BothEnds)),
        (None, Some(_)) => return Err(Problem::field("baseline_from", FieldReason::BothEnds)),
    };
    let wanted = Wanted { span: Span { from, to }, by, baseline };
    app.run(move |app| {
        let measures = named(&name).unwrap_or_default();
        let reports = app.desk.measures(&actor, &measures, &wanted, app.now())?;
        Ok(match written {
            Written::Csv => written.file(&name, table(&reports, &wanted)),
            _ if name == ALL => Json(all(&reports, &wanted)).into_response(),
            _ => Json(reports.first().map(|report| one(report, &wanted)).unwrap_or_default()).into_response(),
        })
    })
    .await
}
