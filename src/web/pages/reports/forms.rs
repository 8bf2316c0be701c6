//! Forms and documents as pages made to be printed, and as files.

use crate::api::{AnswerFormat, App, Problem};
use crate::desk::DeskError;
use crate::form::{Cell, FormName, FormText, Label, Row, Sheet};
use crate::markdown::{Renderer, plain_text};
use crate::page::{Template, message};
use crate::protocol::span::moment;
use crate::reason::{DoorReason, FieldReason};
use crate::ticket::{Kind, Ticket};
use crate::web::http::{Failed, Reader, page};
use crate::web::words::timeline::line_html;
use crate::web::words::{encoded, in_query};
use crate::words::{Locale, Vocabulary};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a list looks back on unless one says otherwise.
const DAYS_DEFAULT: i64 = 90;
/// Rows on a page.
const PAGE: usize = 50;
/// Characters of a cell that a list shows.
const LISTED_CHARS: usize = 240;

/// What stands in a cell that says nothing.
const NOTHING: &str = "—";

/// The address of a form of a ticket.
pub fn place(number: &str, form: FormName) -> String {
    let folder = if form.is_document() { "documents" } else { "forms" };
    format!("/tickets/{number}/{folder}/{form}")
}

/// What can be filled in for a ticket of a kind, each with its address; `shown` is the one on the page.
fn offered(number: &str, kind: Kind, shown: FormName, locale: Locale) -> Vec<FormLink> {
    let fit = FormName::ALL.iter().filter(|form| **form != FormName::Urgency && form.kind().is_none_or(|k| k == kind));
    fit.map(|form| FormLink { title: form.title(locale), url: place(number, *form), current: *form == shown }).collect()
}

/// The cells of a row; `text` gives the text of each.
fn cells(sheet: &Sheet, row: &Row, text: impl Fn(&Cell) -> String, renderer: Option<&Renderer>) -> Vec<CellLine> {
    let pairs = sheet.labels().iter().zip(&row.cells);
    let html = |cell: &Cell| match cell {
        Cell::Prose(texts) => renderer.map(|renderer| texts.iter().map(|text| text_html(text, renderer)).collect()),
        _ => None,
    };
    let cell = |(label, cell): (&Label, &Cell)| CellLine {
        label: label.text(sheet.locale),
        text: text(cell),
        html: html(cell),
        state: cell.state(),
    };
    pairs.map(cell).collect()
}

/// A text of a form as HTML.
fn text_html(text: &FormText, renderer: &Renderer) -> String {
    match text {
        FormText::Title(title) => line_html(title),
        FormText::Prose(text) => renderer.html(text),
    }
}

fn text_in_one_line(text: &FormText) -> String {
    match text {
        FormText::Title(title) => title.clone(),
        FormText::Prose(text) => plain_text(text),
    }
}

/// A cell as a list shows it: what somebody wrote in one line, without its marks.
fn in_one_line(cell: &Cell, locale: Locale) -> String {
    match cell {
        Cell::Prose(texts) => texts.iter().map(text_in_one_line).collect::<Vec<_>>().join(" "),
        _ => cell.plain(locale),
    }
}

/// A form, and where it is.
#[derive(Serialize)]
struct FormLink {
    title: String,
    url: String,
    /// Whether it is the one on the page.
    current: bool,
}

/// One field of a form.
#[derive(Serialize)]
struct CellLine {
    label: String,
    text: String,
    /// What somebody wrote, as HTML; only on a form's own page.
    html: Option<String>,
    state: &'static str,
}

fn no_such_form(reader: &Reader) -> Failed {
    reader.failed(Problem::not_found(DoorReason::NoFormPage))
}

pub async fn form(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((number, name)): Path<(String, String)>,
) -> Result<Response, Failed> {
    one(app, reader, number, name, false).await
}

pub async fn document(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((number, name)): Path<(String, String)>,
) -> Result<Response, Failed> {
    one(app, reader, number, name, true).await
}

async fn one(app: Arc<App>, reader: Reader, number: String, name: String, document: bool) -> Result<Response, Failed> {
    let (name, format) = AnswerFormat::suffix(&name);
    let form = FormName::parse(name).ok().filter(|form| form.is_document() == document).ok_or_else(|| no_such_form(&reader))?;
    let (actor, locale) = (reader.actor.clone(), reader.locale);
    let filled = app.blocking(move |app| {
        let (number, now) = (app.desk.resolve(&number)?, app.now());
        let ticket: Ticket = app.desk.ticket(&actor, number, now)?.ticket;
        Ok::<_, DeskError>((app.desk.form(&actor, form, number, locale, now)?, ticket, now))
    });
    let (sheet, ticket, now) = filled.await.map_err(|e| reader.failed(e))?;
    let number = ticket.number.to_string();
    match format {
        Some(AnswerFormat::Csv) => return Ok(AnswerFormat::Csv.file(&format!("{number}-{form}"), sheet.csv())),
        Some(AnswerFormat::Markdown) => return Ok(AnswerFormat::Markdown.file(&format!("{number}-{form}"), sheet.markdown())),
        Some(AnswerFormat::Json) | None => {}
    }
    // A field for a pen stays empty.
    let text = |cell: &Cell| if *cell == Cell::None { NOTHING.to_string() } else { cell.plain(sheet.locale) };
    let row = sheet.rows.first().map(|row| cells(&sheet, row, text, Some(&app.renderer))).unwrap_or_default();
    let values = FormPage {
        title: sheet.title(),
        form,
        document: form.is_document(),
        url: place(&number, form),
        fields: row,
        offered: offered(&number, ticket.kind(), form, locale),
        printed: local(&app, now),
        number,
    };
    page(&reader, Template::Form, values)
}

