//! Forms and documents as pages made to be printed, and as files.

use crate::api::{App, Problem, Written};
use crate::desk::DeskError;
use crate::form::{Cell, FormName, Label, Row, Sheet};
use crate::page::Template;
use crate::protocol::span::moment;
use crate::reason::{DoorReason, FieldReason};
use crate::ticket::{Kind, Ticket};
use crate::view::TicketNo;
use crate::web::http::{Failed, Reader, page};
use crate::web::words::encoded;
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

/// The address of a form of a ticket.
fn place(number: &str, form: FormName) -> String {
    let folder = if form.is_document() { "documents" } else { "forms" };
    format!("/tickets/{number}/{folder}/{form}")
}

/// What can be filled in for a ticket of a kind, each with its address.
fn offered(number: &str, kind: Kind, locale: Locale) -> Vec<FormLink> {
    let fit = FormName::ALL.iter().filter(|form| **form != FormName::Urgency && form.kind().is_none_or(|k| k == kind));
    fit.map(|form| FormLink { name: *form, title: form.title(locale), url: place(number, *form) }).collect()
}

fn cells(sheet: &Sheet, row: &Row) -> Vec<CellLine> {
    let pairs = sheet.labels().iter().zip(&row.cells);
    let cell = |(label, cell): (&Label, &Cell)| CellLine {
        label: label.text(sheet.locale),
        text: cell.plain(sheet.locale),
        state: cell.state(),
    };
    pairs.map(cell).collect()
}

/// A form, and where it is.
#[derive(Serialize)]
struct FormLink {
    name: FormName,
    title: String,
    url: String,
}

/// One field of a form.
#[derive(Serialize)]
struct CellLine {
    label: String,
    text: String,
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
    let (name, written) = Written::suffix(&name);
    let form = FormName::parse(name).ok().filter(|form| form.is_document() == document).ok_or_else(|| no_such_form(&reader))?;
    let (actor, locale) = (reader.actor.clone(), reader.locale);
    let filled = app.blocking(move |app| {
        let (number, now) = (app.desk.resolve(&number)?, app.now());
        let ticket: Ticket = app.desk.ticket(&actor, number, now)?.ticket;
        Ok::<_, DeskError>((app.desk.form(&actor, form, number, locale, now)?, ticket, now))
    });
    let (sheet, ticket, now) = filled.await.map_err(|e| reader.failed(e))?;
    let number = ticket.number.to_string();
    match written {
        Some(Written::Csv) => return Ok(Written::Csv.file(&format!("{number}-{form}"), sheet.csv())),
        Some(Written::Markdown) => return Ok(Written::Markdown.file(&format!("{number}-{form}"), sheet.markdown())),
        Some(Written::Json) | None => {}
    }
    let row = sheet.rows.first().map(|row| cells(&sheet, row)).unwrap_or_default();
    let values = FormPage {
        title: sheet.title(),
        form,
        document: form.is_document(),
        url: place(&number, form),
        fields: row,
        offered: offered(&number, ticket.kind(), locale),
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
pub struct Asked {
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
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let (name, written) = Written::suffix(&name);
    let form = FormName::parse(name).ok().filter(|form| !form.is_document()).ok_or_else(|| no_such_form(&reader))?;
    let calendar = app.desk.settings().calendar.clone();
    let day = |at: DateTime<Utc>| calendar.local_day(at).to_string();
    let now = app.now();
    let or = |text: &str, default: String| if text.trim().is_empty() { default } else { text.trim().to_string() };
    let from = or(&asked.from, day(now - Duration::days(DAYS_DEFAULT)));
    let to = or(&asked.to, day(now + Duration::days(1)));
    let read = |name: &str, text: &str| {
        moment(&calendar, text).ok_or_else(|| reader.failed(Problem::field(name, FieldReason::NotAMoment)))
    };
    let span = (read("from", &from)?, read("to", &to)?);
    let (actor, locale) = (reader.actor.clone(), reader.locale);
    let before = if written.is_some() { 0 } else { asked.page.saturating_sub(1).saturating_mul(PAGE) };
    let places = before..written.map_or(before.saturating_add(PAGE), |_| usize::MAX);
    let filled = app.blocking(move |app| app.desk.forms_among(&actor, form, span, places, locale, now)).await;
    let (sheet, all) = filled.map_err(|e| reader.failed(e))?;
    match written {
        Some(Written::Csv) => return Ok(Written::Csv.file(form.word(), sheet.csv())),
        Some(Written::Markdown) => return Ok(Written::Markdown.file(form.word(), sheet.markdown())),
        Some(Written::Json) | None => {}
    }
    let listed = FormName::ALL.iter().filter(|form| !form.is_document());
    let row = |row: &Row| {
        let mut cells = cells(&sheet, row);
        for cell in &mut cells {
            cell.text = cut(&cell.text);
        }
        RowLine { number: row.number.map(TicketNo), cells }
    };
    let place = |page: usize| format!("/forms/{form}?from={}&to={}&page={page}", encoded(&from), encoded(&to));
    let page_now = before / PAGE + 1;
    let values = FormsPage {
        all,
        first: (before + 1).min(all),
        last: (before + sheet.rows.len()).min(all),
        before: (page_now > 1).then(|| place(page_now - 1)),
        next: (before + PAGE < all).then(|| place(page_now + 1)),
        title: sheet.title(),
        form,
        spans: form != FormName::Urgency,
        labels: sheet.labels().iter().map(|label| label.text(locale)).collect(),
        rows: sheet.rows.iter().map(row).collect(),
        forms: listed.map(|form| FormTitle { name: *form, title: form.title(locale) }).collect(),
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
    forms: Vec<FormTitle>,
    from: String,
    to: String,
    /// Whether it is of a span at all.
    spans: bool,
    labels: Vec<String>,
    rows: Vec<RowLine>,
    /// Rows in all, and which of them the page shows.
    all: usize,
    first: usize,
    last: usize,
    /// Addresses of the pages beside it.
    before: Option<String>,
    next: Option<String>,
    printed: String,
}

#[derive(Serialize)]
struct FormTitle {
    name: FormName,
    title: String,
}

#[derive(Serialize)]
struct RowLine {
    /// None: a line of the desk's own table.
    number: Option<TicketNo>,
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
