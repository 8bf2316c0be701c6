//! `GET /reports/{name}`: the figures behind each chart.

use crate::api::http::{AnswerFormat, App, CurrentActor, Params, Problem, WantedFormat, respond};
use crate::learning;
use crate::reason::{DoorReason, FieldReason};

use crate::measure::Measure;
use crate::measure::{By, MeasureQuery, Period};
use crate::people::Actor;
use crate::view::{MeasureView, SuggestionsView, ZeroResultsView, measures_table};
use crate::words::Vocabulary;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

/// All measures in one answer.
const ALL: &str = "measures";

/// Which measures a report's name stands for.
fn named(name: &str) -> Option<Vec<Measure>> {
    match name {
        ALL => Some(Measure::ALL.to_vec()),
        name => Measure::parse(name).ok().map(|measure| vec![measure]),
    }
}

pub async fn read(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    wanted: WantedFormat,
    params: Params,
) -> Result<Response, Problem> {
    let (name, format) = wanted.of(&name);
    if named(name).is_some() {
        return of_measures(app, actor, name.to_string(), format, params).await;
    }
    let (from, to) = params.span(&app.desk.settings().calendar, app.now())?;
    match name {
        "searches_in_vain" => {
            app.run(move |app| {
                let rows = app.desk.zero_result_searches(&actor, from, to)?;
                Ok(respond::list(rows.iter().map(ZeroResultsView::of).collect(), None))
            })
            .await
        }
        "suggestions" => {
            app.run(move |app| {
                let quality = learning::quality(&app.desk, &actor)?;
                Ok(respond::json(SuggestionsView::of(quality.as_ref())))
            })
            .await
        }
        _ => Err(Problem::not_found(DoorReason::NoReport)),
    }
}

/// One measure or all of them, as JSON or as a table.
async fn of_measures(app: Arc<App>, actor: Actor, name: String, format: AnswerFormat, params: Params) -> Result<Response, Problem> {
    let settings = app.desk.settings();
    let (from, to) = params.span(&settings.calendar, app.now())?;
    let by = params.get("by").map(By::parse).transpose();
    let by = by.map_err(|e| Problem::field("by", e.into()))?;
    let baseline = match (params.moment(&settings.calendar, "baseline_from")?, params.moment(&settings.calendar, "baseline_to")?) {
        (Some(from), Some(to)) => Some(Period { from, to }),
        (None, None) => settings.baseline,
        (Some(_), None) => return Err(Problem::field("baseline_to", FieldReason::BothEnds)),
        (None, Some(_)) => return Err(Problem::field("baseline_from", FieldReason::BothEnds)),
    };
    let wanted = MeasureQuery { span: Period { from, to }, by, baseline };
    app.run(move |app| {
        let measures = named(&name).unwrap_or_default();
        let reports = app.desk.measures(&actor, &measures, &wanted, app.now())?;
        Ok(match format {
            AnswerFormat::Csv => format.file(&name, measures_table(&reports, &wanted)),
            _ if name == ALL => respond::list(reports.iter().map(|report| MeasureView::of(report, &wanted)).collect(), None),
            _ => respond::json(reports.first().map(|report| MeasureView::of(report, &wanted))),
        })
    })
    .await
}