/// One form about one ticket.
#[derive(Serialize)]
struct FormPage {
    number: String,
    title: String,
    form: FormName,
    document: bool,
    url: String,
    fields: Vec<CellLine>,
    /// The forms of this ticket.
    offered: Vec<FormLink>,
    printed: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FormsQuery {
    from: String,
    to: String,
    /// Pages count from 1; a file has all rows.
    page: usize,
}

/// A form's rows, or the desk's table of urgencies.
pub async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    Query(query): Query<FormsQuery>,
) -> Result<Response, Failed> {
    let (name, format) = AnswerFormat::suffix(&name);
    let form = FormName::parse(name).ok().filter(|form| !form.is_document()).ok_or_else(|| no_such_form(&reader))?;
    let calendar = app.desk.settings().calendar.clone();
    let day = |at: DateTime<Utc>| calendar.local_day(at).to_string();
    let now = app.now();
    let or = |text: &str, default: String| if text.trim().is_empty() { default } else { text.trim().to_string() };
    let from = or(&query.from, day(now - Duration::days(DAYS_DEFAULT)));
    let to = or(&query.to, day(now + Duration::days(1)));
    let read = |name: &str, text: &str| {
        moment(&calendar, text).ok_or_else(|| reader.failed(Problem::field(name, FieldReason::NotAMoment)))
    };
    let span = (read("from", &from)?, read("to", &to)?);
    let (actor, locale) = (reader.actor.clone(), reader.locale);
    let before = if format.is_some() { 0 } else { query.page.saturating_sub(1).saturating_mul(PAGE) };
    let places = before..format.map_or(before.saturating_add(PAGE), |_| usize::MAX);
    let filled = app.blocking(move |app| app.desk.forms_among(&actor, form, span, places, locale, now)).await;
    let (sheet, all) = filled.map_err(|e| reader.failed(e))?;
    match format {
        Some(AnswerFormat::Csv) => return Ok(AnswerFormat::Csv.file(form.word(), sheet.csv())),
        Some(AnswerFormat::Markdown) => return Ok(AnswerFormat::Markdown.file(form.word(), sheet.markdown())),
        Some(AnswerFormat::Json) | None => {}
    }
    let listed = FormName::ALL.iter().filter(|form| !form.is_document());
    let link = |one: &FormName| FormLink { title: one.title(locale), url: format!("/forms/{one}"), current: *one == form };
    let row = |row: &Row| {
        let text = |cell: &Cell| Some(cut(&in_one_line(cell, sheet.locale))).filter(|text| !text.is_empty());
        let cells = cells(&sheet, row, |cell| text(cell).unwrap_or_else(|| NOTHING.to_string()), None);
        RowLine { url: row.number.map(|number| place(&number.to_string(), form)), cells }
    };
    let page_url = |page: usize| format!("/forms/{form}?from={}&to={}&page={page}", encoded(&from), encoded(&to));
    let file_url = |ending: &str| format!("/forms/{form}.{ending}?from={}&to={}", in_query(&from), in_query(&to));
    let page_now = before / PAGE + 1;
    let (has_before, has_next) = (page_now > 1, before + PAGE < all);
    let counted = format!("{all} {}", message(locale, "forms.count"));
    let (first, last) = ((before + 1).min(all), (before + sheet.rows.len()).min(all));
    let values = FormsPage {
        count_text: if has_before || has_next { format!("{first}–{last} / {counted}") } else { counted },
        csv_url: file_url("csv"),
        md_url: file_url("md"),
        before: has_before.then(|| page_url(page_now - 1)),
        next: has_next.then(|| page_url(page_now + 1)),
        title: sheet.title(),
        form,
        spans: form != FormName::Urgency,
        labels: sheet.labels().iter().map(|label| label.text(locale)).collect(),
        rows: sheet.rows.iter().map(row).collect(),
        forms: listed.map(link).collect(),
        printed: local(&app, now),
        from,
        to,
    };
    page(&reader, Template::Forms, values)
}

/// A form's rows over a span of time, a page at a time.
#[derive(Serialize)]
struct FormsPage {
    title: String,
    form: FormName,
    /// All forms that are lists.
    forms: Vec<FormLink>,
    from: String,
    to: String,
    /// Whether it is of a span at all.
    spans: bool,
    labels: Vec<String>,
    rows: Vec<RowLine>,
    /// How many rows there are, and which of them the page shows.
    count_text: String,
    /// The same rows as files.
    csv_url: String,
    md_url: String,
    /// Addresses of the pages beside it.
    before: Option<String>,
    next: Option<String>,
    printed: String,
}

/// A row of the list.
#[derive(Serialize)]
struct RowLine {
    /// Its ticket's form; `None`: a line of the desk's own table.
    url: Option<String>,
    cells: Vec<CellLine>,
}

/// The head of a long text: a list is for looking through, the form and the file have all of it.
fn cut(text: &str) -> String {
    let head: String = text.chars().take(LISTED_CHARS).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}

fn local(app: &App, at: DateTime<Utc>) -> String {
    app.desk.settings().calendar.local_minute(at)
}
