//! Forms and documents: as JSON, or with `.md` or `.csv` behind the name (or asked for by `Accept`) as files.

use crate::api::http::{AnswerFormat, App, CurrentActor, Params, Problem, WantedFormat, respond};
use crate::reason::DoorReason;

use crate::form::{FormName, Sheet};
use crate::view::{FormRowView, FormView};
use crate::words::Vocabulary;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

/// A form's or a document's name; the other ones are not there.
fn named(name: &str, document: bool) -> Result<FormName, Problem> {
    let known = FormName::ALL.iter().copied().filter(|form| form.is_document() == document);
    let words = known.clone().map(|form| form.word()).collect::<Vec<_>>().join(", ");
    let none = || Problem::not_found(DoorReason::NoForm { known: words.clone() });
    known.into_iter().find(|form| form.word() == name).ok_or_else(none)
}

/// Masked like every form, whoever asks.
pub async fn form(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path((number, name)): Path<(String, String)>,
    wanted: WantedFormat,
    params: Params,
) -> Result<Response, Problem> {
    of_ticket(app, actor, number, name, false, wanted, params).await
}

pub async fn document(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path((number, name)): Path<(String, String)>,
    wanted: WantedFormat,
    params: Params,
) -> Result<Response, Problem> {
    of_ticket(app, actor, number, name, true, wanted, params).await
}

async fn of_ticket(
    app: Arc<App>,
    actor: crate::people::Actor,
    number: String,
    name: String,
    document: bool,
    wanted: WantedFormat,
    params: Params,
) -> Result<Response, Problem> {
    let (name, format) = wanted.of(&name);
    let locale = wanted.locale(&params)?;
    let form = named(name, document)?;
    app.run(move |app| {
        let number = app.desk.resolve(&number)?;
        let sheet = app.desk.form(&actor, form, number, locale, app.now())?;
        Ok(answer(&sheet, format, &format!("{number}-{form}")))
    })
    .await
}

/// A form's rows for a span of time; the urgencies, which have none, as they are now.
pub async fn list(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    wanted: WantedFormat,
    params: Params,
) -> Result<Response, Problem> {
    let (name, format) = wanted.of(&name);
    let locale = wanted.locale(&params)?;
    let form = named(name, false)?;
    let span = params.span(&app.desk.settings().calendar, app.now())?;
    app.run(move |app| {
        let sheet = app.desk.forms(&actor, form, span, locale, app.now())?;
        Ok(answer(&sheet, format, form.word()))
    })
    .await
}

pub fn answer(sheet: &Sheet, format: AnswerFormat, name: &str) -> Response {
    match format {
        AnswerFormat::Csv => format.file(name, sheet.csv()),
        AnswerFormat::Markdown => format.file(name, sheet.markdown()),
        AnswerFormat::Json if sheet.list => respond::list(sheet.rows.iter().map(|row| FormRowView::of(sheet, row)).collect(), None),
        AnswerFormat::Json => respond::json(FormView::of(sheet)),
    }
}
