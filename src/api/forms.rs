//! Forms and documents: as JSON, or with `.md` or `.csv` behind the name (or asked for by `Accept`) as files.

use super::extract::{Asker, Params};
use super::problem::Problem;
use super::span::span;
use super::{App, FieldError, respond};
use crate::case::Language;
use crate::form::{FormName, Sheet};
use crate::words::Vocabulary;
use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::convert::Infallible;
use std::sync::Arc;

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Json,
    Markdown,
    Csv,
}

impl Written {
    /// By what stands behind a name, which is cut off.
    pub fn suffix(name: &str) -> (&str, Option<Written>) {
        let ends = [(".md", Written::Markdown), (".csv", Written::Csv), (".json", Written::Json)];
        let found = ends.iter().find_map(|(end, written)| Some((name.strip_suffix(end)?, Some(*written))));
        found.unwrap_or((name, None))
    }

    /// A file to keep, under a name of its own.
    pub fn file(self, name: &str, text: String) -> Response {
        let (kind, end) = match self {
            Written::Csv => ("text/csv; charset=utf-8", "csv"),
            Written::Markdown => ("text/markdown; charset=utf-8", "md"),
            Written::Json => ("application/json", "json"),
        };
        let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
        if let Ok(place) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.{end}\"")) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, place);
        }
        response
    }
}

/// What the `Accept` and `Accept-Language` headers ask for.
pub struct Wanted {
    written: Written,
    tongue: Language,
}

impl<S: Sync> FromRequestParts<S> for Wanted {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Wanted, Infallible> {
        Ok(Wanted { written: accepted(&parts.headers), tongue: language(&parts.headers) })
    }
}

impl Wanted {
    /// What stands behind the name counts more than the header.
    pub fn of<'a>(&self, name: &'a str) -> (&'a str, Written) {
        let (name, written) = Written::suffix(name);
        (name, written.unwrap_or(self.written))
    }

    /// `lang` counts more than the header; the process's own language where neither says.
    pub fn tongue(&self, params: &Params) -> Result<Language, Problem> {
        let wrong = |e: crate::words::UnknownWord| Problem::fields(vec![FieldError::new("lang", e.to_string())]);
        params.get("lang").map_or(Ok(self.tongue), |word| Language::parse(word).map_err(wrong))
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase()
}

fn accepted(headers: &HeaderMap) -> Written {
    let known = [("text/csv", Written::Csv), ("text/markdown", Written::Markdown), ("application/json", Written::Json)];
    let asked = text(headers, header::ACCEPT);
    let found = asked.split(',').find_map(|part| known.iter().find(|(kind, _)| part.trim().starts_with(kind)));
    found.map_or(Written::Json, |(_, written)| *written)
}

fn language(headers: &HeaderMap) -> Language {
    let asked = text(headers, header::ACCEPT_LANGUAGE);
    let found = asked.split(',').find_map(|part| match part.trim() {
        tag if tag.starts_with("zh") => Some(Language::Zh),
        tag if tag.starts_with("en") => Some(Language::En),
        _ => None,
    });
    found.unwrap_or(Language::Zh)
}

/// A form's or a document's name; the other ones are not there.
fn named(name: &str, document: bool) -> Result<FormName, Problem> {
    let known = FormName::ALL.iter().copied().filter(|form| form.is_document() == document);
    let words = known.clone().map(|form| form.word()).collect::<Vec<_>>().join(", ");
    let none = || Problem::new(StatusCode::NOT_FOUND, "not-found", format!("there is no such form; there are: {words}"));
    known.into_iter().find(|form| form.word() == name).ok_or_else(none)
}

/// Masked like every form, whoever asks.
pub async fn form(
    State(app): State<Arc<App>>,
    Asker(actor): Asker,
    Path((number, name)): Path<(String, String)>,
    wanted: Wanted,
    params: Params,
) -> Result<Response, Problem> {
    of_ticket(app, actor, number, name, false, wanted, params).await
}

pub async fn document(
    State(app): State<Arc<App>>,
    Asker(actor): Asker,
    Path((number, name)): Path<(String, String)>,
    wanted: Wanted,
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
    wanted: Wanted,
    params: Params,
) -> Result<Response, Problem> {
    let (name, written) = wanted.of(&name);
    let tongue = wanted.tongue(&params)?;
    let form = named(name, document)?;
    app.run(move |app| {
        let number = app.desk.resolve(&number)?;
        let sheet = app.desk.form(&actor, form, number, tongue, app.now())?;
        Ok(answer(&sheet, written, &format!("{number}-{form}")))
    })
    .await
}

/// A form's rows for a span of time; the urgencies, which have none, as they are now.
pub async fn list(
    State(app): State<Arc<App>>,
    Asker(actor): Asker,
    Path(name): Path<String>,
    wanted: Wanted,
    params: Params,
) -> Result<Response, Problem> {
    let (name, written) = wanted.of(&name);
    let tongue = wanted.tongue(&params)?;
    let form = named(name, false)?;
    let span = span(&app, &params)?;
    app.run(move |app| {
        let sheet = app.desk.forms(&actor, form, span, tongue, app.now())?;
        Ok(answer(&sheet, written, form.word()))
    })
    .await
}

pub fn answer(sheet: &Sheet, written: Written, name: &str) -> Response {
    match written {
        Written::Csv => written.file(name, sheet.csv()),
        Written::Markdown => written.file(name, sheet.markdown()),
        Written::Json if sheet.list => respond::list(sheet.rows.iter().map(|row| item(sheet, row)).collect(), None),
        Written::Json => {
            let mut shape = sheet.rows.first().map(|row| item(sheet, row)).unwrap_or_default();
            shape["form"] = json!(sheet.form);
            shape["title"] = json!({"zh": sheet.form.zh(), "en": sheet.form.en()});
            Json(shape).into_response()
        }
    }
}

/// Values by the fields' names, and the fields in their order for who shows them.
fn item(sheet: &Sheet, row: &crate::form::Row) -> Value {
    let mut values = Map::new();
    let mut fields = Vec::new();
    for (label, cell) in sheet.labels().iter().zip(&row.cells) {
        let value = Some(cell.plain(sheet.tongue)).filter(|text| !text.is_empty());
        values.insert(label.name.into(), json!(value));
        fields.push(json!({"name": label.name, "zh": label.zh, "en": label.en, "value": value, "state": cell.state()}));
    }
    json!({"ticket": row.number, "values": values, "fields": fields})
}
